import { z } from "zod";
import { cidr, domainName, fullHostName, report, secretReference, tags } from "./schema-types";

/** A client's id: stack name, state key and prefix of names in AWS, whose shortest limit it respects. */
const id = z.string().superRefine((text, context) => {
  if (!/^[a-z](?:[a-z0-9]|-(?=[a-z0-9])){0,31}$/.test(text)) {
    report(
      context,
      "BadClientId",
      `${JSON.stringify(text)} is not a client id: 1 to 32 lower-case letters, digits and single hyphens, starting with a letter`,
    );
  }
});

const cloudflareZoneId = z.string().superRefine((text, context) => {
  if (!/^[0-9a-f]{32}$/.test(text)) {
    report(
      context,
      "BadZoneId",
      `${JSON.stringify(text)} is not a Cloudflare zone id: 32 hexadecimal characters`,
    );
  }
});

const awsAccount = z.string().superRefine((text, context) => {
  if (!/^\d{12}$/.test(text)) {
    report(
      context,
      "BadAwsAccount",
      `${JSON.stringify(text)} is not an AWS account number: twelve digits, in quotes`,
    );
  }
});

const awsRegion = z.string().superRefine((text, context) => {
  if (
    !/^(af|ap|ca|eu|il|me|mx|sa|us)(-gov)?-(central|north|south|east|west|northeast|northwest|southeast|southwest)-[1-9]$/.test(
      text,
    )
  ) {
    report(context, "BadAwsRegion", `${JSON.stringify(text)} is not an AWS Region, such as "eu-west-3"`);
  }
});

const spfMechanism = z.string().superRefine((text, context) => {
  if (!/^(include:[\w.-]+\.[a-z]{2,}|ip4:[\d.]+(\/\d{1,2})?|ip6:[\da-f:]+(\/\d{1,3})?)$/i.test(text)) {
    report(
      context,
      "BadSpfMechanism",
      `${JSON.stringify(text)} is not one SPF mechanism that authorises a relay, such as "include:spf.example.net"`,
    );
  }
});

const domain = z.strictObject({
  name: domainName.describe("The mail domain, as people write it; internationalised names are fine."),
  zoneId: cloudflareZoneId.describe(
    "Cloudflare's id of the zone: 32 hexadecimal characters on the zone's overview page.",
  ),
  dmarc: z
    .strictObject({
      policy: z
        .enum(["none", "quarantine", "reject"])
        .describe("What receivers should do with forged mail; begin with none and read the reports."),
    })
    .prefault({ policy: "none" })
    .describe("DMARC of this domain."),
});

const network = z.strictObject({
  cidr: cidr.describe("The VPC: a private IPv4 network, /16 to /26."),
  mailSubnet: cidr.optional().describe("The server's subnet. Default: the first quarter of the VPC."),
  firewallSubnet: cidr
    .optional()
    .describe("The firewall's subnet, at least a /28. Default: the last /28 of the VPC."),
  serverAddress: z
    .string()
    .optional()
    .describe("The server's private address. Default: the eleventh of its subnet."),
});

const edge = z.strictObject({
  kind: z
    .enum(["aws"])
    .describe("What stands in front of the server: aws is an EC2 server behind AWS Network Firewall."),
  account: awsAccount.describe("AWS account of the client; a deployment into any other is refused."),
  region: awsRegion.describe("AWS Region, such as eu-west-3."),
  availabilityZone: z.string().describe("Availability zone of server and firewall, such as eu-west-3a."),
  network: network.describe("The client's network."),
  httpsFrom: z
    .array(cidr)
    .min(1)
    .optional()
    .describe("Networks whose users may reach Exchange over HTTPS. Default: the whole internet."),
  protection: z
    .boolean()
    .default(true)
    .describe(
      "Refuse deletion of the firewall and changes of its subnets and policy; false before a decommissioning.",
    ),
});

const relay = z.strictObject({
  vendor: z.string().describe("A relay of the catalogue."),
  region: z.string().optional().describe("A region of the vendor. Default: the one the vendor recommends."),
  deliversFrom: z
    .array(cidr)
    .min(1)
    .optional()
    .describe("Networks the relay delivers from, if the vendor told you others than the catalogue holds."),
  spf: spfMechanism
    .optional()
    .describe("SPF mechanism of the relay; needed where the vendor does not document it."),
  smartHost: z
    .strictObject({
      host: fullHostName
        .optional()
        .describe("Host for outgoing mail; needed where the vendor does not document it."),
      port: z
        .int()
        .refine((port) => [25, 465, 587].includes(port), "25, 465 or 587")
        .optional()
        .describe("Port for outgoing mail. Default: the vendor's."),
      credentials: secretReference("ssm", "secretsmanager").describe(
        "Where the credentials are: ssm:/path or secretsmanager:name.",
      ),
    })
    .describe("Where outgoing mail is handed over."),
});

/** The client file: everything an engineer says about one client. */
export const clientSchema = z.strictObject({
  id: id.describe("Stack name and state key; the file's name without .yaml."),
  name: z.string().min(1).max(100).describe("The company's name, for people."),
  domains: z.array(domain).min(1).describe("Domains whose mail the server holds; the first is the main one."),
  dns: z
    .strictObject({
      host: z.enum(["cloudflare"]).describe("Who serves the zones."),
      apiToken: secretReference("env")
        .default("env:CLOUDFLARE_API_TOKEN")
        .describe(
          "Environment variable that holds the API token; another than the default is named TF_VAR_…",
        ),
    })
    .describe("Where the domains' records are published."),
  server: z
    .strictObject({
      hostName: fullHostName.describe("Public name of the server, such as mail.clinic.fr."),
      exchange: z
        .enum(["SE"])
        .describe("Exchange Server Subscription Edition; 2016 and 2019 ended on 14 October 2025."),
    })
    .describe("The Exchange server."),
  relay: relay.describe("The cloud anti-spam relay in front of the server, both ways."),
  edge: edge.describe("What stands between the internet and the server."),
  tags: tags.default({}).describe("Tags for every AWS resource of this client."),
});

/** A client as the stack uses it: checked, defaults filled in, names as A-labels. */
export type Client = z.output<typeof clientSchema>;

import { z } from "zod";
import { countryCodeProblem } from "../constructs/core/country-codes";
import { certificate } from "./certificate-schema";
import { egress } from "./egress-schema";
import { ips } from "./ips-schema";
import { logs } from "./logs-schema";
import { relay } from "./relay-schema";
import {
  awsAccount,
  awsRegion,
  cidr,
  day,
  domainName,
  fullHostName,
  httpsUrl,
  report,
  secretReference,
  spfMechanism,
  stages,
  tags,
} from "./schema-types";

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

/** DMARC's stages, in the order in which they may follow (RFC 9989 § 7.4). */
export const DMARC_STAGES = ["none", "quarantine", "reject"] as const;

/** MTA-STS's stages, in the order in which they may follow (RFC 8461 § 8.3 for the last). */
export const MTA_STS_STAGES = ["testing", "enforce", "none"] as const;

const dkimText = z.string().superRefine((text, context) => {
  if (!/^v=DKIM1;/.test(text) || !/(^|;)\s*p=[A-Za-z0-9+/=]*\s*(;|$)/.test(text)) {
    report(
      context,
      "BadDkimKey",
      `${JSON.stringify(text.slice(0, 40))} is not a DKIM record: "v=DKIM1; k=rsa; p=..."`,
    );
  }
});

const caaIssuer = z.string().superRefine((text, context) => {
  if (!/^[a-z0-9.-]+\.[a-z]{2,}(;\s*[a-z0-9-]+=[\x21-\x3A\x3C-\x7E]+)*$/i.test(text)) {
    report(
      context,
      "ValueNotAllowed",
      `${JSON.stringify(text)} is not an authority's domain, such as "letsencrypt.org"`,
    );
  }
});

const keyDigest = z.string().superRefine((text, context) => {
  if (!/^[0-9a-f]{64}$/.test(text)) {
    report(
      context,
      "BadKeyDigest",
      `${JSON.stringify(text)} is not a SHA-256 digest: 64 lower-case hexadecimal characters`,
    );
  }
});

const dkimSelector = z.strictObject({
  selector: z
    .string()
    .regex(/^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/i, "letters, digits and inner hyphens")
    .describe("The selector."),
  record: z
    .union([
      z.strictObject({ text: dkimText.describe("The record, beginning with v=DKIM1.") }),
      z.strictObject({ alias: fullHostName.describe("Name of the signer's own record.") }),
    ])
    .describe("The key itself (text), or where the signer keeps it (alias)."),
});

const domain = z.strictObject({
  name: domainName.describe("The mail domain, as people write it; internationalised names are fine."),
  zoneId: z
    .string()
    .min(1)
    .optional()
    .describe("The DNS host's id of the domain's zone. Default: the stack makes the zone."),
  dnssec: z
    .boolean()
    .default(true)
    .describe("Sign the zone; the output ds_records holds what the registrar must publish."),
  mail: z
    .enum(["none"])
    .optional()
    .describe("none: the domain neither receives nor sends mail. Default: a mail domain."),
  noMail: z
    .array(z.string().regex(/^[a-z0-9](?:[a-z0-9-]*[a-z0-9])?$/i, "one label, such as www"))
    .default([])
    .describe("Names below the domain that have an address and no mail, such as www."),
  dmarc: stages(
    DMARC_STAGES,
    "What receivers should do with forged mail; begin with none and read the reports.",
  )
    .optional()
    .describe("DMARC, stage by stage; the last one is in force. Default: none."),
  senders: z
    .array(spfMechanism)
    .default([])
    .describe("SPF mechanisms of others who send for the domain, such as a newsletter service."),
  dkim: z.array(dkimSelector).default([]).describe("Keys that sign the domain's mail; the relay gives them."),
  mtaSts: stages(MTA_STS_STAGES, "testing, then enforce; none before it is removed.")
    .optional()
    .describe("TLS that senders can insist on, stage by stage. Default: no MTA-STS."),
  autodiscover: z
    .enum(["host", "srv"])
    .default("host")
    .describe("How Outlook finds its settings: a host of its own, or an SRV record."),
  bimi: z
    .strictObject({
      logo: httpsUrl.describe("Address of an SVG Tiny PS file."),
      certificate: httpsUrl.optional().describe("Address of a mark certificate."),
    })
    .optional()
    .describe("A logo that receivers show beside mail that passes DMARC."),
  caa: z
    .strictObject({
      issue: z
        .array(caaIssuer)
        .default([])
        .describe("Other authorities the domain uses, such as its website's."),
      issueWild: z.array(caaIssuer).default([]).describe("Authorities for wildcard certificates."),
      issueMail: z.array(caaIssuer).default([]).describe("Authorities for S/MIME certificates."),
    })
    .optional()
    .describe(
      "Who may issue certificates for the whole domain, beside the authorities used here. Default: only the names certified here are restricted.",
    ),
});

const privateAddress = z
  .string()
  .refine((text) => z.ipv4().safeParse(text).success, "not an IPv4 address, such as 10.20.0.10");

/** An id that AWS gave, by its prefix. */
const awsId = (prefix: string, example: string): z.ZodString =>
  z.string().regex(new RegExp(`^(?:${prefix})-[0-9a-f]{8,17}$`), `an id such as ${example}`);

const subnet = z.strictObject({
  cidr: cidr.describe("Its network, a /28 at least."),
  id: awsId("subnet", "subnet-0a1b2c3d4e5f60718")
    .optional()
    .describe("Id of a subnet that exists. Default: the subnet is made."),
  adopt: z
    .boolean()
    .default(false)
    .describe("Take an existing subnet from the route table and the network ACL it has now."),
});

const network = z.strictObject({
  cidr: cidr.describe("The VPC: a private IPv4 network, /16 to /26, with several servers to /25."),
  vpc: z
    .strictObject({
      id: awsId("vpc", "vpc-0a1b2c3d4e5f60718").describe("Its id."),
      internetGateway: awsId("igw", "igw-0a1b2c3d4e5f60718").describe("Id of its internet gateway."),
      adoptGateway: z.boolean().default(false).describe("Take the gateway from the route table it has now."),
    })
    .optional()
    .describe("A VPC that exists. Default: one is made."),
  subnets: z
    .array(
      z.strictObject({
        availabilityZone: z.string().describe("One of the edge's zones."),
        mail: subnet.optional().describe("Faces the firewall: the only server, or the load balancer."),
        firewall: subnet.optional().describe("The firewall's endpoint and nothing else."),
        server: subnet.optional().describe("Servers behind a load balancer."),
      }),
    )
    .default([])
    .describe("Subnets by zone; a VPC that exists needs all of them. Default: cut out of the VPC."),
  connected: z
    .array(
      z.strictObject({
        cidr: cidr.describe("The network."),
        through: z
          .string()
          .describe(
            "A transit gateway (tgw-…), peering (pcx-…) or private gateway (vgw-…) that leads there.",
          ),
      }),
    )
    .default([])
    .describe("Private networks elsewhere that the servers reach."),
});

const servers = z.array(
  z.strictObject({
    name: z
      .string()
      .regex(/^[a-z](?:[a-z0-9]|-(?=[a-z0-9])){0,14}$/, "1 to 15 lower-case letters, digits and hyphens")
      .describe("Its name, short and lasting, such as ex1."),
    availabilityZone: z.string().describe("One of the edge's zones."),
    address: privateAddress
      .optional()
      .describe("Its private address. Default: the eleventh of its subnet, then the twelfth, and so on."),
  }),
);

const countryCode = z.string().superRefine((text, context) => {
  const problem = countryCodeProblem(text);
  if (problem !== undefined) {
    report(context, "CountryUnknown", problem);
  }
});

const deny = z.strictObject({
  countries: z
    .array(countryCode)
    .default([])
    .describe(
      "Countries that do not reach 443, such as KP (ISO 3166-1); mail on 25 is never turned away by country.",
    ),
  networks: z
    .array(cidr)
    .default([])
    .describe("Public networks that reach neither port; the relay's are refused here."),
  reason: z
    .string()
    .min(10)
    .max(200)
    .regex(/^.*$/, "one line")
    .optional()
    .describe("Why; for whoever reads it in a year. It stands at the rule group in AWS, too."),
});

const edge = z.strictObject({
  kind: z
    .enum(["aws"])
    .describe("What stands in front of the server: aws is an EC2 server behind AWS Network Firewall."),
  account: awsAccount.describe("AWS account of the client; a deployment into any other is refused."),
  region: awsRegion.describe("AWS Region, such as eu-west-3."),
  availabilityZones: z
    .array(z.string())
    .min(1)
    .describe("Availability zones of servers and firewall, such as [eu-west-3a]: one or two. Only append."),
  network: network.describe("The client's network."),
  servers: servers
    .min(1)
    .optional()
    .describe(
      "The servers on EC2; several stand behind a load balancer. Default: one in each availability zone.",
    ),
  onPremises: z
    .strictObject({
      servers: z.array(privateAddress).min(1).describe("Private addresses of the servers."),
      publicAddress: z.string().describe("The office's public IPv4 address."),
      networks: z
        .array(cidr)
        .min(1)
        .optional()
        .describe(
          "The office's networks; a site-to-site VPN to them is made. Default: none is made, `network.connected` leads there.",
        ),
    })
    .optional()
    .describe(
      "Servers in the office, behind the load balancer and a VPN; see docs/edge-aws.md for the limits.",
    ),
  domainControllers: z
    .array(cidr)
    .default([])
    .describe("Networks of the domain controllers; between them and the servers everything passes."),
  sharedFirewall: z
    .string()
    .regex(/^arn:aws[a-z-]*:network-firewall:[a-z0-9-]+:\d{12}:firewall\/[\w-]+$/, "the ARN of a firewall")
    .optional()
    .describe("ARN of a firewall elsewhere that protects this network, too. Default: one is made."),
  httpsFrom: z
    .array(cidr)
    .min(1)
    .optional()
    .describe("Networks whose users may reach Exchange over HTTPS. Default: the whole internet."),
  deny: deny
    .prefault({})
    .describe(
      "Who is turned away before anything else, from the first day and whatever the stage of the IPS.",
    ),
  egress: egress.prefault({}).describe("What the server may reach, besides its smart host."),
  ips: ips
    .prefault({})
    .describe("What the firewall looks for in what it lets through, and what it does with it."),
  tlsInspection: z
    .boolean()
    .default(false)
    .describe(
      "Decrypt 443 with the server's own certificate, so that rules about requests match; needs certificate.issuer: acm-exportable.",
    ),
  logs: logs.prefault({}).describe("How long the logs of the edge are kept, and where."),
  protection: z
    .boolean()
    .default(true)
    .describe(
      "Refuse deletion of the firewall and changes of its subnets and policy; false before a decommissioning.",
    ),
});

/** The client file: everything an engineer says about one client. */
export const clientSchema = z.strictObject({
  id: id.describe("Stack name and state key; the file's name without .yaml."),
  name: z.string().min(1).max(100).describe("The company's name, for people."),
  domains: z.array(domain).min(1).describe("Domains whose mail the server holds; the first is the main one."),
  dns: z
    .strictObject({
      host: z.enum(["cloudflare", "route53"]).describe("Who serves the zones."),
      account: z
        .string()
        .regex(/^[0-9a-f]{32}$/, "32 hexadecimal characters")
        .optional()
        .describe("Cloudflare account; needed to make zones and to serve MTA-STS policies."),
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
        .enum(["SE", "2019", "2016"])
        .describe(
          "SE is Exchange Server Subscription Edition; 2016 and 2019 ended on 14 October 2025 and need an acknowledgement of exchange-supported.",
        ),
      tlsa: z
        .strictObject({
          current: keyDigest.describe("SHA-256 of the public key that the server presents on port 25 now."),
          next: keyDigest
            .optional()
            .describe("SHA-256 of the key that will follow; publish it before you need it."),
          since: day.describe("Day on which the current key came into use."),
        })
        .optional()
        .describe(
          "TLSA records of the server; only where its zone is signed and its keys outlive its certificates. Default: none.",
        ),
    })
    .describe("The Exchange server."),
  relay: relay.describe("The cloud anti-spam relay in front of the server, both ways."),
  certificate: certificate
    .prefault({ issuer: "acm" })
    .describe("The certificate that phones, laptops and tablets see (docs/certificates.md)."),
  edge: edge.describe("What stands between the internet and the server."),
  tags: tags.default({}).describe("Tags for every AWS resource of this client."),
  acknowledge: z
    .array(
      z.strictObject({
        rule: z.string().min(1).describe("Id of the rule, from docs/rules.md."),
        reason: z.string().min(10).describe("Why the exception is right; for whoever reads it in a year."),
        owner: z.string().min(1).describe("Who answers for it."),
        until: day.describe("Last day of the exception."),
      }),
    )
    .default([])
    .describe("Rules that this client is excepted from, each for a time."),
});

/** A client as the stack uses it: checked, defaults filled in, names as A-labels. */
export type Client = z.output<typeof clientSchema>;

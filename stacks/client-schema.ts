import { z } from "zod";
import { backup } from "./backup-schema";
import { certificate } from "./certificate-schema";
import { edge } from "./edge-schema";
import { relay } from "./relay-schema";
import {
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
import { watch } from "./watch-schema";

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
  watch,
  backup: backup
    .optional()
    .describe(
      "The backup of the mailboxes (docs/backup.md). Default: none, which needs an acknowledgement of backup-declared.",
    ),
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

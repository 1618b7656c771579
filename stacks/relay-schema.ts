import { z } from "zod";
import { mailManager } from "./mail-manager";
import { cidr, fullHostName, mxHostName, secretReference, spfMechanism, stages } from "./schema-types";

/** The stages of a move to a relay, in the order in which they may follow. */
export const RELAY_STAGES = ["observe", "cutover", "locked"] as const;

/** Seconds that senders may keep an MX for, where the client file does not say: a day, the longest in common use. */
const USUAL_MX_TTL_SECONDS = 86_400;

const mxHost = z.strictObject({
  host: mxHostName.describe(
    "Host name; {domainDashed} stands for the mail domain with hyphens for dots, where the vendor has a name per domain.",
  ),
  preference: z.int().min(0).max(65_535).describe("Lower is tried first."),
});

const smartHost = z.strictObject({
  host: fullHostName
    .optional()
    .describe("Host for outgoing mail; needed where the vendor does not document it."),
  port: z
    .int()
    .refine((port) => [25, 465, 587].includes(port), "25, 465 or 587")
    .optional()
    .describe("Port for outgoing mail. Default: the vendor's, where it documents one, else 587."),
  addresses: z
    .array(cidr)
    .min(1)
    .optional()
    .describe(
      "Networks of the host; the firewall then opens the port to them only. Needed for port 25. Default: any address.",
    ),
  credentials: secretReference("ssm", "secretsmanager").describe(
    "Where the credentials are: ssm:/path or secretsmanager:name.",
  ),
});

const continuity = z.strictObject({
  queueDays: z.int().min(1).max(365).optional().describe("Days it keeps mail for a server that is down."),
  webmail: z
    .enum(["read-and-answer", "read", "none", "unknown"])
    .describe("What users can do with new mail meanwhile."),
  activation: z.string().min(10).describe("What has to be done for it, and when; for whoever is on call."),
});

/** The `relay` section: who takes the client's mail in, and who sends it on. */
export const relay = z.strictObject({
  vendor: z
    .string()
    .describe(
      "A relay of the catalogue (docs/relay-vendors.md), custom, or ses-mail-manager for one in the client's own AWS account.",
    ),
  name: z.string().min(1).optional().describe("Name of a custom relay."),
  region: z.string().optional().describe("A region of the vendor. Default: the one the vendor recommends."),
  tenant: z
    .string()
    .optional()
    .describe("What the vendor assigned to this client and its names contain, such as an account number."),
  mx: z
    .array(mxHost)
    .min(1)
    .optional()
    .describe("The MX set, as the vendor told you; needed where the vendor does not document it."),
  deliversFrom: z
    .array(cidr)
    .min(1)
    .optional()
    .describe("Networks the relay delivers from, if the vendor told you others than the catalogue holds."),
  spf: spfMechanism
    .optional()
    .describe("SPF mechanism of the relay; needed where the vendor does not document it."),
  smartHost: smartHost
    .optional()
    .describe("Where outgoing mail is handed over. Required, unless outbound says who sends."),
  outbound: z
    .strictObject({
      vendor: z.string().describe("A relay of the catalogue that sends, or custom."),
      region: z.string().optional().describe("A region of that vendor."),
      tenant: z.string().optional().describe("What that vendor assigned to this client."),
      spf: spfMechanism.optional().describe("Its SPF mechanism; needed where it does not document it."),
      smartHost: smartHost.describe("Where outgoing mail is handed over."),
    })
    .optional()
    .describe(
      "Another service that sends the server's mail; required where the relay takes mail in only. Default: the relay.",
    ),
  continuity: continuity
    .optional()
    .describe("What your contract says about outages. Default: what the catalogue holds."),
  mailManager: mailManager
    .optional()
    .describe("What ses-mail-manager needs (docs/relay-ses.md), and no other vendor."),
  inbound: stages(RELAY_STAGES, "observe (old MX, 25 open), cutover (new MX, 25 still open), locked.")
    .optional()
    .describe("The move to this relay, stage by stage; the last one is in force. Default: locked."),
  previousMx: z
    .strictObject({
      hosts: z.array(mxHost).min(1).describe("The MX set that holds until the cutover."),
      ttlSeconds: z
        .int()
        .min(0)
        .max(604_800)
        .default(USUAL_MX_TTL_SECONDS)
        .describe("Its TTL; senders may use it for that long after the cutover."),
    })
    .optional()
    .describe("The MX before the relay; required while the stage is observe."),
});

/** The `relay` section, checked in itself. */
export type RelaySection = z.output<typeof relay>;

import { z } from "zod";
import { domainName, emailAddress, secretReference } from "./schema-types";

const zones = (what: string) => z.array(z.string().min(1)).default([]).describe(what);

const key = (operator: string) =>
  secretReference("ssm", "secretsmanager").optional().describe(`Key of ${operator}.`);

/** `watch` of a client file: who looks at blocklists and at what is live, and who is told. */
export const watch = z
  .strictObject({
    enabled: z
      .boolean()
      .default(true)
      .describe("false: nobody looks; the rule blocklists-watched then wants an acknowledgement."),
    notify: z
      .array(emailAddress)
      .min(1)
      .optional()
      .describe(
        "Who is told of every alarm of the client, by e-mail. Default: the contact of the fleet file.",
      ),
    chat: secretReference("ssm", "secretsmanager")
      .optional()
      .describe("Where the webhook of a chat is, which is told, too. Default: no chat."),
    keys: z
      .strictObject({ "spamhaus-dqs": key("Spamhaus DQS"), abusix: key("Abusix") })
      .prefault({})
      .describe("Where the keys of lists are that answer only with one. Default: such lists are not asked."),
    lists: zones("Blocklists to ask, by zone (docs/watch.md). Default: all that answer."),
    without: zones("Blocklists not to ask."),
    advisory: zones(
      "Blocklists that inform and never page, besides those that docs/watch.md calls advisory.",
    ),
    nonCommercial: z
      .boolean()
      .default(false)
      .describe("Ask lists that are free for non-commercial use only; a provider is commercial."),
    addresses: z
      .array(z.string())
      .default([])
      .describe("More public addresses to look up, such as a newsletter server's."),
    domains: z.array(domainName).default([]).describe("More domains to look up."),
    blocklistsEveryHours: z
      .int()
      .min(1)
      .max(24)
      .default(6)
      .describe("Hours between two looks at the blocklists."),
    liveEveryMinutes: z
      .int()
      .min(5)
      .max(60)
      .default(15)
      .describe("Minutes between two looks at certificates and records."),
    historyDays: z
      .int()
      .min(1)
      .max(3650)
      .default(400)
      .describe("Days that it is remembered what began and ended."),
    reserveConcurrency: z
      .boolean()
      .default(false)
      .describe(
        "Keep one execution of AWS Lambda for the watch. A new account, whose quota is 10, cannot keep any.",
      ),
    protection: z
      .boolean()
      .default(true)
      .describe("Refuse deletion of what is remembered; false before a decommissioning."),
    network: z
      .strictObject({
        subnets: z
          .array(z.string().regex(/^subnet-[0-9a-f]{8,17}$/, "an id such as subnet-0a1b2c3d4e5f60718"))
          .min(1)
          .describe("Subnets that reach the internet through an address of the client's own."),
        securityGroups: z
          .array(z.string().regex(/^sg-[0-9a-f]{8,17}$/, "an id such as sg-0a1b2c3d4e5f60718"))
          .min(1)
          .describe("Security groups that let out 53 over UDP and TCP, and 443."),
      })
      .optional()
      .describe("Network to ask from, where operators refuse AWS's. Default: AWS's own."),
  })
  .optional()
  .describe(
    "Who looks at blocklists, certificates and records regularly (docs/watch.md). Default: the watch runs where the client has an AWS account.",
  );

/** The watch as a client file says it. */
export type WatchSection = NonNullable<z.output<typeof watch>>;

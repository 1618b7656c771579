import { z } from "zod";
import { LOG_DEFAULTS, LOG_DESTINATIONS, LOG_RETENTION_DAYS } from "../constructs/edge/aws/edge-logs";

/** `edge.logs` of a client file. */
export const logs = z.strictObject({
  retentionDays: z
    .literal(LOG_RETENTION_DAYS)
    .default(LOG_DEFAULTS.retentionDays)
    .describe("Days the logs are kept; CloudWatch knows certain numbers only."),
  destination: z
    .enum(LOG_DESTINATIONS)
    .default(LOG_DEFAULTS.destination)
    .describe(
      "Where connections and packet headers go: cloudwatch for searching, s3 for keeping long. Alerts always go to CloudWatch.",
    ),
});

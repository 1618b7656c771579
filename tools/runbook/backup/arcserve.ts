import type { ProductSteps } from "./product-steps";

/** Arcserve UDP, with its agent on the server. What its console calls things differs between versions. */
export const ARCSERVE_STEPS: ProductSteps = {
  product: "Arcserve UDP",
  settings: ({ everyHours, keepDays, immutableDays, targets }) => [
    [
      "cloud account",
      `Amazon S3, bucket \`${targets[0]?.bucket}\` in \`${targets[0]?.region}\`; the bucket locks what is written for ${immutableDays} days by itself. Test the connection, one backup, and one deletion by retention before you rely on it`,
    ],
    [
      "plan, source",
      "agent-based, the whole server; application-consistent by VSS, Exchange writer included",
    ],
    [
      "plan, truncate log",
      "*Exchange Server*, after each successful backup; nowhere else, and in no second product",
    ],
    ["plan, encryption", "on, its password kept outside the network"],
    [
      "plan, schedule",
      `every ${everyHours} hours; recovery points kept ${keepDays} days; e-mail on failure and on missed jobs`,
    ],
    ...targets
      .slice(1)
      .map(
        ({ bucket, region }) =>
          [
            "plan, second copy",
            `to the second bucket \`${bucket}\` in \`${region}\`, by its own key`,
          ] as const,
      ),
    [
      "backup server",
      "not a member of the domain whose mail it keeps, with another administrator's password",
    ],
  ],
  restores: {
    message:
      "*Restore*, the recovery point, *Restore Exchange mailbox items*; in Exchange Granular Restore, find the message, export it to another folder of a test mailbox",
    mailbox: "in the same window, the mailbox, export to a PST file; count its folders and items",
    database:
      "*Restore application*, the database, to an alternative location: files only; then into a recovery database (below)",
  },
  sources: ["https://docslib.org/doc/718055/arcserve-udp-exchange-granular-restore"],
};

import type { Rule } from "./rule";

/** All mail of a company lies in its backup. */
export const BACKUP_CLOSED: Rule = {
  id: "backup-closed",
  what: "A repository is never public, is reached over TLS and from the site only, and what is read there is written down elsewhere.",
  why: "A copy of all mail is worth as much to a thief as the server itself.",
  reference: "https://docs.aws.amazon.com/AmazonS3/latest/userguide/security-best-practices.html",
  severity: "error",
  check: ({ backup }) =>
    (backup?.repositories ?? []).flatMap(({ address, open }) =>
      open.map((message) => ({
        address,
        message,
        ...(address.startsWith("output.") ? { severity: "warning" as const } : {}),
      })),
    ),
};

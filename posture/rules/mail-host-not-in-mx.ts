import type { Rule } from "./rule";

/** The server is no domain's MX. */
export const MAIL_HOST_NOT_IN_MX: Rule = {
  id: "mail-host-not-in-mx",
  what: "No MX names a host whose address is one of the stack's own; a warning while a move to a relay has not reached the cutover.",
  why: "Senders may try any MX; one that names the server leads round the filter.",
  reference: "RFC 5321 § 5.1",
  severity: "error",
  check: ({ records, mailFlow }, stack) => {
    const own = new Set(
      records
        .filter(({ type, value }) => (type === "A" || type === "AAAA") && stack.referredBy(value).length > 0)
        .map(({ name }) => name),
    );
    return records
      .filter(({ type, value }) => type === "MX" && own.has(value.split(" ")[1] ?? ""))
      .map(({ name, value, address }) =>
        mailFlow.stage === "observe"
          ? {
              address,
              severity: "warning" as const,
              message: `the MX of ${name} is still the server itself (${value}), past the filter; go on to the cutover once the relay delivers`,
            }
          : {
              address,
              message: `the MX of ${name} is the server itself (${value}); mail must go to the relay`,
            },
      );
  },
};

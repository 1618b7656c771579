import type { Rule } from "./rule";

/** The server is no domain's MX. */
export const MAIL_HOST_NOT_IN_MX: Rule = {
  id: "mail-host-not-in-mx",
  what: "No MX names a host whose address is one of the stack's own.",
  why: "Senders may try any MX; one that names the server leads round the filter.",
  reference: "RFC 5321 § 5.1",
  severity: "error",
  check: ({ records }, stack) => {
    const own = new Set(
      records
        .filter(({ type, value }) => (type === "A" || type === "AAAA") && stack.referredBy(value).length > 0)
        .map(({ name }) => name),
    );
    return records
      .filter(({ type, value }) => type === "MX" && own.has(value.split(" ")[1] ?? ""))
      .map(({ name, value, address }) => ({
        address,
        message: `the MX of ${name} is the server itself (${value}); mail must go to the relay`,
      }));
  },
};

import type { Rule } from "./rule";

/** Mail begins in the clear. */
export const SMTP_NOT_DECRYPTED: Rule = {
  id: "smtp-not-decrypted",
  what: "TLS inspection leaves out 25.",
  why: "Mail begins in the clear and turns to TLS later; what is not TLS is dropped where TLS is inspected, so no mail would arrive.",
  reference:
    "https://docs.aws.amazon.com/network-firewall/latest/developerguide/tls-inspection-considerations.html",
  severity: "error",
  check: ({ ips }) =>
    ips
      .filter(({ decrypts }) => decrypts.some(({ fromPort, toPort }) => fromPort <= 25 && toPort >= 25))
      .map(({ address }) => ({
        address,
        message: "the scope of TLS inspection includes 25, where mail begins in the clear; inspect 443 only",
      })),
};

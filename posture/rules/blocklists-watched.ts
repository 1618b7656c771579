import { mailDomains } from "../dns/mail-names";
import { isExpression } from "../terraform-json";
import type { Breach, Rule } from "./rule";

/** A listing is noticed before senders and customers notice it. */
export const BLOCKLISTS_WATCHED: Rule = {
  id: "blocklists-watched",
  what: "The addresses that the servers' connections leave from, and the mail domains, are looked up in blocklists regularly, and somebody is told of a listing.",
  why: "Mail from an address or a domain on a blocklist is refused or lost, often without a word, and nobody is told but who looks.",
  reference: "RFC 5782; advice sheet, rows 7 and 8",
  severity: "warning",
  check: (facts) => {
    const { blocklistWatch: watch, egressAddresses } = facts;
    // What a stack does not state, nobody can hold it to.
    if (egressAddresses.length === 0) {
      return [];
    }
    if (watch === null) {
      return [
        {
          address: "output.egress_addresses",
          message:
            "nobody looks the addresses and the domains up in blocklists; add watch to the client file, which needs an AWS account (edge.aws)",
        },
      ];
    }
    const { address } = watch;
    const missing = [
      ...egressAddresses.filter((one) => !watch.addresses.includes(one)),
      ...mailDomains(facts)
        .map(({ domain }) => domain)
        .filter((domain) => !isExpression(domain) && !watch.domains.includes(domain)),
    ];
    return [
      ...missing.map((one): Breach => ({ address, message: `${one} is not looked up` })),
      ...(watch.heard
        ? []
        : [
            {
              address,
              message:
                "nobody is told of a listing, or of a watch that has fallen silent; subscribe somebody to the topic of its function and of its alarms",
            },
          ]),
    ];
  },
};

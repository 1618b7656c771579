import { CidrSet, prefixLength } from "../../constructs/core/cidr-set";
import type { Rule } from "./rule";

/** Wider networks belong to no relay. */
const WIDEST_IPV4 = 16;
const WIDEST_IPV6 = 32;

/** 25 is the relay's. */
export const SMTP_FROM_RELAY_ONLY: Rule = {
  id: "smtp-from-relay-only",
  what: "25/tcp is open to the relay's networks only: none wider than /16 (IPv6 /32).",
  why: "A server that accepts mail from anyone is reached past the filter, by spam, viruses and password guessing.",
  reference: "advice sheet, rows 3 and 5",
  severity: "error",
  check: ({ exposures }) =>
    exposures
      .filter(({ protocol, fromPort, toPort }) => protocol === "tcp" && fromPort <= 25 && toPort >= 25)
      .flatMap(({ sources, target, via }) => {
        const wide = CidrSet.of(...sources).blocks.filter(
          (block) => prefixLength(block) < (block.includes(":") ? WIDEST_IPV6 : WIDEST_IPV4),
        );
        return wide.length === 0
          ? []
          : [
              {
                address: target,
                message: `25/tcp is open to ${wide.join(", ")} through ${via.join(" > ")}; restrict it to the networks the relay delivers from`,
              },
            ];
      }),
};

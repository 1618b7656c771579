import type { Rule } from "../rules/rule";
import { isExpression } from "../terraform-json";
import { breachesOf, shown } from "./breaches";
import { recordSets } from "./look-up";

/** ECDSA P-256 with SHA-256: small answers, understood everywhere (RFC 8624 § 3.1). */
const GOOD_ALGORITHM = 13;
const SHA1_DIGEST = 1;

const DS_NOT_HANDED_OVER: Rule = {
  id: "dnssec-ds-not-handed-over",
  what: "A stack that signs a zone gives out the zone's DS record, or hands it to the registrar.",
  why: "Until the registrar has the DS, resolvers take the zone for unsigned; somebody has to enter key tag, algorithm, digest type and digest by hand.",
  reference: "RFC 4033 § 5, https://developers.cloudflare.com/dns/dnssec/",
  severity: "error",
  check: ({ zones }) =>
    breachesOf(zones, ({ name, dnssec, dsHandedOver, address }) =>
      dnssec && !dsHandedOver
        ? `the zone ${shown(name ?? address)} is signed, and its DS goes nowhere; add an output with key_tag, algorithm, digest_type and digest, for the registrar's form or its API`
        : undefined,
    ),
};

const DS_WEAK: Rule = {
  id: "dnssec-ds-weak",
  what: "A DS names algorithm 13 and no SHA-1 digest.",
  why: "Resolvers drop the older algorithms one after the other and then take the zone for unsigned; SHA-1 can be forged.",
  reference: "RFC 8624 § 3.1, § 3.3",
  severity: "warning",
  check: (facts) =>
    recordSets(facts, "DS").flatMap(({ name, records }) =>
      breachesOf(records, ({ value }) => {
        const [, algorithm, digest] = /^\d+\s+(\d+)\s+(\d+)\s/.exec(value) ?? [];
        return !isExpression(value) &&
          algorithm !== undefined &&
          (Number(algorithm) !== GOOD_ALGORITHM || Number(digest) === SHA1_DIGEST)
          ? `DS ${shown(value)} of ${shown(name)} has algorithm ${algorithm} and digest type ${digest}; sign the zone with ${GOOD_ALGORITHM} and publish digest type 2`
          : undefined;
      }),
    ),
};

/** DNSSEC (RFC 4033 to 4035): answers that cannot be forged. */
export const DNSSEC_RULES: readonly Rule[] = [DS_NOT_HANDED_OVER, DS_WEAK];

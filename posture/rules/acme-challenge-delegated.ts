import { answer, recordSets, recordsAt, zoneOf } from "../dns/look-up";
import type { Facts } from "../facts";
import { isExpression } from "../terraform-json";
import type { Rule } from "./rule";

/** What the server must write to renew its certificate lies in a zone without anything else. */
export const ACME_CHALLENGE_DELEGATED: Rule = {
  id: "acme-challenge-delegated",
  what: "Where the server renews its certificate, the challenge of each of its names leads into another zone, one without mail or hosts.",
  why: "Otherwise the server needs a credential for the company's own zone, and whoever takes it over moves the company's mail to himself; without any alias, the renewal fails.",
  reference: "RFC 8555 § 8.4; https://letsencrypt.org/docs/challenge-types/#dns-01-challenge",
  severity: "error",
  check: (facts) =>
    facts.certificates
      .filter(({ renewal }) => renewal?.by === "server")
      .flatMap(({ names, address }) =>
        names.flatMap((name) => {
          const problem = problemOf(facts, name.replace(/^\*\./, ""));
          return problem === undefined ? [] : [{ address, message: problem }];
        }),
      ),
};

/** Types of records that do harm when somebody else writes them, the worst first. */
const OTHER_USES = ["MX", "A", "AAAA", "SRV"] as const;

function problemOf(facts: Facts, name: string): string | undefined {
  const challenge = `_acme-challenge.${name}`;
  // Delegated as a zone of its own, it is elsewhere already.
  if (recordsAt(facts, challenge, "NS").length > 0) {
    return undefined;
  }
  const [alias] = answer(facts, challenge, "CNAME");
  if (alias === undefined) {
    return `nothing leads from ${JSON.stringify(challenge)} elsewhere, and the server renews the certificate of ${JSON.stringify(name)} by a TXT record there; make it an alias of a name in a zone of its own`;
  }
  // Of a zone outside the stack nothing is known here.
  const zone = isExpression(alias.value) ? undefined : zoneOf(facts, alias.value)?.name;
  if (zone === undefined) {
    return undefined;
  }
  const [shared] = OTHER_USES.flatMap((type) =>
    recordSets(facts, type).map((set) => ({ ...set, type })),
  ).filter((set) => zoneOf(facts, set.name)?.name === zone);
  return shared === undefined
    ? undefined
    : `${JSON.stringify(challenge)} leads into ${JSON.stringify(zone)}, where ${JSON.stringify(shared.name)} has ${shared.type}; give the answers a zone with nothing else in it`;
}

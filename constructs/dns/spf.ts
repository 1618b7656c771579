import { throwIfAny } from "../core/errors";
import type { SpfContribution } from "./dns-record";

/** Longest string a TXT record may hold without being split, in octets (RFC 7208 § 3.3). */
const MAX_STRING_OCTETS = 255;

/**
 * The SPF record of a name from the parts contributed to it.
 *
 * Mechanisms keep the order in which they were contributed: evaluation stops at the first match
 * (RFC 7208 § 4.6.2). One that is contributed twice is rendered once.
 *
 * @param contributions at least one, all of the same name
 * @throws ValidationError `SpfConflict` when the parts disagree about `all` or the record is too long
 */
export function renderSpf(contributions: readonly SpfContribution[]): string {
  const name = contributions[0]?.name;
  const endings = [...new Set(contributions.map((part) => part.all))].sort();
  const mechanisms = [...new Set(contributions.flatMap((part) => part.mechanisms))];
  const text = ["v=spf1", ...mechanisms, ...endings].join(" ");
  throwIfAny([
    ...(endings.length > 1
      ? [
          {
            code: "SpfConflict" as const,
            message: `the contributions to the SPF record of ${JSON.stringify(name)} end differently: ${endings.join(" and ")}; all must agree`,
          },
        ]
      : []),
    ...(Buffer.byteLength(text) > MAX_STRING_OCTETS
      ? [
          {
            code: "SpfConflict" as const,
            message: `the SPF record of ${JSON.stringify(name)} has ${Buffer.byteLength(text)} octets, more than ${MAX_STRING_OCTETS} (RFC 7208 § 3.3); authorise fewer senders: ${JSON.stringify(text)}`,
          },
        ]
      : []),
  ]);
  return text;
}

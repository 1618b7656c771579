import { ask, type DnsAnswer } from "../../core/dns-question";
import { ProbeFailure } from "./probe-failure";
import type { AddressResolver } from "./vantage";

/** More than a real name has. */
export const MOST_ADDRESSES = 8;

/** The addresses of a name, sorted; where there is none, why. */
export async function addressesFor(
  name: string,
  resolver: AddressResolver,
): Promise<readonly (string | ProbeFailure)[]> {
  const answers: readonly DnsAnswer<string[]>[] = await Promise.all([
    ask(() => resolver.resolve4(name)),
    ask(() => resolver.resolve6(name)),
  ]);
  const addresses = answers.flatMap((answer) => (answer.kind === "record" ? answer.value : []));
  const reasons = answers.flatMap((answer) => (answer.kind === "unanswered" ? [answer.reason] : []));
  if (addresses.length > 0) {
    return [...new Set(addresses)].sort();
  }
  return reasons.length > 0
    ? [new ProbeFailure("dns-unanswered", `the DNS does not answer (${[...new Set(reasons)].join(", ")})`)]
    : [
        new ProbeFailure(
          "no-address",
          "the DNS has no address for it; deploy the stack, or give --address before the cutover",
        ),
      ];
}

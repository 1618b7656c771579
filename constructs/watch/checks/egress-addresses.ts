import { ask } from "../../core/dns-question";
import { type Declaration, isKnown } from "../declaration";
import { MOST_ADDRESSES } from "./addresses";
import type { Vantage } from "./vantage";

const FROM_THE_DNS =
  "the stack knows the address only after apply, so it is that of the mail host in the DNS; where the servers' own connections leave from another, give it with --address";

/** What mail leaves from, sorted; what is to say about that, empty where it is plain. */
export async function egressAddresses(
  declaration: Declaration,
  { serverAddresses, resolver }: Vantage,
): Promise<{ readonly addresses: readonly string[]; readonly note: string }> {
  const stated = serverAddresses.length > 0 ? serverAddresses : declaration.egressAddresses;
  if (stated.length > 0 && stated.every(isKnown)) {
    return { addresses: stated, note: "" };
  }
  const answers = await Promise.all(
    declaration.servers.flatMap(({ name }) => [
      ask(() => resolver.resolve4(name)),
      ask(() => resolver.resolve6(name)),
    ]),
  );
  const found = answers.flatMap((answer) => (answer.kind === "record" ? answer.value : []));
  const addresses = [...new Set([...stated.filter(isKnown), ...found])].sort();
  return addresses.length > 0
    ? { addresses: addresses.slice(0, MOST_ADDRESSES), note: FROM_THE_DNS }
    : {
        addresses: [],
        note: "neither the stack nor the DNS says what address mail leaves from; deploy the stack, or give it with --address",
      };
}

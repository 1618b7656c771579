import type { DnsRecordFact } from "./facts";
import { type TerraformJson, textsOf } from "./terraform-json";

/** The names that lead to the servers of a stack, in the order of its records. */
export function mailHosts(stack: TerraformJson, records: readonly DnsRecordFact[]): readonly string[] {
  const addresses = textsOf(stack.output("server_addresses"));
  const names = records
    .filter(({ type, value }) => (type === "A" || type === "AAAA") && addresses.includes(value))
    .map(({ name }) => name);
  return [...new Set(names)];
}

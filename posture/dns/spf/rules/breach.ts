import type { Breach } from "../../../rules/rule";
import type { StackSpf } from "../stack-spf";

/** What is wrong with an SPF record. */
export function breach({ name, address }: StackSpf, message: string): Breach {
  return { address, message: `SPF of ${JSON.stringify(name)}: ${message}` };
}

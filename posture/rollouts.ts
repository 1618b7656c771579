import type { RolloutFact } from "./facts";
import { listOf, objectOf, type TerraformJson, textOf } from "./terraform-json";

const KINDS: readonly RolloutFact["of"][] = ["dmarc", "mta-sts", "ips"];

/**
 * The stages that a stack states, in its output `rollouts`; an entry that cannot be read states nothing.
 *
 * What is stated is not what is published: whoever tells the day of a stage compares the stage with the record or
 * the firewall first.
 */
export function rollouts(stack: TerraformJson): readonly RolloutFact[] {
  return listOf(stack.output("rollouts")).flatMap((entry) => {
    const { of, domain, stage, since } = objectOf(entry);
    const kind = KINDS.find((known) => known === of);
    const [name, day] = [textOf(stage), textOf(since)];
    return kind === undefined || name === undefined || day === undefined
      ? []
      : [{ of: kind, domain: textOf(domain) ?? null, stage: name, since: day }];
  });
}

import type { TerraformStack } from "cdktf";
import type { Declaration } from "../constructs/watch/declaration";
import { factsOf } from "../posture/posture";
import { declarationOf } from "./declaration";

/** Nothing of a declaration depends on the day: lifetimes of certificates, which do, are no part of it. */
const ANY_DAY = "2000-01-01";

/**
 * What a stack declares about its live installation, for something in the stack itself, such as its watch.
 *
 * It is read from the JSON that the stack comes to, as everything that judges it is, so it holds for records and servers
 * whoever declared them; what is declared afterwards is not in it.
 *
 * @returns texts that only an apply knows are expressions of Terraform's
 */
export function declarationOfStack(stack: TerraformStack): Declaration {
  return declarationOf(factsOf(JSON.parse(JSON.stringify(stack.toTerraform())), ANY_DAY));
}

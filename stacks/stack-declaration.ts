import type { TerraformStack } from "cdktf";
import type { Declaration } from "../constructs/watch/declaration";
import { liveFactsOf } from "../posture/posture";
import { declarationOf } from "./declaration";
import { restOf } from "./stack-rendering";

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
  return declarationIn(JSON.parse(JSON.stringify(stack.toTerraform())));
}

const known = new WeakMap<object, Declaration>();

/** The same of everything but what asks for it, while the stack is rendered: for a value that is produced then. */
export function declarationOfRest(stack: TerraformStack): Declaration {
  const rest = restOf(stack);
  const declaration = known.get(rest) ?? declarationIn(rest);
  known.set(rest, declaration);
  return declaration;
}

function declarationIn(json: unknown): Declaration {
  return declarationOf(liveFactsOf(json, ANY_DAY));
}

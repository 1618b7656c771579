import { Lazy } from "cdktf";
import { ValidationError } from "./errors";

/** Which element of a Terraform set is meant, and which of its values. */
export interface SetLookup {
  /** The resource that owns the set; its `fqn`. */
  readonly fqn: string;
  /** Path of the set below the resource in Terraform's words, such as `firewall_status[0].sync_states`. */
  readonly set: string;
  /** Path, inside an element, of what tells the elements apart. */
  readonly key: string;
  /** The value the key must have; a literal or a reference. */
  readonly equals: string;
  /** Path of the wanted value inside the element. */
  readonly value: string;
  /**
   * A Terraform function to apply to the value, with further literal arguments.
   *
   * @default - the value as it is
   */
  readonly apply?: readonly [functionName: string, ...literals: string[]];
}

/**
 * The value of the one element of a set that has the given key.
 *
 * Sets have no order: an element picked by index is another one on the next provider release, and CDKTF
 * renders nested access through a set into an expression that Terraform refuses at plan time. This is
 * the only place that spells such an expression.
 *
 * @returns a string token
 * @throws ValidationError when a path holds anything but attribute names and indexes
 */
export function lookupInSet(lookup: SetLookup): string {
  for (const path of [lookup.set, lookup.key, lookup.value]) {
    if (!/^[a-z][a-z0-9_]*(\[\d+\])?(\.[a-z][a-z0-9_]*(\[\d+\])?)*$/.test(path)) {
      throw new ValidationError([
        { code: "ValueNotAllowed", message: `${JSON.stringify(path)} is not a path of Terraform attributes` },
      ]);
    }
  }
  return Lazy.stringValue({
    produce: (context) => {
      const resource = expressionOf(context.resolve(lookup.fqn));
      const wanted = expressionOf(context.resolve(lookup.equals));
      const found = `one([for element in ${resource}.${lookup.set} : element.${lookup.value} if element.${lookup.key} == ${wanted}])`;
      const [name, ...literals] = lookup.apply ?? [];
      return name === undefined
        ? `\${${found}}`
        : `\${${name}(${[found, ...literals.map((literal) => JSON.stringify(literal))].join(", ")})}`;
    },
  });
}

/** A resolved value as it stands inside an expression: a reference without its `${}`, a literal in quotes. */
function expressionOf(resolved: string): string {
  return /^\$\{([^{}]*)\}$/.exec(resolved)?.[1] ?? JSON.stringify(resolved);
}

import type { CloudObject, CloudState } from "../cloud/store";
import type { ObjectValue, Value } from "../protocol/value";

/** AWS account id AWS itself uses in its documentation. */
export const ACCOUNT_ID = "123456789012";

/** What the engine may look at while it works out the values of one object. */
export interface ValueContext {
  /** Managed by Terraform, or only read by it. */
  readonly kind: "resource" | "data";
  readonly type: string;
  /** `<stack>/<address>`: the seed of every generated value. */
  readonly key: string;
  readonly region: string;
  readonly revision: number;
  readonly state: CloudState;
  /** Keys, in order, of what the same stack declares of some types: a place that does not depend on timing. */
  readonly declaredKeys: (types: readonly string[]) => readonly string[];
}

/** What a derivation sees: the context, and the object's other attributes, computed on demand. */
export interface Derivation extends ValueContext {
  readonly attribute: (name: string) => Value;
}

/** Text of an attribute, or an empty string when it is not set. */
export function text(derivation: Derivation, name: string): string {
  const value = derivation.attribute(name);
  return typeof value === "string" ? value : "";
}

/** Objects of one type in the cloud, in the order of their keys. */
export function objectsOf(
  state: CloudState,
  type: string,
): readonly (CloudObject & { readonly key: string })[] {
  return Object.keys(state.objects)
    .sort()
    .flatMap((key) => {
      const object = state.objects[key];
      return object?.type === type ? [{ ...object, key }] : [];
    });
}

/** Values of the object of `type` whose `attribute` is `value`; undefined when the cloud has none. */
export function findObject(
  state: CloudState,
  type: string,
  attribute: string,
  value: Value,
): ObjectValue | undefined {
  if (value === null || value === "") return undefined;
  return objectsOf(state, type).find((object) => object.values[attribute] === value)?.values;
}

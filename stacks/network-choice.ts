import type { PlacementProps } from "../constructs/edge/aws/aws-mail-edge";
import type { AwsEdge } from "./edge-schema";

/** Where a client's servers stand, as the edge takes it; keys are those of the client file. */
export function placementOf({ network, availabilityZones, servers, onPremises }: AwsEdge): PlacementProps {
  return given({ network, availabilityZones, servers, onPremises });
}

/** What the file says: keys that it leaves out are absent, and not undefined. */
type Given<Value> = Value extends readonly (infer Item)[]
  ? readonly Given<Item>[]
  : Value extends object
    ? { readonly [Key in keyof Value as undefined extends Value[Key] ? never : Key]: Given<Value[Key]> } & {
        readonly [Key in keyof Value as undefined extends Value[Key] ? Key : never]?: Given<
          Exclude<Value[Key], undefined>
        >;
      }
    : Value;

function given<Value>(value: Value): Given<Value> {
  if (Array.isArray(value)) {
    return value.map(given) as Given<Value>;
  }
  return (
    typeof value === "object" && value !== null
      ? Object.fromEntries(
          Object.entries(value).flatMap(([key, inner]) => (inner === undefined ? [] : [[key, given(inner)]])),
        )
      : value
  ) as Given<Value>;
}

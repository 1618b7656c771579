import { type CloudState, withObject } from "../cloud/store";
import type { ObjectValue, Value } from "../protocol/value";

/** Lifetime of a certificate ACM issues. */
const CERTIFICATE = { not_before: "2026-01-01T00:00:00Z", not_after: "2027-01-30T23:59:59Z" };

function changeObject(
  state: CloudState,
  type: string,
  id: Value | undefined,
  change: ObjectValue,
): CloudState {
  const found = Object.entries(state.objects).find(
    ([, object]) => object.type === type && (object.values.arn === id || object.values.id === id),
  );
  if (found === undefined) return state;
  const [key, object] = found;
  return withObject(state, key, { ...object, values: { ...object.values, ...change } });
}

type Effect = (state: CloudState, values: ObjectValue) => CloudState;

/** What the creation of one object does to others. */
const EFFECTS: Readonly<Record<string, Effect>> = {
  aws_acm_certificate_validation: (state, values) =>
    changeObject(state, "aws_acm_certificate", values.certificate_arn, {
      ...CERTIFICATE,
      status: "ISSUED",
    }),
  aws_eip_association: (state, values) =>
    changeObject(state, "aws_eip", values.allocation_id, {
      association_id: values.id ?? null,
      private_ip: values.private_ip_address ?? null,
    }),
};

/** The cloud after the creation or change of an object has taken effect on the others. */
export function withEffects(state: CloudState, type: string, values: ObjectValue): CloudState {
  return EFFECTS[type]?.(state, values) ?? state;
}

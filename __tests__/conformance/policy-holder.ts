import type { Json } from "../../posture/terraform-json";

/** A change of one record set, as Route 53 is asked for it. */
export interface RecordChange {
  readonly action: "CREATE" | "DELETE" | "UPSERT";
  /** A-labels, no trailing dot. */
  readonly name: string;
  readonly type: string;
}

interface Statement {
  readonly Effect: string;
  readonly Action: string | readonly string[];
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>>;
}

const KEYS = {
  "route53:ChangeResourceRecordSetsActions": "action",
  "route53:ChangeResourceRecordSetsNormalizedRecordNames": "name",
  "route53:ChangeResourceRecordSetsRecordTypes": "type",
} as const satisfies Record<string, keyof RecordChange>;

/**
 * Does an IAM policy let its holder change a record set, from where its key is of use?
 *
 * @throws Error at a condition that is not read here
 */
export function mayChange(policy: Json, change: RecordChange): boolean {
  const { Statement: statements } = JSON.parse(String(policy)) as {
    readonly Statement: readonly Statement[];
  };
  return statements
    .filter(
      ({ Effect, Action }) =>
        Effect === "Allow" && [Action].flat().includes("route53:ChangeResourceRecordSets"),
    )
    .some(({ Condition = {} }) =>
      Object.entries(Condition)
        .filter(([operator]) => operator !== "IpAddress")
        .every(([operator, keys]) => {
          if (operator !== "ForAllValues:StringEquals") {
            throw new Error(`${operator} is not read`);
          }
          return Object.entries(keys).every(([key, values]) => {
            const attribute = KEYS[key as keyof typeof KEYS];
            if (attribute === undefined) {
              throw new Error(`${key} is not read`);
            }
            return values.includes(change[attribute]);
          });
        }),
    );
}

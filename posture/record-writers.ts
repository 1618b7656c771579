import { coversAction, identityPolicies, statementsIn } from "./iam-policy";
import { type Json, objectOf, type Resource, type TerraformJson, textOf, textsOf } from "./terraform-json";

/** Somebody whom a policy of the stack lets change DNS records of Route 53. */
export interface RecordWriter {
  /** Address of the policy. */
  readonly address: string;
  /**
   * Records that may be changed, as far as the policy names them; null where any may be, or where the policy
   * cannot be read.
   */
  readonly records: { readonly names: readonly string[]; readonly types: readonly string[] } | null;
  /** Zones in which they may be: addresses, ids, or patterns of them. */
  readonly zones: readonly string[];
}

const CHANGE = "route53:ChangeResourceRecordSets";
const NAMES = "route53:ChangeResourceRecordSetsNormalizedRecordNames";
const TYPES = "route53:ChangeResourceRecordSetsRecordTypes";

/**
 * Whoever may change records beside Terraform, statement by statement.
 *
 * A policy that is an expression, and speaks of Route 53, counts as one that lets everything be changed.
 */
export function recordWriters(stack: TerraformJson): readonly RecordWriter[] {
  return identityPolicies(stack).flatMap((policy) => writersIn(stack, policy));
}

function writersIn(stack: TerraformJson, { address, attributes }: Resource): readonly RecordWriter[] {
  const text = textOf(attributes.policy) ?? "";
  const statements = statementsIn(text);
  if (statements === undefined) {
    return /route53:/i.test(text) ? [{ address, records: null, zones: ["*"] }] : [];
  }
  return statements
    .filter((statement) => textOf(statement.Effect) === "Allow" && coversAction(statement, CHANGE))
    .map((statement) => ({
      address,
      records: namedRecords(objectOf(statement.Condition)),
      zones: textsOf(statement.Resource).map((resource) => zoneOf(stack, resource)),
    }));
}

/** https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/specifying-conditions-route53.html */
function namedRecords(condition: { readonly [key: string]: Json }): RecordWriter["records"] {
  const demanded = Object.entries(condition)
    .filter(([operator]) => /^ForAllValues:StringEquals$/i.test(operator))
    .flatMap(([, keys]) => Object.entries(objectOf(keys)));
  const valuesOf = (key: string): readonly string[] | undefined =>
    demanded
      .filter(([name]) => name.toLowerCase() === key.toLowerCase())
      .map(([, values]) => textsOf(values))[0];
  const [names, types] = [valuesOf(NAMES), valuesOf(TYPES)];
  return names === undefined || types === undefined ? null : { names, types };
}

function zoneOf(stack: TerraformJson, resource: string): string {
  const [zone] = stack.referredBy(resource).filter(({ type }) => type === "aws_route53_zone");
  return zone?.address ?? resource.replace(/^arn:aws[a-z-]*:route53:::hostedzone\//, "");
}

import type { ObjectValue, Value } from "../protocol/value";
import { ACCOUNT_ID, type Derivation, text } from "./context";
import { hexadecimal, letters } from "./seeded";

/** A template, as far as its outputs are concerned. */
interface Template {
  readonly Resources?: Readonly<Record<string, { readonly Type?: string }>>;
  readonly Outputs?: Readonly<Record<string, { readonly Value?: unknown }>>;
}

/**
 * What the attributes of a template's resources look like, by type and attribute.
 *
 * The host name of an ingress endpoint has the form of https://docs.aws.amazon.com/ses/latest/dg/eb-ingress.html.
 */
const ATTRIBUTES: Readonly<Record<string, (seed: string) => string>> = {
  "AWS::SES::MailManagerIngressPoint.ARecord": (seed) =>
    `${letters(`${seed}/host`, 12)}.${letters(`${seed}/zone`, 4)}.mail-manager-smtp.amazonaws.com`.toLowerCase(),
  "AWS::SES::MailManagerIngressPoint.IngressPointId": (seed) => `inp-${letters(seed, 24).toLowerCase()}`,
  "AWS::SES::MailManagerArchive.ArchiveId": (seed) => `a-${letters(seed, 24).toLowerCase()}`,
};

/**
 * Outputs of a CloudFormation stack, from the template it was given: literals stand for themselves, an
 * attribute of a resource gets a value made from the stack's address. Templates in YAML have none here.
 */
export function stackOutputs(derivation: Derivation): Value {
  const { Outputs = {}, Resources = {} } = parsed(text(derivation, "template_body"));
  return Object.fromEntries(
    Object.entries(Outputs).map(([name, { Value: value }]) => [name, output(value, Resources, derivation)]),
  ) satisfies ObjectValue;
}

function parsed(body: string): Template {
  try {
    return JSON.parse(body) as Template;
  } catch {
    return {};
  }
}

function output(value: unknown, resources: Template["Resources"], derivation: Derivation): string {
  if (typeof value === "string" || typeof value === "number" || typeof value === "boolean") {
    return String(value);
  }
  const [logicalId = "", attribute = ""] = reference(value);
  const seed = `${derivation.key}/${logicalId}`;
  const type = resources?.[logicalId]?.Type ?? "";
  const known = ATTRIBUTES[`${type}.${attribute}`];
  if (known !== undefined) return known(seed);
  if (attribute.endsWith("Arn")) {
    const service = type.split("::")[1]?.toLowerCase() ?? "cloudformation";
    return `arn:aws:${service}:${derivation.region}:${ACCOUNT_ID}:${logicalId}/${hexadecimal(seed, 8)}`;
  }
  return `${logicalId}-${hexadecimal(`${seed}/${attribute}`, 12)}`;
}

/** Resource and attribute that `Ref` or `Fn::GetAtt` names. */
function reference(value: unknown): readonly string[] {
  const { Ref: id, "Fn::GetAtt": attribute } = Object(value) as {
    readonly Ref?: string;
    readonly "Fn::GetAtt"?: readonly string[];
  };
  return attribute ?? (id === undefined ? [] : [id]);
}

import { AWS_GLOBAL_SERVICES, AWS_SERVICES } from "./aws-services";
import { ACCOUNT_ID, type Derivation } from "./context";
import { base64, digits, hexadecimal, letters, uuid } from "./seeded";

/** The clock of the sandbox starts here and moves a minute with every update of an object. */
const EPOCH_MS = Date.UTC(2026, 0, 1);
const MINUTE_MS = 60_000;

const GENERATORS: Readonly<Record<string, (seed: string, length: number) => string>> = {
  hex: hexadecimal,
  digits,
  letters,
  base64,
  uuid,
};

/** AWS service name and kind of thing, from a Terraform type: `aws_sns_topic` is `sns` and `topic`. */
function serviceAndKind(type: string): { readonly service: string; readonly kind: string } {
  const words = type.slice(type.indexOf("_") + 1);
  const prefix = Object.keys(AWS_SERVICES)
    .filter((each) => words === each || words.startsWith(`${each}_`))
    .sort((left, right) => right.length - left.length)[0];
  const first = prefix ?? words.split("_")[0] ?? words;
  const service = (prefix === undefined ? undefined : AWS_SERVICES[prefix]) ?? first;
  const rest = words.slice(first.length + 1);
  return { service, kind: (rest === "" || service === "ec2" ? words : rest).replaceAll("_", "-") };
}

function contextValue(name: string, derivation: Derivation): string | undefined {
  const { service, kind } = serviceAndKind(derivation.type);
  switch (name) {
    case "region":
      return derivation.region;
    case "account":
      return ACCOUNT_ID;
    case "partition":
      return "aws";
    case "service":
      return service;
    case "kind":
      return kind;
    case "time":
      return new Date(EPOCH_MS + derivation.revision * MINUTE_MS).toISOString().replace(".000Z", "Z");
    case "revision":
      return String(derivation.revision + 1);
    default:
      return undefined;
  }
}

function alternative(name: string, seed: string, derivation: Derivation): string {
  const [generator = "", length] = name.split(":");
  const generate = GENERATORS[generator];
  if (generate !== undefined) return generate(seed, Number(length));
  const own = derivation.attribute(name);
  if (own !== null && own !== "" && typeof own !== "object") return String(own);
  return contextValue(name, derivation) ?? "";
}

/**
 * Fills the placeholders of a rule. `label` tells attributes of one object apart, so that two of them do
 * not get the same digits.
 */
export function expand(template: string, label: string, derivation: Derivation): string {
  const { service } = serviceAndKind(derivation.type);
  const seed = `${derivation.key}/${label}/${derivation.revision === 0 ? "" : derivation.revision}`;
  const global = template.startsWith("arn:{partition}:{service}") && AWS_GLOBAL_SERVICES.has(service);
  const text = global ? template.replace("{region}", "") : template;
  return text.replaceAll(/\{([^{}]+)\}/g, (_whole, names: string, offset: number) => {
    for (const name of names.split("|")) {
      const value = alternative(name, `${seed}/${offset}`, derivation);
      if (value !== "") return value;
    }
    return "";
  });
}

import { type Json, listOf, objectOf, textOf } from "../../posture/terraform-json";
import { type Change, valueChanges } from "./fact-differences";
import { withoutComment } from "./resource-blocks";

/** Outputs of which the facts hold everything, so that a change of theirs is said there. */
const FACT_OUTPUTS: ReadonlySet<string> = new Set([
  "client_name",
  "exchange_version",
  "relay_stage",
  "continuity",
  "rollouts",
  "acknowledgements",
  "backup",
]);

/** Of others they hold some members. */
const FACT_MEMBERS: Readonly<Record<string, readonly string[]>> = {
  relay: ["name", "delivers_from", "mx"],
  smart_host: ["host", "port", "credentials"],
};

/** What surrounds the resources of a stack: where its state is, how its providers are set up, what it puts out. */
export function settingChanges(base: Json | undefined, head: Json | undefined): readonly Change[] {
  return base === undefined || head === undefined ? [] : valueChanges(settings(base), settings(head));
}

/** The setting that says where Terraform keeps the state. */
export const BACKEND = "backend";

/** Name of a setting of a provider, such as `provider aws: region`; of another than the default, `provider aws.msp: …`. */
function providerSetting(provider: string, setting: string): string {
  return `provider ${provider}: ${setting}`;
}

function settings(root: Json): ReadonlyMap<string, Json> {
  const { terraform, provider, output, variable, data, locals, module } = objectOf(root);
  const { backend, cloud, ...requirements } = objectOf(terraform);
  return new Map<string, Json>([
    ...(backend === undefined ? [] : [[BACKEND, backend] as const]),
    ...(cloud === undefined ? [] : [[BACKEND, cloud] as const]),
    ...Object.entries(requirements),
    ...Object.entries(objectOf(provider)).flatMap(([name, configured]) =>
      listOf(configured)
        .map(withoutComment)
        .flatMap((values) => {
          const alias = textOf(values.alias);
          const known = alias === undefined ? name : `${name}.${alias}`;
          return Object.entries(values).map(
            ([setting, value]) => [providerSetting(known, setting), value] as const,
          );
        }),
    ),
    ...Object.entries(objectOf(output))
      .filter(([name]) => !FACT_OUTPUTS.has(name))
      .map(([name, declared]) => [`output ${name}`, outputOf(name, declared)] as const),
    ...Object.entries(objectOf(variable)).map(
      ([name, declared]) => [`variable ${name}`, withoutDescription(declared)] as const,
    ),
    ...Object.entries(objectOf(data)).flatMap(([type, named]) =>
      Object.entries(objectOf(named)).map(
        ([name, body]) => [`data ${type}.${name}`, withoutComment(body)] as const,
      ),
    ),
    ...Object.entries(
      Object.assign({}, ...listOf(locals).map(objectOf)) as { readonly [name: string]: Json },
    ).map(([name, value]) => [`local ${name}`, value] as const),
    ...Object.entries(objectOf(module)).map(
      ([name, body]) => [`module ${name}`, withoutComment(body)] as const,
    ),
  ]);
}

/** An output without what the facts say of it. */
function outputOf(name: string, declared: Json): Json {
  const known = FACT_MEMBERS[name];
  const { value = null, ...rest } = withoutDescription(declared);
  return known === undefined
    ? { value, ...rest }
    : {
        value: Object.fromEntries(
          Object.entries(objectOf(value)).filter(([member]) => !known.includes(member)),
        ),
        ...rest,
      };
}

function withoutDescription(declared: Json): { readonly [key: string]: Json } {
  const { description: _, ...rest } = withoutComment(declared);
  return rest;
}

/** Does a change of a setting mean nothing but other tags? */
export function isTagSetting({ what }: Change): boolean {
  return /^provider aws(\.\w+)?: default_tags$/.test(what);
}

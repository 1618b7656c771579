import { type Json, listOf, objectOf, textOf } from "../../posture/terraform-json";
import { type Change, valueChanges } from "./fact-differences";
import { withoutComment } from "./resource-blocks";

/** Outputs that the facts are read from, so that a change of theirs is said there. */
const FACT_OUTPUTS: ReadonlySet<string> = new Set(["relay", "relay_stage", "continuity", "acknowledgements"]);

/** What surrounds the resources of a stack: where its state is, how its providers are set up, what it puts out. */
export function settingChanges(base: Json | undefined, head: Json | undefined): readonly Change[] {
  return base === undefined || head === undefined ? [] : valueChanges(settings(base), settings(head));
}

/** The setting that says where Terraform keeps the state. */
export const BACKEND = "backend";

/** Name of a setting of a provider, such as `provider aws: region`; of another than the default, `provider aws.msp: …`. */
export function providerSetting(provider: string, setting: string): string {
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
      .map(([name, declared]) => [`output ${name}`, withoutDescription(declared)] as const),
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

function withoutDescription(declared: Json): Json {
  const { description: _, ...rest } = withoutComment(declared);
  return rest;
}

/** Does a change of a setting mean nothing but other tags? */
export function isTagSetting({ what }: Change): boolean {
  return /^provider aws(\.\w+)?: default_tags$/.test(what);
}

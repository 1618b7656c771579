import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { App } from "cdktf";
import { loadClientFiles } from "../stacks/client";
import { stackJson } from "../stacks/synthesize";
import { BareStack, camelCase, type PlannedElement, type PlannedStack } from "./bare-fleet";
import { KINDS } from "./fleet-files";

type Tree = Readonly<Record<string, Readonly<Record<string, Readonly<Record<string, unknown>>>>>>;

/**
 * The stacks of the sample clients, taken apart into the classes of the providers.
 *
 * @throws Error when the bare stack would not be the same Terraform: then nothing would be compared
 */
export function plannedStacks(): readonly PlannedStack[] {
  const { clients, fleet } = loadClientFiles(resolve(__dirname, "..", "..", "clients"));
  const scratch = mkdtempSync(join(tmpdir(), "plan-"));
  const sorted = KINDS.map((kind) => clients.find(({ id }) => id === kind));
  // All classes are known once the stacks have been made.
  const jsons = sorted.map((client) => stackJson(client as (typeof clients)[number], fleet, scratch));
  const plans = jsons.map((json) => planOf(json as Record<string, Tree>));
  for (const [index, plan] of plans.entries()) {
    const stack = new BareStack(new App({ outdir: scratch }), KINDS[index] as string, plan);
    const bare = withoutNotes(stack.toTerraform());
    const ours = withoutNotes(jsons[index]);
    for (const part of ["resource", "data", "output", "provider"]) {
      if (JSON.stringify(sortedKeys(bare[part])) !== JSON.stringify(sortedKeys(ours[part]))) {
        throw new Error(
          `the bare ${KINDS[index]} is not the same Terraform: ${part}${difference(ours[part], bare[part])}`,
        );
      }
    }
  }
  return plans;
}

function planOf(json: Record<string, Tree>): PlannedStack {
  const providers = Object.entries(json.provider ?? {}).flatMap(([type, configurations]) =>
    (configurations as unknown as readonly Record<string, unknown>[]).map((props, index) =>
      element(`provider.${type}`, `provider-${type}-${index}`, props),
    ),
  );
  const declared = (part: "resource" | "data"): readonly PlannedElement[] =>
    Object.entries(json[part] ?? {}).flatMap(([type, resources]) =>
      Object.entries(resources).map(([name, attributes]) => {
        const { depends_on: dependsOn, ...props } = attributes as Record<string, unknown>;
        return element(`${part}.${type}`, name, {
          ...props,
          ...(dependsOn === undefined ? {} : { depends_on: (dependsOn as string[]).map((fqn) => ({ fqn })) }),
        });
      }),
    );
  return {
    elements: [...providers, ...declared("data"), ...declared("resource")],
    outputs: json.output as never,
    json,
  };
}

function element(type: string, id: string, props: Readonly<Record<string, unknown>>): PlannedElement {
  const known = classes().get(type);
  if (known === undefined) {
    throw new Error(`no class is loaded for ${type}`);
  }
  // The class takes the flags of a CAA record for a map.
  const { flags } = (props.data ?? {}) as { readonly flags?: unknown };
  return {
    ...known,
    id,
    address: `${type.replace("resource.", "")}.${id}`,
    props: camelKeys(props) as Record<string, unknown>,
    overrides: flags === undefined ? {} : { "data.flags": flags },
  };
}

let loaded: ReadonlyMap<string, { readonly module: string; readonly name: string }> | undefined;

/** Every class of a provider that this process has loaded, by kind and type. */
function classes(): ReadonlyMap<string, { readonly module: string; readonly name: string }> {
  loaded ??= new Map(
    Object.values(require.cache).flatMap((module) =>
      module === undefined || !/\/provider-\w+\/lib\/|\/dist\/providers\//.test(module.filename)
        ? []
        : Object.entries(module.exports as Record<string, { readonly tfResourceType?: string }>).flatMap(
            ([name, { tfResourceType }]) =>
              tfResourceType === undefined
                ? []
                : [[`${kindOf(name)}.${tfResourceType}`, { module: module.filename, name }] as const],
          ),
    ),
  );
  return loaded;
}

function kindOf(name: string): string {
  return name.endsWith("Provider") ? "provider" : name.startsWith("Data") ? "data" : "resource";
}

/** Names that the client gives, inside these, are not the provider's. */
const MAPS = new Set(["tags", "tags_all", "variables"]);

function camelKeys(value: unknown): unknown {
  if (Array.isArray(value)) {
    return value.map(camelKeys);
  }
  if (typeof value !== "object" || value === null) {
    return value;
  }
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, inner]) =>
      key === "//" ? [] : [[camelCase(key), MAPS.has(key) ? inner : camelKeys(inner)]],
    ),
  );
}

function withoutNotes(json: unknown): Record<string, unknown> {
  return JSON.parse(JSON.stringify(json), (key, value: unknown) =>
    key === "//" ? undefined : value,
  ) as Record<string, unknown>;
}

/** The same for all orders of keys and elements. */
function sortedKeys(value: unknown): unknown {
  if (Array.isArray(value)) {
    // A set of texts that are no tokens is sorted by our own classes.
    return value.map(sortedKeys).sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1));
  }
  return typeof value === "object" && value !== null
    ? Object.fromEntries(
        Object.entries(value)
          .sort(([a], [b]) => (a < b ? -1 : 1))
          .map(([key, inner]) => [key, sortedKeys(inner)]),
      )
    : value;
}

/** Where two values part, for whoever mends this. */
function difference(one: unknown, other: unknown, path = ""): string {
  if (typeof one !== "object" || typeof other !== "object" || one === null || other === null) {
    return one === other ? "" : `${path}: ${JSON.stringify(one)}, ${JSON.stringify(other)}`;
  }
  for (const key of new Set([...Object.keys(one), ...Object.keys(other)])) {
    const found = difference((one as never)[key], (other as never)[key], `${path}.${key}`);
    if (found !== "") {
      return found;
    }
  }
  return "";
}

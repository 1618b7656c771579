import { existsSync, readFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { type Json, listOf, objectOf } from "../../posture/terraform-json";
import type { Resources } from "./hand-written";

interface Block {
  readonly attributes?: Readonly<Record<string, unknown>>;
  readonly block_types?: Readonly<Record<string, { readonly block: Block }>>;
}

/** What Terraform itself reads of a resource. */
const META_ARGUMENTS = ["count", "depends_on", "for_each", "lifecycle", "provider"];

/** Blocks of resource types by name; undefined where the provider's schema is not at hand. */
export const SCHEMAS: Readonly<Record<string, { readonly block: Block }>> | undefined = (() => {
  const file = join("shared", "provider-schemas", "fortios.json");
  for (let folder = resolve(__dirname); folder !== dirname(folder); folder = dirname(folder)) {
    if (existsSync(join(folder, file))) {
      return JSON.parse(readFileSync(join(folder, file), "utf8")).resource_schemas;
    }
  }
  return undefined;
})();

/** Arguments that the provider does not know, of the types that its schema at hand describes. */
export function objections(resources: Resources): readonly string[] {
  return Object.entries(resources).flatMap(([type, all]) => {
    const schema = SCHEMAS?.[type];
    return schema === undefined
      ? []
      : Object.entries(all).flatMap(([name, attributes]) =>
          unknownIn(`${type}.${name}`, schema.block, attributes as { readonly [key: string]: Json }),
        );
  });
}

function unknownIn(
  where: string,
  block: Block,
  attributes: { readonly [key: string]: Json },
): readonly string[] {
  return Object.entries(attributes).flatMap(([name, value]) => {
    const nested = block.block_types?.[name];
    if (nested !== undefined) {
      return listOf(value).flatMap((entry) => unknownIn(`${where}.${name}`, nested.block, objectOf(entry)));
    }
    return name in (block.attributes ?? {}) || META_ARGUMENTS.includes(name) ? [] : [`${where}.${name}`];
  });
}

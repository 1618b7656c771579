import { existsSync, readFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { HAND_WRITTEN_PROVIDERS } from "../../providers/hand-written";
import type { BlockSchema } from "../../providers/provider-schema";

/** The file of a provider's own schema, `terraform providers schema -json`, in a folder beside or above this one. */
function schemaFile(name: string): string | undefined {
  const file = join("shared", "provider-schemas", `${name}.json`);
  for (let folder = resolve(__dirname, ".."); folder !== dirname(folder); folder = dirname(folder)) {
    if (existsSync(join(folder, file))) {
      return join(folder, file);
    }
  }
  return undefined;
}

/** What a declared block says otherwise than the provider does, or leaves out although it is required. */
function differences(where: string, declared: BlockSchema, actual: BlockSchema): readonly string[] {
  const attributes = Object.entries(declared.attributes ?? {});
  const blocks = Object.entries(declared.block_types ?? {});
  return [
    ...attributes.flatMap(([name, attribute]) => {
      const own = actual.attributes?.[name];
      return shown(attribute) === shown(own)
        ? []
        : [`${where}.${name} is ${shown(own)}, declared as ${shown(attribute)}`];
    }),
    ...blocks.flatMap(([name, { block, ...nesting }]) => {
      const { block: own, ...ownNesting } = actual.block_types?.[name] ?? {};
      if (own === undefined) {
        return [`${where}.${name} is no block`];
      }
      return [
        ...(shown(nesting) === shown(ownNesting)
          ? []
          : [`${where}.${name} is ${shown(ownNesting)}, declared as ${shown(nesting)}`]),
        ...differences(`${where}.${name}`, block, own),
      ];
    }),
    ...Object.entries(actual.attributes ?? {})
      .filter(([name, { required }]) => required === true && declared.attributes?.[name] === undefined)
      .map(([name]) => `${where}.${name} is required and not declared`),
    ...Object.entries(actual.block_types ?? {})
      .filter(([name, { min_items: least = 0 }]) => least > 0 && declared.block_types?.[name] === undefined)
      .map(([name]) => `${where}.${name} is required and not declared`),
  ];
}

/** With the keys in one order. */
function shown(value: unknown): string {
  return JSON.stringify(value, (_key, each: unknown) =>
    typeof each === "object" && each !== null && !Array.isArray(each)
      ? Object.fromEntries(Object.entries(each).sort(([one], [other]) => (one < other ? -1 : 1)))
      : each,
  );
}

describe.each(HAND_WRITTEN_PROVIDERS.map((each) => [each.provider.origin.name, each] as const))(
  "the hand-written resources of %s",
  (name, { provider, resources, notInSchema = [] }) => {
    const file = schemaFile(name);

    test("belong to it by their names", () => {
      expect(resources.map(({ tfResourceType }) => tfResourceType.split("_")[0])).toEqual(
        resources.map(() => name),
      );
    });

    test("declare no argument as required and optional, or as required and computed", () => {
      const torn = (block: BlockSchema): readonly string[] => [
        ...Object.entries(block.attributes ?? {})
          .filter(
            ([, each]) => (each.required === true) === (each.optional === true || each.computed === true),
          )
          .map(([attribute]) => attribute),
        ...Object.values(block.block_types ?? {}).flatMap((each) => torn(each.block)),
      ];

      expect([provider, ...resources].flatMap(({ schema }) => torn(schema))).toEqual([]);
    });

    if (file === undefined) {
      test(`are NOT compared with its own schema: no shared/provider-schemas/${name}.json above this folder`, () => {
        process.stderr.write(
          `note: shared/provider-schemas/${name}.json is not here; nothing compares providers/${name} with the provider\n`,
        );
      });
    } else {
      const actual = JSON.parse(readFileSync(file, "utf8")) as {
        readonly provider: { readonly block: BlockSchema };
        readonly resource_schemas: Readonly<Record<string, { readonly block: BlockSchema }>>;
      };

      test("say of each argument, result and block what its own schema says, and leave out nothing required", () => {
        expect([
          ...differences("provider", provider.schema, actual.provider.block),
          ...resources
            .filter((resource) => !notInSchema.includes(resource))
            .flatMap(({ tfResourceType, schema }) =>
              differences(tfResourceType, schema, actual.resource_schemas[tfResourceType]?.block ?? {}),
            ),
        ]).toEqual([]);
      });

      test("are left out of the comparison only where the copy of its schema is silent about them", () => {
        expect(notInSchema.filter(({ tfResourceType }) => tfResourceType in actual.resource_schemas)).toEqual(
          [],
        );
      });
    }
  },
);

test("a difference between what is declared and what a provider has is found", () => {
  const actual: BlockSchema = {
    attributes: { name: { type: "string", required: true }, size: { type: "number", optional: true } },
    block_types: { rule: { nesting_mode: "set", min_items: 1, block: {} } },
  };

  expect(differences("x", { attributes: { size: { type: "string", optional: true } } }, actual)).toEqual([
    'x.size is {"optional":true,"type":"number"}, declared as {"optional":true,"type":"string"}',
    "x.name is required and not declared",
    "x.rule is required and not declared",
  ]);
  expect(
    differences(
      "x",
      {
        attributes: { name: { type: "string", required: true, sensitive: true } },
        block_types: { rule: { nesting_mode: "list", min_items: 1, block: { attributes: {} } } },
      },
      actual,
    ),
  ).toEqual([
    'x.name is {"required":true,"type":"string"}, declared as {"required":true,"sensitive":true,"type":"string"}',
    'x.rule is {"min_items":1,"nesting_mode":"set"}, declared as {"min_items":1,"nesting_mode":"list"}',
  ]);
});

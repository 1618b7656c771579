import {
  Fn,
  type IResolvable,
  type TerraformMetaArguments,
  TerraformProvider,
  TerraformResource,
  Token,
  Tokenization,
} from "cdktf";
import type { Construct } from "constructs";
import {
  type AttributeSchema,
  type AttributeType,
  type BlockSchema,
  type BlockTypeSchema,
  type Camel,
  camelCase,
  type ProviderOrigin,
} from "./provider-schema";

/** What an argument of a type is given; as in generated bindings, a token may stand for any part of it. */
type Written<Type> = Type extends "string"
  ? string
  : Type extends "number"
    ? number
    : Type extends "bool"
      ? boolean | IResolvable
      : Type extends readonly ["list" | "set", infer Element]
        ? Element extends "string" | "number"
          ? readonly Written<Element>[]
          : readonly Written<Element>[] | IResolvable
        : Type extends readonly ["map", infer Element]
          ? { readonly [key: string]: Written<Element> }
          : Type extends readonly ["object", infer Members]
            ?
                | { readonly [Name in keyof Members & string as Camel<Name>]?: Written<Members[Name]> }
                | IResolvable
            : never;

/** What reading an attribute of a type gives: a token of the nearest kind that CDKTF has. */
type Read<Type> = Type extends "string"
  ? string
  : Type extends "number"
    ? number
    : Type extends readonly ["list" | "set", "string"]
      ? string[]
      : Type extends readonly ["map", "string"]
        ? { [key: string]: string }
        : IResolvable;

type Attributes<Schema> = Schema extends { readonly attributes: infer Members } ? Members : unknown;
type BlockTypes<Schema> = Schema extends { readonly block_types: infer Members } ? Members : unknown;
type TypeOf<Attribute> = Attribute extends { readonly type: infer Type } ? Type : never;

/** Names of the members that have a flag, or a shape, as string literals. */
type Having<Members, Shape> = {
  [Name in keyof Members]: Members[Name] extends Shape ? Name : never;
}[keyof Members] &
  string;

type RequiredArguments<Members> = Having<Members, { readonly required: true }>;
type OptionalArguments<Members> = Having<Members, { readonly optional: true }>;
type RequiredBlocks<Members> = Having<Members, { readonly min_items: number }>;

/** A block that stands at most once is one object; others are lists of them. */
type WrittenBlock<Block> = Block extends { readonly block: infer Inner }
  ? Block extends { readonly max_items: 1 } | { readonly nesting_mode: "single" }
    ? Configuration<Inner> | IResolvable
    : readonly Configuration<Inner>[] | IResolvable
  : never;

/** What an argument is given. */
type WrittenAttribute<Attribute> = Attribute extends { readonly nested_type: infer Nested }
  ? Nested extends { readonly nesting_mode: "single" }
    ? Configuration<Nested> | IResolvable
    : readonly Configuration<Nested>[] | IResolvable
  : Written<TypeOf<Attribute>>;

type Flat<Type> = { [Key in keyof Type]: Type[Key] };

/** The configuration that a schema asks for: arguments and blocks in camelCase, the required ones required. */
type Configuration<Schema> = Flat<
  {
    readonly [Name in RequiredArguments<Attributes<Schema>> as Camel<Name>]: WrittenAttribute<
      Attributes<Schema>[Name]
    >;
  } & {
    readonly [Name in OptionalArguments<Attributes<Schema>> as Camel<Name>]?: WrittenAttribute<
      Attributes<Schema>[Name]
    >;
  } & {
    readonly [Name in RequiredBlocks<BlockTypes<Schema>> as Camel<Name>]: WrittenBlock<
      BlockTypes<Schema>[Name]
    >;
  } & {
    readonly [Name in Exclude<
      keyof BlockTypes<Schema> & string,
      RequiredBlocks<BlockTypes<Schema>>
    > as Camel<Name>]?: WrittenBlock<BlockTypes<Schema>[Name]>;
  }
>;

/** The attributes that can be read, without those whose names CDKTF's own class takes. */
type Readable<Schema> = {
  readonly [Name in keyof Attributes<Schema> & string as Camel<Name> extends keyof TerraformResource
    ? never
    : Camel<Name>]: Read<TypeOf<Attributes<Schema>[Name]>>;
};

/** A class of resources of one type. */
export interface TypedResourceClass<Type extends string, Schema extends BlockSchema> {
  new (
    scope: Construct,
    id: string,
    config: Configuration<Schema> & TerraformMetaArguments,
  ): TerraformResource & Readable<Schema>;
  readonly tfResourceType: Type;
  /** What was declared of the type. */
  readonly schema: Schema;
}

/** A class of configurations of one provider. */
export interface TypedProviderClass<Schema extends BlockSchema> {
  new (
    scope: Construct,
    id: string,
    config: Configuration<Schema> & { readonly alias?: string },
  ): TerraformProvider;
  readonly tfResourceType: string;
  readonly origin: ProviderOrigin;
  /** What was declared of the provider's own configuration. */
  readonly schema: Schema;
}

type Given = Readonly<Record<string, unknown>>;

/**
 * A class for one resource type, from the part of its schema that is used here.
 *
 * Takes the place of generated bindings, which would be thousands of lines for a few resources; to be extended by a
 * class with the name of the resource.
 *
 * @param origin the provider it belongs to
 * @param type the Terraform type, such as `acme_certificate`
 * @param schema its arguments, results and blocks; what is left out cannot be set except through `addOverride`
 */
export function typedResource<const Type extends string, const Schema extends BlockSchema>(
  origin: ProviderOrigin,
  type: Type,
  schema: Schema,
): TypedResourceClass<Type, Schema> {
  class TypedResource extends TerraformResource {
    static readonly tfResourceType = type;
    static readonly schema = schema;
    private readonly given: Given;

    constructor(scope: Construct, id: string, config: Given & TerraformMetaArguments) {
      super(scope, id, {
        ...metaArguments(config),
        terraformResourceType: type,
        terraformGeneratorMetadata: generatorMetadata(origin),
      });
      this.given = withoutMetaArguments(config);
      refuse(type, schema, this.given);
      for (const [name, attribute] of Object.entries(schema.attributes ?? {})) {
        const member = camelCase(name);
        // CDKTF's own members, such as `node`, are left as they are.
        if (!(member in this)) {
          Object.defineProperty(this, member, { get: () => reading(this, name, attribute.type) });
        }
      }
    }

    protected override synthesizeAttributes(): { [name: string]: unknown } {
      return rendered(schema, this.given);
    }

    protected override synthesizeHclAttributes(): never {
      throw jsonOnly(type);
    }
  }
  return TypedResource as unknown as TypedResourceClass<Type, Schema>;
}

/**
 * A class for the configurations of one provider; a stack that has one requires the provider in exactly its version.
 *
 * @param schema the part of the provider's own configuration that is used here
 */
export function typedProvider<const Schema extends BlockSchema>(
  origin: ProviderOrigin,
  schema: Schema,
): TypedProviderClass<Schema> {
  class TypedProvider extends TerraformProvider {
    static readonly tfResourceType = origin.name;
    static readonly origin = origin;
    static readonly schema = schema;
    private readonly given: Given;
    private readonly ownAlias: string | undefined;

    constructor(scope: Construct, id: string, config: Given & { readonly alias?: string }) {
      super(scope, id, {
        terraformResourceType: origin.name,
        terraformGeneratorMetadata: generatorMetadata(origin),
        terraformProviderSource: origin.source,
      });
      const { alias, ...given } = config;
      this.ownAlias = alias;
      this.given = given;
      refuse(`the provider ${origin.name}`, schema, given);
    }

    override get alias(): string | undefined {
      return this.ownAlias;
    }

    protected override synthesizeAttributes(): { [name: string]: unknown } {
      return rendered(schema, this.given);
    }

    protected override synthesizeHclAttributes(): never {
      throw jsonOnly(origin.name);
    }
  }
  return TypedProvider as unknown as TypedProviderClass<Schema>;
}

function generatorMetadata({ name, version }: ProviderOrigin) {
  return { providerName: name, providerVersion: version, providerVersionConstraint: version };
}

/** CDKTF would write an empty block where a class has no HCL, and nobody would notice. */
function jsonOnly(type: string): Error {
  return new Error(
    `${type} is declared by hand and written as JSON only; leave the option for HCL output out`,
  );
}

/** What Terraform itself takes in every resource; no argument of a provider may be called so. */
const META_ARGUMENTS = [
  "connection",
  "count",
  "dependsOn",
  "forEach",
  "lifecycle",
  "provider",
  "provisioners",
] as const satisfies readonly (keyof TerraformMetaArguments)[];

function metaArguments(config: Given & TerraformMetaArguments): TerraformMetaArguments {
  return Object.fromEntries(
    META_ARGUMENTS.filter((name) => config[name] !== undefined).map((name) => [name, config[name]]),
  );
}

function withoutMetaArguments(config: Given): Given {
  const own: ReadonlySet<string> = new Set(META_ARGUMENTS);
  return Object.fromEntries(Object.entries(config).filter(([name]) => !own.has(name)));
}

function isToken(value: unknown): value is IResolvable {
  return Tokenization.isResolvable(value);
}

/** Attributes that a configuration may set. */
function settable({ attributes = {} }: BlockSchema): readonly (readonly [string, AttributeSchema])[] {
  return Object.entries(attributes).filter(([, { required, optional }]) => required ?? optional ?? false);
}

/** One object of a block that stands once, or the list of them. */
function blocksOf(value: unknown): readonly Given[] {
  return isToken(value) ? [] : ([value].flat() as readonly Given[]);
}

/** Excess properties of a value that was computed or spread pass the compiler, and would be lost without a word. */
function refuse(where: string, schema: BlockSchema, given: Given): void {
  const set = settable(schema);
  const blocks = Object.entries(schema.block_types ?? {});
  const known = new Set([...set, ...blocks].map(([name]) => camelCase(name)));
  for (const [name, value] of Object.entries(given)) {
    if (value !== undefined && !known.has(name)) {
      throw new Error(
        `${where} has no argument ${JSON.stringify(name)}; known: ${[...known].sort().join(", ")}`,
      );
    }
  }
  for (const [name, { required, nested_type: nested }] of set) {
    const value = given[camelCase(name)];
    if (required === true && value === undefined) {
      throw new Error(`${where} needs ${JSON.stringify(camelCase(name))}`);
    }
    for (const each of nested === undefined || value === undefined ? [] : blocksOf(value)) {
      refuse(`${where}.${name}`, { attributes: nested?.attributes ?? {} }, each);
    }
  }
  for (const [name, { block, min_items: least = 0 }] of blocks) {
    const value = given[camelCase(name)];
    const inner = value === undefined ? [] : blocksOf(value);
    if (inner.length < least && !isToken(value)) {
      throw new Error(`${where} needs ${least} of ${JSON.stringify(camelCase(name))}`);
    }
    for (const each of inner) {
      refuse(`${where}.${name}`, block, each);
    }
  }
}

function rendered(schema: BlockSchema, given: Given): Record<string, unknown> {
  const written: Record<string, unknown> = {};
  for (const [name, attribute] of settable(schema)) {
    const value = given[camelCase(name)];
    if (value !== undefined) {
      written[name] = renderedAttribute(attribute, value);
    }
  }
  for (const [name, block] of Object.entries(schema.block_types ?? {})) {
    const value = given[camelCase(name)];
    if (value !== undefined) {
      written[name] = renderedBlock(block, value);
    }
  }
  return written;
}

function renderedAttribute({ type, nested_type: nested }: AttributeSchema, value: unknown): unknown {
  if (type !== undefined) {
    return renderedValue(type, value);
  }
  const { nesting_mode, attributes = {} } = nested ?? { nesting_mode: "list" };
  return renderedBlock({ nesting_mode, block: { attributes } }, value);
}

function renderedBlock({ nesting_mode: nesting, max_items: most, block }: BlockTypeSchema, value: unknown) {
  if (isToken(value)) {
    return value;
  }
  const blocks = blocksOf(value).map((each) => rendered(block, each));
  return most === 1 || nesting === "single" ? blocks[0] : nesting === "set" ? sorted(blocks) : blocks;
}

function renderedValue(type: AttributeType, value: unknown): unknown {
  if (typeof type === "string" || isToken(value) || Token.isUnresolved(value)) {
    return value;
  }
  const [kind, inner] = type;
  if (kind === "map") {
    return Object.fromEntries(
      Object.entries(value as Given).map(([key, each]) => [key, renderedValue(inner, each)]),
    );
  }
  if (kind === "object") {
    const given = value as Given;
    return Object.fromEntries(
      Object.entries(inner)
        .filter(([name]) => given[camelCase(name)] !== undefined)
        .map(([name, member]) => [name, renderedValue(member, given[camelCase(name)])]),
    );
  }
  const elements = (value as readonly unknown[]).map((each) => renderedValue(inner, each));
  return kind === "set" ? sorted(elements) : elements;
}

/** A set has no order, and the same set must give the same JSON; what a token stands for is not known yet. */
function sorted(elements: readonly unknown[]): readonly unknown[] {
  if (holdsToken(elements)) {
    return elements;
  }
  const texts = elements.map((element) => [JSON.stringify(element), element] as const);
  return texts
    .sort(([one], [other]) => (one < other ? -1 : one > other ? 1 : 0))
    .map(([, element]) => element);
}

function holdsToken(value: unknown): boolean {
  return (
    Token.isUnresolved(value) ||
    (typeof value === "object" && value !== null && Object.values(value).some(holdsToken))
  );
}

function reading(resource: TerraformResource, name: string, type: AttributeType | undefined): unknown {
  if (type === "string") {
    return resource.getStringAttribute(name);
  }
  if (type === "number") {
    return resource.getNumberAttribute(name);
  }
  if (typeof type === "object" && type[1] === "string") {
    return type[0] === "map"
      ? resource.getStringMapAttribute(name)
      : type[0] === "set"
        ? Fn.tolist(resource.getListAttribute(name))
        : resource.getListAttribute(name);
  }
  return resource.interpolationForAttribute(name);
}

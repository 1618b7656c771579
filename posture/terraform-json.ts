import { remembered } from "../constructs/core/remembered";

/** A value of the JSON that Terraform would read. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

/** A resource of a stack, or something that it looks up. */
export interface Resource {
  /** `type.name`, of a data source `data.type.name`. */
  readonly address: string;
  readonly type: string;
  readonly attributes: { readonly [key: string]: Json };
}

/** Something that a stack declares, of whatever kind. */
export interface Declaration {
  readonly kind: "resource" | "data" | "ephemeral" | "output" | "variable" | "local" | "provider" | "other";
  /** As Terraform names it: `aws_eip.server`, `data.aws_region.here`, `output.relay`, `provider.aws`, `terraform`. */
  readonly address: string;
  /** Of a resource, data source or ephemeral resource; empty otherwise. */
  readonly type: string;
  readonly value: Json;
}

/** The JSON of a stack, as a graph of resources. */
export class TerraformJson {
  /** Modules that the stack calls, sorted: what they hold is not part of the JSON. */
  readonly modules: readonly string[];

  /** Everything that the JSON says, in its own order. */
  readonly declarations: readonly Declaration[];
  /** Kind of the place where Terraform keeps the state, and its settings; undefined where the stack states none. */
  readonly backend: { readonly kind: string; readonly settings: Resource["attributes"] } | undefined;

  private readonly byAddress = new Map<string, Resource>();
  private readonly byType = new Map<string, readonly Resource[]>();
  private readonly lookUps = new Map<string, Resource>();
  private readonly lookUpsByType = new Map<string, readonly Resource[]>();
  private readonly outputs: { readonly [key: string]: Json };
  private readonly locals: { readonly [key: string]: Json };
  private readonly referred = new Map<string, readonly Reference[]>();
  private readonly pointers = new Map<string, ReadonlyMap<string, readonly Resource[]>>();

  /** @param root content of a `cdk.tf.json` or any other Terraform JSON file */
  constructor(root: Json) {
    const { resource, data, output, locals, module } = objectOf(root);
    for (const [type, resources] of declared(resource, "")) {
      this.byType.set(type, resources);
      for (const one of resources) {
        this.byAddress.set(one.address, one);
      }
    }
    for (const [type, lookUps] of declared(data, "data.")) {
      const stated = lookUps.map((one) => ({ ...one, attributes: withAssertions(one.attributes) }));
      this.lookUpsByType.set(type, stated);
      for (const one of stated) {
        this.lookUps.set(one.address, one);
      }
    }
    this.outputs = objectOf(output);
    this.locals = Object.assign({}, ...listOf(locals).map(objectOf));
    this.modules = Object.keys(objectOf(module)).sort();
    this.declarations = declarationsOf(root);
    this.backend = backendOf(root);
  }

  /** All resources of a type, sorted by address. */
  all(type: string): readonly Resource[] {
    return this.byType.get(type) ?? [];
  }

  /** The resource at an address, undefined where there is none. */
  at(address: string): Resource | undefined {
    return this.byAddress.get(address);
  }

  /** All data sources of a type, sorted by address; they have what the stack asks for or demands of them. */
  lookedUp(type: string): readonly Resource[] {
    return this.lookUpsByType.get(type) ?? [];
  }

  /** All resource types in use, sorted. */
  get types(): readonly string[] {
    return [...this.byType.keys()].sort();
  }

  /** The value of an output, undefined where there is none. */
  output(name: string): Json | undefined {
    return objectOf(this.outputs[name]).value;
  }

  /** All outputs, as they stand. */
  get allOutputs(): Json {
    return this.outputs;
  }

  /** The resources that a value refers to, in the order they stand in it. */
  referredBy(value: Json | undefined): readonly Resource[] {
    const found = referencedAddresses(value).map((address) => this.byAddress.get(address));
    return found.filter((resource) => resource !== undefined);
  }

  /** Does a value refer to this resource? */
  refers(value: Json | undefined, to: Resource): boolean {
    return referencedAddresses(value).includes(to.address);
  }

  /** Resources of a type whose attribute refers to a resource. */
  referring(type: string, attribute: string, to: Resource): readonly Resource[] {
    return this.all(type).filter((resource) => this.refers(resource.attributes[attribute], to));
  }

  /**
   * What a value points to, in one word for each: the address of a resource of the stack, or the id of something
   * outside it. The same thing has the same word wherever it is meant; a data source that is looked up by its id
   * stands for that id. What only Terraform knows stands for itself: equal expressions mean the same thing.
   */
  identities(value: Json | undefined): readonly string[] {
    return listOf(value)
      .filter((item) => typeof item === "string")
      .flatMap((text) => this.identitiesOf(text, 0));
  }

  /** The first thing that a value points to. */
  identity(value: Json | undefined): string | undefined {
    return this.identities(value)[0];
  }

  /**
   * The thing behind an identity: the resource, or everything that data sources say about what is outside the
   * stack.
   */
  thing(identity: string): Resource | undefined {
    const resource = this.byAddress.get(identity) ?? this.lookUps.get(identity);
    if (resource !== undefined) {
      return resource;
    }
    const known = [...this.lookUps.values()].filter((lookUp) => this.identityOf(lookUp, 0) === identity);
    const [first] = known;
    return first && { ...first, attributes: Object.assign({}, ...known.map(({ attributes }) => attributes)) };
  }

  /** Resources of a type whose attribute points to a thing. */
  pointing(type: string, attribute: string, identity: string): readonly Resource[] {
    const key = `${type} ${attribute}`;
    let pointers = this.pointers.get(key);
    if (pointers === undefined) {
      const lists = new Map<string, Resource[]>();
      for (const resource of this.all(type)) {
        for (const to of new Set(this.identities(resource.attributes[attribute]))) {
          lists.set(to, [...(lists.get(to) ?? []), resource]);
        }
      }
      pointers = lists;
      this.pointers.set(key, pointers);
    }
    return pointers.get(identity) ?? [];
  }

  /**
   * A text with references to what the stack itself says replaced by it. What stays an expression is spelt by
   * the identity of what it refers to, so that equal texts mean equal values.
   */
  resolved(value: Json | undefined): Json | undefined {
    return typeof value === "string" ? this.resolvedText(value, 0) : value;
  }

  private identitiesOf(text: string, depth: number): readonly string[] {
    if (!text.includes("${")) {
      return [text];
    }
    const found = this.references(text).flatMap(({ address, attribute }): readonly string[] => {
      const resource = this.byAddress.get(address) ?? this.lookUps.get(address);
      if (resource === undefined || depth > DEEPEST) {
        return resource === undefined ? this.localIdentities(address, depth) : [address];
      }
      const itself = this.identityOf(resource, depth);
      if (!attribute.endsWith("_id")) {
        return [itself];
      }
      // The id of another thing, as this one has it.
      const onwards = textOf(resource.attributes[attribute]);
      return onwards === undefined
        ? [OF_OTHERS.has(attribute) ? `${itself}.${attribute}` : itself]
        : this.identitiesOf(onwards, depth + 1);
    });
    return found.length === 0 ? [text] : [...new Set(found)];
  }

  private references(text: string): readonly Reference[] {
    const known = this.referred.get(text) ?? references(text);
    this.referred.set(text, known);
    return known;
  }

  private localIdentities(address: string, depth: number): readonly string[] {
    const local = address.startsWith("local.") ? this.locals[address.slice("local.".length)] : undefined;
    return textsOf(local).flatMap((text) => this.identitiesOf(text, depth + 1));
  }

  private identityOf({ address, type, attributes }: Resource, depth: number): string {
    if (!this.lookUps.has(address)) {
      return address;
    }
    const own = type.replace(/^[a-z]+_/, "");
    const given = [attributes.id, attributes[`${own}_id`], attributes.arn].map(textOf).find(Boolean);
    return given === undefined ? address : (this.identitiesOf(given, depth + 1)[0] ?? address);
  }

  private resolvedText(text: string, depth: number): Json {
    if (!text.includes("${") || depth > DEEPEST) {
      return text;
    }
    const [whole] = this.references(text);
    if (whole !== undefined && /^\$\{[^{}]*\}$/.test(text) && text.slice(2, -1).trim() === whole.text) {
      const { address, attribute, index } = whole;
      const resource = this.byAddress.get(address) ?? this.lookUps.get(address);
      const said = address.startsWith("local.")
        ? this.locals[address.slice("local.".length)]
        : resource?.attributes[attribute];
      const one = index === undefined ? said : listOf(said)[index];
      if (typeof one === "string") {
        return this.resolvedText(one, depth + 1);
      }
      return resource === undefined || one !== undefined
        ? (one ?? text)
        : `\${${this.identityOf(resource, depth)}.${attribute}${index === undefined ? "" : `[${index}]`}}`;
    }
    return text.replace(/\$\{[^{}]*\}/g, (expression) => {
      const said = expression === text ? expression : this.resolvedText(expression, depth + 1);
      return typeof said === "string" || typeof said === "number" ? `${said}` : expression;
    });
  }
}

/** What a thing is in is not the thing itself, even where nobody says what it is in. */
const OF_OTHERS: ReadonlySet<string> = new Set(["subnet_id", "vpc_id"]);

/** Longer chains of references are circles. */
const DEEPEST = 8;

/** Resources or data sources of each type, sorted by address. */
function declared(
  section: Json | undefined,
  prefix: string,
): readonly (readonly [string, readonly Resource[]])[] {
  return Object.entries(objectOf(section))
    .map(
      ([type, named]) =>
        [
          type,
          Object.entries(objectOf(named))
            .map(([name, attributes]) => ({
              address: `${prefix}${type}.${name}`,
              type,
              attributes: withDynamicBlocks(objectOf(attributes)),
            }))
            .sort(byAddress),
        ] as const,
    )
    .filter(([, resources]) => resources.length > 0);
}

/** Kinds whose declarations stand under a type and a name. */
const TYPED = ["resource", "data", "ephemeral"] as const;

/** Kinds whose declarations stand under a name. */
const NAMED = ["output", "variable", "provider", "module"] as const;

function declarationsOf(root: Json): readonly Declaration[] {
  const { locals, ...others } = objectOf(root);
  return [
    ...TYPED.flatMap((kind) =>
      Object.entries(objectOf(others[kind])).flatMap(([type, named]) =>
        Object.entries(objectOf(named)).map(([name, value]) => ({
          kind,
          address: `${kind === "resource" ? "" : `${kind}.`}${type}.${name}`,
          type,
          value,
        })),
      ),
    ),
    ...NAMED.flatMap((kind) =>
      Object.entries(objectOf(others[kind])).map(([name, value]) => ({
        kind: kind === "module" ? ("other" as const) : kind,
        address: `${kind}.${name}`,
        type: "",
        value,
      })),
    ),
    ...listOf(locals)
      .flatMap((block) => Object.entries(objectOf(block)))
      .map(([name, value]) => ({ kind: "local" as const, address: `local.${name}`, type: "", value })),
    ...Object.entries(others)
      .filter(([part]) => ![...TYPED, ...NAMED].some((kind) => kind === part))
      .map(([part, value]) => ({ kind: "other" as const, address: part, type: "", value })),
  ];
}

function backendOf(root: Json): TerraformJson["backend"] {
  const { backend, cloud } = blockOf(objectOf(root).terraform);
  if (cloud !== undefined) {
    return { kind: "cloud", settings: blockOf(cloud) };
  }
  const [stated] = Object.entries(blockOf(backend));
  return stated === undefined ? undefined : { kind: stated[0], settings: blockOf(stated[1]) };
}

/** Blocks that Terraform repeats stand among the others, once, with what only it knows of each. */
function withDynamicBlocks(attributes: Resource["attributes"]): Resource["attributes"] {
  const { dynamic, ...others } = attributes;
  const blocks = listOf(dynamic).flatMap((entry) => Object.entries(objectOf(entry)));
  if (blocks.length === 0) {
    return attributes;
  }
  const all: Record<string, Json> = others;
  for (const [name, repeated] of blocks) {
    const contents = listOf(repeated).flatMap((entry) => listOf(objectOf(entry).content));
    all[name] = [...listOf(all[name]), ...contents];
  }
  return all;
}

/** What a data source is looked up by, and what its postconditions demand: nothing is applied where they fail. */
function withAssertions(attributes: Resource["attributes"]): Resource["attributes"] {
  const demanded = listOf(blockOf(attributes.lifecycle).postcondition).flatMap((postcondition) => {
    const condition = textOf(objectOf(postcondition).condition) ?? "";
    const match = /^\$\{\s*self\.([a-z0-9_]+)\s*==\s*"([^"$]*)"\s*\}$/.exec(condition);
    return match === null ? [] : [[match[1] ?? "", match[2] ?? ""] as const];
  });
  return demanded.length === 0 ? attributes : { ...Object.fromEntries(demanded), ...attributes };
}

interface Reference {
  /** As it stands in the expression. */
  readonly text: string;
  /** `type.name`, `data.type.name` or `local.name`. */
  readonly address: string;
  /** Empty where the whole resource is meant. */
  readonly attribute: string;
  readonly index: number | undefined;
}

const REFERENCES =
  /(?<![\w.-])((?:data\.)?[a-z][a-z0-9]*_[a-z0-9_]+\.[A-Za-z_][\w-]*|local\.[A-Za-z_][\w-]*)(?:\[[^\]]*\])?(?:\.([a-z][a-z0-9_]*))?(?:\[(\d+)\])?/g;

function references(text: string): readonly Reference[] {
  return [...text.matchAll(/\$\{((?:[^{}]|\{[^{}]*\})*)\}/g)].flatMap(([, expression = ""]) =>
    [...expression.matchAll(REFERENCES)].map(([whole, address = "", attribute = "", index]) => ({
      text: whole,
      address,
      attribute,
      index: index === undefined ? undefined : Number(index),
    })),
  );
}

/** A value as an object; anything else is an empty one. */
export function objectOf(value: Json | undefined): { readonly [key: string]: Json } {
  return typeof value === "object" && value !== null && !Array.isArray(value)
    ? (value as { readonly [key: string]: Json })
    : {};
}

/** A value as a list: Terraform JSON lets a single block stand without brackets. */
export function listOf(value: Json | undefined): readonly Json[] {
  if (value === undefined || value === null) {
    return [];
  }
  return Array.isArray(value) ? value : [value as Json];
}

/** The first block of a value. */
export function blockOf(value: Json | undefined): { readonly [key: string]: Json } {
  return objectOf(listOf(value)[0]);
}

/** A value as text, undefined where it is none. */
export function textOf(value: Json | undefined): string | undefined {
  return typeof value === "string" ? value : undefined;
}

/** Texts of a list. */
export function textsOf(value: Json | undefined): readonly string[] {
  return listOf(value).filter((item) => typeof item === "string");
}

/** Is a value known only to Terraform? */
export function isExpression(value: Json | undefined): boolean {
  return typeof value === "string" && value.includes("${");
}

const REFERENCE = /(?<![\w.])([a-z][a-z0-9]*_[a-z0-9_]+)\.([A-Za-z_][\w-]*)/g;

function referencedAddresses(value: Json | undefined): readonly string[] {
  if (typeof value === "object" && value !== null) {
    return Object.values(value as { readonly [key: string]: Json }).flatMap(referencedAddresses);
  }
  if (typeof value !== "string") {
    return [];
  }
  return value.includes("${") ? addressesIn(value) : [];
}

const addressesIn = remembered((text): readonly string[] =>
  [...text.matchAll(/\$\{([^}]*)\}/g)].flatMap(([, expression = ""]) =>
    [...expression.matchAll(REFERENCE)].map(([, type, name]) => `${type}.${name}`),
  ),
);

function byAddress(a: Resource, b: Resource): number {
  return a.address < b.address ? -1 : a.address > b.address ? 1 : 0;
}

import { readBindingSource } from "./binding-source";
import {
  type BindingClass,
  bindingClasses,
  bindingInterfaces,
  type DeclaredArgument,
  type ReadAttribute,
  readAttributes,
  type SettableArgument,
  settableArguments,
  structRenderer,
} from "./binding-text";
import type { GeneratedFamily } from "./families";
import {
  type Attribute,
  attributeType,
  type Block,
  isNested,
  type NestedBlock,
  type Nesting,
  type ValueType,
} from "./model";

const SCALARS: Readonly<Record<string, ValueType>> = {
  string: "string",
  number: "number",
  boolean: "bool",
  any: "dynamic",
};

/** Kinds of leaf getters whose name is not simply `get<Scalar>Attribute`. */
const GETTERS: Readonly<Record<string, ValueType>> = {
  getStringAttribute: "string",
  getNumberAttribute: "number",
  getBooleanAttribute: "bool",
  getListAttribute: ["list", "string"],
  getNumberListAttribute: ["list", "number"],
  getStringMapAttribute: ["map", "string"],
  getNumberMapAttribute: ["map", "number"],
  getBooleanMapAttribute: ["map", "bool"],
  getAnyMapAttribute: "dynamic",
  interpolationForAttribute: "dynamic",
};

interface Binding {
  readonly family: GeneratedFamily;
  readonly source: string;
  readonly classes: ReadonlyMap<string, BindingClass>;
  readonly interfaces: ReadonlyMap<string, ReadonlyMap<string, DeclaredArgument>>;
}

/** `stringListMap` is a map of lists of strings: the words after the first wrap it from the inside out. */
function storageType(storage: string, outermost: string): ValueType {
  const [scalar = "", ...wraps] = storage.split(/(?=[A-Z])/);
  // A provider's `dynamic` attribute is generated as a map of anything, for want of a better type.
  if (scalar === "any") return "dynamic";
  const inner = SCALARS[scalar];
  if (inner === undefined) throw new Error(`unknown storage class ${JSON.stringify(storage)} in a binding`);
  return wraps.reduce<ValueType>((type, wrap, index) => {
    if (wrap === "Map") return ["map", type];
    return [index === wraps.length - 1 && outermost === "set" ? "set" : "list", type];
  }, inner);
}

/** The class, wrapper and set flag of a member such as `new FooList(this, "foo", true)`. */
function memberStruct(body: string): { struct: string; nesting: Nesting; library: boolean } | undefined {
  const match = /new (cdktf\.)?(\w+?)(List|Map|OutputReference)\(this, "\w+"(?:, (true|false))?\)/.exec(body);
  if (match === null) return undefined;
  const [, library, struct = "", wrapper, set] = match;
  const nesting =
    wrapper === "Map" ? "map" : wrapper === "OutputReference" ? "single" : set === "true" ? "set" : "list";
  return { struct, nesting, library: library !== undefined };
}

function objectAttribute(binding: Binding, nesting: Nesting, inner: Block): Attribute["type"] {
  const attributes = [
    ...inner.attributes,
    ...inner.blocks.map((nested) => {
      const single = nested.nesting === "single" || nested.maxItems === 1;
      return leaf(
        nested.name,
        objectAttribute(binding, single ? "single" : nested.nesting, nested.block),
        undefined,
      );
    }),
  ];
  if (binding.family.objects === "attributes" || nesting === "single") return { nesting, attributes };
  const members = Object.fromEntries(attributes.map((each) => [each.name, attributeType(each)]));
  return [nesting, ["object", members]];
}

function leaf(name: string, type: Attribute["type"], read: ReadAttribute | undefined): Attribute {
  const required = read?.required ?? false;
  // A look-up key inside a computed object may claim both; Terraform wants one of them.
  const computed = !required && (read?.computed ?? false);
  return {
    name,
    type,
    required,
    computed,
    optional: !required && (read?.optional ?? true),
    writeOnly: name.endsWith("_wo"),
  };
}

/** Type of an attribute no argument table lists: the provider alone sets it. */
function computedType(binding: Binding, read: ReadAttribute): Attribute["type"] | undefined {
  const member = memberStruct(read.body);
  if (member !== undefined) {
    if (member.library) {
      const words = `${member.struct.charAt(0).toLowerCase()}${member.struct.slice(1)}`;
      const wrapper = member.nesting === "map" ? "Map" : "List";
      return storageType(`${words}${wrapper}`, member.nesting);
    }
    return objectAttribute(binding, member.nesting, structBlock(binding, member.struct));
  }
  const getter = /this\.(get\w+Attribute|interpolationForAttribute)\(/.exec(read.body)?.[1];
  const type = getter === undefined ? undefined : GETTERS[getter];
  const inSet = /Fn\.tolist\(/.test(read.body) && Array.isArray(type);
  return inSet && Array.isArray(type) ? ["set", type[1]] : type;
}

/** Flags when the class is silent (the provider's own nested blocks have no class). */
function declaredFlags(declared: DeclaredArgument | undefined): ReadAttribute {
  const required = declared?.required ?? false;
  return { required, optional: !required, computed: false, body: "" };
}

function collect(
  binding: Binding,
  settable: readonly SettableArgument[],
  declared: ReadonlyMap<string, DeclaredArgument> | undefined,
  read: ReadonlyMap<string, ReadAttribute>,
): Block {
  const attributes: Attribute[] = [];
  const blocks: NestedBlock[] = [];
  for (const argument of settable) {
    const flags = read.get(argument.name) ?? declaredFlags(declared?.get(argument.name));
    if (argument.struct === undefined) {
      const type =
        argument.shape === "simple"
          ? SCALARS[argument.storage]
          : storageType(argument.storage, argument.shape);
      attributes.push(leaf(argument.name, type ?? "dynamic", flags));
      continue;
    }
    const nesting: Nesting = argument.shape === "struct" ? "single" : asNesting(argument.shape);
    const members = structBlock(binding, argument.struct);
    const inner = nesting === "set" ? withoutDynamics(members) : members;
    const one = memberStruct(flags.body)?.nesting === "single";
    if (declared?.get(argument.name)?.block === true) {
      const minItems = flags.required && nesting !== "single" ? 1 : 0;
      blocks.push({
        name: argument.name,
        nesting,
        minItems,
        maxItems: one && nesting !== "single" ? 1 : 0,
        block: inner,
      });
    } else {
      attributes.push(leaf(argument.name, objectAttribute(binding, nesting, inner), flags));
    }
  }
  const listed = new Set(settable.map((argument) => argument.name));
  for (const [name, flags] of read) {
    if (listed.has(name)) continue;
    const type = computedType(binding, flags);
    if (type !== undefined)
      attributes.push(leaf(name, type, { ...flags, computed: true, optional: false, required: false }));
  }
  return { attributes, blocks };
}

function asNesting(shape: string): Nesting {
  return shape === "set" || shape === "map" ? shape : "list";
}

/**
 * Terraform allows no dynamic attribute inside a set. The bindings have a few (the recursive statements of
 * WAF rules); they become strings, and such rules cannot be rehearsed.
 */
function withoutDynamics(block: Block): Block {
  const fixed = (attribute: Attribute): Attribute => {
    const { type } = attribute;
    if (type === "dynamic") return { ...attribute, type: "string" };
    return isNested(type)
      ? { ...attribute, type: { ...type, attributes: type.attributes.map(fixed) } }
      : attribute;
  };
  return {
    attributes: block.attributes.map(fixed),
    blocks: block.blocks.map((nested) => ({ ...nested, block: withoutDynamics(nested.block) })),
  };
}

function structBlock(binding: Binding, struct: string): Block {
  const reference = binding.classes.get(`${struct}OutputReference`);
  return collect(
    binding,
    settableArguments(structRenderer(binding.source, struct)),
    binding.interfaces.get(struct),
    readAttributes(reference?.text ?? ""),
  );
}

/**
 * Derives the schema of the resource, data source or provider a binding folder describes.
 *
 * @throws when the folder's main class is not that of `terraformType`, or is missing
 */
export function deriveBlock(
  family: GeneratedFamily,
  folder: string,
  terraformType: string | undefined,
): Block {
  const source = readBindingSource(folder);
  const binding: Binding = {
    family,
    source,
    classes: bindingClasses(source),
    interfaces: bindingInterfaces(source),
  };
  const main = [...binding.classes.values()].find((each) =>
    ["TerraformResource", "TerraformDataSource", "TerraformProvider"].includes(each.base),
  );
  if (main === undefined)
    throw new Error(`${folder} declares no Terraform resource, data source or provider`);
  const declaredType = /tfResourceType = "(\w+)"/.exec(source)?.[1];
  if (terraformType !== undefined && declaredType !== terraformType) {
    throw new Error(`${folder} is the binding of ${declaredType}, not of ${terraformType}`);
  }
  return collect(
    binding,
    settableArguments(main.text),
    binding.interfaces.get(`${main.name}Config`),
    readAttributes(main.text),
  );
}

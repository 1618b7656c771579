import { providerBlock, terraformBlock } from "../../tools/sandbox/schema";
import { BINDING_FAMILIES } from "../../tools/sandbox/schema/families";
import { type Attribute, type Block, isNested } from "../../tools/sandbox/schema/model";
import type { Tree } from "../clinic";

/** Arguments of Terraform itself that name other objects; a string in JSON, a bare name in HCL. */
const NAMES: ReadonlySet<string> = new Set([
  "depends_on",
  "ignore_changes",
  "provider",
  "replace_triggered_by",
]);

/** A block without blocks in it. */
const FLAT: Block = { attributes: [], blocks: [] };

/** A block that every resource may have (https://developer.hashicorp.com/terraform/language/meta-arguments/lifecycle). */
const LIFECYCLE: Block = {
  attributes: [],
  blocks: ["precondition", "postcondition"].map((name) => ({
    name,
    nesting: "list",
    minItems: 0,
    maxItems: 0,
    block: FLAT,
  })),
};

/**
 * The resources, data sources and providers of a Terraform JSON file in Terraform's other syntax, for tools that
 * read only that one well (https://developer.hashicorp.com/terraform/language/syntax/json).
 */
export function hclOf({ provider = {}, data = {}, resource = {} }: Tree): string {
  return [
    ...Object.entries(provider).flatMap(([name, settings]) =>
      [settings].flat().flatMap((each) => block(`provider "${name}"`, each as Tree, ofProvider(name))),
    ),
    ...labelled("data", data as Tree),
    ...labelled("resource", resource as Tree),
    "",
  ].join("\n");
}

function ofProvider(name: string): Block | undefined {
  const family = BINDING_FAMILIES.find(({ typePrefix }) => typePrefix === name);
  return family && providerBlock(family);
}

function labelled(kind: "data" | "resource", types: Tree): readonly string[] {
  return Object.entries(types).flatMap(([type, named]) =>
    Object.entries(named).flatMap(([name, body]) =>
      block(`${kind} "${type}" "${name}"`, body, terraformBlock(kind, type)),
    ),
  );
}

function block(header: string, body: Tree, schema: Block | undefined): readonly string[] {
  const inner = Object.entries(body)
    .filter(([name]) => name !== "//")
    .flatMap(([name, value]) => {
      const nested = nestedBlock(name, value, schema);
      return nested === undefined
        ? [`${name} = ${NAMES.has(name) ? names(value) : expression(value)}`]
        : [value].flat().flatMap((each) => block(name, each as Tree, nested));
    });
  return [`${header} {`, ...inner.map((text) => `  ${text}`), "}"];
}

/** What stands in the braces of an argument that is written as blocks; undefined for one that is assigned. */
function nestedBlock(name: string, value: unknown, schema: Block | undefined): Block | undefined {
  if (name === "lifecycle") {
    return LIFECYCLE;
  }
  const attribute = schema?.attributes.find((candidate) => candidate.name === name);
  if (attribute !== undefined && writtenAsBlocks(attribute) && Array.isArray(value) && value.length > 0) {
    return FLAT;
  }
  return schema?.blocks.find((candidate) => candidate.name === name)?.block;
}

/** Such as the rules of a security group (https://developer.hashicorp.com/terraform/language/attr-as-blocks). */
function writtenAsBlocks({ type }: Attribute): boolean {
  return (
    !isNested(type) &&
    (type[0] === "list" || type[0] === "set") &&
    Array.isArray(type[1]) &&
    type[1][0] === "object"
  );
}

function names(value: unknown): string {
  return Array.isArray(value) ? `[${value.join(", ")}]` : String(value);
}

function expression(value: unknown): string {
  if (typeof value === "string") {
    return template(value);
  }
  if (Array.isArray(value)) {
    return `[${value.map(expression).join(", ")}]`;
  }
  if (typeof value === "object" && value !== null) {
    const members = Object.entries(value).map(([key, each]) => `${template(key)} = ${expression(each)}`);
    return `{${members.join(", ")}}`;
  }
  return JSON.stringify(value);
}

/** A string of the JSON, which is a template: what stands in `${…}` or `%{…}` is code and stays as it is. */
function template(text: string): string {
  const parts = templateParts(text);
  const [only] = parts;
  if (parts.length === 1 && only?.startsWith("${")) {
    return only.slice(2, -1);
  }
  return `"${parts.map((part) => (/^[$%]\{/.test(part) ? part : JSON.stringify(part).slice(1, -1))).join("")}"`;
}

/** Code and text of a template, in turn. */
function templateParts(text: string): readonly string[] {
  const parts: string[] = [];
  let plain = "";
  for (let at = 0; at < text.length; ) {
    const rest = text.slice(at);
    const [escaped] = /^(\$\$\{|%%\{)/.exec(rest) ?? [];
    const inserted =
      escaped === undefined && /^[$%]\{/.test(rest) ? rest.slice(0, endOfCode(rest)) : undefined;
    if (inserted !== undefined) {
      parts.push(...(plain === "" ? [] : [plain]), inserted);
      plain = "";
    } else {
      plain += escaped ?? text[at];
    }
    at += (inserted ?? escaped ?? " ").length;
  }
  return plain === "" ? parts : [...parts, plain];
}

/** Where the code that a text begins with ends: braces are counted, except those within quotes. */
function endOfCode(text: string): number {
  let depth = 0;
  for (let at = 0; at < text.length; at += 1) {
    if (text[at] === '"') {
      at += endOfQuote(text.slice(at)) - 1;
    } else if (text[at] === "{") {
      depth += 1;
    } else if (text[at] === "}") {
      depth -= 1;
      if (depth === 0) {
        return at + 1;
      }
    }
  }
  throw new Error(`a template without its end: ${text}`);
}

/** Where the quoted template that a text begins with ends; it may hold code, and that quotes again. */
function endOfQuote(text: string): number {
  for (let at = 1; at < text.length; at += 1) {
    const rest = text.slice(at);
    if (rest.startsWith("\\")) {
      at += 1;
    } else if (/^(\$\$\{|%%\{)/.test(rest)) {
      at += 2;
    } else if (/^[$%]\{/.test(rest)) {
      at += endOfCode(rest) - 1;
    } else if (text[at] === '"') {
      return at + 1;
    }
  }
  throw new Error(`a quote without its end: ${text}`);
}

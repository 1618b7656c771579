import { isExpression } from "../../posture/terraform-json";
import { idOf, type RecordIds } from "./cloudflare-listing";
import type { Comparison } from "./comparison";
import type { DeclaredRecord, ExistingRecord } from "./record";
import { zoneFileLine } from "./zone-file";

/** A Terraform import block: an existing record becomes that of a resource. */
export interface ImportBlock {
  /** Address of the resource. */
  readonly to: string;
  /** The provider's import id, or what it consists of where a part is missing. */
  readonly id: string | MissingId;
}

/** An import id that no file told in full. */
export interface MissingId {
  /** What stands before the missing part. */
  readonly prefix: string;
  /** Name of the Terraform variable that stands for the missing part. */
  readonly variable: string;
  /** The record, as a line of a zone file. */
  readonly record: string;
  /** What is missing, for people. */
  readonly missing: string;
}

/**
 * Import blocks for all records a stack takes over, sorted by address.
 *
 * @param ids Cloudflare's record ids, where the engineer gave them
 */
export function importBlocks(
  { keep, replace }: Pick<Comparison, "keep" | "replace">,
  ids: RecordIds = new Map(),
): readonly ImportBlock[] {
  const adopted = [...keep, ...replace].flatMap(({ existing, declared }) =>
    declared === null ? [] : [{ existing, declared }],
  );
  // A Route 53 set is one resource with one id, however many of its records exist.
  const byAddress = new Map(
    adopted.map(({ existing, declared }) => [
      declared.address,
      { to: declared.address, id: importId(existing, declared, ids) },
    ]),
  );
  return [...byAddress.values()].sort((a, b) => (a.to < b.to ? -1 : a.to > b.to ? 1 : 0));
}

/** The ids that are missing. */
export function missingIds(blocks: readonly ImportBlock[]): readonly MissingId[] {
  return blocks.flatMap(({ id }) => (typeof id === "string" ? [] : [id]));
}

/**
 * Import ids as the providers document them: `<zone id>/<record id>` for `cloudflare_dns_record`,
 * `<zone id>_<name>_<type>[_<set identifier>]` for `aws_route53_record`.
 */
function importId(existing: ExistingRecord, declared: DeclaredRecord, ids: RecordIds): string | MissingId {
  const { address, name, type, zoneId, setIdentifier, wholeSet } = declared;
  const variable = `import_${address.split(".").at(-1)?.replace(/-/g, "_")}`;
  const record = zoneFileLine(existing);
  if (wholeSet) {
    const rest = [name, type, ...(setIdentifier === undefined ? [] : [setIdentifier])].join("_");
    return isExpression(zoneId) || zoneId === ""
      ? { prefix: "", variable, record, missing: `the import id <hosted zone id>_${rest}` }
      : `${zoneId}_${rest}`;
  }
  if (isExpression(zoneId) || zoneId === "") {
    return { prefix: "", variable, record, missing: "the import id <zone id>/<record id>" };
  }
  const id = idOf(ids, existing);
  return id === undefined
    ? { prefix: `${zoneId}/`, variable, record, missing: "Cloudflare's record id, 32 hexadecimal characters" }
    : `${zoneId}/${id}`;
}

/** Import blocks in Terraform's JSON syntax, for a file that ends in `.tf.json`. */
export function importJson(blocks: readonly ImportBlock[]): string {
  const missing = missingIds(blocks);
  const variables = Object.fromEntries(
    missing.map((id) => [
      id.variable,
      { description: escaped(description(id)), nullable: false, type: "string" },
    ]),
  );
  const json = {
    ...(missing.length === 0 ? {} : { variable: variables }),
    import: blocks.map(({ to, id }) => ({ to, id: idExpression(id) })),
  };
  return `${JSON.stringify(json, undefined, 2)}\n`;
}

/** Import blocks in Terraform's own syntax, for a file that ends in `.tf`. */
export function importHcl(blocks: readonly ImportBlock[]): string {
  const variables = missingIds(blocks).map((id) =>
    [
      `variable "${id.variable}" {`,
      `  description = ${quoted(escaped(description(id)))}`,
      "  nullable    = false",
      "  type        = string",
      "}",
    ].join("\n"),
  );
  const imports = blocks.map(({ to, id }) =>
    ["import {", `  to = ${to}`, `  id = ${quoted(idExpression(id))}`, "}"].join("\n"),
  );
  return `${[...variables, ...imports].join("\n\n")}\n`;
}

/** A variable without default: Terraform stops until the engineer gives it a value. */
function idExpression(id: string | MissingId): string {
  return typeof id === "string" ? escaped(id) : `${escaped(id.prefix)}\${var.${id.variable}}`;
}

function description({ missing, record }: MissingId): string {
  return `${missing}, of: ${record}`;
}

/** SPF macros (`%{i}`) and the like are no expressions. */
function escaped(text: string): string {
  return text.replace(/[$%](?=\{)/g, "$&$&");
}

function quoted(text: string): string {
  return `"${text.replace(/["\\]/g, "\\$&")}"`;
}

import pc from "picocolors";
import { isExpression } from "../../posture/terraform-json";
import type { Comparison } from "./comparison";
import type { ImportBlock } from "./import-blocks";
import { missingIds } from "./import-blocks";
import type { DeclaredRecord, ZoneRecord } from "./record";
import { zoneFileLine } from "./zone-file";

/** What the comparison is about, and how much of it to show. */
interface TextOptions {
  /** Name of the zone file. */
  readonly file: string;
  /** The zone's name. */
  readonly apex: string;
  /** List also the records that are left alone. */
  readonly all: boolean;
}

/** A comparison for people; the lines that begin with `-` are those to put back after a roll-back. */
export function comparisonText(
  { keep, replace, contradict, create, afterApply, leaveAlone }: Comparison,
  blocks: readonly ImportBlock[],
  { file, apex, all }: TextOptions,
): string {
  const missing = missingIds(blocks);
  return [
    pc.bold(`${apex}, from ${file}`),
    ...section(
      pc.green(`${keep.length} kept`),
      "adopted as they are",
      keep.map(({ existing, declared }) => [`= ${zoneFileLine(existing)}${ttlChange(existing, declared)}`]),
    ),
    ...section(
      pc.yellow(`${replace.length} replaced`),
      "the stack's record takes the place of today's",
      replace.map(({ existing, declared, losses }) => [
        `- ${zoneFileLine(existing)}`,
        declared === null ? "+ nothing: the stack publishes this set without it" : `+ ${written(declared)}`,
        ...losses.map((loss) => `    ${pc.yellow("note")} ${loss}`),
      ]),
    ),
    ...section(
      pc.red(`${contradict.length} contradict the stack`),
      "you decide",
      contradict.map(({ existing, kind, message, remedy }) => [
        `! ${zoneFileLine(existing)}`,
        `    ${pc.dim(`${file}:${existing.line}`)} ${pc.red(kind)}: ${message}`,
        `    ${pc.bold("do")} ${remedy}`,
      ]),
    ),
    ...section(
      `${create.length} new`,
      "nothing stands in their place today",
      create.map((declared) => [`+ ${written(declared)}`]),
    ),
    ...section(
      `${afterApply.length} known only after the deployment`,
      "proofs for certificates and the like; compare them in the plan",
      afterApply.map(({ declared: { type, address }, alike }) => [
        `? ${type} ${address}`,
        ...alike.map(
          (existing) =>
            `    ${pc.yellow("note")} may be today's, which would then need an import too: ${zoneFileLine(existing)}`,
        ),
      ]),
    ),
    ...section(
      `${leaveAlone.length} left alone`,
      all ? "the stack never touches them" : "the stack never touches them; --all lists them",
      all ? leaveAlone.map((existing) => [`  ${zoneFileLine(existing)}`]) : [],
    ),
    ...section(
      `${blocks.length} import block${blocks.length === 1 ? "" : "s"}`,
      missing.length === 0
        ? "complete"
        : pc.red(`${missing.length} without id: Terraform asks for these variables`),
      missing.map(({ variable, missing: what, record }) => [`  ${variable}`, `    ${what}, of: ${record}`]),
    ),
  ].join("\n");
}

function section(
  title: string,
  meaning: string,
  paragraphs: readonly (readonly string[])[],
): readonly string[] {
  return ["", `  ${title}: ${meaning}`, ...paragraphs.flat().map((line) => `    ${line}`)];
}

function written(declared: DeclaredRecord): string {
  return isExpression(declared.value)
    ? `${declared.name}. ${declared.ttlSeconds} IN ${declared.type} (known after the deployment)`
    : zoneFileLine(declared);
}

function ttlChange(existing: ZoneRecord, declared: ZoneRecord): string {
  return existing.ttlSeconds === declared.ttlSeconds ? "" : pc.dim(`  TTL becomes ${declared.ttlSeconds}`);
}

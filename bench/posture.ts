import { mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import type { Posture } from "../posture/facts";
import { postureOf } from "../posture/posture";
import { loadClientFiles } from "../stacks/client";
import { stackJson } from "../stacks/synthesize";

/*
 * How long it takes to judge one client, beside the synthesis of the same client in the same run: the first time in a
 * process, which loads and compiles what it needs, and once warm. Then how it grows with the client's mail domains.
 *
 * Usage: node dist/bench/posture.js [runs]
 */

const SAMPLE = resolve(__dirname, "..", "..", "clients");
const TODAY = "2026-11-24";

function milliseconds(work: () => unknown): number {
  const start = process.hrtime.bigint();
  work();
  return Number(process.hrtime.bigint() - start) / 1e6;
}

function median(runs: number, work: () => unknown): number {
  const times = Array.from({ length: runs }, () => milliseconds(work)).sort((a, b) => a - b);
  return times[Math.floor(runs / 2)] as number;
}

/** The clinic with more mail domains, each with all its records. */
function withDomains(domains: number): string {
  const folder = mkdtempSync(join(tmpdir(), "clients-"));
  const clinic = readFileSync(join(SAMPLE, "clinic.yaml"), "utf8");
  const more = Array.from(
    { length: domains - 1 },
    (_, index) =>
      `  - { name: branch-${index}.example, zoneId: "${index.toString(16).padStart(32, "0")}" }\n`,
  ).join("");
  writeFileSync(join(folder, "clinic.yaml"), clinic.replace("\ndns:\n", `${more}\ndns:\n`));
  writeFileSync(join(folder, "fleet.yaml"), readFileSync(join(SAMPLE, "fleet.yaml")));
  return folder;
}

function row(words: readonly (string | number)[]): string {
  return words
    .map((word, column) =>
      column === 0
        ? String(word).padEnd(22)
        : (typeof word === "number" ? word.toFixed(1) : word).padStart(10),
    )
    .join("");
}

const runs = Number(process.argv[2] ?? 50);
console.log(row(["milliseconds", "resources", "first", "warm", "synthesis", "ratio"]));
const judged: Posture[] = [];
for (const [name, folder, id] of [
  ["clinic", SAMPLE, "clinic"],
  ["notary", SAMPLE, "notary"],
  ["clinic, 10 domains", withDomains(10), "clinic"],
  ["clinic, 100 domains", withDomains(100), "clinic"],
] as const) {
  const { clients, fleet } = loadClientFiles(folder);
  const client = clients.find((candidate) => candidate.id === id);
  if (client === undefined) {
    throw new Error(`there is no client ${id} in ${folder}`);
  }
  const outdir = mkdtempSync(join(tmpdir(), "bench-"));
  const json = stackJson(client, fleet, outdir) as { readonly resource: Record<string, object> };
  const judge = (): Posture => postureOf(json, TODAY);
  const first = milliseconds(() => judged.push(judge()));
  const warm = median(runs, judge);
  const synthesis = median(Math.min(runs, 10), () => stackJson(client, fleet, outdir));
  const count = Object.values(json.resource).reduce((sum, named) => sum + Object.keys(named).length, 0);
  console.log(row([name, String(count), first, warm, synthesis, warm / synthesis]));
}
if (judged.some(({ exposures }) => exposures.length === 0)) {
  throw new Error("a posture without exposures was measured: there was nothing to judge");
}

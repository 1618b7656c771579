import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { cpus, tmpdir, totalmem } from "node:os";
import { join, resolve } from "node:path";
import { changeOne, generatedClients } from "./fleet-files";
import { plannedStacks } from "./fleet-plan";
import { type Measured, measure } from "./process-tree";

/*
 * How long fleets of several sizes take, each command from its start to its end in processes of its own: the same
 * resources declared with the classes of the providers alone, all clients in one process; their JSON, ready, written
 * to files; ours from nothing, ours with nothing changed, ours with one client changed; the client files checked.
 * Writes the table of docs/performance.md.
 *
 * Usage: node dist/bench/fleet.js [--sizes 1,10,100,1000] [--date 2026-11-29] [--write docs/performance.md]
 */

const PROGRAM = resolve(__dirname, "..", "tools", "protected-exchange.js");
const BARE = join(__dirname, "bare-fleet.js");

/** What is measured of a fleet, in the order of the table. */
const WAYS = ["bare", "json", "cold", "unchanged", "one", "validate"] as const;

type Row = { readonly clients: number } & Readonly<Record<(typeof WAYS)[number], Measured>>;

async function row(clients: number, planFile: string): Promise<Row> {
  const files = generatedClients(clients);
  const scratch = mkdtempSync(join(tmpdir(), "bench-"));
  const output = (name: string): string => mkdtempSync(join(scratch, name));
  const ours = output("ours");
  const synth = async (synthesized: number): Promise<Measured> => {
    const result = await measure(PROGRAM, ["synth", "--clients", files, "--output", ours]);
    if (!result.stdout.includes(`${synthesized} synthesized`)) {
      throw new Error(`${synthesized} clients were to be synthesized: ${result.stdout}`);
    }
    return result;
  };
  const measured = {
    bare: await measure(BARE, ["bare", planFile, `${clients}`, output("bare")]),
    json: await measure(BARE, ["json", planFile, `${clients}`, output("json")]),
    cold: await synth(clients),
    unchanged: await synth(0),
  };
  changeOne(files);
  const one = await synth(1);
  const validate = await measure(PROGRAM, ["validate", "--clients", files]);
  rmSync(scratch, { recursive: true });
  rmSync(files, { recursive: true });
  return { clients, ...measured, one, validate };
}

function table(rows: readonly Row[]): string {
  const seconds = ({ seconds }: Measured): string => seconds.toFixed(seconds < 10 ? 2 : 1);
  const memory = ({ peakMegabytes }: Measured): string => peakMegabytes?.toFixed(0) ?? "?";
  const lines = [
    [
      "clients",
      "bare classes",
      "ready JSON",
      "**cold**",
      "cold / bare",
      "unchanged",
      "one changed",
      "validate",
    ],
    Array.from({ length: 8 }, () => "---:"),
    ...rows.map((each) => [
      `${each.clients}`,
      ...[each.bare, each.json, each.cold].map(seconds),
      (each.cold.seconds / each.bare.seconds).toFixed(2),
      ...[each.unchanged, each.one, each.validate].map(seconds),
    ]),
  ];
  const worked = ({ processorSeconds }: Measured): string => processorSeconds?.toFixed(1) ?? "?";
  const perClient = [
    [
      "clients",
      "bare, ms a client",
      "cold, ms a client",
      "bare, processor s",
      "cold, processor s",
      "bare, MB",
      "cold, MB",
      "cold, MB a client",
      "one changed, MB",
    ],
    Array.from({ length: 9 }, () => "---:"),
    ...rows.map((each) => [
      `${each.clients}`,
      ...[each.bare, each.cold].map(({ seconds: all }) => ((1000 * all) / each.clients).toFixed(1)),
      ...[each.bare, each.cold].map(worked),
      ...[each.bare, each.cold].map(memory),
      each.cold.peakMegabytes === undefined ? "?" : (each.cold.peakMegabytes / each.clients).toFixed(1),
      memory(each.one),
    ]),
  ];
  const rendered = (cells: readonly (readonly string[])[]): string =>
    cells.map((line) => `| ${line.join(" | ")} |`).join("\n");
  return `Seconds, from the start of the command to its end:\n\n${rendered(lines)}\n\nThe same for one client, the time that processors worked, and the most memory that all processes together held:\n\n${rendered(perClient)}`;
}

function machine(date: string): string {
  const { version: cdktf } = require("cdktf/package.json") as { readonly version: string };
  const { version: aws } = require("@cdktf/provider-aws/package.json") as { readonly version: string };
  const [cpu] = cpus();
  const memory = (totalmem() / 2 ** 30).toFixed(0);
  return `Measured on ${date} with ${cpus().length} × ${cpu?.model.trim()}, ${memory} GB of memory, Node.js ${process.version}, cdktf ${cdktf}, @cdktf/provider-aws ${aws}.`;
}

/** Puts a text between the marks of a page. */
function between(page: string, text: string): string {
  const [begin, end] = ["<!-- bench:fleet begin -->", "<!-- bench:fleet end -->"];
  const [from, to] = [page.indexOf(begin), page.indexOf(end)];
  if (from < 0 || to < from) {
    throw new Error(`the page has no ${begin} and ${end}`);
  }
  return `${page.slice(0, from + begin.length)}\n\n${text}\n\n${page.slice(to)}`;
}

function argument(name: string, otherwise: string): string {
  const index = process.argv.indexOf(`--${name}`);
  return index < 0 ? otherwise : (process.argv[index + 1] as string);
}

async function bench(): Promise<void> {
  const planFile = join(mkdtempSync(join(tmpdir(), "plan-")), "plan.json");
  writeFileSync(planFile, JSON.stringify(plannedStacks()));
  const rows: Row[] = [];
  for (const clients of argument("sizes", "1,10,100,1000").split(",").map(Number)) {
    const latest = await row(clients, planFile);
    rows.push(latest);
    console.error(`${clients}: ${WAYS.map((way) => `${way} ${latest[way].seconds.toFixed(2)}`).join(", ")}`);
  }
  const text = `${machine(argument("date", new Date().toISOString().slice(0, 10)))}\n\n${table(rows)}`;
  console.log(text);
  const page = argument("write", "");
  if (page !== "") {
    writeFileSync(page, between(readFileSync(page, "utf8"), text));
  }
}

void bench();

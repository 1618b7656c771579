import pc from "picocolors";
import type { Check, Observation } from "../../constructs/watch/checks/check";
import type { Vantage } from "../../constructs/watch/checks/vantage";
import type { Declaration } from "../../constructs/watch/declaration";

/** What came of looking at one client. The shape is stable: programs read it. */
export interface CheckReport {
  /** The company, as its stack states it; null where it states none. */
  readonly client: string | null;
  /** The moment that it was held against, ISO 8601. */
  readonly at: string;
  /** The worst of the verdicts; `not-seen` where nothing could be looked at from here. */
  readonly verdict: Observation["verdict"];
  readonly checks: readonly {
    readonly check: string;
    readonly what: string;
    readonly observations: readonly Observation[];
  }[];
}

/** Runs checks, one after the other. */
export async function reportOf(
  checks: readonly Check[],
  declaration: Declaration,
  vantage: Vantage,
): Promise<CheckReport> {
  const done: { check: string; what: string; observations: readonly Observation[] }[] = [];
  for (const check of checks) {
    done.push({ check: check.id, what: check.what, observations: await check.run(declaration, vantage) });
  }
  const verdicts = new Set(done.flatMap(({ observations }) => observations.map(({ verdict }) => verdict)));
  return {
    client: declaration.client,
    at: vantage.now.toISOString(),
    verdict: (["error", "warning", "ok"] as const).find((verdict) => verdicts.has(verdict)) ?? "not-seen",
    checks: done,
  };
}

const VERDICTS: Readonly<Record<Observation["verdict"], string>> = {
  ok: "ok",
  warning: "warning",
  error: "wrong",
  "not-seen": "not seen from here",
};

const COLOURS: Readonly<Record<Observation["verdict"], (text: string) => string>> = {
  ok: pc.green,
  warning: pc.yellow,
  error: pc.red,
  "not-seen": pc.dim,
};

/**
 * A report as a table for people; below each line what is wrong with it.
 *
 * @param title the client
 */
export function reportText(title: string, { checks }: CheckReport): string {
  return [
    pc.bold(title),
    ...checks.flatMap(({ check, observations }) => ["", pc.bold(`  ${check}`), ...tableLines(observations)]),
    "",
    summary(checks.flatMap(({ observations }) => observations)),
  ].join("\n");
}

function tableLines(observations: readonly Observation[]): readonly string[] {
  // Of many parts of one thing those that are as they should be say nothing new.
  const isFolded = ({ part, findings }: Observation): boolean => part !== undefined && findings.length === 0;
  const lines = observations.filter((observation) => !isFolded(observation));
  const cells = lines.map(({ name, part, port, address, seen, verdict }) => ({
    texts: [part === undefined ? name : `${name} ${part}`, `${port ?? ""}`, address ?? "", seen],
    verdict,
  }));
  const head = ["name", "port", "address", "seen"];
  const widths = head.map((title, column) =>
    Math.max(title.length, ...cells.map(({ texts }) => texts[column]?.length ?? 0)),
  );
  const row = (texts: readonly string[]): string =>
    texts.map((text, column) => text.padEnd(widths[column] ?? 0)).join("  ");
  return [
    pc.dim(`    ${row(head)}  verdict`),
    ...cells.flatMap(({ texts, verdict }, index) => [
      `    ${row(texts)}  ${COLOURS[verdict](VERDICTS[verdict])}`,
      ...(lines[index]?.findings ?? []).map(
        ({ severity, code, message }) => `        ${COLOURS[severity](severity)} ${code}: ${message}`,
      ),
      ...(lines[index]?.note?.split("\n") ?? []).map((line) => `        ${pc.dim(line)}`),
    ]),
    ...(["ok", "not-seen"] as const).flatMap((verdict) => {
      const more = observations.filter((each) => isFolded(each) && each.verdict === verdict);
      return more.length === 0
        ? []
        : [`    ${pc.dim(`and ${more.length} more`)}  ${COLOURS[verdict](VERDICTS[verdict])}`];
    }),
    ...(observations.length === 0 ? ["    nothing to look at"] : []),
  ];
}

function summary(observations: readonly Observation[]): string {
  const count = (verdict: Observation["verdict"]): number =>
    observations.filter((observation) => observation.verdict === verdict).length;
  const parts = (["ok", "warning", "error", "not-seen"] as const)
    .filter((verdict) => count(verdict) > 0)
    .map((verdict) => COLOURS[verdict](`${count(verdict)} ${VERDICTS[verdict]}`));
  return `  ${parts.length === 0 ? "nothing was looked at" : parts.join(", ")}`;
}

import { spawn } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";

/** What a command took. */
export interface Measured {
  readonly seconds: number;
  /** Largest sum of the resident memory of the process and all below it, in MB; undefined where it cannot be read. */
  readonly peakMegabytes: number | undefined;
  readonly stdout: string;
}

const SAMPLE_MILLISECONDS = 50;

/**
 * Runs Node.js with a script and looks at the memory of the whole process tree every 50 ms, as Linux shows it.
 *
 * @throws Error when it fails
 */
export async function measure(
  script: string,
  words: readonly string[],
  env: NodeJS.ProcessEnv = {},
): Promise<Measured> {
  const start = process.hrtime.bigint();
  const child = spawn(process.execPath, [script, ...words], {
    env: { ...process.env, ...env },
    stdio: ["ignore", "pipe", "inherit"],
  });
  let stdout = "";
  child.stdout.on("data", (part: Buffer) => {
    stdout += part.toString();
  });
  let peak = 0;
  const sampling = setInterval(() => {
    peak = Math.max(peak, treeMegabytes(child.pid as number));
  }, SAMPLE_MILLISECONDS);
  try {
    const status = await new Promise((resolve, reject) => {
      child.on("error", reject).on("close", resolve);
    });
    if (status !== 0) {
      throw new Error(`${script} ${words.join(" ")} ended with ${status}`);
    }
  } finally {
    clearInterval(sampling);
  }
  const seconds = Number(process.hrtime.bigint() - start) / 1e9;
  return { seconds, peakMegabytes: peak === 0 ? undefined : peak, stdout };
}

function treeMegabytes(root: number): number {
  const children = new Map<number, number[]>();
  const resident = new Map<number, number>();
  for (const name of processIds()) {
    try {
      const status = readFileSync(`/proc/${name}/status`, "utf8");
      const pid = Number(name);
      const parent = Number(/^PPid:\s+(\d+)/m.exec(status)?.[1]);
      resident.set(pid, Number(/^VmRSS:\s+(\d+) kB/m.exec(status)?.[1] ?? 0) / 1000);
      children.set(parent, [...(children.get(parent) ?? []), pid]);
    } catch {
      // It has ended meanwhile.
    }
  }
  const sum = (pid: number): number =>
    (resident.get(pid) ?? 0) + (children.get(pid) ?? []).reduce((total, child) => total + sum(child), 0);
  return sum(root);
}

function processIds(): readonly string[] {
  try {
    return readdirSync("/proc").filter((name) => /^\d+$/.test(name));
  } catch {
    return [];
  }
}

import { spawn } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";

/** What a command took. */
export interface Measured {
  readonly seconds: number;
  /** Largest sum of the resident memory of the process and all below it, in MB; undefined where it cannot be read. */
  readonly peakMegabytes: number | undefined;
  /** Time that processors worked for all of them, in seconds; undefined where it cannot be read. */
  readonly processorSeconds: number | undefined;
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
  let worked = 0;
  const sampling = setInterval(() => {
    const { megabytes, processorSeconds } = treeNow(child.pid as number);
    peak = Math.max(peak, megabytes);
    worked = Math.max(worked, processorSeconds);
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
  return {
    seconds,
    peakMegabytes: peak === 0 ? undefined : peak,
    processorSeconds: worked === 0 ? undefined : worked,
    stdout,
  };
}

/** Ticks of Linux's accounting in a second, on every architecture that Node.js runs on. */
const TICKS = 100;

interface ProcessNow {
  readonly parent: number;
  readonly megabytes: number;
  /** Its own time, and that of its children that have ended. */
  readonly processorSeconds: number;
}

/** A process and all below it (https://man7.org/linux/man-pages/man5/proc_pid_stat.5.html). */
function treeNow(root: number): Omit<ProcessNow, "parent"> {
  const all = new Map<number, ProcessNow>();
  for (const name of processIds()) {
    try {
      const resident = /^VmRSS:\s+(\d+) kB/m.exec(readFileSync(`/proc/${name}/status`, "utf8"))?.[1];
      const fields = readFileSync(`/proc/${name}/stat`, "utf8")
        .replace(/^.*\) /s, "")
        .split(" ")
        .map(Number);
      const [user = 0, system = 0, usersOfEnded = 0, systemOfEnded = 0] = fields.slice(11, 15);
      all.set(Number(name), {
        parent: fields[1] as number,
        megabytes: Number(resident ?? 0) / 1000,
        processorSeconds: (user + system + usersOfEnded + systemOfEnded) / TICKS,
      });
    } catch {
      // It has ended meanwhile.
    }
  }
  const below = (pid: number): readonly ProcessNow[] => {
    const self = all.get(pid);
    const children = [...all].filter(([, { parent }]) => parent === pid);
    return [...(self === undefined ? [] : [self]), ...children.flatMap(([child]) => below(child))];
  };
  const tree = below(root);
  return {
    megabytes: tree.reduce((sum, { megabytes }) => sum + megabytes, 0),
    processorSeconds: tree.reduce((sum, { processorSeconds }) => sum + processorSeconds, 0),
  };
}

function processIds(): readonly string[] {
  try {
    return readdirSync("/proc").filter((name) => /^\d+$/.test(name));
  } catch {
    return [];
  }
}

import { type ChildProcess, execFile, execFileSync, spawn, spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";

/** How a run of a tool ended. */
export interface ToolRun {
  readonly status: number;
  /** Standard output. */
  readonly output: string;
  /** Standard error. */
  readonly errors: string;
}

/** A tool written in Python, in an environment of its own. */
export interface PythonTool {
  /** Runs a program of the tool's environment, such as the tool itself or `python`. */
  run(program: string, ...words: readonly string[]): ToolRun;
  /** The same while this process goes on, for a tool that asks a server in it. */
  runBeside(program: string, ...words: readonly string[]): Promise<ToolRun>;
  /** Starts a program that goes on until somebody ends it, such as a server. */
  start(program: string, ...words: readonly string[]): ChildProcess;
}

/** Written last, so that an installation that was cut short is not taken for a whole one. */
const COMPLETE = ".complete";

/**
 * Installs a tool from PyPI, once per set of versions, and says how to run it.
 *
 * Every version is pinned, those of its dependencies too, and only wheels are taken: building from source would
 * run other people's scripts. Environments are kept in the user's own cache, never in a folder that others may
 * write to.
 *
 * @param name a file in `requirements/`, without `.txt`
 * @throws Error without Python 3.11 or later, or without PyPI on the first run
 */
export function pythonTool(name: string): PythonTool {
  const requirements = join(__dirname, "requirements", `${name}.txt`);
  const versions = readFileSync(requirements);
  const python = execFileSync("python3", ["--version"], { encoding: "utf8" });
  const digest = createHash("sha256").update(versions).update(python).digest("hex").slice(0, 12);
  const cache = process.env.XDG_CACHE_HOME ?? join(homedir(), ".cache");
  const environment = join(cache, "protected-exchange", "conformance", `${name}-${digest}`);
  const interpreter = join(environment, "bin", "python");
  if (!existsSync(join(environment, COMPLETE))) {
    rmSync(environment, { recursive: true, force: true });
    mkdirSync(environment, { recursive: true });
    const quietly = { stdio: ["ignore", "ignore", "inherit"] as ["ignore", "ignore", "inherit"] };
    execFileSync("python3", ["-m", "venv", environment], quietly);
    const install = [
      "-m",
      "pip",
      "install",
      "--quiet",
      "--disable-pip-version-check",
      "--only-binary",
      ":all:",
    ];
    execFileSync(interpreter, [...install, "--requirement", requirements], quietly);
    writeFileSync(join(environment, COMPLETE), versions);
  }
  return {
    run: (program, ...words) => {
      const { status, stdout, stderr, error } = spawnSync(join(environment, "bin", program), words, {
        encoding: "utf8",
        maxBuffer: 64 * 2 ** 20,
      });
      if (error !== undefined) {
        throw error;
      }
      return { status: status ?? 1, output: stdout, errors: stderr };
    },
    start: (program, ...words) => spawn(join(environment, "bin", program), words, { stdio: "ignore" }),
    runBeside: (program, ...words) =>
      new Promise((resolve) => {
        const child = execFile(join(environment, "bin", program), words, (error, output, errors) => {
          const status = child.exitCode ?? (error === null ? 0 : 1);
          resolve({ status, output, errors: errors === "" && status !== 0 ? `${error}` : errors });
        });
      }),
  };
}

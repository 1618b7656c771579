import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import pc from "picocolors";
import { EXIT } from "./exit-status";

/**
 * Runs the command line of CDKTF in a folder, and shows what it prints.
 *
 * Asynchronous, because a sandbox may answer it from this very process.
 *
 * @param folder where `cdktf.json` is; the program is the one installed there or above
 * @returns its exit status
 */
export function runCdktf(folder: string, words: readonly string[], env: NodeJS.ProcessEnv): Promise<number> {
  const program = installed(folder);
  if (program === undefined) {
    console.error(pc.red("cdktf-cli is not installed; run npm ci"));
    return Promise.resolve(EXIT.badInput);
  }
  return new Promise((resolveStatus, reject) => {
    // Without a terminal, cdktf would print each turn of its spinner as a line; CI stops that.
    const quiet = process.stdout.isTTY ? {} : { CI: "true" };
    spawn(program, words, { cwd: folder, env: { ...quiet, ...env }, stdio: "inherit" })
      .on("error", reject)
      .on("exit", (status) => resolveStatus(status ?? EXIT.badInput));
  });
}

function installed(folder: string): string | undefined {
  const program = join(folder, "node_modules", ".bin", "cdktf");
  if (existsSync(program)) {
    return program;
  }
  const parent = dirname(folder);
  return parent === folder ? undefined : installed(parent);
}

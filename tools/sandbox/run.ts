import { spawn } from "node:child_process";
import { constants } from "node:os";
import { startSandbox } from "./sandbox";

const FORWARDED = ["SIGINT", "SIGTERM"] as const;

/** Exit code a shell reports for a program that a signal ended. */
function signalExit(signal: NodeJS.Signals): number {
  return 128 + constants.signals[signal];
}

/**
 * Runs a command against the sandbox in `directory` and stops the providers when it ends, however it ends.
 *
 * @returns the command's exit code; 127 when it cannot be found
 * @throws {SandboxUnavailable} when there is no usable Terraform
 */
export async function runInSandbox(
  directory: string,
  command: readonly [string, ...string[]],
): Promise<number> {
  const sandbox = await startSandbox({ directory });
  const [program, ...args] = command;
  const child = spawn(program, args, { env: sandbox.env, stdio: "inherit" });
  const forward = (signal: NodeJS.Signals) => {
    // A terminal interrupts the whole group: forwarding would make it two, and Terraform drops its work on
    // the second. We only have to outlive the child.
    if (signal === "SIGINT" && process.stdin.isTTY) return;
    child.kill(signal);
  };
  for (const signal of FORWARDED) process.on(signal, forward);
  try {
    return await new Promise<number>((resolve) => {
      child.on("error", (error) => {
        console.error(`cannot run ${program}: ${error.message}`);
        resolve(127);
      });
      child.on("exit", (code, signal) => resolve(signal === null ? (code ?? 1) : signalExit(signal)));
    });
  } finally {
    for (const signal of FORWARDED) process.off(signal, forward);
    await sandbox.stop();
  }
}

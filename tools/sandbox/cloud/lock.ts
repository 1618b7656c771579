import { closeSync, openSync, readFileSync, rmSync, writeSync } from "node:fs";

const WAIT_MS = 5;
const GIVE_UP_MS = 10_000;

function hasCode(error: unknown, code: string): boolean {
  return typeof error === "object" && error !== null && "code" in error && error.code === code;
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return hasCode(error, "EPERM");
  }
}

function removeIfAbandoned(path: string): void {
  try {
    const pid = Number(readFileSync(path, "utf8"));
    // Zero: another process created the file and has not written its id yet.
    if (pid > 0 && !isAlive(pid)) rmSync(path, { force: true });
  } catch (error) {
    if (!hasCode(error, "ENOENT")) throw error;
  }
}

function acquire(path: string): void {
  const deadline = Date.now() + GIVE_UP_MS;
  const signal = new Int32Array(new SharedArrayBuffer(4));
  for (;;) {
    try {
      const file = openSync(path, "wx");
      writeSync(file, String(process.pid));
      closeSync(file);
      return;
    } catch (error) {
      if (!hasCode(error, "EEXIST")) throw error;
      removeIfAbandoned(path);
    }
    if (Date.now() > deadline)
      throw new Error(`the sandbox's lock ${path} is held for too long; delete it if nothing runs`);
    Atomics.wait(signal, 0, 0, WAIT_MS);
  }
}

/**
 * Runs `action` while this process alone holds the lock file. Everything is synchronous: within one
 * process nothing else can run in between, and across processes the file decides.
 *
 * @throws when the lock stays taken by a living process for ten seconds
 */
export function withLock<Result>(path: string, action: () => Result): Result {
  acquire(path);
  try {
    return action();
  } finally {
    rmSync(path, { force: true });
  }
}

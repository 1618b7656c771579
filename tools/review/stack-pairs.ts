import { type ExecFileException, execFile } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { setImmediate } from "node:timers/promises";
import { isDeepStrictEqual } from "node:util";
import { messageOf } from "../../constructs/core/thrown";
import { type ClientFiles, clientFileNames, loadClientFiles } from "../../stacks/client";
import type { Client } from "../../stacks/client-schema";
import { ClientFilesError, type FileProblem } from "../../stacks/file-problem";
import { stackJson } from "../../stacks/synthesize";
import { type ChangedInputs, changedInputs } from "./changed-inputs";
import type { BaseCommit, Repository } from "./repository";
import type { StackPair } from "./stack-review";
import { PROBLEMS_FILE } from "./write-stacks";

/** The folder of this package, seen from the compiled file. */
const PACKAGE = resolve(__dirname, "..", "..", "..");

/** A change of a repository that is under review. */
interface Change {
  readonly repository: Repository;
  readonly base: BaseCommit;
  /** Folder of the client files. */
  readonly clientsDirectory: string;
  /** Interrupts the review. */
  readonly signal: AbortSignal;
}

/** What a change touches, and the stacks that may differ. */
interface Synthesized {
  readonly inputs: ChangedInputs;
  /** Names of the clients, at the base or the head, that no changed input concerns. */
  readonly untouched: number;
}

/**
 * Synthesizes base and head of a change and hands over the stacks that may differ, by client.
 *
 * Where only client files changed, both are synthesized here and now, and only the clients whose files changed.
 * Where code changed, each side is built and synthesized by its own code, and all clients are.
 *
 * @throws ClientFilesError with the problems of the head's client files
 * @throws Error when the head's code cannot be built
 */
export async function synthesizeChange(
  change: Change,
  onPair: (pair: StackPair) => void,
): Promise<Synthesized> {
  const { repository, base, clientsDirectory, signal } = change;
  const clients = repository.pathOf(clientsDirectory);
  if (clients === undefined) {
    throw new Error(`${JSON.stringify(clientsDirectory)} is not inside ${repository.root}`);
  }
  const inputs = changedInputs(await repository.changedSince(base), {
    clients,
    code: codeFolder(repository),
  });
  const all = clientFileNames(clientsDirectory);
  if (inputs.code.length > 0) {
    await repository.withCheckout(base, signal, (checkout) => byOwnCode(change, checkout, clients, onPair));
    return { inputs, untouched: 0 };
  }
  const names = inputs.fleet ? all : inputs.clients;
  const head = loadClientFiles(clientsDirectory, names);
  if (inputs.fleet || inputs.clients.length > 0) {
    await repository.withCheckout(base, signal, (checkout) =>
      byPresentCode(change, head, join(checkout, clients), inputs, onPair),
    );
  }
  return { inputs, untouched: all.filter((name) => !names.includes(name)).length };
}

/** Where this package is in a repository; undefined where it is only installed there, or elsewhere. */
export function codeFolder(repository: Repository): string | undefined {
  const folder = repository.pathOf(PACKAGE);
  return folder?.split("/").includes("node_modules") === true ? undefined : folder;
}

async function byPresentCode(
  { base, signal }: Change,
  head: ClientFiles,
  baseFolder: string,
  inputs: ChangedInputs,
  onPair: (pair: StackPair) => void,
): Promise<void> {
  const old = loadBase(baseFolder, inputs.fleet ? undefined : inputs.clients, base);
  const scratch = mkdtempSync(join(tmpdir(), "protected-exchange-synthesis-"));
  try {
    const ids = [
      ...new Set([...old.clients.keys(), ...old.problems.keys(), ...head.clients.map(({ id }) => id)]),
    ].sort();
    for (const id of ids) {
      // A signal is only heard between two clients.
      await setImmediate();
      signal.throwIfAborted();
      const before = old.clients.get(id);
      const client = head.clients.find((candidate) => candidate.id === id);
      const problem = old.problems.get(id);
      if (isDeepStrictEqual([before?.client, before?.fleet], [client, head.fleet])) {
        // The same input gives the same JSON, so neither is needed: a fleet file with another comment takes no time.
        onPair({ name: id, base: {}, head: {} });
        continue;
      }
      onPair({
        name: id,
        base: before && stackJson(before.client, before.fleet, scratch),
        head: client && stackJson(client, head.fleet, scratch),
        ...(problem === undefined ? {} : { baseProblem: problem }),
      });
    }
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

interface BaseClients {
  readonly clients: ReadonlyMap<string, { readonly client: Client; readonly fleet: ClientFiles["fleet"] }>;
  /** Of clients whose files cannot be used: why, by id. */
  readonly problems: ReadonlyMap<string, string>;
}

/** The clients of the base. A file with a problem does not hide the others: the change may be what mends it. */
function loadBase(folder: string, only: readonly string[] | undefined, base: BaseCommit): BaseClients {
  const present = existsSync(folder) ? clientFileNames(folder) : [];
  const names = present.filter((name) => only === undefined || only.includes(name));
  const clients = new Map<string, { readonly client: Client; readonly fleet: ClientFiles["fleet"] }>();
  const problems = new Map<string, string>();
  const load = (some: readonly string[]): void => {
    const { clients: loaded, fleet } = loadClientFiles(folder, some);
    for (const client of loaded) {
      clients.set(client.id, { client, fleet });
    }
  };
  try {
    load(names);
  } catch {
    for (const name of names) {
      try {
        load([name]);
      } catch (error) {
        problems.set(name.replace(/\.ya?ml$/, ""), problemText(error, base));
      }
    }
  }
  return { clients, problems };
}

/** Problems of the base: their files lie in a folder that is gone when somebody reads this. */
function problemText(error: unknown, { ref }: BaseCommit): string {
  return error instanceof ClientFilesError
    ? error.problems.map((problem) => baseProblem(problem, ref)).join("; ")
    : messageOf(error);
}

function baseProblem({ file, line, column, code, message }: FileProblem, ref: string): string {
  return `${file.replace(/^.*[\\/]/, "")} at ${ref}, ${line}:${column}: ${code}: ${message}`;
}

async function byOwnCode(
  { repository, base, clientsDirectory, signal }: Change,
  checkout: string,
  clients: string,
  onPair: (pair: StackPair) => void,
): Promise<void> {
  const code = codeFolder(repository) ?? "";
  const scratch = mkdtempSync(join(tmpdir(), "protected-exchange-synthesis-"));
  try {
    // Both are waited for: what still runs would write into folders that are about to be removed.
    const [oldStacks, newStacks] = await Promise.allSettled([
      buildAndSynthesize(join(checkout, code), join(checkout, clients), join(scratch, "base"), signal),
      buildAndSynthesize(PACKAGE, clientsDirectory, join(scratch, "head"), signal),
    ]);
    signal.throwIfAborted();
    if (newStacks.status === "rejected") {
      throw newStacks.reason;
    }
    const before = oldStacks.status === "fulfilled" ? stacksIn(oldStacks.value) : new Map<string, string>();
    const after = stacksIn(newStacks.value);
    const problem =
      oldStacks.status === "rejected" ? { baseProblem: problemText(oldStacks.reason, base) } : {};
    for (const name of [...new Set([...before.keys(), ...after.keys()])].sort()) {
      await setImmediate();
      signal.throwIfAborted();
      onPair({ name, base: jsonOf(before.get(name)), head: jsonOf(after.get(name)), ...problem });
    }
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

/**
 * Builds a package with its own compiler and dependencies, and synthesizes its fleet.
 *
 * @returns the folder that holds the stacks
 */
async function buildAndSynthesize(
  folder: string,
  clientsDirectory: string,
  output: string,
  signal: AbortSignal,
): Promise<string> {
  if (!existsSync(join(folder, "node_modules"))) {
    await dependencies(folder, signal);
  }
  await run(join(folder, "node_modules", ".bin", "tsc"), ["-p", folder], folder, signal);
  // Code from before the watch bundles nothing.
  const bundler = join(folder, "dist", "tools", "bundle.js");
  if (existsSync(bundler)) {
    await run(process.execPath, [bundler], folder, signal);
  }
  mkdirSync(output, { recursive: true });
  const program = join(__dirname, "write-stacks.js");
  try {
    await run(process.execPath, [program, folder, resolve(clientsDirectory), output], process.cwd(), signal);
  } catch (error) {
    const file = join(output, PROBLEMS_FILE);
    throw existsSync(file)
      ? new ClientFilesError(JSON.parse(readFileSync(file, "utf8")) as readonly FileProblem[])
      : error;
  }
  return output;
}

/** The present dependencies where the lock file is the same, else those of its own lock file, without their scripts. */
async function dependencies(folder: string, signal: AbortSignal): Promise<void> {
  if (sameDependencies(folder)) {
    symlinkSync(join(PACKAGE, "node_modules"), join(folder, "node_modules"), "dir");
    return;
  }
  await run("npm", ["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"], folder, signal);
}

/** Does a package of another time have the dependencies that are installed now? */
function sameDependencies(folder: string): boolean {
  const lock = (where: string): string => readFileSync(join(where, "package-lock.json"), "utf8");
  return lock(folder) === lock(PACKAGE);
}

function stacksIn(folder: string): ReadonlyMap<string, string> {
  return new Map(
    readdirSync(folder)
      .filter((file) => file.endsWith(".tf.json"))
      .map((file) => [file.replace(/\.tf\.json$/, ""), join(folder, file)]),
  );
}

function jsonOf(file: string | undefined): unknown {
  return file === undefined ? undefined : (JSON.parse(readFileSync(file, "utf8")) as unknown);
}

function run(program: string, words: readonly string[], cwd: string, signal: AbortSignal): Promise<void> {
  return new Promise((resolved, reject) => {
    execFile(
      program,
      [...words],
      { cwd, signal, maxBuffer: 64 * 2 ** 20 },
      (error: ExecFileException | null, stdout, stderr) => {
        if (error === null) {
          resolved();
        } else {
          const said = `${stderr}${stdout}`.trim().split("\n").slice(0, 20).join("\n");
          reject(
            signal.aborted ? error : new Error(`${program} ${words[0]} failed: ${said || error.message}`),
          );
        }
      },
    );
  });
}

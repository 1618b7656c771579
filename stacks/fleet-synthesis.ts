import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync } from "node:fs";
import { join, relative } from "node:path";
import { AnnotationMetadataEntryType, App, Manifest, type StackAnnotation } from "cdktf";
import { clientFileNames, FLEET_FILE, loadClientFiles } from "./client";
import { type ClientOutcome, type SynthesizedClient, stackFile, synthesizeInto } from "./client-synthesis";
import { ClientFilesError } from "./file-problem";
import { fleetApp } from "./fleet-app";
import { processesFor, SynthesisPool } from "./synthesis-pool";
import { clientDigest, digestOf, readRecord, sharedDigest, writeRecord } from "./synthesis-record";

/** What is synthesized, and where to. */
export interface FleetSynthesisProps {
  /** Folder of the client files. */
  readonly clientsDirectory: string;
  /**
   * Folder for the synthesized stacks.
   *
   * @default - what CDKTF uses: CDKTF_OUTDIR, else `cdktf.out` in the working directory
   */
  readonly outputDirectory?: string;
  /**
   * Ids of the clients that are synthesized; the stacks of the others stay as they are.
   *
   * @default - what CDKTF_TARGET_STACK_ID names, separated by commas; else all clients
   */
  readonly clients?: readonly string[];
  /**
   * Synthesize what has not changed as well.
   *
   * @default false
   */
  readonly anew?: boolean;
  /**
   * Processes that synthesize; 1 is this one.
   *
   * @default - one per processor, as far as there is work for it
   */
  readonly processes?: number;
}

/** What a synthesis did. */
interface FleetSynthesis {
  /** Ids of the clients that were synthesized, sorted. */
  readonly synthesized: readonly string[];
  /** Ids of those whose stack was up to date, sorted. */
  readonly unchanged: readonly string[];
}

/** Thrown when clients cannot be synthesized; nothing has been written when it is. */
export class FleetSynthesisError extends Error {
  /** @param failures what is wrong, by client */
  constructor(readonly failures: ReadonlyMap<string, string>) {
    super([...failures].map(([id, failure]) => `${id}: ${failure}`).join("\n"));
    this.name = "FleetSynthesisError";
  }
}

/**
 * Synthesizes the fleet, one stack per client, as CDKTF would write it: each client in an app of its own, in several
 * processes, and those alone that changed since the last time.
 *
 * @throws ClientFilesError with every problem of every client file that is read
 * @throws FleetSynthesisError with every client that cannot be synthesized
 */
export async function synthesizeFleet(props: FleetSynthesisProps): Promise<FleetSynthesis> {
  const { clientsDirectory } = props;
  const outputDirectory = props.outputDirectory ?? process.env.CDKTF_OUTDIR ?? "cdktf.out";
  const all = new Map(clientFileNames(clientsDirectory).map((name) => [name.replace(/\.ya?ml$/, ""), name]));
  const wanted = [...new Set(props.clients ?? targetsOfEnvironment() ?? all.keys())];
  refuseUnknown(wanted, all, clientsDirectory);
  if (process.env.SYNTH_HCL_OUTPUT === "true") {
    // For reading: CDKTF writes it, and nothing is taken from the last time.
    fleetApp({ ...props, clients: wanted }).synth();
    return { synthesized: [...wanted].sort(), unchanged: [] };
  }

  const inputs = inputDigests(clientsDirectory, wanted, all);
  const record = new Map(readRecord(outputDirectory));
  const unchanged = new Set(
    wanted.filter((id) => {
      const known = props.anew === true ? undefined : record.get(id);
      return (
        known !== undefined &&
        // The command line of CDKTF lets errors pass, and stops by itself; without it, they must be met again.
        !known.annotations.some(({ level }) => level === AnnotationMetadataEntryType.ERROR) &&
        known.inputs === inputs.get(id) &&
        known.output === digestOf(stackFile(outputDirectory, id))
      );
    }),
  );
  const changed = wanted.filter((id) => !unchanged.has(id));
  mkdirSync(join(outputDirectory, Manifest.stacksFolder), { recursive: true });
  const staging = mkdtempSync(join(outputDirectory, ".synthesis-"));
  const processes = props.processes ?? processesFor(changed.length);
  const pool = processes > 1 ? new SynthesisPool(staging, processes) : undefined;
  try {
    // Where all are read, nothing has to be looked for in the files of others.
    const { clients, fleet } = loadClientFiles(
      clientsDirectory,
      changed.length === all.size ? undefined : changed.map((id) => all.get(id) as string),
    );
    const outcomes =
      pool === undefined
        ? clients.map((client) => synthesizeInto(staging, client, fleet))
        : await pool.synthesize(clients, fleet);
    for (const { id, output, annotations } of finished(outcomes)) {
      publish(staging, outputDirectory, id);
      record.set(id, { inputs: inputs.get(id) ?? "", output, annotations });
    }
  } finally {
    pool?.stop();
    rmSync(staging, { recursive: true, force: true });
  }
  for (const id of record.keys()) {
    if (!all.has(id)) {
      record.delete(id);
    }
  }
  // What is not in the manifest, the command line of CDKTF deletes, with Terraform's lock file and its own folder.
  const there = [...all.keys()].filter((id) => existsSync(stackFile(outputDirectory, id)));
  const judged = new Set(wanted);
  writeManifest(
    outputDirectory,
    there.map((id) => [id, judged.has(id) ? (record.get(id)?.annotations ?? []) : []]),
  );
  writeRecord(outputDirectory, record);
  return { synthesized: [...changed].sort(), unchanged: [...unchanged].sort() };
}

/** The clients that the environment names; undefined where it names none. */
function targetsOfEnvironment(): readonly string[] | undefined {
  const targets = process.env.CDKTF_TARGET_STACK_ID?.split(",").filter((id) => id !== "");
  return targets === undefined || targets.length === 0 ? undefined : targets;
}

function refuseUnknown(
  wanted: readonly string[],
  known: ReadonlyMap<string, string>,
  clientsDirectory: string,
): void {
  const problems = wanted
    .filter((id) => !known.has(id))
    .map((id) => ({
      code: "ClientUnknown" as const,
      file: relative(process.cwd(), join(clientsDirectory, `${id}.yaml`)),
      line: 1,
      column: 1,
      message: `there is no client ${JSON.stringify(id)}; there are ${[...known.keys()].slice(0, 20).join(", ")}${known.size > 20 ? ", …" : ""}`,
    }));
  if (problems.length > 0) {
    throw new ClientFilesError(problems);
  }
}

/** Digest of what each client's stack depends on; without those of which that cannot be known. */
function inputDigests(
  clientsDirectory: string,
  ids: readonly string[],
  names: ReadonlyMap<string, string>,
): ReadonlyMap<string, string> {
  const shared = sharedDigest({
    fleetFile: join(clientsDirectory, FLEET_FILE),
    today: new Date().toISOString().slice(0, 10),
  });
  return new Map(
    ids.flatMap((id) => {
      const digest =
        shared === undefined ? undefined : clientDigest(shared, join(clientsDirectory, `${names.get(id)}`));
      return digest === undefined ? [] : [[id, digest] as const];
    }),
  );
}

/** All clients, sorted; one that failed fails them all. */
function finished(outcomes: readonly ClientOutcome[]): readonly SynthesizedClient[] {
  const sorted = [...outcomes].sort((a, b) => (a.id < b.id ? -1 : 1));
  const failures = sorted.flatMap((outcome) =>
    "failure" in outcome ? [[outcome.id, outcome.failure] as const] : [],
  );
  if (failures.length > 0) {
    throw new FleetSynthesisError(new Map(failures));
  }
  return sorted.flatMap((outcome) => ("failure" in outcome ? [] : [outcome]));
}

function publish(staging: string, outputDirectory: string, id: string): void {
  const file = stackFile(outputDirectory, id);
  mkdirSync(join(file, ".."), { recursive: true });
  renameSync(stackFile(staging, id), file);
}

function writeManifest(
  outputDirectory: string,
  stacks: readonly (readonly [id: string, annotations: readonly StackAnnotation[]])[],
): void {
  const { manifest } = new App({ outdir: outputDirectory, stackTraces: false });
  for (const [id, annotations] of stacks) {
    const folder = join(Manifest.stacksFolder, id);
    manifest.stacks[id] = {
      name: id,
      constructPath: id,
      workingDirectory: folder,
      synthesizedStackPath: join(folder, manifest.stackFileName),
      stackMetadataPath: join(folder, Manifest.stackMetadataPath),
      annotations: [...annotations],
      dependencies: [],
    };
  }
  manifest.writeToFile();
}

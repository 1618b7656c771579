import { createHash, type Hash } from "node:crypto";
import { readdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { StackAnnotation } from "cdktf";

/** What is known of the last synthesis of a client. */
interface RecordedClient {
  /** Digest of everything the synthesis depended on. */
  readonly inputs: string;
  /** Digest of the `cdk.tf.json` that it wrote. */
  readonly output: string;
  /** Warnings, as the manifest states them. */
  readonly annotations: readonly StackAnnotation[];
}

/** The last synthesis of each client, by id. */
type SynthesisRecord = ReadonlyMap<string, RecordedClient>;

/** Beside CDKTF's manifest; nobody else reads it, and without it everything is synthesized. */
const RECORD_FILE = "protected-exchange.json";

/** Reads what the last synthesis left in its output folder; nothing where there was none, or an older version. */
export function readRecord(outputDirectory: string): SynthesisRecord {
  try {
    const text = readFileSync(join(outputDirectory, RECORD_FILE), "utf8");
    return new Map(Object.entries(JSON.parse(text) as Record<string, RecordedClient>));
  } catch {
    return new Map();
  }
}

/** Writes what a synthesis came to, whole or not at all. */
export function writeRecord(outputDirectory: string, record: SynthesisRecord): void {
  const file = join(outputDirectory, RECORD_FILE);
  const sorted = Object.fromEntries([...record].sort(([a], [b]) => (a < b ? -1 : 1)));
  writeFileSync(`${file}.new`, `${JSON.stringify(sorted)}\n`);
  renameSync(`${file}.new`, file);
}

/** Digest of a file's content; undefined where it cannot be read. */
export function digestOf(file: string): string | undefined {
  try {
    return createHash("sha256").update(readFileSync(file)).digest("hex");
  } catch {
    return undefined;
  }
}

/** What the stacks of all clients depend on. */
interface SharedInputs {
  /** The fleet file. */
  readonly fleetFile: string;
  /** Day on which rules are judged, `YYYY-MM-DD`. */
  readonly today: string;
}

/**
 * Digest of what all stacks depend on: the fleet file, the compiled code of this package, the packages that are
 * installed, Node.js, the context of CDKTF, and the day, because an acknowledgement that has run out
 * breaks a synthesis that passed yesterday.
 *
 * @returns undefined when no lock file says what is installed; then nothing may be taken as unchanged
 */
export function sharedDigest({ fleetFile, today }: SharedInputs): string | undefined {
  const locks = LOCK_FILES.flatMap((name) => above(__dirname, name) ?? []);
  if (locks.length === 0) {
    return undefined;
  }
  const hash = createHash("sha256");
  const { CDKTF_CONTEXT_JSON = "{}" } = process.env;
  // The command line of CDKTF adds this key of its own; no stack reads it.
  const { cdktfRelativeModules: _, ...context } = JSON.parse(CDKTF_CONTEXT_JSON) as Record<string, unknown>;
  hash.update(JSON.stringify([today, process.version, context]));
  for (const file of [fleetFile, ...locks]) {
    hash.update(`\n${digestOf(file)}`);
  }
  for (const room of ROOMS) {
    hashCode(join(__dirname, "..", room), hash);
  }
  return hash.digest("hex");
}

/** Digest of everything that a client's stack depends on. */
export function clientDigest(shared: string, clientFile: string): string | undefined {
  const own = digestOf(clientFile);
  return own && createHash("sha256").update(`${shared}\n${own}`).digest("hex");
}

/** Where the code is that makes and judges a stack. */
const ROOMS = ["constructs", "posture", "providers", "stacks"];

/** What says which versions are installed: npm's own note of it, then what each package manager keeps in git. */
const LOCK_FILES = ["node_modules/.package-lock.json", "package-lock.json", "pnpm-lock.yaml", "yarn.lock"];

/** The nearest file of a name in a folder or above it. */
function above(folder: string, name: string): string | undefined {
  const file = join(folder, name);
  if (digestOf(file) !== undefined) {
    return file;
  }
  const parent = dirname(folder);
  return parent === folder ? undefined : above(parent, name);
}

function hashCode(folder: string, hash: Hash): void {
  const entries = readdirSync(folder, { withFileTypes: true });
  for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) {
      hashCode(path, hash);
    } else if (!entry.name.endsWith(".d.ts")) {
      hash.update(`\n${entry.name} `).update(readFileSync(path));
    }
  }
}

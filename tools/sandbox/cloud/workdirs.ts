import { existsSync, readdirSync, readFileSync, realpathSync, statSync } from "node:fs";
import { basename, dirname, join, resolve } from "node:path";

/** A resource block as a working directory's JSON declares it. */
export interface DeclaredResource {
  readonly stack: string;
  /** `aws_vpc.network`; instances of a counted resource share it. */
  readonly address: string;
  readonly type: string;
  readonly arguments: { readonly [name: string]: unknown };
  /** Literal region of the provider alias the block names, when it names one. */
  readonly region: string | undefined;
  /** The block has `count` or `for_each`, so it may stand for several objects. */
  readonly repeated: boolean;
}

/** What one working directory holds. */
export interface WorkingDirectory {
  readonly path: string;
  readonly stack: string;
  readonly resources: readonly DeclaredResource[];
  readonly resourceTypes: ReadonlySet<string>;
  readonly dataTypes: ReadonlySet<string>;
  readonly ephemeralTypes: ReadonlySet<string>;
}

type Json = { readonly [key: string]: unknown };

function isJson(value: unknown): value is Json {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function objects(value: unknown): readonly Json[] {
  return (Array.isArray(value) ? value : [value]).filter(isJson);
}

/** Regions by provider reference: `aws` for the default configuration, `aws.<alias>` for others. */
function providerRegions(documents: readonly Json[]): ReadonlyMap<string, string> {
  const regions = new Map<string, string>();
  for (const document of documents) {
    for (const providers of objects(document.provider)) {
      for (const [name, configurations] of Object.entries(providers)) {
        for (const { alias, region } of objects(configurations)) {
          if (typeof region !== "string" || region.includes("${")) continue;
          regions.set(typeof alias === "string" ? `${name}.${alias}` : name, region);
        }
      }
    }
  }
  return regions;
}

function declaredResources(stack: string, documents: readonly Json[]): readonly DeclaredResource[] {
  const regions = providerRegions(documents);
  const resources: DeclaredResource[] = [];
  for (const document of documents) {
    for (const byType of objects(document.resource)) {
      for (const [type, names] of Object.entries(byType)) {
        for (const byName of objects(names)) {
          for (const [name, blocks] of Object.entries(byName)) {
            for (const block of objects(blocks)) {
              const provider = typeof block.provider === "string" ? block.provider : "";
              resources.push({
                stack,
                address: `${type}.${name}`,
                type,
                arguments: block,
                region: regions.get(provider.replace(/^\$\{(.*)\}$/, "$1")),
                repeated: "count" in block || "for_each" in block,
              });
            }
          }
        }
      }
    }
  }
  return resources.sort((left, right) => (left.address < right.address ? -1 : 1));
}

function typeNames(
  documents: readonly Json[],
  native: readonly string[],
  kind: "resource" | "data" | "ephemeral",
): Set<string> {
  const types = new Set<string>();
  for (const document of documents) {
    for (const byType of objects(document[kind])) for (const type of Object.keys(byType)) types.add(type);
  }
  const heading = new RegExp(`^\\s*${kind}\\s+"(\\w+)"`, "gm");
  for (const text of native) {
    for (const match of text.matchAll(heading)) types.add(match[1] ?? "");
  }
  return types;
}

function readWorkingDirectory(path: string, stack: string, files: readonly string[]): WorkingDirectory {
  const texts = (suffix: string) =>
    files.filter((file) => file.endsWith(suffix)).map((file) => readFileSync(join(path, file), "utf8"));
  const documents = texts(".tf.json")
    .map((text): unknown => JSON.parse(text))
    .filter(isJson);
  const native = texts(".tf");
  return {
    path,
    stack,
    resources: declaredResources(stack, documents),
    resourceTypes: typeNames(documents, native, "resource"),
    dataTypes: typeNames(documents, native, "data"),
    ephemeralTypes: typeNames(documents, native, "ephemeral"),
  };
}

function orNone(read: () => readonly string[]): readonly string[] {
  try {
    return read();
  } catch {
    return [];
  }
}

/** File in the sandbox directory where the `terraform` shim notes, one a line, where it was run. */
export const WORKDIRS_FILE = "workdirs";

/** The working directories Terraform was run in under this sandbox, read again when a file changed. */
export class WorkingDirectories {
  private readonly known = new Map<string, { readonly stamp: string; readonly content: WorkingDirectory }>();

  private readonly sandbox: string;

  /** @param sandbox the sandbox's own folder; the shim notes real paths, so it is made one */
  constructor(sandbox: string) {
    this.sandbox = existsSync(sandbox) ? realpathSync(sandbox) : resolve(sandbox);
  }

  /** Sorted by path. Directories that are gone or hold no configuration are left out. */
  all(): readonly WorkingDirectory[] {
    const paths = this.paths();
    const names = paths.map((path) => basename(path));
    return paths.flatMap((path) => {
      const name = basename(path);
      const stack =
        names.indexOf(name) === names.lastIndexOf(name) ? name : join(basename(dirname(path)), name);
      return this.load(path, stack) ?? [];
    });
  }

  /** Where Terraform was run, and the stacks cdktf has synthesized, run or not. */
  private paths(): readonly string[] {
    const stacks = join(this.sandbox, "cdktf.out", "stacks");
    const synthesized = orNone(() => readdirSync(stacks)).map((name) => join(stacks, name));
    const noted = orNone(() => readFileSync(join(this.sandbox, WORKDIRS_FILE), "utf8").split("\n"));
    return [...new Set([...synthesized, ...noted.filter((line) => line !== "")])].sort();
  }

  private load(path: string, stack: string): WorkingDirectory | undefined {
    try {
      const files = readdirSync(path).filter((file) => file.endsWith(".tf.json") || file.endsWith(".tf"));
      if (files.length === 0) return undefined;
      const stamps = files.map((file) => {
        const stats = statSync(join(path, file));
        return `${file}:${stats.ino}:${stats.mtimeMs}:${stats.size}`;
      });
      const stamp = [stack, ...stamps].join("|");
      const cached = this.known.get(path);
      if (cached?.stamp === stamp) return cached.content;
      const content = readWorkingDirectory(path, stack, files);
      this.known.set(path, { stamp, content });
      return content;
    } catch {
      // Half-written or removed while we looked: Terraform itself will say what is wrong with it.
      return undefined;
    }
  }
}

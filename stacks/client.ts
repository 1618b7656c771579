import { readdirSync } from "node:fs";
import { join, relative } from "node:path";
import type { z } from "zod";
import { accountQuotaProblems, doubleQuotas } from "./account-quotas";
import { keyInStateProblems } from "./certificate-rules";
import { claimants } from "./claimants";
import { type CheckedSections, clientProblems } from "./client-rules";
import { type Client, clientSchema } from "./client-schema";
import { deployProblems } from "./deploy-rules";
import { ClientFilesError, type FileProblem } from "./file-problem";
import { type Fleet, fleetSchema } from "./fleet-schema";
import { schemaProblems } from "./schema-problems";
import { YamlSource } from "./yaml-source";

/** The clients of a folder, by id, and what they share. */
export interface ClientFiles {
  /** Sorted by id. */
  readonly clients: readonly Client[];
  readonly fleet: Fleet;
}

/** What all clients share, in the folder of the client files. */
export const FLEET_FILE = "fleet.yaml";

/**
 * Reads and checks the client files of a folder.
 *
 * @param directory the folder; it holds `fleet.yaml` and one `<id>.yaml` per client
 * @param only names of the client files that are read, such as `clinic.yaml`; of the others, those are read that
 *   seem to claim the same id, domain or AWS account, and nothing else is said about them. Without it, all are read.
 * @throws ClientFilesError with every problem of every file
 */
export function loadClientFiles(directory: string, only?: readonly string[]): ClientFiles {
  const names = clientFileNames(directory);
  const chosen = only === undefined ? names : names.filter((name) => only.includes(name));
  const problems: FileProblem[] = [];
  const fleetFile = readFile(join(directory, FLEET_FILE), fleetSchema, problems);
  const fleet = fleetFile?.content;
  const files = chosen.flatMap((name) => {
    const file = readFile(join(directory, name), clientSchema, problems);
    if (file === undefined) {
      return [];
    }
    problems.push(...clientProblems(file.source, file.sections));
    return [file];
  });
  if (names.length === 0 && problems.length === 0) {
    problems.push(emptyFolder(directory));
  }
  const others = claimants(
    names.filter((name) => !chosen.includes(name)).map((name) => join(directory, name)),
    files.map(({ sections }) => sections),
  ).flatMap((path) => readFile(path, clientSchema, []) ?? []);
  const together = [...others, ...files];
  problems.push(...duplicates(together));
  const awsQuotas = fleetFile?.sections.awsQuotas;
  if (fleetFile !== undefined && awsQuotas !== undefined) {
    problems.push(...doubleQuotas(fleetFile.source, awsQuotas), ...accountQuotaProblems(together, awsQuotas));
  }
  if (fleetFile !== undefined) {
    problems.push(...deployProblems(fleetFile.source, fleetFile.sections));
  }
  const backend = fleetFile?.sections.backend;
  if (backend !== undefined) {
    problems.push(...files.flatMap(({ source, sections }) => keyInStateProblems(source, sections, backend)));
  }
  if (problems.length > 0 || fleet === undefined) {
    throw new ClientFilesError(problems);
  }
  return { clients: files.flatMap(({ content }) => (content === undefined ? [] : [content])), fleet };
}

/**
 * Names of the client files of a folder, sorted.
 *
 * @throws ClientFilesError when the folder cannot be read
 */
export function clientFileNames(directory: string): readonly string[] {
  return fileNames(directory).filter((name) => name !== FLEET_FILE);
}

interface ReadFile<T> {
  readonly source: YamlSource;
  /** Everything, when all of it is right. */
  readonly content: T | undefined;
  /** The top-level sections that are right in themselves. */
  readonly sections: { readonly [Section in keyof T]?: T[Section] | undefined };
}

function readFile<Shape extends z.ZodRawShape>(
  path: string,
  schema: z.ZodObject<Shape>,
  problems: FileProblem[],
): ReadFile<z.output<z.ZodObject<Shape>>> | undefined {
  const source = YamlSource.read(path);
  if (!(source instanceof YamlSource)) {
    problems.push(source);
    return undefined;
  }
  if (source.syntaxProblems.length > 0) {
    problems.push(...source.syntaxProblems);
    return undefined;
  }
  const plain = source.content;
  const result = schema.safeParse(plain);
  if (result.success) {
    return { source, content: result.data, sections: result.data };
  }
  problems.push(...schemaProblems(source, schema, plain, result.error.issues));
  return {
    source,
    content: undefined,
    sections: soundSections(schema, plain) as ReadFile<z.output<z.ZodObject<Shape>>>["sections"],
  };
}

/** A mistake in one section must not hide those between others, so each section is read by itself. */
function soundSections(schema: z.ZodObject, plain: unknown): Record<string, unknown> {
  if (typeof plain !== "object" || plain === null) {
    return {};
  }
  const values = plain as Record<string, unknown>;
  return Object.fromEntries(
    Object.entries(schema.shape).flatMap(([key, section]) => {
      const result = (section as z.ZodType).safeParse(values[key]);
      return result.success ? [[key, result.data]] : [];
    }),
  );
}

function fileNames(directory: string): readonly string[] {
  try {
    return readdirSync(directory)
      .filter((name) => /\.ya?ml$/.test(name))
      .sort();
  } catch {
    throw new ClientFilesError([emptyFolder(directory)]);
  }
}

function emptyFolder(directory: string): FileProblem {
  return {
    code: "ClientsFolderEmpty",
    file: relative(process.cwd(), directory) || ".",
    line: 1,
    column: 1,
    message: "there is no client file here; write <id>.yaml, one per client",
  };
}

/** What belongs to one client only, claimed by two. */
function duplicates(
  files: readonly { readonly source: YamlSource; readonly sections: CheckedSections }[],
): readonly FileProblem[] {
  const problems: FileProblem[] = [];
  const ids = new Map<string, string>();
  const domains = new Map<string, string>();
  for (const { source, sections } of files) {
    const { id } = sections;
    if (id !== undefined) {
      const other = ids.get(id);
      if (other !== undefined) {
        problems.push(
          source.problemAt(
            ["id"],
            "DuplicateClientId",
            `the id ${JSON.stringify(id)} is already that of ${other}`,
          ),
        );
      }
      ids.set(id, other ?? source.file);
    }
    for (const [index, { name }] of (sections.domains ?? []).entries()) {
      const other = domains.get(name);
      if (other !== undefined && other !== source.file) {
        problems.push(
          source.problemAt(
            ["domains", index, "name"],
            "DuplicateDomain",
            `${JSON.stringify(name)} already belongs to ${other}`,
          ),
        );
      }
      domains.set(name, other ?? source.file);
    }
  }
  return problems;
}

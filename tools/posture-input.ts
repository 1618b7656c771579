import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { messageOf } from "../constructs/core/thrown";

/** A stack to be judged. */
export interface PostureInput {
  /** For people: the client or the folder. */
  readonly name: string;
  readonly json: unknown;
  /** Where it was read; undefined for a client, which is synthesized. */
  readonly file?: string;
}

/**
 * The stacks that an argument of `posture` means.
 *
 * @param argument a client's id, a Terraform JSON file, or a folder that holds some
 * @param clientsDirectory where the client files are
 * @throws Error when there is no such thing
 */
export async function postureInputs(
  argument: string,
  clientsDirectory: string,
): Promise<readonly PostureInput[]> {
  if (!existsSync(argument)) {
    // A file needs no constructs, and they take longer to load than a file to judge.
    const { synthesizeClient } = await import("../stacks/synthesize.js");
    const json = synthesizeClient(clientsDirectory, argument);
    if (json === undefined) {
      throw new Error(`${JSON.stringify(argument)} is neither a client, nor a file, nor a folder`);
    }
    return [{ name: argument, json }];
  }
  const files = statSync(argument).isDirectory() ? terraformFiles(argument) : [argument];
  if (files.length === 0) {
    throw new Error(`${JSON.stringify(argument)} holds no Terraform JSON file (*.tf.json)`);
  }
  return files.map((file) => ({ name: basename(dirname(file)) || file, json: readJson(file), file }));
}

function terraformFiles(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".tf.json") && !file.includes(".terraform"))
    .sort()
    .map((file) => join(folder, file));
}

function readJson(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, "utf8")) as unknown;
  } catch (error) {
    throw new Error(`${file} is not JSON: ${messageOf(error)}`);
  }
}

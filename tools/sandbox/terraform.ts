import { execFile } from "node:child_process";
import { accessSync, constants } from "node:fs";
import { delimiter, join } from "node:path";
import { promisify } from "node:util";

const OLDEST_MINOR = 10;

/** The sandbox cannot run, for a reason its user can mend. The message is one line, made to be printed. */
class SandboxUnavailable extends Error {}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/**
 * Finds Terraform in PATH, looking past the sandbox's own shim.
 *
 * @param shimFolder folder of the shim, which may be in PATH when sandboxes are nested
 * @throws {SandboxUnavailable} when there is none
 */
export function findTerraform(shimFolder: string): string {
  const name = process.env.TERRAFORM_BINARY_NAME ?? "terraform";
  if (name.includes("/") && (shimFolder === "" || !name.startsWith(shimFolder)) && isExecutable(name))
    return name;
  const program = name.includes("/") ? "terraform" : name;
  const folders = (process.env.PATH ?? "")
    .split(delimiter)
    .filter((each) => each !== "" && each !== shimFolder);
  const found = folders.map((folder) => join(folder, program)).find(isExecutable);
  if (found === undefined) {
    throw new SandboxUnavailable(
      `${program} is not in PATH: install Terraform 1.${OLDEST_MINOR} or later from https://developer.hashicorp.com/terraform/install`,
    );
  }
  return found;
}

/** One line that says what is missing before a sandbox can run; undefined when Terraform is there. */
export function missingTerraform(): string | undefined {
  try {
    findTerraform("");
    return undefined;
  } catch (error) {
    if (error instanceof SandboxUnavailable) return error.message;
    throw error;
  }
}

/**
 * Refuses a Terraform that is too old for state locking in S3 and write-only arguments, which clients use.
 *
 * @throws {SandboxUnavailable} when it is older than 1.10 or does not say its version
 */
export async function requireRecentTerraform(binary: string): Promise<void> {
  const { stdout } = await promisify(execFile)(binary, ["version", "-json"], {
    env: { ...process.env, CHECKPOINT_DISABLE: "1" },
  });
  const { terraform_version: version = "" }: { readonly terraform_version?: string } = JSON.parse(stdout);
  const [major = 0, minor = 0] = version.split(".").map(Number);
  if (major < 1 || (major === 1 && minor < OLDEST_MINOR)) {
    throw new SandboxUnavailable(
      `Terraform ${version} is too old: the sandbox needs 1.${OLDEST_MINOR} or later`,
    );
  }
}

import { spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type RunningSandbox, startSandbox } from "../../../tools/sandbox/sandbox";

/** What a run of Terraform printed, and how it ended. */
export interface TerraformRun {
  readonly status: number;
  /** Standard output and errors, in the order they came. */
  readonly text: string;
}

/** A sandbox with one stack in it, in a temporary folder. */
export interface Rehearsal {
  readonly directory: string;
  readonly stack: string;
  readonly sandbox: RunningSandbox;
  /** Writes the stack's configuration, providers and backend added. */
  readonly declare: (configuration: object) => void;
  readonly terraform: (...args: readonly string[]) => Promise<TerraformRun>;
  readonly end: () => Promise<void>;
}

const SETTINGS = {
  terraform: {
    backend: { s3: { bucket: "somebody-elses", key: "contoso.tfstate", region: "eu-west-3" } },
    required_providers: {
      aws: { source: "aws", version: "6.25.0" },
      cloudflare: { source: "cloudflare/cloudflare", version: "5.14.0" },
    },
  },
  provider: { aws: [{ region: "eu-west-3", default_tags: [{ tags: { client: "contoso" } }] }] },
};

/** Runs a program with a sandbox's environment. */
export function runProgram(
  program: string,
  args: readonly string[],
  options: { readonly cwd: string; readonly env: NodeJS.ProcessEnv },
): Promise<TerraformRun> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, options);
    let text = "";
    const note = (chunk: Buffer) => {
      text += chunk.toString("utf8");
    };
    child.stdout.on("data", note);
    child.stderr.on("data", note);
    child.on("error", reject);
    child.on("close", (code) => resolve({ status: code ?? 1, text }));
  });
}

/**
 * Starts a sandbox and a stack folder of its own.
 *
 * @param place where the stack lies: inside the sandbox's folder, as cdktf puts it, or beside it
 */
export async function rehearse(place: "inside" | "beside" = "inside"): Promise<Rehearsal> {
  const root = realpathSync(mkdtempSync(join(tmpdir(), "sandbox-")));
  const directory = join(root, ".sandbox");
  const stack =
    place === "inside" ? join(directory, "cdktf.out", "stacks", "contoso") : join(root, "contoso");
  mkdirSync(stack, { recursive: true });
  const sandbox = await startSandbox({ directory });
  return {
    directory,
    stack,
    sandbox,
    declare: (configuration) =>
      writeFileSync(join(stack, "cdk.tf.json"), JSON.stringify({ ...SETTINGS, ...configuration })),
    terraform: (...args) => runProgram("terraform", [...args, "-no-color"], { cwd: stack, env: sandbox.env }),
    end: async () => {
      await sandbox.stop();
      rmSync(root, { recursive: true, force: true });
    },
  };
}

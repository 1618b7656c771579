import { existsSync, rmSync } from "node:fs";
import { join, resolve } from "node:path";
import { Command } from "commander";
import pc from "picocolors";
import { postureOf } from "../posture/posture";
import { loadClientFiles } from "../stacks/client";
import { ClientFilesError } from "../stacks/file-problem";
import { runCdktf } from "./cdktf";
import { EXIT } from "./exit-status";
import { postureInputs } from "./posture-input";
import { postureText } from "./posture-text";
import { startSandbox } from "./sandbox/sandbox";
import { missingTerraform } from "./sandbox/terraform";
import { today } from "./today";

/** The sample client that the demo deploys. */
const CLIENT = "clinic";

/** The folder of the package, seen from the compiled file. */
const ROOT = resolve(__dirname, "..", "..");

/** `demo`: the whole way once, from the client file to a deployed stack, with no account. */
export function demoCommand(): Command {
  return new Command("demo")
    .description(
      "deploy the sample client into the sandbox and show what it protects; needs Terraform, no account",
    )
    .action(async () => {
      process.exitCode = await demo();
    });
}

async function demo(): Promise<number> {
  const problem = missingTerraform();
  if (problem !== undefined) {
    console.error(pc.red(problem));
    return EXIT.badInput;
  }
  if (!existsSync(join(ROOT, "clients", `${CLIENT}.yaml`))) {
    console.error(pc.red("the demo is for a clone of the repository: the package holds no sample clients"));
    return EXIT.badInput;
  }
  heading("1. The client files are valid");
  try {
    const { clients } = loadClientFiles(join(ROOT, "clients"));
    console.log(`   ${clients.map(({ id, name }) => `clients/${id}.yaml  ${name}`).join("\n   ")}`);
  } catch (error) {
    if (!(error instanceof ClientFilesError)) {
      throw error;
    }
    console.error(error.message);
    return EXIT.badInput;
  }

  const directory = join(ROOT, ".sandbox");
  // A demonstration begins with an empty cloud; nothing real is kept in the sandbox's folder.
  rmSync(directory, { recursive: true, force: true });
  const sandbox = await startSandbox({ directory });
  try {
    heading(`2. cdktf deploy ${CLIENT}, in the sandbox`);
    const deployed = await runCdktf(ROOT, ["deploy", CLIENT, "--auto-approve"], sandbox.env);
    if (deployed !== 0) {
      return deployed;
    }
    heading("3. What now exists, read back from the Terraform JSON");
    const [input] = await postureInputs(
      join(directory, "cdktf.out", "stacks", CLIENT, "cdk.tf.json"),
      join(ROOT, "clients"),
    );
    if (input !== undefined) {
      console.log(postureText(input.name, postureOf(input.json, today())));
    }
    heading(`4. cdktf diff ${CLIENT}: is anything left to do?`);
    const difference = await runCdktf(ROOT, ["diff", CLIENT], sandbox.env);
    if (difference !== 0) {
      return difference;
    }
  } finally {
    await sandbox.stop();
  }
  heading("What to try next");
  for (const [command, purpose] of NEXT) {
    console.log(`   ${command.padEnd(66)} ${pc.dim(purpose)}`);
  }
  return 0;
}

const NEXT = [
  ["npx protected-exchange sandbox list", "what the sandbox holds"],
  [`npx protected-exchange sandbox -- npx cdktf deploy ${CLIENT}`, `change clients/${CLIENT}.yaml first`],
  ["npx protected-exchange sandbox set <address> <attribute> <value>", "change the cloud by hand, then diff"],
  [`npx protected-exchange sandbox -- npx cdktf diff ${CLIENT}`, "see the drift"],
  [`npx protected-exchange sandbox -- npx cdktf destroy ${CLIENT}`, "take it all down"],
  [`npx protected-exchange posture ${CLIENT}`, "the screen above, without deploying"],
] as const;

function heading(text: string): void {
  console.log(`\n${pc.bold(pc.cyan(text))}`);
}

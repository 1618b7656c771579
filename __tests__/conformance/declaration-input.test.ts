import { execFile } from "node:child_process";
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { App, TerraformOutput } from "cdktf";
import { factsOf } from "../../posture/posture";
import { loadClientFiles } from "../../stacks/client";
import { declarationOf } from "../../stacks/declaration";
import { declarationInput } from "../../stacks/declaration-input";
import { ProtectedExchangeStack } from "../../stacks/protected-exchange-stack";
import { synthesizeClient } from "../../stacks/synthesize";
import { startSandbox } from "../../tools/sandbox/sandbox";
import { CLIENTS, TODAY } from "../clinic";

/** The value of an output that holds the declaration, once Terraform has applied the stack. */
async function appliedDeclaration(id: string): Promise<unknown> {
  const directory = mkdtempSync(join(tmpdir(), `declaration-${id}-`));
  const app = new App({ outdir: join(directory, "cdktf.out") });
  const { clients, fleet } = loadClientFiles(CLIENTS);
  for (const client of clients.filter((each) => each.id === id)) {
    const stack = new ProtectedExchangeStack(app, id, { client, fleet });
    new TerraformOutput(stack, "declaration", { value: declarationInput(stack), staticId: true });
  }
  app.synth();
  const sandbox = await startSandbox({ directory });
  try {
    const terraform = async (...words: readonly string[]): Promise<string> =>
      (
        await promisify(execFile)("terraform", [...words], {
          cwd: join(directory, "cdktf.out", "stacks", id),
          env: { ...sandbox.env, TF_CLI_ARGS: "-no-color" },
          maxBuffer: 64 * 2 ** 20,
        })
      ).stdout;
    await terraform("init", "-input=false");
    await terraform("apply", "-auto-approve", "-input=false");
    return JSON.parse(await terraform("output", "-raw", "declaration"));
  } finally {
    await sandbox.stop();
  }
}

/** What the JSON of the stack itself declares, with anything where an apply fills something in. */
function expectedDeclaration(id: string): unknown {
  const declaration = declarationOf(factsOf(synthesizeClient(CLIENTS, id), TODAY));
  return JSON.parse(JSON.stringify(declaration), (_key, value: unknown) =>
    typeof value === "string" && value.includes("${")
      ? expect.stringMatching(
          new RegExp(
            `^${value
              .split(/\$\{[^}]*\}/)
              .map((text) => text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"))
              .join("[^${]+")}$`,
          ),
        )
      : value,
  );
}

test.each(["notary"])(
  "what the stack of %s declares is the same to a function in it, filled in by the real Terraform",
  async (id) => {
    expect(await appliedDeclaration(id)).toEqual(expectedDeclaration(id));
  },
);

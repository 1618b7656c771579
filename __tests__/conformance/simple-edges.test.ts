import { execFile } from "node:child_process";
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { fleetApp } from "../../stacks/fleet-app";
import { type RunningSandbox, startSandbox } from "../../tools/sandbox/sandbox";
import { clientsFolder, EXTERNAL_CLIENT, MERAKI_CLIENT } from "../stacks/client-files";

/** Terraform's own words for "there is a difference", of `plan -detailed-exitcode`. */
const DIFFERENCE = 2;

describe.each([
  ["a Meraki MX", MERAKI_CLIENT],
  ["a firewall that somebody else manages", EXTERNAL_CLIENT],
])("a client behind %s, by the real Terraform in the sandbox", (_edge, file) => {
  const directory = mkdtempSync(join(tmpdir(), "simple-edge-"));
  let sandbox: RunningSandbox;

  beforeAll(async () => {
    fleetApp({
      clientsDirectory: clientsFolder({ "office.yaml": file }),
      outputDirectory: join(directory, "cdktf.out"),
    }).synth();
    sandbox = await startSandbox({ directory });
  });

  afterAll(async () => {
    await sandbox.stop();
  });

  const terraform = async (
    ...words: readonly string[]
  ): Promise<{ readonly status: number; readonly output: string }> => {
    try {
      const { stdout } = await promisify(execFile)("terraform", [...words, "-no-color"], {
        cwd: join(directory, "cdktf.out", "stacks", "office"),
        env: sandbox.env,
        maxBuffer: 64 * 2 ** 20,
      });
      return { status: 0, output: stdout };
    } catch (error) {
      const { code, stdout, stderr } = error as { code: number; stdout: string; stderr: string };
      return { status: code, output: `${stdout}${stderr}` };
    }
  };

  test("is applied, after which nothing is left to do, and destroyed without rest", async () => {
    expect(await terraform("init", "-input=false")).toMatchObject({ status: 0 });
    expect(await terraform("plan", "-detailed-exitcode", "-input=false", "-out=plan")).toMatchObject({
      status: DIFFERENCE,
    });
    expect(await terraform("apply", "-input=false", "plan")).toMatchObject({ status: 0 });
    expect(await terraform("plan", "-detailed-exitcode", "-input=false")).toMatchObject({ status: 0 });
    expect(await terraform("destroy", "-auto-approve", "-input=false")).toMatchObject({ status: 0 });
    expect((await terraform("state", "list")).output.trim()).toBe("");
  });
});

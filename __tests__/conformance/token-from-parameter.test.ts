import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdtempSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { inflateRawSync } from "node:zlib";
import { fleetApp } from "../../stacks/fleet-app";
import { type RunningSandbox, startSandbox } from "../../tools/sandbox/sandbox";
import { ephemeralValues } from "../../tools/sandbox/values/ephemeral-values";
import { changed, clientsFolder, FORTIGATE_CLIENT } from "../stacks/client-files";

const ARN = "arn:aws:ssm:eu-west-3:123456789012:parameter/office/unit";
const TOKEN = String(ephemeralValues("aws_ssm_parameter", { arn: ARN }).value);

/** Each member of a zip file, inflated: a plan is one, and holds the state as it was. */
function membersOf(zip: Buffer): readonly string[] {
  const members: string[] = [];
  const end = zip.lastIndexOf(Buffer.from("PK\x05\x06", "latin1"));
  let at = zip.readUInt32LE(end + 16);
  for (let left = zip.readUInt16LE(end + 10); left > 0; left--) {
    const local = zip.readUInt32LE(at + 42);
    const start = local + 30 + zip.readUInt16LE(local + 26) + zip.readUInt16LE(local + 28);
    const data = zip.subarray(start, start + zip.readUInt32LE(at + 20));
    members.push((zip.readUInt16LE(at + 10) === 0 ? data : inflateRawSync(data)).toString("latin1"));
    at += 46 + zip.readUInt16LE(at + 28) + zip.readUInt16LE(at + 30) + zip.readUInt16LE(at + 32);
  }
  return members;
}

describe("a FortiGate whose token is in a parameter, by the real Terraform in the sandbox", () => {
  const directory = mkdtempSync(join(tmpdir(), "token-"));
  const stack = join(directory, "cdktf.out", "stacks", "office");
  let sandbox: RunningSandbox;

  beforeAll(async () => {
    fleetApp({
      clientsDirectory: clientsFolder({
        "office.yaml": changed(
          FORTIGATE_CLIENT,
          "fortiOs: 7.6.4\n",
          "fortiOs: 7.6.4\n    apiToken: ssm:/office/unit\n",
        ),
      }),
      outputDirectory: join(directory, "cdktf.out"),
    }).synth();
    sandbox = await startSandbox({ directory });
  });

  afterAll(async () => {
    await sandbox.stop();
  });

  const terraform = async (...words: readonly string[]): Promise<string> => {
    const { stdout, stderr } = await promisify(execFile)("terraform", [...words, "-no-color"], {
      cwd: stack,
      env: sandbox.env,
      maxBuffer: 64 * 2 ** 20,
    });
    return `${stdout}${stderr}`;
  };

  const file = join(stack, "cdk.tf.json");

  /** A plan in which Terraform itself compares the value that it read with a digest. */
  const planComparing = async (of: string): Promise<string> => {
    const synthesized = readFileSync(file, "utf8");
    const json = JSON.parse(synthesized);
    const digest = createHash("sha256").update(of).digest("hex");
    json.ephemeral.aws_ssm_parameter.fortigate_token.lifecycle = {
      postcondition: { condition: `\${sha256(self.value) == "${digest}"}`, error_message: "another value" },
    };
    writeFileSync(file, JSON.stringify(json));
    try {
      return await terraform("plan", "-input=false");
    } finally {
      // Terraform 1.11 cannot show a saved plan with a condition on an ephemeral resource.
      writeFileSync(file, synthesized);
    }
  };

  test("is applied with it and destroyed, and the token is in no file", async () => {
    const said: string[] = [];
    said.push(await terraform("init", "-input=false"));

    await expect(planComparing("something else")).rejects.toThrow("another value");
    said.push(await planComparing(TOKEN));
    said.push(await terraform("plan", "-input=false", "-out=first.plan"));
    said.push(await terraform("show", "-json", "first.plan"));
    said.push(await terraform("apply", "-input=false", "first.plan"));
    said.push(await terraform("plan", "-detailed-exitcode", "-input=false", "-out=second.plan"));
    said.push(await terraform("show", "-json"));

    const files = readdirSync(directory, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name));
    const kinds = [
      /\/cdk\.tf\.json$/,
      /\/first\.plan$/,
      /\/second\.plan$/,
      /\/state\/.*\.tfstate$/,
      /\/cloud\.json$/,
    ];
    expect(kinds.filter((kind) => !files.some((file) => kind.test(file)))).toEqual([]);
    const holds = (text: string): boolean => text.includes(TOKEN) || text.includes(TOKEN.slice(-32));
    expect(
      files.filter((file) => {
        const bytes = readFileSync(file);
        return [bytes.toString("latin1"), ...(file.endsWith(".plan") ? membersOf(bytes) : [])].some(holds);
      }),
    ).toEqual([]);
    expect(said.filter(holds)).toEqual([]);
    // What the plans hold is found, so the token would be, too.
    expect(membersOf(readFileSync(join(stack, "second.plan"))).some((text) => text.includes(ARN))).toBe(true);

    await terraform("destroy", "-auto-approve", "-input=false");
    expect((await terraform("state", "list")).trim()).toBe("");
  });
});

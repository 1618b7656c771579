import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { connect } from "node:net";
import { networkInterfaces, tmpdir } from "node:os";
import { join } from "node:path";
import { CloudStore, withObject } from "../../../tools/sandbox/cloud/store";
import { startSandbox } from "../../../tools/sandbox/sandbox";
import { BINDING_FAMILIES } from "../../../tools/sandbox/schema/families";
import { missingTerraform } from "../../../tools/sandbox/terraform";

let folder: string;
const path = process.env.PATH;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "sandbox-"));
});

afterEach(() => {
  process.env.PATH = path;
  rmSync(folder, { recursive: true, force: true });
});

function addressesOf(env: NodeJS.ProcessEnv): readonly string[] {
  const reattach: Readonly<Record<string, { readonly Addr: { readonly String: string } }>> = JSON.parse(
    env.TF_REATTACH_PROVIDERS ?? "{}",
  );
  return Object.values(reattach).map((each) => each.Addr.String);
}

function accepts(host: string, port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host, port, timeout: 1000 });
    const end = (answer: boolean) => {
      socket.destroy();
      resolve(answer);
    };
    socket.on("connect", () => end(true));
    socket.on("error", () => end(false));
    socket.on("timeout", () => end(false));
  });
}

test("the providers listen on the loopback interface and nowhere else, until they are stopped", async () => {
  const sandbox = await startSandbox({ directory: folder });
  const ports = addressesOf(sandbox.env).map((address) => Number(address.split(":")[1]));
  const others = Object.values(networkInterfaces())
    .flatMap((each) => each ?? [])
    .filter((each) => !each.internal && each.family === "IPv4")
    .map((each) => each.address);
  expect(ports).toHaveLength(BINDING_FAMILIES.length);
  for (const port of ports) {
    expect(await accepts("127.0.0.1", port)).toBe(true);
    for (const host of [...others, "127.0.0.2"]) expect(await accepts(host, port)).toBe(false);
  }
  await sandbox.stop();
  for (const port of ports) expect(await accepts("127.0.0.1", port)).toBe(false);
});

test("commands get no credentials of the real world", async () => {
  process.env.AWS_PROFILE = "production";
  process.env.TF_WORKSPACE = "production";
  const sandbox = await startSandbox({ directory: folder });
  await sandbox.stop();
  delete process.env.AWS_PROFILE;
  delete process.env.TF_WORKSPACE;
  expect(sandbox.env.AWS_PROFILE).toBeUndefined();
  expect(sandbox.env.TF_WORKSPACE).toBeUndefined();
  expect(sandbox.env.AWS_ACCESS_KEY_ID).toBe("sandbox");
  expect(sandbox.env.CDKTF_OUTPUT).toBe(join(folder, "cdktf.out"));
});

test("without Terraform one line says what to do", async () => {
  process.env.PATH = folder;
  expect(missingTerraform()).toMatch(
    /^terraform is not in PATH: install Terraform 1\.10 or later from https:\S+$/,
  );
  await expect(startSandbox({ directory: join(folder, "cloud") })).rejects.toThrow(
    "terraform is not in PATH",
  );
});

test("a Terraform that is too old is refused with one line", async () => {
  const programs = join(folder, "programs");
  mkdirSync(programs);
  writeFileSync(join(programs, "terraform"), '#!/bin/sh\necho \'{"terraform_version":"1.9.8"}\'\n');
  chmodSync(join(programs, "terraform"), 0o755);
  process.env.PATH = `${programs}:${path}`;
  await expect(startSandbox({ directory: join(folder, "cloud") })).rejects.toThrow(
    "Terraform 1.9.8 is too old: the sandbox needs 1.10 or later",
  );
});

test("two stores on one folder lose nothing of what the other wrote", () => {
  const stores = [new CloudStore(folder), new CloudStore(folder)];
  for (let index = 0; index < 20; index++) {
    const object = { type: "aws_vpc", values: { id: `vpc-${index}` }, region: "eu-west-3", revision: 0 };
    stores[index % 2]?.update((state) => ({
      state: withObject(state, `s/aws_vpc.v${index}`, object),
      result: undefined,
    }));
  }
  expect(Object.keys(new CloudStore(folder).read().objects)).toHaveLength(20);
});

test("a lock left by a process that is gone does not stop anything", () => {
  const store = new CloudStore(folder);
  // Process ids end well below this.
  writeFileSync(join(folder, "cloud.json.lock"), "99999999");
  store.update((state) => ({ state: { ...state, failures: { "s/aws_vpc.v": 1 } }, result: undefined }));
  expect(JSON.parse(readFileSync(join(folder, "cloud.json"), "utf8")).failures).toEqual({ "s/aws_vpc.v": 1 });
});

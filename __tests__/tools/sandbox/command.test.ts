import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { Command } from "commander";
import { CloudStore, withObject } from "../../../tools/sandbox/cloud/store";
import { sandboxCommand } from "../../../tools/sandbox/command";

let folder: string;
let out: string[];
let errors: string[];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "sandbox-"));
  out = [];
  errors = [];
  jest.spyOn(console, "log").mockImplementation((text: string) => void out.push(text));
  jest.spyOn(console, "error").mockImplementation((text: string) => void errors.push(text));
  const vpc = {
    type: "aws_vpc",
    values: { id: "vpc-1", cidr_block: "10.0.0.0/16", enable_dns_support: true, tags: { Name: "mail" } },
    region: "eu-west-3",
    revision: 0,
  };
  new CloudStore(folder).update((state) => ({
    state: withObject(withObject(state, "contoso/aws_vpc.network", vpc), "fabrikam/aws_vpc.network", vpc),
    result: undefined,
  }));
});

afterEach(() => {
  jest.restoreAllMocks();
  process.exitCode = undefined;
  rmSync(folder, { recursive: true, force: true });
});

async function sandbox(...words: readonly string[]): Promise<void> {
  const root = new Command("protected-exchange").enablePositionalOptions().addCommand(sandboxCommand());
  await root.parseAsync(["sandbox", "--dir", folder, ...words], { from: "user" });
}

test("list prints address, type and id, for people and for programs", async () => {
  await sandbox("list");
  expect(out).toEqual([
    "contoso/aws_vpc.network   aws_vpc  vpc-1",
    "fabrikam/aws_vpc.network  aws_vpc  vpc-1",
  ]);
  out = [];
  await sandbox("list", "--format", "json");
  expect(JSON.parse(out.join(""))[0]).toEqual({
    address: "contoso/aws_vpc.network",
    type: "aws_vpc",
    id: "vpc-1",
  });
});

test("set takes JSON where it is JSON, and a text where the attribute is one", async () => {
  await sandbox("set", "contoso/aws_vpc.network", "enable_dns_support", "false");
  await sandbox("set", "contoso/aws_vpc.network", "tags.Name", "25");
  await sandbox("show", "contoso/aws_vpc.network");
  expect(JSON.parse(out.join(""))).toMatchObject({ enable_dns_support: false, tags: { Name: "25" } });
});

test.each([
  [
    ["show", "contoso/aws_vpc.netwrk"],
    'no object "contoso/aws_vpc.netwrk" in the sandbox; nearest: contoso/aws_vpc.network',
  ],
  [
    ["set", "contoso/aws_vpc.network", "cidr_blok", "x"],
    'no attribute of aws_vpc "cidr_blok" in the sandbox; nearest: cidr_block',
  ],
  [["fail", "aws_subnet.mail"], 'no object "aws_subnet.mail" in the sandbox; nearest: '],
  [
    ["show", "aws_vpc.network"],
    "aws_vpc.network is in several stacks: say one of contoso/aws_vpc.network, fabrikam/aws_vpc.network",
  ],
])("%j fails with one line that helps", async (words, message) => {
  await sandbox(...words);
  expect(errors).toHaveLength(1);
  expect(errors[0]).toContain(message);
  expect(process.exitCode).toBe(1);
});

test("fail counts how often", async () => {
  await sandbox("fail", "contoso/aws_vpc.network", "--times", "3");
  expect(new CloudStore(folder).read().failures).toEqual({ "contoso/aws_vpc.network": 3 });
});

test("fail means what exists before what is only declared, and a folder may be given from here", async () => {
  for (const stack of ["contoso", "northwind"]) {
    const declared = join(folder, "cdktf.out", "stacks", stack);
    mkdirSync(declared, { recursive: true });
    writeFileSync(join(declared, "cdk.tf.json"), '{"resource":{"aws_eip":{"server":{}}}}');
  }
  const eip = { type: "aws_eip", values: { id: "eipalloc-1" }, region: "eu-west-3", revision: 0 };
  new CloudStore(folder).update((state) => ({
    state: withObject(state, "contoso/aws_eip.server", eip),
    result: undefined,
  }));
  const root = new Command("protected-exchange").enablePositionalOptions().addCommand(sandboxCommand());
  const words = ["sandbox", "--dir", relative(process.cwd(), folder), "fail", "aws_eip.server"];
  await root.parseAsync(words, { from: "user" });

  expect(errors).toEqual([]);
  expect(new CloudStore(folder).read().failures).toEqual({ "contoso/aws_eip.server": 1 });
});

test("reset forgets everything", async () => {
  await sandbox("reset");
  await sandbox("list");
  expect(out).toEqual([]);
});

test("whatever follows -- is run with its own options, and its exit code is passed on", async () => {
  await sandbox("--", "sh", "-c", 'test "$1" = --flag && exit 7', "sh", "--flag");
  expect(process.exitCode).toBe(7);
});

test("a command that does not exist is said so", async () => {
  await sandbox("--", "no-such-program");
  expect(errors[0]).toContain("cannot run no-such-program");
  expect(process.exitCode).toBe(127);
});

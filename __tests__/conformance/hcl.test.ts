import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type RunningSandbox, startSandbox } from "../../tools/sandbox/sandbox";
import type { Tree } from "../clinic";
import { runProgram } from "../tools/sandbox/rehearsal";
import { hclOf } from "./hcl";
import { SAMPLE_STACKS } from "./sample-stacks";

const directory = mkdtempSync(join(tmpdir(), "hcl-"));
let sandbox: RunningSandbox;

beforeAll(async () => {
  sandbox = await startSandbox({ directory });
});

afterAll(async () => {
  await sandbox.stop();
  rmSync(directory, { recursive: true, force: true });
});

/** What Terraform read, and what it would make of it. */
async function planned(cwd: string): Promise<unknown> {
  const run = async (...words: readonly string[]): Promise<string> => {
    const { status, text } = await runProgram("terraform", words, { cwd, env: sandbox.env });
    expect({ status, text: status === 0 ? "" : text }).toEqual({ status: 0, text: "" });
    return text;
  };
  await run("plan", "-input=false", "-out=plan");
  const plan = JSON.parse(await run("show", "-json", "plan"), withoutSource) as Tree;
  return {
    changes: plan.resource_changes,
    providers: plan.configuration?.provider_config,
    resources: plan.configuration?.root_module?.resources,
  };
}

/** From JSON, Terraform shows the text of an expression, from HCL only what the expression refers to. */
function withoutSource(_key: string, value: unknown): unknown {
  if (typeof value !== "object" || value === null || !("constant_value" in value)) {
    return value;
  }
  const { constant_value: text, ...rest } = value;
  return "references" in value || String(text).includes("${") ? rest : value;
}

test.each([...SAMPLE_STACKS])("Terraform reads the same from both syntaxes: %s", async (name, stack) => {
  const folder = join(directory, "cdktf.out", "stacks", name);
  const file = join(folder, "cdk.tf.json");
  mkdirSync(folder, { recursive: true });
  writeFileSync(file, JSON.stringify(stack));
  const init = await runProgram("terraform", ["init", "-input=false"], { cwd: folder, env: sandbox.env });
  expect(init).toMatchObject({ status: 0 });
  const fromJson = await planned(folder);

  const { provider, data, resource, ...others } = stack;
  writeFileSync(file, JSON.stringify(others));
  writeFileSync(join(folder, "main.tf"), hclOf({ provider, data, resource } as Tree));

  expect(await planned(folder)).toEqual(fromJson);
});

test.each([
  ["text with a quote, a backslash and a line break", 'a "b" \\ c\nd', '"a \\"b\\" \\\\ c\\nd"'],
  ["code alone", '${lookup({a = 1}, "a")}', 'lookup({a = 1}, "a")'],
  ["code between quotes", '"${upper("a")}"', '"\\"${upper("a")}\\""'],
  ["two pieces of code", "${a.b}${c.d}", '"${a.b}${c.d}"'],
  ["a brace in quotes in code", '${join("}", [a.b])}', 'join("}", [a.b])'],
  ["code in quotes in code", '${upper("x${a["k"]}y")}', 'upper("x${a["k"]}y")'],
  ["a directive", '%{ if a.b }"x"%{ endif }', '"%{ if a.b }\\"x\\"%{ endif }"'],
  ["what only looks like code", '$${a} "%%{b}"', '"$${a} \\"%%{b}\\""'],
])("%s is written so that it means the same", (_what, text, written) => {
  expect(hclOf({ resource: { random_pet: { p: { prefix: text } } } } as unknown as Tree)).toContain(
    `prefix = ${written}\n`,
  );
});

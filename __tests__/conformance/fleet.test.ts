import { execFileSync } from "node:child_process";
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import type { Tree } from "../clinic";
import { CLIENT, changed, clientsFolder, FLEET } from "../stacks/client-files";
import { pythonTool } from "./python-tool";

const ROOT = resolve(__dirname, "..", "..");
const PROGRAM = join(ROOT, "dist", "tools", "protected-exchange.js");

function run(program: string, words: readonly string[], cwd = ROOT): string {
  return execFileSync(process.execPath, [program, ...words], {
    cwd,
    encoding: "utf8",
    // A process that is never told to end would be waited for.
    timeout: 120_000,
    env: { ...process.env, NO_COLOR: "1", CDKTF_OUTDIR: "" },
    stdio: ["ignore", "pipe", "pipe"],
  });
}

function temporary(): string {
  return mkdtempSync(join(tmpdir(), "fleet-"));
}

describe("a fleet that several processes synthesize", () => {
  const ids = Array.from({ length: 18 }, (_, index) => `c${index}`);
  const files = Object.fromEntries(
    ids.map((id, index) => [
      `${id}.yaml`,
      CLIENT.replaceAll("office", id).replace("123456789012", `${200_000_000_000 + index}`),
    ]),
  );

  test("is the same, byte for byte, as one process writes", () => {
    const clients = clientsFolder(files);
    const [one, two] = [temporary(), temporary()];
    run(PROGRAM, ["synth", "--clients", clients, "--output", one, "--processes", "1"]);

    expect(run(PROGRAM, ["synth", "--clients", clients, "--output", two, "--processes", "2"])).toContain(
      "18 synthesized, 0 up to date",
    );
    for (const file of [
      "manifest.json",
      "protected-exchange.json",
      ...ids.map((id) => `stacks/${id}/cdk.tf.json`),
    ]) {
      expect(readFileSync(join(two, file), "utf8")).toBe(readFileSync(join(one, file), "utf8"));
    }
  });

  test("is refused as a whole, with every client that breaks a rule", () => {
    const old = (id: string): string => changed(`${files[`${id}.yaml`]}`, "exchange: SE", 'exchange: "2019"');
    const clients = clientsFolder({ ...files, "c3.yaml": old("c3"), "c17.yaml": old("c17") });
    const output = temporary();
    const synthesis = () =>
      run(PROGRAM, ["synth", "--clients", clients, "--output", output, "--processes", "2"]);

    expect(synthesis).toThrow(
      /c17: Validation failed.*exchange-supported.*c3: Validation failed.*exchange-supported/s,
    );
    expect(readdirSync(join(output, "stacks"))).toEqual([]);
    expect(existsSync(join(output, "manifest.json"))).toBe(false);
  });
});

test("one client is planned by cdktf in the sandbox, and no other's stack is synthesized", () => {
  const sandbox = temporary();
  const output = run(PROGRAM, [
    "sandbox",
    "--dir",
    sandbox,
    "--",
    process.execPath,
    PROGRAM,
    "diff",
    "law-firm",
  ]);

  expect(output).toMatch(/Plan:\S* \d+ to add/);
  expect(readdirSync(join(sandbox, "cdktf.out", "stacks"))).toEqual(["law-firm"]);
});

describe("the clients that a change of the repository is about", () => {
  /** This package in a repository of its own, with two clients. */
  function repository(): string {
    const root = temporary();
    for (const name of ["dist", "package.json", "package-lock.json", "stacks"]) {
      cpSync(join(ROOT, name), join(root, name), { recursive: true });
    }
    symlinkSync(join(ROOT, "node_modules"), join(root, "node_modules"));
    mkdirSync(join(root, "clients"));
    writeFileSync(join(root, ".gitignore"), "dist/\nnode_modules\n");
    writeFileSync(join(root, "clients", "fleet.yaml"), FLEET);
    writeFileSync(join(root, "clients", "office.yaml"), CLIENT);
    writeFileSync(
      join(root, "clients", "shop.yaml"),
      CLIENT.replaceAll("office", "shop").replace("123456789012", "210987654321"),
    );
    git(root, "init", "--quiet", "--initial-branch=main");
    commit(root);
    return root;
  }

  function git(root: string, ...words: readonly string[]): void {
    execFileSync("git", ["-C", root, "-c", "user.name=x", "-c", "user.email=x@x.example", ...words]);
  }

  function commit(root: string): void {
    git(root, "add", "--all");
    git(root, "commit", "--quiet", "--message", "a change");
  }

  test("are one for its file, all for the code and the fleet file, none for the documentation", () => {
    const root = repository();
    const program = join(root, "dist", "tools", "protected-exchange.js");
    const changes: readonly (readonly [file: string, text: string])[] = [
      ["clients/shop.yaml", "# moved\n"],
      ["stacks/names.ts", "// moved\n"],
      ["clients/fleet.yaml", "tags: { cost-centre: mail }\n"],
      ["README.md", "# The fleet\n"],
    ];

    const matrices = changes.map(([file, text]) => {
      const path = join(root, file);
      writeFileSync(path, `${existsSync(path) ? readFileSync(path, "utf8") : ""}${text}`);
      commit(root);
      const matrix = run(program, ["ci", "changed", "--base", "HEAD~1", "--format", "github"], root);
      return (JSON.parse(matrix) as readonly Tree[]).map(({ client }) => client);
    });

    expect(matrices).toEqual([["shop"], ["office", "shop"], ["office", "shop"], []]);
  });
});

describe("the pipelines", () => {
  const folder = temporary();
  const [ofGithub, ofGitlab] = [
    "{ from: github, repository: msp/protected-exchange }",
    "{ from: gitlab, project: msp/protected-exchange }",
  ].map((deploy) =>
    clientsFolder({ "fleet.yaml": `${FLEET}deploy: ${deploy}\n`, "office.yaml": CLIENT }),
  ) as [string, string];
  const [github, gitlab, child] = ["github.yml", "gitlab.yml", "child.yml"].map((name) =>
    join(folder, name),
  ) as [string, string, string];

  beforeAll(() => {
    run(PROGRAM, ["ci", "github", "--clients", ofGithub, "--output", github]);
    run(PROGRAM, ["ci", "gitlab", "--clients", ofGitlab, "--output", gitlab]);
    writeFileSync(
      child,
      run(PROGRAM, ["ci", "changed", "--clients", ofGitlab, "--format", "gitlab", "--task", "apply"]),
    );
  });

  test("are what the schemas of GitHub and GitLab admit", () => {
    const tool = pythonTool("check-jsonschema");
    const check = (...words: readonly string[]) => tool.run("check-jsonschema", "--builtin-schema", ...words);

    expect(check("vendor.github-workflows", github)).toMatchObject({ status: 0 });
    expect(check("vendor.gitlab-ci", "--data-transform", "gitlab-ci", gitlab, child)).toMatchObject({
      status: 0,
    });
    writeFileSync(child, "apply office:\n  script: 5\n");
    expect(check("vendor.gitlab-ci", "--data-transform", "gitlab-ci", child)).toMatchObject({ status: 1 });
  });

  test("give zizmor nothing to find", () => {
    const { status, output } = pythonTool("zizmor").run(
      "zizmor",
      "--offline",
      "--persona=pedantic",
      "--format=plain",
      github,
    );

    expect({ status, output }).toEqual({
      status: 0,
      output: expect.stringContaining("No findings to report"),
    });
  });
});

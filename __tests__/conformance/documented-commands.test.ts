import { execFile, execFileSync, spawnSync } from "node:child_process";
import { copyFileSync, cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { RUN, RUN_FIRST, RUN_LAST } from "../command-runs";
import { ROOT } from "../documentation";
import { wordsOf } from "../documented-commands";
import { EXTERNAL_CLIENT } from "../stacks/client-files";

const clone = join(mkdtempSync(join(tmpdir(), "commands-")), "protected-exchange");
const program = join(clone, "dist", "tools", "protected-exchange.js");

/** Two at a time: that many cores has the smallest machine we promise. */
const AT_A_TIME = 2;

interface Ended {
  readonly status: number;
  readonly output: string;
}

/** What stands in pages for a value of the reader's. */
const FILLED: readonly (readonly [text: string, value: string])[] = [
  ["<client>", "office"],
  ["<address>", "aws_vpc.network"],
  ["<attribute>", "tags.Name"],
  ["<value>", "somebody-else"],
];

const environment = {
  ...process.env,
  NO_COLOR: "1",
  CHECKPOINT_DISABLE: "1",
  GIT_AUTHOR_NAME: "reader",
  GIT_AUTHOR_EMAIL: "reader@example.com",
  GIT_COMMITTER_NAME: "reader",
  GIT_COMMITTER_EMAIL: "reader@example.com",
};

/** Runs a command of a page in the clone. */
function run(command: string): Promise<Ended> {
  const filled = FILLED.reduce((text, [from, to]) => text.replaceAll(from, to), command);
  const words = wordsOf(filled);
  // What npx would find is the clone's own program.
  const [file, ...rest] =
    words[0] === "npx" ? [process.execPath, program, ...words.slice(2)] : [words[0] ?? "", ...words.slice(1)];
  return new Promise((ended) => {
    execFile(
      file ?? "",
      rest,
      { cwd: clone, env: environment, maxBuffer: 1 << 26 },
      (error, stdout, stderr) =>
        ended({ status: error === null ? 0 : Number(error.code), output: `${stdout}${stderr}` }),
    );
  });
}

function git(...words: readonly string[]): void {
  execFileSync("git", [...words], { cwd: clone, env: environment, stdio: "pipe" });
}

const results = new Map<string, Ended>();

beforeAll(async () => {
  const listed = execFileSync("git", ["ls-files", "-z", "--cached", "--others", "--exclude-standard"], {
    cwd: ROOT,
    encoding: "utf8",
  });
  for (const file of listed.split("\0").filter((name) => name !== "" && !name.startsWith("__tests__/"))) {
    mkdirSync(dirname(join(clone, file)), { recursive: true });
    copyFileSync(join(ROOT, file), join(clone, file));
  }
  symlinkSync(join(ROOT, "node_modules"), join(clone, "node_modules"));
  cpSync(join(ROOT, "dist"), join(clone, "dist"), { recursive: true });
  git("init", "--quiet", "--initial-branch=main");
  // What is prepared is no change of code, for which a review would build both sides.
  writeFileSync(
    join(clone, ".git", "info", "exclude"),
    [
      "/node_modules",
      "/small",
      "/path",
      "/cdktf.out*",
      "/deploy*",
      "/.github",
      "/atlantis.yaml",
      "/*.tf.json",
      "/clinic*",
      "/firewall.md",
      "",
    ].join("\n"),
  );
  git("add", "--all");
  git("commit", "--quiet", "--message=Begin");
  git("update-ref", "refs/remotes/origin/main", "main");
  for (const command of RUN_FIRST) {
    results.set(command, await run(command));
  }
  prepare();
  const left = RUN.map(([command]) => command);
  await Promise.all(
    Array.from({ length: AT_A_TIME }, async () => {
      for (let command = left.shift(); command !== undefined; command = left.shift()) {
        results.set(command, await run(command));
      }
    }),
  );
  results.set(RUN_LAST, await run(RUN_LAST));
});

afterAll(() => {
  rmSync(dirname(clone), { recursive: true, force: true });
});

/** Makes what a reader has when a page comes to its command: a zone file, stacks, something in the sandbox. */
function prepare(): void {
  const zones = join(ROOT, "__tests__", "tools", "import-dns", "zones");
  copyFileSync(join(zones, "cloudflare-export.txt"), join(clone, "clinic.txt"));
  copyFileSync(join(zones, "cloudflare-listing.json"), join(clone, "clinic-ids.json"));
  writeFileSync(join(clone, "clients", "office.yaml"), EXTERNAL_CLIENT);
  const make = (...words: readonly string[]): void => {
    const { status, stdout, stderr } = spawnSync(process.execPath, [program, ...words], {
      cwd: clone,
      env: environment,
      encoding: "utf8",
    });
    expect([status, status === 0 ? "" : `${stdout}${stderr}`]).toEqual([0, ""]);
  };
  cpSync(join(clone, "cdktf.out"), join(clone, "cdktf.out-before"), { recursive: true });
  mkdirSync(join(clone, "path", "to"), { recursive: true });
  for (const copy of ["before.tf.json", "after.tf.json", join("path", "to", "stack.tf.json")]) {
    copyFileSync(join(clone, "cdktf.out", "stacks", "clinic", "cdk.tf.json"), join(clone, copy));
  }
  mkdirSync(join(clone, "small"));
  writeFileSync(
    join(clone, "small", "main.tf.json"),
    JSON.stringify({
      terraform: { required_providers: { aws: { source: "aws", version: "6.25.0" } } },
      provider: { aws: [{ region: "eu-west-3" }] },
      resource: { aws_vpc: { network: { cidr_block: "10.0.0.0/16", tags: { Name: "network" } } } },
    }),
  );
  make("sandbox", "--", "sh", "-ec", "cd small; terraform init; terraform apply -auto-approve");
}

test.each([...RUN_FIRST.map((command) => [command, [0]] as const), ...RUN, [RUN_LAST, [0]] as const])(
  "%s ends as its page says",
  (command, statuses) => {
    const { status, output } = results.get(command) ?? { status: -1, output: "not run" };

    expect([statuses.includes(status) ? status : output, status]).toEqual([status, status]);
    expect(output).not.toMatch(/^ +at .*\(.*:\d+:\d+\)$/m);
  },
);

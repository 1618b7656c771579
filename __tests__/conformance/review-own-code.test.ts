import { cpSync, readFileSync, symlinkSync } from "node:fs";
import { join, resolve } from "node:path";
import type { Review } from "../../tools/review/review";
import { changed } from "../stacks/client-files";
import { runProgram, TemporaryRepository } from "../tools/review/temporary-repository";

const ROOT = resolve(__dirname, "..", "..");

/** What the package is built from, and what it was built into. */
const PACKAGE = [
  "main.ts",
  "constructs",
  "providers",
  "stacks",
  "posture",
  "tools",
  "clients",
  "package.json",
  "package-lock.json",
  "tsconfig.json",
  "dist",
];

/** The whole package in a repository of its own, with the dependencies that are installed here. */
function packageRepository(): TemporaryRepository {
  const repository = new TemporaryRepository({ ".gitignore": "node_modules\ndist/\n" });
  for (const path of PACKAGE) {
    cpSync(join(ROOT, path), join(repository.folder, path), { recursive: true });
  }
  symlinkSync(join(ROOT, "node_modules"), join(repository.folder, "node_modules"), "dir");
  return repository.commit({});
}

describe("the review of a change of code", () => {
  test("builds base and head, each by its own code, and compares every client", async () => {
    const stackCode = "stacks/protected-exchange-stack.ts";
    const repository = packageRepository().branch();
    repository.commit({
      [stackCode]: changed(
        readFileSync(join(ROOT, stackCode), "utf8"),
        'TERRAFORM_VERSION = ">= 1.10"',
        'TERRAFORM_VERSION = ">= 1.11"',
      ),
    });
    const program = join(repository.folder, "dist", "tools", "protected-exchange.js");
    const { status, stdout, stderr } = await runProgram(program, repository.folder, [
      "review",
      "--base",
      "main",
      "--format",
      "json",
    ]);

    expect(stderr).toBe("");
    expect(status).toBe(0);
    const { code, stacks } = JSON.parse(stdout) as Review;
    expect(code).toEqual([stackCode]);
    expect(stacks.map(({ name, state, settings }) => [name, state, settings])).toEqual(
      ["clinic", "law-firm", "notary"].map((name) => [
        name,
        "changed",
        [{ what: "required_version", before: ">= 1.10", after: ">= 1.11" }],
      ]),
    );
    expect(repository.worktrees).toHaveLength(1);
  });
});

import { execFile, execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";

/** The compiled command line of this package. */
export const PROGRAM = resolve(__dirname, "..", "..", "..", "dist", "tools", "protected-exchange.js");

/** How a program ended. */
interface Ended {
  readonly status: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Commits have the same hash in every run. */
const IDENTITY = {
  GIT_AUTHOR_NAME: "An Engineer",
  GIT_AUTHOR_EMAIL: "engineer@msp.example",
  GIT_AUTHOR_DATE: "2026-11-24T10:00:00Z",
  GIT_COMMITTER_NAME: "An Engineer",
  GIT_COMMITTER_EMAIL: "engineer@msp.example",
  GIT_COMMITTER_DATE: "2026-11-24T10:00:00Z",
  GIT_CONFIG_GLOBAL: "/dev/null",
};

/** A git repository in a temporary folder, with a history that tests write. */
export class TemporaryRepository {
  readonly folder = mkdtempSync(join(tmpdir(), "history-"));

  /** @param files content by path, committed on the branch `main` */
  constructor(files: Readonly<Record<string, string>>) {
    this.git("init", "--quiet", "--initial-branch=main");
    this.commit(files);
  }

  git(...words: readonly string[]): string {
    return execFileSync("git", ["-C", this.folder, ...words], {
      encoding: "utf8",
      env: { ...process.env, ...IDENTITY },
    });
  }

  /** Writes files, removes those without a content, and says nothing to git. */
  write(files: Readonly<Record<string, string | undefined>>): this {
    for (const [path, content] of Object.entries(files)) {
      const file = join(this.folder, path);
      mkdirSync(dirname(file), { recursive: true });
      if (content === undefined) {
        rmSync(file);
      } else {
        writeFileSync(file, content);
      }
    }
    return this;
  }

  commit(files: Readonly<Record<string, string | undefined>>): this {
    this.write(files);
    this.git("add", "--all");
    this.git("commit", "--quiet", "--message", "a change");
    return this;
  }

  /** Leaves `main`, as for a pull request. */
  branch(name = "change"): this {
    this.git("checkout", "--quiet", "-b", name);
    return this;
  }

  /** Runs the command line there, as a user would. */
  run(...words: readonly string[]): Promise<Ended> {
    return runProgram(PROGRAM, this.folder, words);
  }

  /** Folders in which git has something checked out. */
  get worktrees(): readonly string[] {
    return this.git("worktree", "list", "--porcelain")
      .split("\n")
      .filter((line) => line.startsWith("worktree "));
  }
}

/** Runs a compiled command line, without colours. */
export function runProgram(program: string, cwd: string, words: readonly string[]): Promise<Ended> {
  return new Promise((ended) => {
    execFile(
      process.execPath,
      [program, ...words],
      { cwd, env: { ...process.env, NO_COLOR: "1" }, maxBuffer: 64 * 2 ** 20 },
      (error, stdout, stderr) => {
        ended({ status: error === null ? 0 : Number(error.code), stdout, stderr });
      },
    );
  });
}

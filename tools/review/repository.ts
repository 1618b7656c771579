import { execFile } from "node:child_process";
import { existsSync, mkdtempSync, realpathSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, relative, sep } from "node:path";

/** A commit to compare with. */
export interface BaseCommit {
  /** As it was asked for: a branch, a tag, a commit. */
  readonly ref: string;
  /** Where the head's history left it: 40 hexadecimal characters. */
  readonly commit: string;
}

/** Set by git for its own hooks; they would lead every command back to the first repository. */
const OF_HOOKS: readonly string[] = ["GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_PREFIX"];

/** A git repository whose working tree is the head of a review. */
export class Repository {
  /**
   * The repository that holds a folder.
   *
   * @throws Error when git is missing, or the folder is in no repository
   */
  static async holding(folder: string): Promise<Repository> {
    if (!existsSync(folder)) {
      throw new Error(`there is no folder ${JSON.stringify(folder)}`);
    }
    const root = await git(folder, ["rev-parse", "--show-toplevel"]);
    return new Repository(realpathSync(root.trim()));
  }

  private constructor(
    /** The top of the working tree. */
    readonly root: string,
  ) {}

  /** A path as git writes it: from the top, with slashes; undefined for what lies outside. */
  pathOf(path: string): string | undefined {
    const inside = relative(this.root, realpathSync(path)).split(sep).join("/");
    return inside === ".." || inside.startsWith("../") ? undefined : inside;
  }

  /**
   * The commit in which the head left a branch: what came to the branch since then is not part of the change.
   *
   * @throws Error when there is no such ref, or no common history
   */
  async base(ref: string): Promise<BaseCommit> {
    let commit: string;
    try {
      commit = (
        await git(this.root, ["rev-parse", "--verify", "--quiet", "--end-of-options", `${ref}^{commit}`])
      ).trim();
    } catch {
      throw new Error(`git knows no commit ${JSON.stringify(ref)}; fetch it first, or correct the name`);
    }
    try {
      return { ref, commit: (await git(this.root, ["merge-base", commit, "HEAD"])).trim() };
    } catch {
      throw new Error(
        `${JSON.stringify(ref)} and the present branch have no common commit here; a shallow clone cuts it off: git fetch --unshallow, or fetch-depth: 0 in the workflow`,
      );
    }
  }

  /** Every path that differs between a commit and the working tree, files that git does not know yet included. */
  async changedSince({ commit }: BaseCommit): Promise<readonly string[]> {
    const [changed, added] = await Promise.all([
      git(this.root, ["diff", "--name-only", "--no-renames", "--no-ext-diff", "-z", commit, "--"]),
      git(this.root, ["ls-files", "--others", "--exclude-standard", "-z"]),
    ]);
    return [...new Set(`${changed}${added}`.split("\0").filter((path) => path !== ""))].sort();
  }

  /**
   * Checks a commit out into a folder of its own for as long as it is used; the folder is removed afterwards,
   * whatever happens.
   */
  async withCheckout<Result>(
    { commit }: BaseCommit,
    signal: AbortSignal,
    use: (folder: string) => Promise<Result>,
  ): Promise<Result> {
    const scratch = mkdtempSync(join(realpathSync(tmpdir()), "protected-exchange-review-"));
    const folder = join(scratch, "base");
    try {
      // Hooks are for people who switch branches.
      const words = [
        "-c",
        "core.hooksPath=/dev/null",
        "worktree",
        "add",
        "--quiet",
        "--detach",
        folder,
        commit,
      ];
      await git(this.root, words, signal);
      return await use(folder);
    } finally {
      await this.remove(folder);
      rmSync(scratch, { recursive: true, force: true });
    }
  }

  /** Removes a checkout; not interrupted, because it is what an interruption has to do. */
  private async remove(folder: string): Promise<void> {
    try {
      await git(this.root, ["worktree", "remove", "--force", folder]);
    } catch {
      // Git was stopped while it made it: what is left has no folder that counts, and is forgotten.
      rmSync(folder, { recursive: true, force: true });
      await git(this.root, ["worktree", "prune"]).catch(() => undefined);
    }
  }
}

/** Runs git; what it prints. */
function git(folder: string, words: readonly string[], signal?: AbortSignal): Promise<string> {
  const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !OF_HOOKS.includes(name)));
  return new Promise((resolve, reject) => {
    execFile(
      "git",
      ["-C", folder, ...words],
      { env, maxBuffer: 256 * 2 ** 20, ...(signal === undefined ? {} : { signal }) },
      (error, stdout, stderr) => {
        if (error === null) {
          resolve(stdout);
        } else if (error.code === "ENOENT") {
          reject(new Error("git is not in PATH; a review compares with a commit of its repository"));
        } else {
          reject(
            signal?.aborted === true
              ? error
              : new Error(`git ${words[0]}: ${stderr.trim() || error.message}`),
          );
        }
      },
    );
  });
}

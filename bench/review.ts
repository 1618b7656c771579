import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { reviewChange } from "../tools/review/change-review";
import { reviewPage } from "../tools/review/page";

/*
 * How long the review of a change takes in fleets of several sizes: one client's file changed, in a repository made
 * for it. What matters is that it does not grow with the fleet.
 *
 * Usage: node dist/bench/review.js [clients]
 */

const SAMPLE = resolve(__dirname, "..", "..", "clients");

/** A repository with so many clients, on a branch on which one of them opens 443 further. */
function fleet(clients: number): string {
  const folder = mkdtempSync(join(tmpdir(), "fleet-"));
  const git = (...words: readonly string[]): void => {
    execFileSync("git", ["-C", folder, "-c", "user.name=x", "-c", "user.email=x@x.example", ...words]);
  };
  mkdirSync(join(folder, "clients"));
  writeFileSync(join(folder, "clients", "fleet.yaml"), readFileSync(join(SAMPLE, "fleet.yaml")));
  const clinic = readFileSync(join(SAMPLE, "clinic.yaml"), "utf8");
  for (let index = 0; index < clients; index += 1) {
    // Each client has an account of its own; clients that share one are counted together.
    const text = clinic
      .replaceAll("clinic", `clinic-${index}`)
      .replace("123456789012", `${200_000_000_000 + index}`);
    writeFileSync(join(folder, "clients", `clinic-${index}.yaml`), text);
  }
  git("init", "--quiet", "--initial-branch=main");
  git("add", "--all");
  git("commit", "--quiet", "--message", "the fleet");
  git("checkout", "--quiet", "-b", "change");
  const changed = join(folder, "clients", "clinic-0.yaml");
  writeFileSync(
    changed,
    readFileSync(changed, "utf8").replace("  ips:\n", "  httpsFrom: [192.88.99.0/24]\n  ips:\n"),
  );
  return folder;
}

async function review(folder: string): Promise<number> {
  const start = process.hrtime.bigint();
  const result = await reviewChange({
    baseRef: "main",
    clientsDirectory: join(folder, "clients"),
    today: "2026-11-24",
    signal: new AbortController().signal,
  });
  reviewPage(result);
  const seconds = Number(process.hrtime.bigint() - start) / 1e9;
  if (result.stacks.length !== 1 || result.verdict !== "changes") {
    throw new Error(`the review compared ${result.stacks.length} clients and says ${result.verdict}`);
  }
  return seconds;
}

async function measure(largest: number): Promise<void> {
  console.log("clients  seconds");
  for (const clients of [1, largest / 100, largest / 10, largest]) {
    const folder = fleet(clients);
    // The first review loads what all of them need.
    await review(folder);
    console.log(`${String(clients).padStart(7)}  ${(await review(folder)).toFixed(2).padStart(7)}`);
    rmSync(folder, { recursive: true, force: true });
  }
}

void measure(Number(process.argv[2] ?? 1000));

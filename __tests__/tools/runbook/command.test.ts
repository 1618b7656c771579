import { execFile } from "node:child_process";
import { mkdtempSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { CLIENTS } from "../../clinic";
import { CLIENT, changed, clientsFolder, EXTERNAL_CLIENT } from "../../stacks/client-files";

const PROGRAM = resolve(__dirname, "..", "..", "..", "dist", "tools", "protected-exchange.js");
const golden = (name: string): string => readFileSync(resolve(__dirname, "..", "..", "golden", name), "utf8");

function runbook(
  ...words: readonly string[]
): Promise<{ readonly status: number; readonly stdout: string; readonly stderr: string }> {
  const options = {
    cwd: resolve(CLIENTS, ".."),
    env: { ...process.env, NO_COLOR: "1", FORCE_COLOR: undefined },
  };
  return new Promise((ended) => {
    execFile(process.execPath, [PROGRAM, "runbook", ...words], options, (error, stdout, stderr) => {
      ended({ status: error === null ? 0 : Number(error.code), stdout, stderr });
    });
  });
}

describe("protected-exchange runbook", () => {
  test("explains itself", async () => {
    const { status, stdout } = await runbook("--help");

    expect(status).toBe(0);
    expect(stdout).toMatch(/^Usage: protected-exchange runbook \[options\] <client>/);
  });

  test.each([
    [["clinic"], "clinic.runbook.ps1"],
    [["clinic", "--part", "install"], "clinic.runbook.ps1"],
    [["clinic", "--part", "rollback"], "clinic.rollback.ps1"],
    [["notary", "--format", "markdown"], "notary.runbook.md"],
  ])("%j writes %s to the screen and nothing else", async (words, name) => {
    expect(await runbook(...words)).toEqual({ status: 0, stdout: golden(name), stderr: "" });
  });

  test("writes a file and says so beside the output", async () => {
    const file = join(mkdtempSync(join(tmpdir(), "runbook-")), "clinic.runbook.ps1");
    const { status, stdout, stderr } = await runbook("clinic", "--output", file);

    expect({ status, stdout, stderr }).toEqual({ status: 0, stdout: "", stderr: `${file} written\n` });
    expect(readFileSync(file, "utf8")).toBe(golden("clinic.runbook.ps1"));
  });

  test("writes what somebody else's edge is to do, for a client that has one", async () => {
    const folder = clientsFolder({ "office.yaml": EXTERNAL_CLIENT });
    const { status, stdout } = await runbook("office", "--part", "edge", "--clients", folder);

    expect(status).toBe(0);
    expect(stdout).toMatch(/^# The firewall in front of the Exchange server of office\n/);
    expect(await runbook("clinic", "--part", "edge")).toEqual({
      status: 1,
      stdout: "",
      stderr:
        'the edge of "clinic" is part of its own stack; there is nobody to ask ("edge: { kind: external }")\n',
    });
  });

  test("fails for a client that does not exist", async () => {
    expect(await runbook("nobody")).toEqual({
      status: 1,
      stdout: "",
      stderr: 'there is no client "nobody" in clients\n',
    });
  });

  test("fails for a stack that lacks what Exchange must be told, and says what to do", async () => {
    const folder = clientsFolder({
      "office.yaml": changed(
        CLIENT,
        "    host: smtp.antispamcloud.com",
        "    host: smtp.antispamcloud.com\n    port: 465",
      ),
    });

    expect(await runbook("office", "--clients", folder)).toEqual({
      status: 1,
      stdout: "",
      stderr:
        "the stack of \"office\" has no runbook:\n  - the smart host's port is 465, where TLS begins without STARTTLS, which Exchange's send connectors cannot do; use 587\n",
    });
  });

  test("fails for a part of the page, which holds both", async () => {
    const { status, stderr } = await runbook("clinic", "--format", "markdown", "--part", "rollback");

    expect(status).toBe(1);
    expect(stderr).toBe("the Markdown runbook holds both parts; leave --part out\n");
  });

  test("fails when the file cannot be written", async () => {
    const { status, stderr } = await runbook(
      "clinic",
      "--output",
      join(tmpdir(), "no", "such", "folder.ps1"),
    );

    expect(status).toBe(1);
    expect(stderr).toContain("ENOENT");
  });
});

import { execFile } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { CLIENTS, clinicJson, TODAY } from "../../clinic";

const PROGRAM = resolve(__dirname, "..", "..", "..", "dist", "tools", "protected-exchange.js");
const golden = (name: string): string => readFileSync(resolve(__dirname, "..", "..", "golden", name), "utf8");

function report(
  ...words: readonly string[]
): Promise<{ readonly status: number; readonly stdout: string; readonly stderr: string }> {
  const options = { cwd: resolve(CLIENTS, ".."), env: { ...process.env, NO_COLOR: "1" } };
  return new Promise((ended) => {
    execFile(process.execPath, [PROGRAM, "report", ...words], options, (error, stdout, stderr) => {
      ended({ status: error === null ? 0 : Number(error.code), stdout, stderr });
    });
  });
}

function folderOf(...stacks: readonly string[]): string {
  const folder = mkdtempSync(join(tmpdir(), "report-"));
  for (const stack of stacks) {
    mkdirSync(join(folder, stack));
    writeFileSync(join(folder, stack, "cdk.tf.json"), JSON.stringify(clinicJson()));
  }
  return folder;
}

/** The clinic's Terraform JSON, which is judged without loading a construct. */
const CLINIC = join(folderOf("clinic"), "clinic", "cdk.tf.json");

describe("protected-exchange report", () => {
  test("explains itself", async () => {
    const { status, stdout } = await report("--help");

    expect(status).toBe(0);
    expect(stdout).toMatch(/^Usage: protected-exchange report \[options\] <client \| file>/);
  });

  test("writes the sheet of a client and nothing else", async () => {
    expect(await report("notary", "--lang", "en", "--date", TODAY)).toEqual({
      status: 0,
      stdout: golden("notary.en.html"),
      stderr: "",
    });
  });

  test("writes the sheet of a Terraform JSON file", async () => {
    expect((await report(CLINIC, "--lang", "fr", "--date", TODAY)).stdout).toBe(golden("clinic.fr.html"));
  });

  test("gives programs every judgement with its sentence", async () => {
    const { stdout } = await report(CLINIC, "--format", "json", "--lang", "fr", "--date", TODAY);

    expect(JSON.parse(stdout)).toMatchObject({
      client: "Example Clinic",
      date: TODAY,
      locale: "fr-FR",
      brokenRules: 0,
      statuses: { "in-place": 8, partly: 6, missing: 0, unknown: 0 },
      advices: expect.arrayContaining([
        expect.objectContaining({
          advice: "relay-out",
          row: 6,
          status: "partly",
          missing: [
            {
              id: "smartHostAnywhere",
              values: { host: "smtp.antispamcloud.com" },
              text: "La sortie est ouverte vers toutes les adresses, pas seulement vers celles de smtp.antispamcloud.com.",
              accepted: { owner: "A. Martin, MSP", until: "2027-06-30" },
            },
          ],
        }),
      ]),
      score: { points: 42, knowable: 50, total: 200 },
    });
  });

  test("judges exceptions on the day it is given, and prints it", async () => {
    const { stdout } = await report(CLINIC, "--date", "2027-07-01");

    expect(stdout).toContain("Situation on 1 July 2027");
    expect(stdout).not.toContain("accepted until");
  });

  test("judges on the day it runs unless told otherwise", async () => {
    const before = new Date().toISOString().slice(0, 10);
    const { stdout } = await report(CLINIC, "--format", "json");

    expect([before, new Date().toISOString().slice(0, 10)]).toContain(
      (JSON.parse(stdout) as { readonly date: string }).date,
    );
  });

  test("writes a file and says so beside the output", async () => {
    const file = join(mkdtempSync(join(tmpdir(), "report-")), "clinic.html");
    const ended = await report(CLINIC, "--lang", "fr", "--date", TODAY, "--output", file);

    expect(ended).toEqual({ status: 0, stdout: "", stderr: `${file} written\n` });
    expect(readFileSync(file, "utf8")).toBe(golden("clinic.fr.html"));
  });

  test.each([
    [["nobody"], '"nobody" is neither a client, nor a file, nor a folder'],
    [[resolve(CLIENTS, "clinic.yaml")], "is not JSON"],
    [[folderOf("a", "b")], "holds 2 stacks, and a sheet is about one; name its file"],
    [[CLINIC, "--lang", "nl"], "Allowed choices are fr, en."],
    [[CLINIC, "--date", "2026-02-30"], "write a calendar day as 2026-11-24."],
    [[CLINIC, "--output", join(tmpdir(), "no", "such", "folder.html")], "ENOENT"],
  ])("ends with 1 for %j", async (words, reason) => {
    const { status, stdout, stderr } = await report(...words);

    expect({ status, stdout }).toEqual({ status: 1, stdout: "" });
    expect(stderr).toContain(reason);
  });
});

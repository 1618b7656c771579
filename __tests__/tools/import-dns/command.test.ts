import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { stripVTControlCharacters } from "node:util";
import { importDnsCommand } from "../../../tools/import-dns/command";

const ZONES = join(__dirname, "zones");
const CLIENTS = join(__dirname, "clients");

interface Run {
  readonly status: number;
  readonly out: string;
  readonly err: string;
}

function run(...words: readonly string[]): Run {
  const out: string[] = [];
  const err: string[] = [];
  const log = jest.spyOn(console, "log").mockImplementation((text: string) => out.push(text));
  const error = jest.spyOn(console, "error").mockImplementation((text: string) => err.push(text));
  const before = process.exitCode;
  process.exitCode = 0;
  try {
    importDnsCommand().parse(["node", "import-dns", "--client", "clinic", "--clients", CLIENTS, ...words]);
    return { status: Number(process.exitCode), out: plain(out), err: plain(err) };
  } finally {
    process.exitCode = before;
    log.mockRestore();
    error.mockRestore();
  }
}

function plain(lines: readonly string[]): string {
  return stripVTControlCharacters(lines.join("\n"));
}

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "import-dns-"));
});
afterAll(() => {
  rmSync(folder, { recursive: true });
});

describe("with Cloudflare's export", () => {
  const zone = join(ZONES, "cloudflare-export.txt");
  const ids = join(ZONES, "cloudflare-listing.json");

  test("tells for each record what becomes of it, and asks for a decision", () => {
    const { status, out } = run(zone, "--ids", ids);
    expect(status).toBe(2);
    expect(out).toContain("= clinic.example. 3600 IN MX 10 mx1-eu.spamexperts.com.");
    expect(out).toContain("- clinic.example. 300 IN MX 5 mail.clinic.example.");
    expect(out).toContain("+ mail.clinic.example. 3600 IN A (known after the deployment)");
    expect(out).toContain("no longer authorised to send: a, mx, include:servers.mcsv.net");
    expect(out).toMatch(/cloudflare-export\.txt:46 surplus-spf: a second SPF record/);
    expect(out).toContain("mx-to-the-server: mail for newsletter.clinic.example");
    expect(out).toContain("caa-refuses");
    expect(out).toContain("address-past-the-edge");
  });

  test("lists what is left alone on request only", () => {
    expect(run(zone).out).not.toContain("google-site-verification");
    expect(run(zone, "--all").out).toContain("google-site-verification");
  });

  test("writes import blocks with the ids of the listing", () => {
    const file = join(folder, "import.tf.json");
    const { err } = run(zone, "--ids", ids, "--write", file);
    expect(err).toBe(`${file} written`);
    const written = JSON.parse(readFileSync(file, "utf8")) as {
      readonly import: readonly { readonly to: string; readonly id: string }[];
    };
    expect(Object.keys(written)).toEqual(["import"]);
    const spf = written.import.find(({ to }) => to.includes("_TXT_spf_"));
    expect(spf?.id).toBe("023e105f4ecef8ad9ca31a8372d0c353/372e67954025e0ba6aaa6d586b9e0b06");
    expect(written.import.every(({ id }) => /^[0-9a-f]{32}\/[0-9a-f]{32}$/.test(id))).toBe(true);
  });

  test("writes them in Terraform's own syntax under another name, and says which ids are missing", () => {
    const file = join(folder, "import.tf");
    const { status, out, err } = run(zone, "--write", file);
    expect(status).toBe(2);
    expect(out).toMatch(/(\d+) import blocks: \1 without id: Terraform asks for these variables/);
    expect(err).toMatch(/ids are missing: give --ids, or set the variables, without which Terraform stops$/);
    expect(readFileSync(file, "utf8")).toMatch(
      /^variable "import_dns_clinic_example_MX_mx1_eu_spamexperts_com_/,
    );
  });

  test("gives programs everything", () => {
    const answer = JSON.parse(run(zone, "--format", "json", "--ids", ids).out) as {
      readonly [key: string]: unknown;
    };
    expect(answer.zone).toBe("clinic.example");
    expect(Object.keys(answer).sort()).toEqual(
      [
        "afterApply",
        "contradict",
        "create",
        "imports",
        "keep",
        "leaveAlone",
        "missingIds",
        "replace",
        "zone",
      ].sort(),
    );
    expect(answer.missingIds).toEqual([]);
    expect(answer.afterApply).toContainEqual(
      expect.objectContaining({
        alike: [expect.objectContaining({ name: expect.stringMatching(/^_3639.*\.mail\.clinic\.example$/) })],
      }),
    );
  });
});

test("a zone in which nothing contradicts the stack is status 0", () => {
  const { status, out } = run(join(ZONES, "no-contradiction.zone"));
  expect(out).toContain("0 contradict the stack");
  expect(status).toBe(0);
});

test("a missing id alone is status 2", () => {
  const file = join(folder, "mx.zone");
  writeFileSync(file, "$ORIGIN clinic.example.\n@ 60 MX 10 mx1-eu.spamexperts.com.\n");
  const { status, out } = run(file);
  expect(out).toContain("0 contradict the stack");
  expect(status).toBe(2);
});

test("--origin gives relative names their zone", () => {
  const file = join(folder, "relative.zone");
  writeFileSync(file, "www 60 A 192.0.2.1\n");
  expect(run(file).err).toMatch(/relative\.zone:1:1: ZoneFileSyntax: "www" is relative/);
  expect(run(file, "--origin", "Clinic.Example.").status).toBe(0);
});

test.each([
  ["a file that does not exist", "none.zone", undefined, /none\.zone:1:1: ZoneFileUnreadable: .*ENOENT/],
  [
    "a file that is no zone file",
    "prose.zone",
    "Dear all,\nthe zone",
    /prose\.zone:1:6: ZoneFileSyntax: "all," is no/,
  ],
  [
    "the zone of somebody else",
    "other.zone",
    "other.example. 60 A 192.0.2.1\n",
    /ZoneFileOfOtherZone: .*"other\.example"/,
  ],
])("fails for %s", (_, name, text, message) => {
  const file = join(folder, name);
  if (text !== undefined) {
    writeFileSync(file, text);
  }
  const { status, err, out } = run(file);
  expect(err).toMatch(message);
  expect(status).toBe(1);
  expect(out).toBe("");
});

test("fails for a client there is not", () => {
  const { status, err } = run(join(ZONES, "bind.zone"), "--client", "surgery");
  expect(status).toBe(1);
  expect(err).toMatch(/^there is no client "surgery" in /);
});

import { execFile, execFileSync } from "node:child_process";
import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { CLIENTS, clinicJson, type Tree } from "../clinic";
import { CLIENT, changed, clientsFolder } from "../stacks/client-files";

const PROGRAM = resolve(__dirname, "..", "..", "dist", "tools", "protected-exchange.js");

interface Ended {
  readonly status: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs the command line as a user would, without colours. */
function run(...words: readonly string[]): Promise<Ended> {
  const options = {
    cwd: resolve(CLIENTS, ".."),
    env: { ...process.env, NO_COLOR: "1" },
  };
  return new Promise((ended) => {
    execFile(process.execPath, [PROGRAM, ...words], options, (error, stdout, stderr) => {
      ended({ status: error === null ? 0 : Number(error.code), stdout, stderr });
    });
  });
}

function fileWith(json: unknown): string {
  const file = join(mkdtempSync(join(tmpdir(), "stack-")), "cdk.tf.json");
  writeFileSync(file, typeof json === "string" ? json : JSON.stringify(json));
  return file;
}

/** The clinic with its mail handed to the server itself. */
function bypassed(): Tree {
  const json = clinicJson();
  for (const record of Object.values((json.resource as Tree).cloudflare_dns_record as Tree)) {
    if (String(record.type) === "MX") {
      Object.assign(record, { content: "mail.clinic.example" });
    }
  }
  return json;
}

describe("protected-exchange", () => {
  test.each([[[]], [["validate"]]])("%j explains itself", async (words) => {
    const { status, stdout } = await run(...words, "--help");

    expect(status).toBe(0);
    expect(stdout).toMatch(/^Usage: protected-exchange/);
  });

  test("fails for a command it does not know and says where help is", async () => {
    const { status, stderr } = await run("protcet");

    expect(status).toBe(1);
    expect(stderr).toContain("unknown command 'protcet'");
    expect(stderr).toContain("--help shows what is known");
  });
});

describe("protected-exchange validate", () => {
  test("names the clients when all is well", async () => {
    expect(await run("validate")).toMatchObject({
      status: 0,
      stdout: expect.stringMatching(/^ok {2}\d+ clients?: .*clinic/),
    });
  });

  test("shows every mistake with its place and ends with 1", async () => {
    const folder = clientsFolder({
      "office.yaml": changed(changed(CLIENT, "relay:\n", "relya:\n"), "exchange: SE", 'exchange: "2013"'),
    });
    const { status, stderr, stdout } = await run("validate", "--clients", folder);

    expect(status).toBe(1);
    expect(stdout).toBe("");
    expect(stderr.split("\n").map((line) => line.replace(/^.*office\.yaml/, "office.yaml"))).toEqual([
      'office.yaml:1:1: MissingKey: "relay" is missing; it takes keys and values',
      'office.yaml:10:13: ValueNotAllowed: "2013" is not allowed; use "2016", "2019", "SE" (did you mean "2016"?)',
      'office.yaml:11:1: UnknownKey: "relya" is not a key here (did you mean "relay"?); known are id, name, domains, dns, server, relay, certificate, edge, watch, backup, tags, acknowledge',
      "3 problems; each code is explained in docs/errors.md",
      "",
    ]);
  });
});

describe("protected-exchange posture", () => {
  test("shows one client on one screen", async () => {
    const { status, stdout } = await run("posture", "clinic");

    expect(status).toBe(0);
    expect(stdout).toContain(
      "25/tcp    185.201.16.0/22        firewall rule 9250000 + subnet + security group",
    );
    expect(stdout).toContain(
      "443/tcp   anywhere               firewall rule 9250002 + subnet + security group",
    );
    expect(stdout).toContain("server > smtp.antispamcloud.com:587 > the world");
    expect(stdout.split("\n").length).toBeLessThan(45);
  });

  test("gives programs the same facts as JSON", async () => {
    const { stdout } = await run("posture", "clinic", "--format", "json");

    expect(JSON.parse(stdout)).toMatchObject({
      exposures: [
        { protocol: "tcp", fromPort: 25, toPort: 25, sources: ["185.201.16.0/22"] },
        { protocol: "tcp", fromPort: 443, toPort: 443, sources: ["0.0.0.0/0"] },
      ],
      findings: expect.any(Array),
    });
  });

  test("judges a file that somebody else wrote and ends with 3 when a rule is broken", async () => {
    const { status, stdout } = await run("posture", fileWith(bypassed()));

    expect(status).toBe(3);
    expect(stdout).toContain("error mail-host-not-in-mx: cloudflare_dns_record.");
  });

  test("finds the stacks of a folder", async () => {
    const { status, stdout } = await run(
      "posture",
      resolve(fileWith(clinicJson()), ".."),
      "--format",
      "json",
    );

    expect(status).toBe(0);
    expect(JSON.parse(stdout)).toHaveProperty("exposures");
  });

  test.each([
    ["nobody", '"nobody" is neither a client, nor a file, nor a folder'],
    [fileWith("{"), "is not JSON"],
    [mkdtempSync(join(tmpdir(), "empty-")), "holds no Terraform JSON file"],
  ])("ends with 1 for %s", async (argument, reason) => {
    const { status, stderr } = await run("posture", argument);

    expect(status).toBe(1);
    expect(stderr).toContain(reason);
  });
});

describe("protected-exchange cost", () => {
  test("adds up a month, and says when a firewall in the office is cheaper", async () => {
    const { status, stdout } = await run("cost", "clinic", "--traffic", "200", "--appliance", "60");

    expect(status).toBe(0);
    expect(stdout).toContain("$288.35  1 × AWS Network Firewall endpoint");
    expect(stdout).toContain("$31.00  200 GB through the firewall and out");
    expect(stdout).toMatch(/\$429\.\d\d {2}a month/);
    expect(stdout).toContain("a firewall in the office for $60.00 is cheaper at any traffic");
  });

  test("says above which traffic when it depends", async () => {
    const { stdout } = await run("cost", "clinic", "--appliance", "500");

    expect(stdout).toMatch(/a firewall in the office for \$500\.00 becomes cheaper above \d+ GB a month/);
  });

  test("fails for what is no amount", async () => {
    const { status, stderr } = await run("cost", "clinic", "--traffic", "much");

    expect(status).toBe(1);
    expect(stderr).toContain("give a number, not below zero");
  });
});

describe("protected-exchange demo", () => {
  test("says in one line how to get Terraform when there is none", async () => {
    const options = { env: { PATH: mkdtempSync(join(tmpdir(), "nothing-")), NO_COLOR: "1" } };
    const ended = await new Promise<Ended>((done) => {
      execFile(process.execPath, [PROGRAM, "demo"], options, (error, stdout, stderr) => {
        done({ status: Number(error?.code), stdout, stderr });
      });
    });

    expect(ended.status).toBe(1);
    expect(ended.stderr).toBe(
      "terraform is not in PATH: install Terraform 1.10 or later from https://developer.hashicorp.com/terraform/install\n",
    );
  });
});

test.each(["posture", "cost", "report"])("%s of a file loads no constructs", (command) => {
  const script = `
    const [program, ...words] = process.argv.slice(1);
    require(program).commandLine(words[0])
      .then((root) => root.parseAsync(words, { from: "user" }))
      .then(() => console.log(Object.keys(require.cache).join("\\n")))`;
  const words = [PROGRAM, command, fileWith(clinicJson())];
  const printed = execFileSync(process.execPath, ["-e", script, ...words], { encoding: "utf8" });

  expect(printed).toContain("/dist/posture/posture.js");
  expect(printed).not.toContain("/node_modules/cdktf/");
});

import { execFile } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { CLIENT, clientsFolder } from "../../stacks/client-files";

const PROGRAM = resolve(__dirname, "..", "..", "..", "dist", "tools", "protected-exchange.js");

function newClient(
  clients: string,
  ...words: readonly string[]
): Promise<{ readonly status: number; readonly stdout: string; readonly stderr: string }> {
  const options = {
    cwd: dirname(clients),
    env: { ...process.env, NO_COLOR: "1", FORCE_COLOR: undefined },
  };
  return new Promise((ended) => {
    execFile(
      process.execPath,
      [PROGRAM, "new-client", ...words, "--clients", clients],
      options,
      (error, stdout, stderr) => ended({ status: error === null ? 0 : Number(error.code), stdout, stderr }),
    );
  });
}

const BAKERY = [
  "--name=Example Bakery",
  "--domain=bakery.example",
  "--edge=external",
  "--dns=cloudflare",
  "--zone-id=023e105f4ecef8ad9ca31a8372d0c353",
  "--relay=spamexperts",
];

describe("protected-exchange new-client", () => {
  test("writes a file, with fleet.yaml where there is none, and says what is open and what comes next", async () => {
    const folder = join(mkdtempSync(join(tmpdir(), "new-client-")), "clients");
    mkdirSync(folder);
    const { status, stdout } = await newClient(folder, "bakery", ...BAKERY);
    const [first] = readFileSync(join(folder, "bakery.yaml"), "utf8").split("\n");
    const [, schema = ""] = /^# yaml-language-server: \$schema=(.*)$/.exec(first ?? "") ?? [];

    expect(status).toBe(0);
    expect(existsSync(resolve(folder, schema))).toBe(true);
    expect(stdout).toContain(
      "spf: include:spf.antispamcloud.com  CONFIRM: seen in wild, public customer configuration",
    );
    expect(stdout).toContain(`written  ${join(folder, "fleet.yaml")}`);
    expect(stdout).toContain(`npx protected-exchange posture bakery --clients ${folder}`);
  });

  test("asks nothing where nobody sits at a terminal, and says what is missing", async () => {
    const folder = clientsFolder({});
    const { status, stderr } = await newClient(folder, "bakery", "--name=Example Bakery", "--dns=route53");

    expect(status).toBe(1);
    expect(stderr).toBe(
      "there is no terminal to ask at; add --domain, --edge, --relay (--help says what they take)\n",
    );
  });

  test("refuses to overwrite a file", async () => {
    const folder = clientsFolder({ "office.yaml": CLIENT });
    const { status, stderr } = await newClient(folder, "office", ...BAKERY);

    expect(status).toBe(1);
    expect(stderr).toContain("office.yaml exists already; choose another id, or edit it\n");
    expect(readFileSync(join(folder, "office.yaml"), "utf8")).toBe(CLIENT);
  });

  test.each([
    ["a value that no client file may have", ["Bakery", ...BAKERY], '"Bakery" is not a client id: '],
    [
      "a domain that another client has",
      ["bakery", ...BAKERY, "--domain=office.example"],
      'DuplicateDomain: "office.example" already belongs to ',
    ],
    [
      "an issuer that needs what is not given",
      ["bakery", ...BAKERY, "--certificate=lets-encrypt"],
      "CertificateRequestMissing: ",
    ],
  ])("writes nothing for %s", async (_what, words, problem) => {
    const folder = clientsFolder({ "office.yaml": CLIENT });
    const before = readdirSync(folder);
    const { status, stderr } = await newClient(folder, ...words);

    expect(status).toBe(1);
    expect(stderr).toContain(problem);
    expect(readdirSync(folder)).toEqual(before);
  });
});

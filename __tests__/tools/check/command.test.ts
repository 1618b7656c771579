import { execFile } from "node:child_process";
import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { checkCommand } from "../../../tools/check/command";
import { CLIENTS } from "../../clinic";
import { Authority, type Issued, rsaKey } from "../../constructs/watch/checks/authority";
import { Servers } from "../../constructs/watch/checks/servers";
import { ZoneServer } from "../../constructs/watch/checks/zone-server";
import {
  inspectedNetwork,
  MAIL_RULES,
  publicHost,
  type Resources,
  stackOf,
} from "../../posture/hand-written";
import { DnsServer } from "../dns-server";

const PROGRAM = resolve(__dirname, "..", "..", "..", "dist", "tools", "protected-exchange.js");

const NAMES = ["autodiscover.clinic.example", "mail.clinic.example", "mta-sts.clinic.example"];

const servers = new Servers();
const dns = new DnsServer({ "mta-sts.clinic.example": { addresses: ["127.0.0.1"] } });
let resolver: string;
let root: string;
let good: Issued;
let other: Issued;

beforeAll(async () => {
  const amazon = await Authority.named("Amazon");
  [good, other] = (await Promise.all(
    [NAMES, ["mail.clinic.example"]].map(async (names) => amazon.issue({ names, key: await rsaKey() })),
  )) as [Issued, Issued];
  root = join(mkdtempSync(join(tmpdir(), "root-")), "root.pem");
  writeFileSync(root, amazon.rootPem);
  resolver = await dns.start();
});

afterAll(() => Promise.all([dns.stop(), servers.stop()]));

/** Runs the check of certificates as a user would, without colours. */
function check(...words: readonly string[]): Promise<{ status: number; stdout: string; stderr: string }> {
  const options = { cwd: resolve(CLIENTS, ".."), env: { ...process.env, NO_COLOR: "1" } };
  return new Promise((ended) => {
    execFile(
      process.execPath,
      [PROGRAM, "check", "--only", "certificates", ...words],
      options,
      (error, stdout, stderr) => {
        ended({ status: error === null ? 0 : Number(error.code), stdout, stderr });
      },
    );
  });
}

/** A server whose 443 the firewall passes from one network. */
function limitedToOffice(): Resources {
  const rules = MAIL_RULES.replace(
    "pass tcp any any -> 10.0.0.0/16 443",
    "pass tcp 203.0.113.0/24 any -> 10.0.0.0/16 443",
  );
  return stackOf(inspectedNetwork(["a"], rules), publicHost("mail_a", "10.0.0.10")).resource;
}

const here = (https: number, smtp: number): readonly string[] => [
  ...["--address", "127.0.0.1", "--https-port", String(https), "--smtp-port", String(smtp)],
  ...["--resolver", resolver, "--ca", root],
];

test("what is live as it is declared ends with 0, and programs read it", async () => {
  const ports = here(await servers.https(good), await servers.smtp(good));
  const { status, stdout, stderr } = await check("clinic", ...ports, "--format", "json");

  expect(stderr).toBe("");
  const report = JSON.parse(stdout);
  expect(report).toMatchObject({ client: "Example Clinic", verdict: "ok" });
  expect(Object.keys(report)).toEqual(["client", "at", "verdict", "checks"]);
  expect(
    report.checks[0].observations.map(({ name, verdict }: Record<string, unknown>) => `${name} ${verdict}`),
  ).toEqual([
    "autodiscover.clinic.example ok",
    "mail.clinic.example ok",
    "mail.clinic.example ok",
    "mta-sts.clinic.example ok",
  ]);
  expect(status).toBe(0);
});

test("what is not ends with 3, in a table with what is wrong below each line", async () => {
  const ports = here(await servers.https(good), await servers.smtp(other));
  const { status, stdout } = await check("clinic", ...ports);

  expect(stdout).toMatch(/^ {4}name +port +address +seen +verdict$/m);
  expect(stdout).toMatch(
    /^ {4}autodiscover\.clinic\.example +\d+ +127\.0\.0\.1 +Amazon, RSA 2048, until .* ok$/m,
  );
  expect(stdout).toMatch(
    /^ {8}error certificates-differ: it is another certificate than that of mail\.clinic\.example/m,
  );
  expect(stdout).toMatch(/^ {2}3 ok, 1 wrong$/m);
  expect(status).toBe(3);
});

test.each([
  [["clinic", "--ca", "package.json"], "package.json holds no certificate in PEM"],
  [["nobody"], '"nobody" is neither a client, nor a file, nor a folder'],
])("%j ends with 1 and says why", async (words, reason) => {
  const { status, stdout, stderr } = await check(...words);

  expect(status).toBe(1);
  expect(stdout).toBe("");
  expect(stderr).toContain(reason);
});

test.each([
  [["--address", "mail.clinic.example"], "Give an IPv4 or IPv6 address."],
  [["--smtp-port", "0"], "Give a port from 1 to 65535."],
  [["--http-port", "0"], "Give a port from 1 to 65535."],
  [["--dns-port", "0"], "Give a port from 1 to 65535."],
  [["--https-port", "443.5"], "Give a port from 1 to 65535."],
  [["--timeout", "1d"], "Give seconds, more than 0 and at most 300."],
  [
    ["--only", "weather"],
    "Give one of records, certificates, starttls, endpoint, reverse-names, blocklists, ports, relay-bypass.",
  ],
  [["--ports", "22,x"], "Give a port from 1 to 65535."],
  [["--ports", Array.from({ length: 33 }, (_, index) => index + 1).join(",")], "Give 32 ports at most."],
  [["--timeout", "301"], "Give seconds, more than 0 and at most 300."],
])("%j is refused", async (words, reason) => {
  const command = checkCommand()
    .exitOverride()
    .configureOutput({ writeErr: () => undefined });

  await expect(command.parseAsync(["clinic", ...words], { from: "user" })).rejects.toThrow(reason);
});

test("the ports of the server are looked at where that is asked for", async () => {
  const ports = here(await servers.https(good), await servers.smtp(good));
  const closed = await servers.nobody();
  const { status, stdout } = await check("clinic", ...ports, "--only", "ports", "--ports", String(closed));

  expect(stdout).toMatch(
    new RegExp(`^ {4}mail\\.clinic\\.example +${closed} +127\\.0\\.0\\.1 +closed, refused +ok$`, "m"),
  );
  expect(stdout).toMatch(
    /^ {8}error open-past-relay: \d+ accepts connections from here, and is SpamExperts/m,
  );
  expect(status).toBe(3);
});

test("where everything is hidden from here, nothing is proved: that ends with 2", async () => {
  const port = String(await servers.nobody());
  const file = join(mkdtempSync(join(tmpdir(), "stack-")), "cdk.tf.json");
  const name = "mail.clinic.example";
  writeFileSync(
    file,
    JSON.stringify({
      resource: {
        ...limitedToOffice(),
        cloudflare_dns_record: {
          mail: { name, type: "A", content: "${aws_eip.server.public_ip}", ttl: 300 },
        },
      },
      output: { server_addresses: { value: ["${aws_eip.server.public_ip}"] } },
    }),
  );

  const { status, stdout } = await check(
    file,
    "--address",
    "127.0.0.1",
    "--https-port",
    port,
    "--smtp-port",
    port,
  );

  expect(stdout).toContain("443 is open to named networks only, so that is expected from elsewhere");
  expect(stdout).toMatch(/^ {2}2 not seen from here$/m);
  expect(status).toBe(2);
});

test("a record that is not as declared ends with 3, beside a zone that answers", async () => {
  const zone = new ZoneServer([
    "clinic.example NS ns1.host.example",
    "clinic.example SOA ns1.host.example admin.host.example",
    "ns1.host.example A 127.0.0.1",
    "clinic.example MX 10 mx.relay.example",
    "clinic.example MX 20 mail.clinic.example",
  ]);
  const port = await zone.start();
  const file = join(mkdtempSync(join(tmpdir(), "stack-")), "cdk.tf.json");
  const mx = { name: "clinic.example", type: "MX", content: "mx.relay.example", priority: 10, ttl: 300 };
  writeFileSync(
    file,
    JSON.stringify({
      resource: {
        cloudflare_zone: { clinic: { name: "clinic.example" } },
        cloudflare_dns_record: { mx: { ...mx, zone_id: "${cloudflare_zone.clinic.id}" } },
      },
    }),
  );

  const where = ["--resolver", `127.0.0.1:${port}`, "--dns-port", String(port)];
  const { status, stdout } = await check(file, "--only", "records", ...where);
  await zone.stop();

  expect(stdout).toMatch(/^ {4}clinic\.example +served by ns1\.host\.example +ok$/m);
  expect(stdout).toMatch(/^ {4}clinic\.example MX +10 mx\.relay\.example, 20 mail\.clinic\.example +wrong$/m);
  expect(stdout).toMatch(/^ {4}and 1 more {2}ok$/m);
  expect(stdout).toMatch(/^ {8}error mx-extra: clinic\.example has "20 mail\.clinic\.example" besides/m);
  expect(status).toBe(3);
});

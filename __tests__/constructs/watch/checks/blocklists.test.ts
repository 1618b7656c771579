import { execFile } from "node:child_process";
import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { BLOCKLISTS } from "../../../../constructs/watch/checks/blocklists";
import type { Observation } from "../../../../constructs/watch/checks/check";
import type { BlocklistVantage, Vantage } from "../../../../constructs/watch/checks/vantage";
import type { Facts } from "../../../../posture/facts";
import { declarationOf } from "../../../../stacks/declaration";
import { CLIENTS } from "../../../clinic";
import { factsOf } from "../../../posture/dns/zone-file";
import { DnsServer } from "../../../tools/dns-server";

/** Looks at what a stack with these facts declares, as a function is given it. */
function run(facts: Facts, from: Vantage): Promise<readonly Observation[]> {
  return BLOCKLISTS.run(JSON.parse(JSON.stringify(declarationOf(facts))), from);
}

const PROGRAM = resolve(__dirname, "..", "..", "..", "..", "dist", "tools", "protected-exchange.js");

const LISTED = { addresses: ["127.0.0.2"] };

const dns = new DnsServer({
  // A list that works and holds the address, one that works, one that lists the world, one that fails.
  "2.0.0.127.psbl.surriel.com": LISTED,
  "1.0.0.52.psbl.surriel.com": LISTED,
  "2.0.0.127.bl.spamcop.net": LISTED,
  "2.0.0.127.truncate.gbudb.net": LISTED,
  "1.0.0.127.truncate.gbudb.net": LISTED,
  "2.0.0.127.bl.blocklist.de": 2,
  // Advisory.
  "2.0.0.127.dnsbl-3.uceprotect.net": LISTED,
  "1.0.0.52.dnsbl-3.uceprotect.net": LISTED,
  // Domains.
  "test.surbl.org.multi.surbl.org": { addresses: ["127.0.0.254"] },
  "clinic.fr.multi.surbl.org": { addresses: ["127.0.0.8"] },
  "2.0.0.127.s3cr3t.combined.mail.abusix.zone": LISTED,
});
let server: string;

beforeAll(async () => {
  server = await dns.start();
});

afterAll(() => dns.stop());

function stack(more: Partial<Facts> = {}): Facts {
  return factsOf(["clinic.fr MX 10 mx.relay.net"], { egressAddresses: ["52.0.0.1"], ...more });
}

function vantage(
  zones: readonly string[],
  more: Partial<Vantage> = {},
  blocklists: Partial<BlocklistVantage> = {},
): Vantage {
  const nothing = () => Promise.reject(Object.assign(new Error("nothing"), { code: "ENOTFOUND" }));
  return {
    resolver: { resolve4: nothing, resolve6: nothing },
    serverAddresses: [],
    httpsPort: 443,
    httpPort: 80,
    dns: { resolvers: [], port: 53, timeoutMilliseconds: 500 },
    onProgress: () => {},
    smtpPort: 25,
    closedPorts: [],
    timeoutMilliseconds: 5000,
    roots: [],
    blocklists: {
      choice: { zones, keys: {}, commercial: true },
      resolvers: [server],
      timeoutMilliseconds: 500,
      ...blocklists,
    },
    now: new Date(),
    ...more,
  };
}

const short = ({ name, seen, verdict, findings }: Observation): readonly string[] => [
  name,
  seen,
  verdict,
  ...findings.map(({ code }) => code),
];

describe("an address", () => {
  test("on a decisive list is wrong, with the page where it is removed", async () => {
    const [address] = await run(stack(), vantage(["psbl.surriel.com", "bl.spamcop.net", "multi.surbl.org"]));

    expect(short(address as Observation)).toEqual(["52.0.0.1", "on 1 of 2 lists", "error", "listed"]);
    expect(address?.findings[0]?.message).toMatch(
      /^psbl\.surriel\.com \(PSBL\) lists it: 127\.0\.0\.2; .*https:\/\/psbl\.org\/remove/,
    );
    expect(address?.details).toMatchObject({
      lists: [
        { list: "psbl.surriel.com", weight: "decisive", answer: "listed", reasons: [{ code: "127.0.0.2" }] },
        { list: "bl.spamcop.net", answer: "clean" },
      ],
    });
  });

  test("on an advisory list is a warning", async () => {
    const [address] = await run(stack(), vantage(["dnsbl-3.uceprotect.net", "bl.spamcop.net"]));

    expect(short(address as Observation)).toEqual([
      "52.0.0.1",
      "on 1 of 2 lists",
      "warning",
      "listed-advisory",
    ]);
  });

  test("on a list that lists the world, or does not answer, is not listed, and it is said", async () => {
    const lists = ["bl.spamcop.net", "dnsbl-3.uceprotect.net", "truncate.gbudb.net", "bl.blocklist.de"];
    const [address] = await run(stack({ egressAddresses: ["52.0.0.2"] }), vantage(lists));

    expect(short(address as Observation)).toEqual([
      "52.0.0.2",
      "on 0 of 2 lists",
      "warning",
      "lists-unanswered",
    ]);
    expect(address?.note?.split("\n")).toEqual([
      "no answer: bl.blocklist.de; its servers fail (SERVFAIL)",
      "not to be believed: truncate.gbudb.net; it lists 127.0.0.1, which no list does: it lists everything",
    ]);
  });

  test("that no list answers for is not seen", async () => {
    const [address] = await run(stack(), vantage(["bl.blocklist.de"]));

    expect(short(address as Observation)).toEqual(["52.0.0.1", "nothing", "not-seen"]);
  });

  test("that is known only after apply is that of the mail host, unless one is given", async () => {
    const facts = stack({ egressAddresses: ["${aws_eip.a.public_ip}"], mailHosts: ["mail.clinic.fr"] });
    const resolver: Vantage["resolver"] = {
      resolve4: async () => ["52.0.0.1"],
      resolve6: () => Promise.reject(Object.assign(new Error("nothing"), { code: "ENODATA" })),
    };
    const zones = ["psbl.surriel.com"];
    const [live] = await run(facts, vantage(zones, { resolver }));
    const [given] = await run(facts, vantage(zones, { serverAddresses: ["52.0.0.2"] }));
    const [unknown] = await run(facts, vantage(zones));

    expect([live?.name, live?.verdict]).toEqual(["52.0.0.1", "error"]);
    expect(live?.note).toContain("that of the mail host in the DNS");
    expect([given?.name, given?.verdict]).toEqual(["52.0.0.2", "ok"]);
    expect(unknown).toMatchObject({
      name: "the address",
      verdict: "not-seen",
      note: expect.stringContaining("--address"),
    });
  });

  test.each([
    ["203.0.113.7", "address-not-public"],
    ["10.0.0.7", "address-not-public"],
  ])("%s is wrong as %s, and asked for nowhere", async (address, code) => {
    dns.asked.length = 0;
    const [observation] = await run(stack({ egressAddresses: [address] }), vantage(["bl.spamcop.net"]));

    expect(short(observation as Observation)).toEqual([address, "nothing", "error", code]);
    expect(dns.asked).toEqual([]);
  });
});

describe("a domain", () => {
  test("on a decisive list is wrong, in the words of the list", async () => {
    const observations = await run(stack(), vantage(["multi.surbl.org"]));

    expect(observations.map(short)).toEqual([
      ["52.0.0.1", "nothing", "not-seen"],
      ["clinic.fr", "on 1 of 1 lists", "error", "listed"],
    ]);
    expect(observations[1]?.findings[0]?.message).toContain("phishing (127.0.0.8)");
  });
});

test("lists that are not asked are said, with the reason", async () => {
  const [address] = await run(stack(), vantage(["bl.spamcop.net", "zen.spamhaus.org"]));

  expect(address?.note).toMatch(/^not asked: zen\.spamhaus\.org; its terms: .*--key spamhaus-dqs=env:/);
});

test("a public resolver is asked nothing", async () => {
  const observations = await run(stack(), vantage([], {}, { resolvers: ["8.8.8.8"] }));

  expect(observations).toMatchObject([
    { name: "the resolver", verdict: "not-seen", note: expect.stringContaining("Google Public DNS") },
  ]);
});

/** Runs the check of blocklists as a user would. */
function check(
  words: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<{ status: number; stdout: string; stderr: string }> {
  const options = { cwd: resolve(CLIENTS, ".."), env: { ...process.env, NO_COLOR: "1", ...env } };
  const all = [PROGRAM, "check", "--only", "blocklists", "--resolver", server, ...words];
  return new Promise((ended) => {
    execFile(process.execPath, all, options, (error, stdout, stderr) => {
      ended({ status: error === null ? 0 : Number(error.code), stdout, stderr });
    });
  });
}

/** A stack of somebody's own, in a file. */
function stackFile(domain: string): string {
  const file = join(mkdtempSync(join(tmpdir(), "stack-")), "cdk.tf.json");
  const record = { name: domain, type: "MX", content: "mx.relay.net", priority: 10, ttl: 300, zone_id: "z" };
  writeFileSync(
    file,
    JSON.stringify({
      output: { egress_addresses: { value: ["52.0.0.1"] } },
      resource: { cloudflare_dns_record: { mx: record } },
    }),
  );
  return file;
}

describe("the command", () => {
  test("ends with 3 where a decisive list lists, with what and where below the line", async () => {
    const { status, stdout, stderr } = await check([
      stackFile("clinic.fr"),
      ...["--list", "psbl.surriel.com", "--list", "multi.surbl.org"],
    ]);

    expect(stderr).toBe("");
    expect(stdout).toMatch(/^ {4}52\.0\.0\.1 +52\.0\.0\.1 +on 1 of 1 lists {2}wrong$/m);
    expect(stdout).toMatch(/^ {8}error listed: psbl\.surriel\.com .*https:\/\/psbl\.org\/remove/m);
    expect(status).toBe(3);
  });

  test("ends with 0 where none does, and shows no key", async () => {
    const { status, stdout } = await check(
      [
        stackFile("clinic.net"),
        ...["--list", "combined.mail.abusix.zone", "--list", "multi.surbl.org"],
        ...["--key", "abusix=env:ABUSIX_KEY", "--format", "json"],
      ],
      { ABUSIX_KEY: "s3cr3t" },
    );

    expect(JSON.parse(stdout)).toMatchObject({ verdict: "ok", checks: [{ check: "blocklists" }] });
    expect(stdout).not.toContain("s3cr3t");
    expect(dns.asked).toContain("1.0.0.52.s3cr3t.combined.mail.abusix.zone");
    expect(status).toBe(0);
  });

  test.each([
    [["--list", "dnsbl.sorbs.net"], "BlocklistExpired: dnsbl.sorbs.net has ended (2024-06-05)"],
    [["--list", "bl.unheard.net"], 'BlocklistUnknown: "bl.unheard.net" is not in the registry'],
    [["--list", "zen.dq.spamhaus.net"], "BlocklistKeyMissing: zen.dq.spamhaus.net answers only with a key"],
    [["--key", "abusix=s3cr3t"], "BlocklistKeyMalformed: --key takes a name and a reference"],
    [["--key", "abusix=env:NOT_THERE"], "BlocklistKeyMissing: the environment has no variable NOT_THERE"],
    [["--only", "ports"], "--only ports needs --ports too"],
    [["--resolver", "1.1.1.1"], "PublicResolver: 1.1.1.1 is Cloudflare 1.1.1.1, a public resolver"],
  ])("refuses %j", async (words, message) => {
    const { status, stdout, stderr } = await check([stackFile("clinic.fr"), ...words]);

    expect(stderr).toContain(message);
    expect(stderr).not.toContain("s3cr3t");
    expect(stdout).toBe("");
    expect(status).toBe(1);
  });
});

import type { AddressInfo } from "node:net";
import { SMTPServer } from "smtp-server";
import { CERTIFICATES } from "../../../../constructs/watch/checks/certificates";
import type { Observation } from "../../../../constructs/watch/checks/check";
import type { Vantage } from "../../../../constructs/watch/checks/vantage";
import type { Exposure, Facts } from "../../../../posture/facts";
import { declarationOf } from "../../../../stacks/declaration";
import { certificate, factsOf } from "../../../posture/dns/zone-file";
import { Authority, ecKey, type Issued, type Key, type Order, rsaKey, selfSigned } from "./authority";
import { Servers } from "./servers";

/** Looks at what a stack with these facts declares, as a function is given it. */
function run(facts: Facts, from: Vantage): Promise<readonly Observation[]> {
  return CERTIFICATES.run(JSON.parse(JSON.stringify(declarationOf(facts))), from);
}

const MAIL = "mail.clinic.example";
const AUTODISCOVER = "autodiscover.clinic.example";

let amazon: Authority;
let key: Key;
let otherKey: Key;
let good: Issued;
const servers = new Servers();

beforeAll(async () => {
  [amazon, key, otherKey] = await Promise.all([Authority.named("Amazon"), rsaKey(), rsaKey()]);
  good = await amazon.issue({ key });
});

afterAll(() => servers.stop());

/** A stack with one server and one certificate that can be installed on it. */
function stack(more: Partial<Facts> = {}): Facts {
  return factsOf([], {
    mailHosts: [MAIL],
    certificates: [certificate([MAIL], { installable: true })],
    ...more,
  });
}

function vantage(more: Partial<Vantage> = {}): Vantage {
  const nothing = () => Promise.reject(Object.assign(new Error("nothing"), { code: "ENOTFOUND" }));
  return {
    resolver: { resolve4: nothing, resolve6: nothing },
    serverAddresses: ["127.0.0.1"],
    httpsPort: 443,
    httpPort: 80,
    dns: { resolvers: [], port: 53, timeoutMilliseconds: 500 },
    onProgress: () => {},
    smtpPort: 25,
    closedPorts: [],
    timeoutMilliseconds: 5000,
    roots: [amazon.rootPem],
    blocklists: {
      choice: { zones: [], keys: {}, commercial: true },
      resolvers: [],
      timeoutMilliseconds: 1000,
    },
    now: new Date(),
    ...more,
  };
}

const short = ({ name, verdict, findings }: Observation): readonly string[] => [
  name,
  verdict,
  ...findings.map(({ code }) => code),
];

/** What is found on 443 where a server shows a certificate there. */
async function onHttps(
  issued: Issued,
  facts: Facts = stack(),
  more: Partial<Vantage> = {},
): Promise<Observation> {
  const httpsPort = await servers.https(issued);
  const observations = await run(facts, vantage({ httpsPort, smtpPort: await servers.nobody(), ...more }));
  return observations[0] as Observation;
}

/** What is found on 25, where 443 is all right. */
async function onSmtp(
  smtpPort: number,
  facts: Facts = stack(),
  more: Partial<Vantage> = {},
): Promise<Observation> {
  const httpsPort = await servers.https(good);
  const observations = await run(facts, vantage({ httpsPort, smtpPort, ...more }));
  expect(observations).toHaveLength(2);
  return observations[1] as Observation;
}

const HTTPS: Omit<Exposure, "sources"> = {
  from: "internet",
  protocol: "tcp",
  fromPort: 443,
  toPort: 443,
  target: "aws_network_interface.server",
  via: [],
};

const open: Partial<Facts> = {
  mailFlow: { ...factsOf().mailFlow, stage: "cutover" },
};

describe("a server that shows the declared certificate on both ports", () => {
  test("has nothing against it", async () => {
    const observations = await run(
      stack(),
      vantage({ httpsPort: await servers.https(good), smtpPort: await servers.smtp(good) }),
    );

    expect(observations.map(short)).toEqual([
      [MAIL, "ok"],
      [MAIL, "ok"],
    ]);
    expect(observations[0]).toMatchObject({
      address: "127.0.0.1",
      seen: expect.stringMatching(/^Amazon, RSA 2048, until \d{4}-\d\d-\d\d \(\d+ days\)$/),
      details: {
        names: [MAIL],
        issuer: { organization: "Amazon", commonName: "Intermediate" },
        key: { type: "rsa", bits: 2048 },
        signature: "ECDSA with SHA-256",
        chain: ["CN=server", "O=Amazon, CN=Intermediate", "O=Amazon, CN=Root"],
        distrust: null,
      },
    });
  });

  test("is looked at wherever its name leads to", async () => {
    const asked: string[] = [];
    const resolver: Vantage["resolver"] = {
      resolve4: async (name) => {
        asked.push(name);
        return ["127.0.0.1"];
      },
      resolve6: async () => [],
    };

    const observation = await onHttps(good, stack(), { serverAddresses: [], resolver });

    expect(observation).toMatchObject({ verdict: "ok", address: "127.0.0.1" });
    expect(asked).toEqual([MAIL]);
  });
});

describe("a certificate on 443", () => {
  const wrong: readonly (readonly [string, Partial<Order>, string])[] = [
    ["for another name", { names: ["www.clinic.example"] }, "wrong-name"],
    ["whose common name alone is right", { names: ["www.clinic.example"], commonName: MAIL }, "wrong-name"],
    ["for a wildcard two labels up", { names: ["*.example"] }, "wrong-name"],
    ["that has expired", { from: -100, to: -1 }, "expired"],
    ["that is not valid yet", { from: 2 }, "not-yet-valid"],
    ["that ends in three days", { from: -90, to: 3.5 }, "ends-soon"],
    ["for clients only", { usages: ["1.3.6.1.5.5.7.3.2"] }, "not-for-servers"],
    ["signed with SHA-1", { hash: "SHA-1" }, "weak-signature"],
  ];

  test.each(wrong)("%s is wrong", async (_, order, code) => {
    const observation = await onHttps(await amazon.issue({ key, ...order }));

    expect(observation.verdict).toBe("error");
    expect(observation.findings.map((finding) => finding.code)).toContain(code);
  });

  test("of three days is not due for half of them", async () => {
    const observation = await onHttps(
      await amazon.issue({ key, from: -0.5, to: 2.5 }),
      stack({
        certificates: [
          certificate([MAIL], {
            installable: true,
            renewal: { by: "server", window: { days: 1 }, everyDays: null },
          }),
        ],
      }),
    );

    expect(short(observation)).toEqual([MAIL, "ok"]);
  });

  test.each([
    ["before the day on which it is renewed is right", 60, "issuer", null, "ok", []],
    ["after it is due", 40, "issuer", null, "warning", ["renewal-due"]],
    ["after it, and before the next apply, is right", 40, "apply", 10, "ok", []],
    ["after both is due", 30, "apply", 10, "warning", ["renewal-due"]],
  ] as const)("%s", async (_, to, by, everyDays, verdict, codes) => {
    const renewal = { by, window: { days: 45 }, everyDays };
    const facts = stack({ certificates: [certificate([MAIL], { installable: true, renewal })] });
    const observation = await onHttps(await amazon.issue({ key, from: -100, to }), facts);

    expect(short(observation)).toEqual([MAIL, verdict, ...codes]);
  });

  test("is due in the last third of its life where nobody says", async () => {
    const facts = stack({
      certificates: [certificate([MAIL], { installable: true })],
    });

    expect(short(await onHttps(await amazon.issue({ key, from: -60, to: 29 }), facts))).toContain(
      "renewal-due",
    );
    expect(short(await onHttps(await amazon.issue({ key, from: -60, to: 32 }), facts))).toEqual([MAIL, "ok"]);
  });

  test("that its own key signed is said to be so", async () => {
    expect(short(await onHttps(await selfSigned({ key }), stack({ certificates: [] })))).toEqual([
      MAIL,
      "error",
      "self-signed",
    ]);
  });

  test("without its intermediate is an incomplete chain, though the root is trusted", async () => {
    expect(short(await onHttps(await amazon.issueAlone({ key })))).toEqual([
      MAIL,
      "error",
      "chain-incomplete",
    ]);
  });

  test("of an authority that nobody trusts does not verify", async () => {
    const observation = await onHttps(good, stack(), { roots: [] });

    expect(observation.verdict).toBe("error");
    expect(observation.findings[0]?.code).toMatch(/^(untrusted-authority|chain-incomplete)$/);
  });

  test("of another authority than the declared one is wrong", async () => {
    const other = await Authority.named("Example Trust");

    const observation = await onHttps(await other.issue({ key }), stack(), { roots: [other.rootPem] });

    expect(observation.findings).toEqual([
      {
        code: "other-authority",
        severity: "error",
        message:
          "it is issued by Example Trust, and aws_acm_certificate.mail comes from AWS Certificate Manager: the declared certificate is not installed, or somebody ordered another",
      },
    ]);
  });

  test("of another authority is right where the declared one never gets to the server", async () => {
    const other = await Authority.named("Example Trust");
    const facts = stack({ certificates: [certificate([MAIL], { installable: false })] });

    expect(short(await onHttps(await other.issue({ key }), facts, { roots: [other.rootPem] }))).toEqual([
      MAIL,
      "ok",
    ]);
  });

  test("with a short key is wrong", async () => {
    expect(short(await onHttps(await amazon.issue({ key: await rsaKey(1024) })))).toContain("short-key");
  });

  test("with another key than the declared one is an older one", async () => {
    const facts = stack({
      certificates: [certificate([MAIL], { installable: true, key: { algorithm: "RSA", bits: 4096 } })],
    });

    expect(short(await onHttps(good, facts))).toEqual([MAIL, "warning", "other-key"]);
  });

  test("with an elliptic key is a warning on a server, and none elsewhere", async () => {
    const policyHost = "mta-sts.clinic.example";
    const httpsPort = await servers.https(
      await amazon.issue({ key: await ecKey(), names: [MAIL, policyHost] }),
    );
    const resolver: Vantage["resolver"] = {
      resolve4: async () => ["127.0.0.1"],
      resolve6: async () => [],
    };
    const mtaStsPolicies = [
      { domain: "clinic.example", text: "", address: "cloudflare_workers_script.policy" },
    ];

    const observations = await run(
      stack({ mtaStsPolicies }),
      vantage({ httpsPort, smtpPort: await servers.nobody(), resolver }),
    );

    expect(observations.map(short)).toEqual([
      [MAIL, "warning", "key-not-rsa"],
      [MAIL, "not-seen"],
      [policyHost, "ok"],
    ]);
  });

  test("that lacks another declared name is an older one", async () => {
    const facts = stack({ certificates: [certificate([MAIL, AUTODISCOVER], { installable: true })] });
    const httpsPort = await servers.https(good);

    const observations = await run(facts, vantage({ httpsPort, smtpPort: await servers.smtp(good) }));

    expect(observations.map(short)).toEqual([
      [AUTODISCOVER, "error", "no-address"],
      [MAIL, "warning", "names-missing"],
      [MAIL, "warning", "names-missing"],
    ]);
  });

  test("with a wildcard covers one label", async () => {
    expect(short(await onHttps(await amazon.issue({ key, names: ["*.clinic.example"] })))).toEqual([
      MAIL,
      "ok",
    ]);
  });

  test("of an internationalised name is compared by its A-labels", async () => {
    const name = "mail.étude.example";
    const facts = stack({ mailHosts: [name], certificates: [certificate([name], { installable: true })] });

    const observation = await onHttps(
      await amazon.issue({ key, names: ["mail.xn--tude-9oa.example"] }),
      facts,
    );

    expect(short(observation)).toEqual(["mail.xn--tude-9oa.example", "ok"]);
  });

  test("of an alias of the server is looked for at the address that is given", async () => {
    const facts = factsOf([`${AUTODISCOVER} CNAME ${MAIL}`], {
      mailHosts: [MAIL],
      certificates: [certificate([MAIL, AUTODISCOVER], { installable: true })],
    });
    const both = await amazon.issue({ key, names: [MAIL, AUTODISCOVER] });

    const observations = await run(
      facts,
      vantage({ httpsPort: await servers.https(both), smtpPort: await servers.smtp(both) }),
    );

    expect(observations.map(short)).toEqual([
      [AUTODISCOVER, "ok"],
      [MAIL, "ok"],
      [MAIL, "ok"],
    ]);
  });
});

describe("one certificate for all", () => {
  const differ = ["error", "certificates-differ"];

  test("is not what 25 shows with another key", async () => {
    const smtp = await servers.smtp(await amazon.issue({ key: otherKey }));

    expect(short(await onSmtp(smtp))).toEqual([MAIL, ...differ]);
  });

  test("is not a renewed one with the same key, either", async () => {
    const smtp = await servers.smtp(await amazon.issue({ key, to: 101 }));

    expect(short(await onSmtp(smtp))).toEqual([MAIL, ...differ]);
  });

  test.each([
    ["one server is", ["aws_network_interface.a"], "error"],
    ["one of two servers may be", ["aws_network_interface.a", "aws_network_interface.b"], "warning"],
    ["servers elsewhere may be", ["aws_lb_target_group.mail"], "warning"],
  ])("is what %s held to, where servers order for themselves", async (_, targets, verdict) => {
    const smtp = await servers.smtp(await amazon.issue({ key: otherKey }));
    const renewal = { by: "server", window: { days: 30 }, everyDays: null } as const;
    const facts = stack({
      certificates: [certificate([MAIL], { installable: true, renewal })],
      exposures: targets.map((target) => ({ ...HTTPS, target, sources: ["0.0.0.0/0"] })),
    });

    expect(short(await onSmtp(smtp, facts))).toEqual([MAIL, verdict, "certificates-differ"]);
  });

  test("is not demanded where its key stays in AWS", async () => {
    const smtp = await servers.smtp(await amazon.issue({ key: otherKey }));

    expect(short(await onSmtp(smtp, stack({ certificates: [certificate([MAIL])] })))).toEqual([MAIL, "ok"]);
  });
});

describe("SMTP on 25", () => {
  test.each([
    ["is understood", [], ["ok"]],
    ["has no STARTTLS where that is switched off", ["STARTTLS"], ["error", "no-starttls"]],
  ])("of somebody else's making %s", async (_, disabledCommands, found) => {
    const foreign = new SMTPServer({ ...good, disabledCommands });
    await new Promise<void>((resolve) => foreign.listen(0, "127.0.0.1", resolve));
    const { port } = foreign.server.address() as AddressInfo;

    const observation = await onSmtp(port);
    await new Promise<void>((resolve) => foreign.close(resolve));

    expect(short(observation)).toEqual([MAIL, ...found]);
  });

  const wrong: readonly (readonly [string, Parameters<Servers["smtp"]>[1], string])[] = [
    ["without STARTTLS", { extensions: ["mail", "SIZE 100"], startTlsReply: "502 no\r\n" }, "no-starttls"],
    [
      "with the offer crossed out",
      { extensions: ["mail", "XXXXXXXA"], startTlsReply: "500 no\r\n" },
      "starttls-stripped",
    ],
    [
      "behind a firewall that blots out the greeting and knows no EHLO",
      { greeting: "220 ****************\r\n", helloCode: 500, extensions: ["unrecognized"] },
      "starttls-stripped",
    ],
    [
      "with an offer that is not kept",
      { startTlsReply: "454 4.7.0 TLS not available\r\n" },
      "starttls-refused",
    ],
    ["with more behind the consent", { startTlsReply: "220 go\r\n250 injected\r\n" }, "starttls-injected"],
    ["that answers out of turn", { greeting: "220 hello\r\n250 and welcome\r\n" }, "not-smtp"],
    ["with two codes in one reply", { greeting: "220-hello\r\n250 welcome\r\n" }, "not-smtp"],
    ["that is a web server", { greeting: "HTTP/1.1 400 Bad Request\r\n\r\n" }, "not-smtp"],
  ];

  test.each(wrong)("%s is wrong, locked or not", async (_, manners, code) => {
    const smtp = await servers.smtp(good, manners);

    expect(short(await onSmtp(smtp))).toEqual([MAIL, "error", code]);
  });

  test("whose offer was taken out on the way is wrong, though TLS works", async () => {
    const smtp = await servers.smtp(good, { extensions: ["mail", "SIZE 100"] });

    expect(short(await onSmtp(smtp))).toEqual([MAIL, "error", "starttls-hidden"]);
  });

  test("that ends the connection at a STARTTLS it did not offer has none", async () => {
    const smtp = await servers.raw((socket) => {
      socket.write("220 hello\r\n");
      socket.on("data", (chunk) =>
        chunk.toString().startsWith("EHLO") ? socket.write("250 hello\r\n") : socket.destroy(),
      );
    });

    expect(short(await onSmtp(smtp))).toEqual([MAIL, "error", "no-starttls"]);
  });

  test("that speaks in single octets is understood", async () => {
    const smtp = await servers.raw((socket) => {
      const octets = [..."220-a\r\n220 b\r\n"];
      const next = (): void => {
        const octet = octets.shift();
        if (octet !== undefined) {
          socket.write(octet, () => setImmediate(next));
        }
      };
      next();
      socket.on("data", () => socket.end("221 bye\r\n"));
    });

    const observation = await onSmtp(smtp, stack(open));

    expect(observation.findings[0]).toMatchObject({
      code: "smtp-refused",
      message: expect.stringMatching(/^EHLO is answered "221 bye"/),
    });
  });

  test.each([
    ["a line without end", "220 ".padEnd(1000, "x"), "not-smtp"],
    ["lines without end", "220-more\r\n".repeat(100), "not-smtp"],
    ["replies without end", "220 more\r\n".repeat(100), "not-smtp"],
  ])("that sends %s is given up", async (_, chunk, code) => {
    const smtp = await servers.raw((socket) => {
      const pour = (): void => {
        while (!socket.destroyed && socket.write(chunk)) {
          // As fast as the other side takes it.
        }
      };
      socket.on("drain", pour);
      pour();
    });

    expect(short(await onSmtp(smtp))).toEqual([MAIL, "error", code]);
  });

  test("of a hostile server cannot write to the terminal", async () => {
    const smtp = await servers.smtp(good, { greeting: "554 \u001b[2Jno\r\n" });

    const { findings } = await onSmtp(smtp, stack(open));

    expect(findings[0]?.message).toContain('the server greets with "554 \\u{1b}[2Jno"');
  });
});

describe("where nobody answers on 25", () => {
  const silent = (): Promise<number> => servers.raw(() => undefined);

  test("while it is the relay's alone, that is as it should be", async () => {
    const observation = await onSmtp(await servers.nobody());

    expect(observation).toMatchObject({
      verdict: "not-seen",
      findings: [],
      details: null,
      seen: "nothing",
      note: "the connection is refused (ECONNREFUSED); 25 is open to the relay only, so that is expected from anywhere else",
    });
  });

  test("while it is open to anyone, the provider may be the reason", async () => {
    const observation = await onSmtp(await servers.nobody(), stack(open));

    expect(observation.findings).toEqual([
      {
        code: "refused",
        severity: "error",
        message:
          "the connection is refused (ECONNREFUSED); many providers block outgoing connections to port 25, so look from a machine that may send mail before you blame the server",
      },
    ]);
  });

  test("a server that accepts and says nothing is left after the time given", async () => {
    const observation = await onSmtp(await silent(), stack(open), { timeoutMilliseconds: 300 });

    expect(observation.findings[0]).toMatchObject({
      code: "silent",
      message: expect.stringContaining("has no end within 0.3 s"),
    });
  });
});

describe("where nobody answers on 443", () => {
  test("that is wrong", async () => {
    const [observation] = await run(stack(), vantage({ httpsPort: await servers.nobody() }));

    expect(short(observation as Observation)).toEqual([MAIL, "error", "refused"]);
  });

  test("and only named networks may, that is as it should be", async () => {
    const httpsPort = await servers.nobody();
    const limited = (sources: readonly string[]) =>
      run(stack({ exposures: [{ ...HTTPS, sources }] }), vantage({ httpsPort })).then(
        ([observation]) => observation?.verdict,
      );

    expect(await limited(["198.51.100.0/24"])).toBe("not-seen");
    expect(await limited(["0.0.0.0/0"])).toBe("error");
  });

  test("a server that does not speak TLS is said to be so", async () => {
    const httpsPort = await servers.raw((socket) => socket.end("HTTP/1.1 400 Bad Request\r\n\r\n"));
    const [observation] = await run(stack(), vantage({ httpsPort }));

    expect(observation?.findings[0]).toMatchObject({
      code: "tls-failed",
      message: "what answers does not speak TLS",
    });
  });

  test("a resolver that does not answer is no missing name", async () => {
    const broken = () => Promise.reject(Object.assign(new Error("no"), { code: "ESERVFAIL" }));
    const [observation] = await run(
      stack(),
      vantage({ serverAddresses: [], resolver: { resolve4: broken, resolve6: broken } }),
    );

    expect(observation?.findings).toEqual([
      { code: "dns-unanswered", severity: "error", message: "the DNS does not answer (ESERVFAIL)" },
    ]);
  });
});

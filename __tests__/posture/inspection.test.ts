import { type InspectedPacket, PolicyInspection } from "../../posture/aws/inspection";
import type { HttpRequest, QueryReading } from "../../posture/suricata-conditions";
import { type Resource, TerraformJson } from "../../posture/terraform-json";

/** A policy of the given groups, each with its priority. */
function policyOf(
  groups: Readonly<Record<number, readonly string[]>>,
  reading: QueryReading = "as-sent",
  defaults = ["aws:drop_strict"],
): PolicyInspection {
  const named = Object.entries(groups).map(
    ([priority, rules]) => [`g${priority}`, Number(priority), rules] as const,
  );
  const stack = new TerraformJson({
    resource: {
      aws_networkfirewall_rule_group: Object.fromEntries(
        named.map(([name, , rules]) => [
          name,
          { rule_group: { rules_source: { rules_string: rules.join("\n") } } },
        ]),
      ),
      aws_networkfirewall_firewall_policy: {
        policy: {
          firewall_policy: {
            stateful_default_actions: defaults,
            stateful_engine_options: { rule_order: "STRICT_ORDER" },
            stateful_rule_group_reference: named.map(([name, priority]) => ({
              priority,
              resource_arn: `\${aws_networkfirewall_rule_group.${name}.arn}`,
            })),
          },
        },
      },
    },
  });
  return new PolicyInspection(
    stack,
    stack.all("aws_networkfirewall_firewall_policy")[0] as Resource,
    reading,
  );
}

const PACKET: InspectedPacket = {
  protocol: "tcp",
  source: "198.51.100.7",
  sourcePort: 50_000,
  destination: "10.0.0.1",
  destinationPort: 443,
  side: "to_server",
  state: "established",
};
const PASS = 'pass tcp any any -> any 443 (msg:"p"; flow:to_server; sid:1; rev:1;)';
const DROP =
  'drop http any any -> any 443 (msg:"d"; flow:to_server,established; http.uri; content:"/ecp"; startswith; sid:2; rev:1;)';
const asked = (uri: string, more: Partial<HttpRequest> = {}): InspectedPacket => ({
  ...PACKET,
  request: { method: "GET", uri, ...more },
});

describe("the order of groups", () => {
  test("decides: a pass before the drops lets everything through", () => {
    expect(policyOf({ 10: [DROP], 20: [PASS] }).connection()(asked("/ecp")).by).toBe("2");
    expect(policyOf({ 10: [PASS], 20: [DROP] }).connection()(asked("/ecp")).by).toBe("1");
  });

  test("is that of the priorities, not of the file", () => {
    expect(policyOf({ 20: [PASS], 10: [DROP] }).connection()(asked("/ecp")).by).toBe("2");
  });

  test("ends at the default action", () => {
    expect(policyOf({ 10: [DROP] }).connection()(PACKET)).toEqual({
      passes: false,
      by: "default action",
      alerts: [],
    });
    expect(policyOf({ 10: [DROP] }, "as-sent", ["aws:drop_established"]).connection()(PACKET).passes).toBe(
      true,
    );
  });
});

describe("a pass", () => {
  test("of packets leaves later requests of the connection to the drops", () => {
    const send = policyOf({ 10: [DROP], 20: [PASS] }).connection();

    expect(send(asked("/owa")).passes).toBe(true);
    expect(send(asked("/ecp")).passes).toBe(false);
  });

  test("that looks into the connection lets later requests through unseen: why none is emitted", () => {
    const inside =
      'pass http any any -> any 443 (msg:"p"; http.uri; content:"/owa"; startswith; sid:3; rev:1;)';
    const send = policyOf({ 10: [inside, DROP], 20: [PASS] }).connection();

    expect(send(asked("/owa")).by).toBe("3");
    expect(send(asked("/ecp"))).toEqual({ passes: true, by: "passed connection", alerts: [] });
  });
});

describe("a rule about requests", () => {
  const uri =
    (condition: string, reading: QueryReading = "as-sent") =>
    (path: string): boolean =>
      !policyOf(
        { 10: [`drop http any any -> any any (msg:"d"; ${condition} sid:2; rev:1;)`], 20: [PASS] },
        reading,
      ).connection()(asked(path)).passes;

  test("does not match a packet that holds none, nor one that is encrypted", () => {
    expect(policyOf({ 10: [DROP], 20: [PASS] }).connection()({ ...PACKET, payload: "GET /ecp" }).passes).toBe(
      true,
    );
  });

  test.each([
    ["/ecp", true],
    ["/%65cp", true],
    ["/x/../ecp", true],
    ["/x/%2e%2e/ecp", true],
    ["//ecp", true],
    ["/.//ecp", true],
    ["/../../ecp", true],
    ["\\ecp", true],
    ["/ECP", false],
    ["/x/ecp", false],
    ["/%2565cp", false],
  ])("reads the path as the server would: %s matches: %s", (path, matches) => {
    expect(uri('http.uri; content:"/ecp"; startswith;')(path)).toBe(matches);
  });

  test("reads the query as sent, or decoded", () => {
    const condition = 'http.uri; content:"?a=b"; endswith;';

    expect(uri(condition)("/x?a=%62")).toBe(false);
    expect(uri(condition, "decoded")("/x?a=%62")).toBe(true);
  });

  test.each([
    ['http.uri.raw; content:"%65";', "/%65cp", true],
    ['http.uri; content:"/EcP"; nocase;', "/ecp", true],
    ['http.uri; content:"/ecp"; startswith; endswith;', "/ecp/", false],
    ['http.uri; content:!"/owa";', "/ecp", true],
    ['http.uri; content:!"/owa";', "/owa", false],
    ['http.uri; content:"|2f|e|63 70|";', "/ecp", true],
    ['http.uri; pcre:"/^\\/e.p$/i";', "/ECP", true],
    ['http.uri; pcre:"/^\\/e.p$/";', "/ECP", false],
    ['http.uri; pcre:!"/^\\/owa/";', "/ecp", true],
    ['http.method; content:"POST"; http.uri; content:"/ecp";', "/ecp", false],
  ])("%s on %s: %s", (condition, path, matches) => {
    expect(uri(condition)(path)).toBe(matches);
  });

  test.each([
    ["http.cookie", { cookie: "a=1" }],
    ["http.header", { headers: "a=1" }],
    ["http.request_body", { body: "a=1" }],
  ])("looks into %s", (buffer, more) => {
    const policy = policyOf({
      10: [`drop http any any -> any any (msg:"d"; ${buffer}; content:"a=1"; sid:2; rev:1;)`],
      20: [PASS],
    });

    expect(policy.connection()(asked("/", more)).passes).toBe(false);
    expect(policy.connection()(asked("/?a=1")).passes).toBe(true);
  });
});

describe("a rule about countries", () => {
  const drops = (geoip: string, source: string | undefined, destination: string | undefined): boolean =>
    !policyOf({
      10: [`drop tcp any any -> any 443 (msg:"d"; geoip:${geoip}; sid:2; rev:1;)`],
      20: [PASS],
    }).connection()({
      ...PACKET,
      ...(source === undefined ? {} : { sourceCountry: source }),
      ...(destination === undefined ? {} : { destinationCountry: destination }),
    }).passes;

  test.each([
    ["src,KP,RU", "RU", "FR", true],
    ["src,KP,RU", "FR", "RU", false],
    ["src,KP,RU", undefined, "RU", false],
    ["dst,RU", "FR", "RU", true],
    ["dst,RU", "RU", undefined, false],
    ["both,RU,FR", "RU", "FR", true],
    ["both,RU,FR", "RU", "US", false],
    ["any,RU", "FR", "RU", true],
    ["RU", "RU", "FR", true],
    ["RU", "FR", undefined, false],
    ["src,!FR,!BE", "US", "FR", true],
    ["src,!FR,!BE", "BE", "FR", false],
    ["src,!FR,BE", "BE", "FR", false],
    ["src,!FR", undefined, "FR", true],
    ["src, RU", "RU", "FR", true],
  ])("%s, from %s to %s: %s", (geoip, source, destination, matches) => {
    expect(drops(geoip, source, destination)).toBe(matches);
  });

  test("decides packet by packet, not for the connection", () => {
    const send = policyOf({
      10: ['drop tcp any any -> any 443 (msg:"d"; geoip:src,RU; sid:2; rev:1;)'],
      20: [PASS],
    }).connection();

    expect(send({ ...PACKET, sourceCountry: "RU" }).by).toBe("2");
    expect(send({ ...PACKET, sourceCountry: "FR" }).by).toBe("1");
  });
});

describe("a rule that is logged so often only", () => {
  test("alerts the first times in each window, by destination where it says so", () => {
    const policy = policyOf({
      10: [
        'alert tcp any any -> any any (msg:"a"; threshold:type limit, track by_dst, count 2, seconds 10; sid:2;)',
      ],
      20: [PASS],
    });
    const alerts = (atSecond: number, destination = "10.0.0.1") =>
      policy.connection()({ ...PACKET, destination, atSecond }).alerts;

    expect([0, 1, 2, 9, 10, 11, 12].map((second) => alerts(second).length)).toEqual([1, 1, 0, 0, 1, 1, 0]);
    expect(alerts(12, "10.0.0.2")).toEqual(["2"]);
  });

  test("drops every time", () => {
    const policy = policyOf({
      10: [
        'drop tcp any any -> any any (msg:"d"; threshold:type limit, track by_src, count 1, seconds 60; sid:2;)',
      ],
    });

    expect([0, 1, 2].map((atSecond) => policy.connection()({ ...PACKET, atSecond }).by)).toEqual([
      "2",
      "2",
      "2",
    ]);
  });
});

describe("a rule about names", () => {
  const hello = (serverName?: string): InspectedPacket => ({
    ...PACKET,
    clientHello: serverName === undefined ? {} : { serverName },
  });
  const stopped = (condition: string, packet: InspectedPacket, protocol = "tls"): boolean =>
    !policyOf({
      10: [`drop ${protocol} any any -> any any (msg:"d"; ${condition} sid:2; rev:1;)`],
      20: [PASS],
    }).connection()(packet).passes;

  test("sees the server's name in the first message, and not where it is missing", () => {
    expect(stopped('tls.sni; content:"evil.example";', hello("evil.example"))).toBe(true);
    expect(stopped('tls.sni; content:"evil.example";', hello("good.example"))).toBe(false);
    expect(stopped('tls.sni; content:!"good.example";', hello())).toBe(false);
  });

  test("sees a fingerprint as soon as the first message is complete, with a name or without", () => {
    const condition = 'ja4.hash; content:"_";';

    expect(stopped(condition, hello("good.example"))).toBe(true);
    expect(stopped(condition, hello())).toBe(true);
    expect(stopped('ja4.hash; content:"t13d"; startswith;', hello())).toBe(false);
    expect(stopped(condition, { ...PACKET, payload: "half of it", application: "tls" })).toBe(false);
  });

  test("sees the host of a request in lower case, and not where it is missing", () => {
    expect(stopped('http.host; content:"evil.example";', asked("/", { host: "EVIL.example" }), "http")).toBe(
      true,
    );
    expect(stopped('http.host; content:!"good.example";', asked("/"), "http")).toBe(false);
  });
});

describe("a rule about the protocol", () => {
  const other = 'drop tcp any any -> any any (msg:"d"; app-layer-protocol:!tls; sid:2; rev:1;)';

  test.each([
    ["a handshake", [PACKET], true],
    ["data that could still be anything", [{ ...PACKET, payload: "?" }], true],
    ["TLS", [{ ...PACKET, clientHello: {} }], true],
    ["HTTP", [asked("/")], false],
    ["anything else", [{ ...PACKET, payload: "?", application: "other" as const }], false],
    [
      "TLS, long after its first message",
      [
        { ...PACKET, clientHello: {} },
        { ...PACKET, payload: "?" },
      ],
      true,
    ],
  ])("leaves or stops %s: passes %s", (_what, packets: readonly InspectedPacket[], passes) => {
    const send = policyOf({ 10: [other], 20: [PASS] }).connection();

    expect(packets.map((packet) => send(packet).passes).at(-1)).toBe(passes);
  });

  test("stops everything that follows", () => {
    const send = policyOf({ 10: [other], 20: [PASS] }).connection();
    send({ ...PACKET, payload: "?", application: "other" });

    expect(send(PACKET)).toMatchObject({ passes: false, by: "dropped connection" });
  });

  test("sees every packet of a connection that is taken for TLS", () => {
    const tls = 'drop tls any any -> any any (msg:"d"; sid:2; rev:1;)';

    expect(policyOf({ 10: [tls], 20: [PASS] }).connection()({ ...PACKET, application: "tls" }).passes).toBe(
      false,
    );
    expect(policyOf({ 10: [tls], 20: [PASS] }).connection()(PACKET).passes).toBe(true);
  });
});

describe("a mark", () => {
  const set =
    'alert tls any any -> any any (msg:"m"; tls.sni; content:"good.example"; flowbits:set,good; noalert; sid:2; rev:1;)';
  const unmarked = 'drop tcp any any -> any any (msg:"d"; dsize:>0; flowbits:isnotset,good; sid:3; rev:1;)';
  const policy = policyOf({ 10: [set, unmarked], 20: [PASS] });
  const good: InspectedPacket = { ...PACKET, clientHello: { serverName: "good.example" } };

  test("stays with its connection, and with no other", () => {
    const send = policy.connection();

    expect(send(good)).toEqual({ passes: true, by: "1", alerts: [] });
    expect(send({ ...PACKET, payload: "data" }).passes).toBe(true);
    expect(policy.connection()({ ...PACKET, payload: "data" }).passes).toBe(false);
  });

  test("is not asked of packets without data", () => {
    expect(policy.connection()(PACKET).passes).toBe(true);
  });

  test("may be taken away again, and asked for", () => {
    const rules = [
      set,
      'alert tcp any any -> any any (msg:"u"; content:"bye"; flowbits:unset,good; sid:4; rev:1;)',
      'drop tcp any any -> any any (msg:"d"; flowbits:isset,good; content:"bad"; sid:5; rev:1;)',
    ];
    const send = policyOf({ 10: rules, 20: [PASS] }).connection();
    const sendOn = policyOf({ 10: rules, 20: [PASS] }).connection();
    send(good);
    sendOn(good);

    expect(sendOn({ ...PACKET, payload: "bye" })).toEqual({ passes: true, by: "1", alerts: ["4"] });
    expect(sendOn({ ...PACKET, payload: "bad" }).passes).toBe(true);
    expect(send({ ...PACKET, payload: "bad" }).passes).toBe(false);
  });
});

test.each([
  ["geoip:src,Russia;", 'sid 2: the countries "src,Russia" are not understood'],
  [
    "threshold:type both, track by_src, count 1, seconds 1;",
    'sid 2: the threshold "type both, track by_src, count 1, seconds 1" is not understood',
  ],
  ["dsize:>100;", 'sid 2: the option "dsize" is not understood'],
  ['content:"a"; depth:3;', 'sid 2: the option "depth" is not understood'],
  ["nocase;", 'sid 2: the option "nocase" is not understood'],
  ["dsize:<10;", 'sid 2: the option "dsize" is not understood'],
  ["ssl_state:client_hello;", 'sid 2: the option "ssl_state" is not understood'],
  ["flowbits:toggle,a;", 'sid 2: the flowbits "toggle,a" are not understood'],
  ["flowbits:set,a|b;", 'sid 2: the flowbits "set,a|b" are not understood'],
  ["app-layer-protocol:!ssh;", 'sid 2: the protocol "!ssh" is not understood'],
  ['pcre:"/a/R";', 'sid 2: the pattern "\\"/a/R\\"" is not understood'],
  ['pcre:"/(?<=a)b/";', 'sid 2: the pattern "\\"/(?<=a)b/\\"" is not understood'],
  ['pcre:"/a++b/";', 'sid 2: the pattern "\\"/a++b/\\"" is not understood'],
  ["content:abc;", 'sid 2: the content "abc" is not understood'],
  [
    "detection_filter:track by_rule, count 1, seconds 1;",
    'sid 2: the filter "track by_rule, count 1, seconds 1" is not understood',
  ],
])("a rule with %s is refused: half understood, it would prove nothing", (options, message) => {
  expect(() => policyOf({ 10: [`drop tcp any any -> any any (msg:"d"; ${options} sid:2; rev:1;)`] })).toThrow(
    message,
  );
});

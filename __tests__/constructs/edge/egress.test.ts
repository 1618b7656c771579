import fc from "fast-check";
import { CidrSet } from "../../../constructs/core/cidr-set";
import {
  type EgressAddition,
  type EgressRule,
  egressPorts,
  exchangeEgress,
} from "../../../constructs/edge/egress";
import {
  type EgressService,
  HYBRID_SERVICES,
  SERVER_SERVICES,
} from "../../../constructs/edge/egress-services";
import { Ingress } from "../../../constructs/edge/ingress";

const ports = (rules: readonly EgressRule[]): readonly string[] =>
  egressPorts(rules).map(({ protocol, port, destinations }) => `${port}/${protocol} ${destinations}`);
const hostsOn = (rules: readonly EgressRule[], port: number): readonly string[] =>
  rules.filter((rule) => rule.port === port).flatMap(({ hosts = ["any"] }) => hosts);
const REASON = "the monitoring of this client";

type BadAddition = readonly [what: string, addition: EgressAddition, message: string];

const BAD_ADDITIONS: readonly BadAddition[] = [
  [
    "neither host nor network",
    { port: 443, reason: REASON },
    'EgressTarget: give either "host" or "cidr": one of the two says where to',
  ],
  [
    "both",
    { host: "a.example.com", cidr: "192.0.2.0/24", port: 443, reason: REASON },
    'EgressTarget: give either "host" or "cidr": one of the two says where to',
  ],
  ...[137, 138, 139, 445].flatMap((port) =>
    (["tcp", "udp"] as const).map(
      (protocol): BadAddition => [
        `file sharing on ${port}/${protocol}`,
        { cidr: "192.0.2.0/24", port, protocol, reason: REASON },
        `EgressFileSharing: ${port} is Windows file sharing, which hands the server's password hash to whoever asks (CVE-2023-23397); it never leaves the network, so remove the entry`,
      ],
    ),
  ),
  ...[25, 465, 587].map(
    (port): BadAddition => [
      `mail on ${port}`,
      { cidr: "192.0.2.0/24", port, reason: REASON },
      `EgressMailPort: on ${port} mail leaves, and it leaves through the smart host only; declare that one under "relay"`,
    ],
  ),
  [
    "a host over UDP",
    { host: "a.example.com", port: 443, protocol: "udp", reason: REASON },
    'EgressHostOverUdp: the name "a.example.com" cannot be read from UDP; give the network instead, or use TCP',
  ],
  ...[
    "A.example.com",
    "example",
    "a..example.com",
    "*",
    "*.*.example.com",
    "192.0.2.1",
    "-a.example.com",
  ].map(
    (host): BadAddition => [
      `the host ${host}`,
      { host, port: 443, reason: REASON },
      `BadEgressHost: "${host}" is neither a host name in lower-case A-labels, such as "updates.example.com", nor "*." and a domain`,
    ],
  ),
  ...["co.uk", "cloudfront.net", "blob.core.windows.net"].map(
    (domain): BadAddition => [
      `everything below ${domain}`,
      { host: `*.${domain}`, port: 443, reason: REASON },
      `EgressHostTooWide: below "${domain}" anyone can register a name; give the host's own name`,
    ],
  ),
  ...["0.0.0.0/0", "198.0.0.0/15", "2001:db8::/48"].map(
    (cidr): BadAddition => [
      `the network ${cidr}`,
      { cidr, port: 443, reason: REASON },
      `EgressNetwork: "${cidr}" is not an IPv4 network of /16 or less; the server has no other address to leave from, and a wider network is not one service's`,
    ],
  ),
  [
    "a network without a mask",
    { cidr: "192.0.2.1", port: 443, reason: REASON },
    'BadCidr: the mask is missing in "192.0.2.1"; did you mean "192.0.2.1/32"',
  ],
  [
    "no reason",
    { cidr: "192.0.2.0/24", port: 443, reason: " " },
    "EgressReasonMissing: a way out of one client's own needs a reason; say why, for whoever reads it in a year",
  ],
];

describe("what may leave", () => {
  test("is the server's own needs and mail to the smart host's networks", () => {
    expect(ports(exchangeEgress(25, CidrSet.of("203.0.113.128/25")))).toEqual([
      "25/tcp 203.0.113.128/25",
      "80/tcp 0.0.0.0/0",
      "443/tcp 0.0.0.0/0",
    ]);
  });

  test("is a port of submission to anywhere where the smart host's networks are unknown", () => {
    expect(exchangeEgress(587).find(({ port }) => port === 587)).toMatchObject({
      destinations: CidrSet.ANY_IPV4,
      purpose: "mail to the smart host",
    });
  });

  test("fails for port 25 to the whole world", () => {
    expect(() => exchangeEgress(25)).toThrow(
      "SmartHostPort25Anywhere: port 25 would be open to every mail server of the world; name the smart host's networks",
    );
  });

  test("is by name where the web is concerned: mitigations, updates, certificate checks", () => {
    const rules = exchangeEgress(587);

    expect(hostsOn(rules, 443)).toEqual(
      expect.arrayContaining(["officeclient.microsoft.com", "*.update.microsoft.com"]),
    );
    expect(hostsOn(rules, 80)).toEqual(
      expect.arrayContaining(["ctldl.windowsupdate.com", "crl.microsoft.com", "ocsp.digicert.com"]),
    );
    expect([...hostsOn(rules, 80), ...hostsOn(rules, 443)]).not.toContain("any");
  });

  test("is Exchange Online and its sign-in only in a hybrid deployment", () => {
    const hybridHosts = HYBRID_SERVICES.flatMap(({ hosts }) => hosts);

    expect(hostsOn(exchangeEgress(587), 443)).not.toEqual(expect.arrayContaining([hybridHosts[0]]));
    expect(hostsOn(exchangeEgress(587, undefined, { hybrid: true }), 443)).toEqual(
      expect.arrayContaining([...hybridHosts]),
    );
  });

  test("is what other parts of the deployment need, for their own purpose", () => {
    const service: EgressService = {
      service: "A backup",
      port: 443,
      hosts: ["backup.example.com"],
      purpose: "backup",
      source: "https://example.com/hosts",
    };

    expect(exchangeEgress(587, undefined, { services: [service] })).toContainEqual({
      protocol: "tcp",
      port: 443,
      destinations: CidrSet.ANY_IPV4,
      hosts: ["backup.example.com"],
      purpose: "backup",
      sources: ["https://example.com/hosts"],
    });
    expect(hostsOn(exchangeEgress(587, undefined, { services: [service], web: "any" }), 443)).toEqual([
      "any",
    ]);
  });

  test("is any host where the client wants it so, and no list besides", () => {
    const rules = exchangeEgress(587, undefined, {
      web: "any",
      hybrid: true,
      allow: [{ host: "updates.example.com", port: 443, reason: REASON }],
    });

    expect(hostsOn(rules, 80)).toEqual(["any"]);
    expect(hostsOn(rules, 443)).toEqual(["any"]);
  });

  test("is no resolver and no time server, unless they are named", () => {
    expect(ports(exchangeEgress(587)).filter((port) => /^(53|123)\//.test(port))).toEqual([]);
    expect(
      ports(
        exchangeEgress(587, undefined, { dns: ["192.0.2.53/32", "192.0.2.54/32"], ntp: ["192.0.2.123/32"] }),
      ),
    ).toEqual([
      "53/udp 192.0.2.53/32, 192.0.2.54/32",
      "53/tcp 192.0.2.53/32, 192.0.2.54/32",
      "80/tcp 0.0.0.0/0",
      "123/udp 192.0.2.123/32",
      "443/tcp 0.0.0.0/0",
      "587/tcp 0.0.0.0/0",
    ]);
  });

  test("is what one client needs besides, with its reason", () => {
    const rules = exchangeEgress(587, undefined, {
      allow: [
        { host: "*.backup.example.com", port: 8443, reason: REASON },
        { cidr: "198.51.100.7/32", port: 514, protocol: "udp", reason: REASON },
      ],
    });

    expect(rules.filter(({ port }) => port === 514 || port === 8443)).toEqual([
      {
        protocol: "udp",
        port: 514,
        destinations: CidrSet.of("198.51.100.7/32"),
        purpose: "named by the client",
        sources: [REASON],
      },
      {
        protocol: "tcp",
        port: 8443,
        destinations: CidrSet.ANY_IPV4,
        hosts: ["*.backup.example.com"],
        purpose: "named by the client",
        sources: [REASON],
      },
    ]);
  });

  test.each(BAD_ADDITIONS)("fails for an addition with %s", (_what, addition, message) => {
    expect(() => exchangeEgress(587, undefined, { allow: [addition] })).toThrow(message);
  });

  test("fails for resolvers and time servers that are half the internet, all at once", () => {
    expect(() => exchangeEgress(587, undefined, { dns: ["0.0.0.0/0"], ntp: ["0.0.0.0/1"] })).toThrow(
      /EgressNetwork: "0\.0\.0\.0\/0"[\s\S]*EgressNetwork: "0\.0\.0\.0\/1"/,
    );
  });

  test("never holds a port of file sharing, whatever one client needs", () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.record({ port: fc.integer({ min: 1, max: 65_535 }), udp: fc.boolean(), last: fc.nat(255) }),
          { maxLength: 8 },
        ),
        (additions) => {
          const allow = additions.map(({ port, udp, last }) => ({
            cidr: `198.51.100.${last}/32`,
            port,
            protocol: udp ? ("udp" as const) : ("tcp" as const),
            reason: REASON,
          }));
          const sharing = allow.some(({ port }) => [137, 138, 139, 445].includes(port));
          const mail = allow.some(({ port }) => [25, 465, 587].includes(port));
          const attempt = () => exchangeEgress(587, undefined, { allow });

          if (sharing || mail) {
            expect(attempt).toThrow(sharing ? "EgressFileSharing" : "EgressMailPort");
          } else {
            expect(egressPorts(attempt()).map(({ port }) => port)).toEqual(
              expect.arrayContaining(allow.map(({ port }) => port)),
            );
          }
        },
      ),
      { numRuns: 200 },
    );
  });
});

describe("the ports that are open", () => {
  test("stand each once, with all networks and purposes, short enough for a router's description", () => {
    const open = egressPorts(exchangeEgress(587, undefined, { hybrid: true }));

    expect(open.map(({ port }) => port)).toEqual([80, 443, 587]);
    expect(open[0]?.purpose).toBe(
      "Windows and Microsoft updates, certificate checks, updates of the malware filter",
    );
    for (const { purpose } of open) {
      // https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_IpRange.html
      expect(purpose).toMatch(/^[a-zA-Z0-9. _\-:/()#,@[\]+=&;{}!$*]{1,255}$/);
    }
  });

  test("tell TCP and UDP apart", () => {
    const one = (protocol: "tcp" | "udp", cidr: string): EgressRule => ({
      protocol,
      port: 53,
      destinations: CidrSet.of(cidr),
      purpose: "x",
    });

    expect(ports([one("udp", "192.0.2.1"), one("tcp", "192.0.2.2"), one("udp", "192.0.2.3")])).toEqual([
      "53/udp 192.0.2.1/32, 192.0.2.3/32",
      "53/tcp 192.0.2.2/32",
    ]);
  });
});

describe.each(
  [...SERVER_SERVICES, ...HYBRID_SERVICES].map(
    (service) => [`${service.service} on ${service.port}`, service] as const,
  ),
)("the hosts of %s", (_name, { hosts, source }) => {
  test("are names that a list may hold, sorted, and come from a page", () => {
    const allow = hosts.map((host) => ({ host, port: 8443, reason: REASON }));

    expect(exchangeEgress(587, undefined, { allow })).toHaveLength(exchangeEgress(587).length + hosts.length);
    expect(hosts).toEqual([...hosts].sort());
    expect(source).toMatch(/^https:\/\//);
  });
});

test("an open port 25 says for whom it is open", () => {
  const purposes = [CidrSet.of("203.0.113.0/25"), CidrSet.ANY_IPV4].map(
    (smtpFrom) => Ingress.of({ smtpFrom }).rules[0]?.purpose,
  );

  expect(purposes).toEqual(["mail from the relay", "mail from anyone, not locked to the relay"]);
});

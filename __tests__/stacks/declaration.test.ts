import { covers } from "../../constructs/core/domain-names";
import type { Exposure, ExternalEdgeFact } from "../../posture/facts";
import { declarationOf } from "../../stacks/declaration";
import { afterApply, certificate, factsOf, zone } from "../posture/dns/zone-file";

test.each([
  ["mail.clinic.example", "mail.clinic.example", true],
  ["MAIL.Clinic.example.", "mail.clinic.example", true],
  ["*.clinic.example", "mail.clinic.example", true],
  ["*.clinic.example", "clinic.example", false],
  ["*.clinic.example", "a.mail.clinic.example", false],
  ["m*.clinic.example", "mail.clinic.example", false],
  ["mail.*.example", "mail.clinic.example", false],
  ["*.example", "clinic.example", false],
  ["*", "example", false],
  ["*.étude.example", "mail.xn--tude-9oa.example", true],
  ["mail.étude.example", "mail.xn--tude-9oa.example", true],
])("%s stands for %s: %s (RFC 9525 § 6.3)", (pattern, host, expected) => {
  expect(covers(pattern, host)).toBe(expected);
});

test("the names of a stack are those of its certificates, servers, aliases of servers and policies", () => {
  const facts = factsOf(
    [
      "autodiscover.clinic.example CNAME mail.clinic.example",
      "outlook.clinic.example CNAME autodiscover.clinic.example",
      "www.clinic.example CNAME web.host.example",
    ],
    {
      mailHosts: ["mail.clinic.example", afterApply("x.y.z")],
      certificates: [
        certificate([
          "*.clinic.example",
          "autodiscover.clinic.example",
          "portal.clinic.example",
          afterApply("a.b.c"),
        ]),
      ],
      mtaStsPolicies: [{ domain: "clinic.example", text: "", address: "aws_s3_object.policy" }],
    },
  );

  expect(
    declarationOf(facts).names.map(({ name, ofServer, mail, certificates }) => [
      name,
      ofServer,
      mail,
      certificates.length,
    ]),
  ).toEqual([
    ["autodiscover.clinic.example", true, false, 1],
    ["mail.clinic.example", true, true, 1],
    ["mta-sts.clinic.example", false, false, 1],
    ["outlook.clinic.example", true, false, 1],
    ["portal.clinic.example", false, false, 1],
  ]);
});

test("records of one name and type are one set, in the zone that is closest, a DS above it", () => {
  const facts = factsOf(
    [
      "b.clinic.example MX 20 mx2.relay.example",
      "B.clinic.example. MX 10 mx1.relay.example",
      "sub.clinic.example DS 1 13 2 ff",
      'a.sub.clinic.example TXT "x"',
      `${afterApply("a.b.c")} CNAME d.example`,
      'elsewhere.example TXT "y"',
    ],
    { zones: [zone("clinic.example"), zone("sub.clinic.example", { dnssec: true, address: "0a1b2c" })] },
  );

  const { records, zones } = declarationOf(facts);
  expect(zones).toEqual([
    { name: "clinic.example", isApex: true, signed: false },
    { name: "sub.clinic.example", isApex: false, signed: true },
  ]);
  expect(records.map((set) => [set.zone, set.name, set.type, set.values])).toEqual([
    ["sub.clinic.example", "a.sub.clinic.example", "TXT", ['"x"']],
    ["clinic.example", "b.clinic.example", "MX", ["10 mx1.relay.example", "20 mx2.relay.example"]],
    [null, "elsewhere.example", "TXT", ['"y"']],
    ["clinic.example", "sub.clinic.example", "DS", ["1 13 2 ff"]],
  ]);
});

test.each([
  ["a.example A 203.0.113.7", false],
  ["a.example A d111111abcdef8.cloudfront.net", true],
  [`a.example A ${afterApply("aws_lb.mail.dns_name")}`, true],
  [`a.example A ${afterApply("aws_eip.mail.public_ip")}`, false],
  ["a.example CNAME d111111abcdef8.cloudfront.net", false],
])("%s is answered with something of the DNS host's own: %s", (line, expected) => {
  expect(declarationOf(factsOf([line])).records[0]?.substituted).toBe(expected);
});

test("ways to the same ports are one, and what does not lead from the internet over TCP to the servers is none", () => {
  const way = (fromPort: number, sources: readonly string[], more: Partial<Exposure> = {}): Exposure => ({
    from: "internet",
    protocol: "tcp",
    fromPort,
    toPort: fromPort,
    sources,
    target: "aws_instance.mail",
    via: ["aws_security_group.mail"],
    ...more,
  });
  const exposures = [
    way(443, ["0.0.0.0/0"]),
    way(25, ["198.51.100.0/25"]),
    way(25, ["198.51.100.128/25"]),
    way(53, ["0.0.0.0/0"], { protocol: "udp" }),
    way(3389, ["10.0.0.0/8"], { from: "connected-network" }),
    way(443, ["0.0.0.0/0"], { via: ["cloudflare_dns_record.www"] }),
  ];

  expect(declarationOf(factsOf([], { exposures })).ways).toEqual([
    { fromPort: 25, toPort: 25, sources: ["198.51.100.0/24"], isForAnyone: false },
    { fromPort: 443, toPort: 443, sources: ["0.0.0.0/0"], isForAnyone: true },
  ]);
});

test.each([
  [["203.0.113.0/24"], true],
  [["0.0.0.0/0"], false],
])("443 that a firewall elsewhere is asked to open to %j is limited: %s", (networks, expected) => {
  const way = { protocol: "tcp", port: 443, networks, hosts: null, purpose: "Outlook" };
  const externalEdge: ExternalEdgeFact = {
    managedBy: "Net GmbH",
    contact: "noc@net.example",
    publicAddresses: [],
    egressAddresses: [],
    ingress: [way, { ...way, protocol: "udp" }],
    egress: [],
    ips: "unknown",
    address: "output.external_edge",
  };

  const declaration = declarationOf(factsOf([], { externalEdge }));
  expect(declaration.limitsHttps).toBe(expected);
  expect(declaration.ways).toEqual([
    { fromPort: 443, toPort: 443, sources: networks, isForAnyone: !expected },
  ]);
});

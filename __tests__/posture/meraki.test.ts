import fc from "fast-check";
import type { Posture } from "../../posture/facts";
import { postureOf } from "../../posture/posture";
import { TODAY } from "../clinic";
import type { Resources } from "./hand-written";

const NETWORK = "L_123456789012345678";
const SERVER = "10.1.1.20";

/** A rule of a list, with what matters in a test. */
type Rule = Readonly<Record<string, unknown>>;

function posture(resource: Resources): Posture {
  return postureOf({ resource }, TODAY);
}

function forwards(...rules: readonly Rule[]): Resources {
  return {
    meraki_appliance_port_forwarding_rules: {
      mail: {
        network_id: NETWORK,
        rules: rules.map((rule) => ({
          protocol: "tcp",
          lan_ip: SERVER,
          local_port: rule.public_port,
          uplink: "both",
          ...rule,
        })),
      },
    },
  };
}

const MAIL = forwards(
  { name: "mail", public_port: "25", allowed_ips: ["198.51.100.0/24"] },
  { name: "web", public_port: "443", allowed_ips: ["any"] },
);

function outgoing(...rules: readonly Rule[]): Resources {
  return {
    meraki_appliance_l3_firewall_rules: {
      out: {
        network_id: NETWORK,
        rules: rules.map((rule) => ({ src_port: "Any", dest_port: "Any", protocol: "tcp", ...rule })),
      },
    },
  };
}

const reached = ({ exposures }: Posture): readonly string[] =>
  exposures.map(
    ({ fromPort, toPort, protocol, sources, hostPorts }) =>
      `${fromPort}${fromPort === toPort ? "" : `-${toPort}`}/${protocol} ${sources.join(" ")}${hostPorts === undefined ? "" : ` > ${hostPorts.fromPort}`}`,
  );

const left = ({ egress }: Posture): readonly string[] =>
  egress.map(
    ({ fromPort, toPort, protocol, destinations }) =>
      `${fromPort}${fromPort === toPort ? "" : `-${toPort}`}/${protocol} ${destinations.join(" ")}`,
  );

const errors = ({ findings }: Posture): readonly string[] =>
  findings.filter(({ severity }) => severity === "error").map(({ rule }) => rule);

describe("a Meraki MX that forwards ports", () => {
  test("lets in what its rules say, with the rule that does", () => {
    const facts = posture(MAIL);

    expect(reached(facts)).toEqual(["25/tcp 198.51.100.0/24", "443/tcp 0.0.0.0/0"]);
    expect(facts.exposures[0]).toMatchObject({
      target: "meraki_appliance_port_forwarding_rules.mail",
      via: ["meraki_appliance_port_forwarding_rules.mail", 'rule "mail"'],
    });
  });

  test.each([
    ["a third port", { name: "desktop", public_port: "3389", allowed_ips: ["any"] }, "only-mail-ports"],
    ["mail from anyone", { name: "all", public_port: "25", allowed_ips: ["any"] }, "smtp-from-relay-only"],
    ["a range", { name: "many", public_port: "440-450", allowed_ips: ["any"] }, "only-mail-ports"],
    ["UDP", { name: "quic", public_port: "443", protocol: "udp", allowed_ips: ["any"] }, "only-mail-ports"],
    [
      "a port that nobody knows",
      { name: "x", public_port: "${var.port}", allowed_ips: ["any"] },
      "only-mail-ports",
    ],
    [
      "sources that nobody knows",
      { name: "x", public_port: "25", allowed_ips: ["${var.relay}"] },
      "smtp-from-relay-only",
    ],
  ])("is refused with %s", (_mistake, rule, broken) => {
    expect(errors(posture(forwards(rule)))).toContain(broken);
  });

  test("shows a port that leads to another one of the host by both", () => {
    expect(
      reached(posture(forwards({ public_port: "2525", local_port: "25", allowed_ips: ["any"] }))),
    ).toEqual(["2525/tcp 0.0.0.0/0 > 25"]);
  });

  test("counts hosts with an address of their own, and several behind one address", () => {
    const facts = posture({
      meraki_appliance_one_to_one_nat_rules: {
        own: {
          network_id: NETWORK,
          rules: [
            {
              lan_ip: "10.1.1.30",
              public_ip: "93.184.216.34",
              allowed_inbound: [
                { protocol: "tcp", destination_ports: ["22", "8000-8010"], allowed_ips: ["any"] },
                { protocol: "icmp-ping", allowed_ips: ["any"] },
              ],
            },
          ],
        },
      },
      meraki_appliance_one_to_many_nat_rules: {
        many: {
          network_id: NETWORK,
          rules: [
            {
              public_ip: "93.184.216.35",
              uplink: "internet1",
              port_rules: [
                {
                  protocol: "tcp",
                  public_port: "9443",
                  local_ip: "10.1.1.40",
                  local_port: "443",
                  allowed_ips: ["203.0.113.7"],
                },
              ],
            },
          ],
        },
      },
    });

    expect(reached(facts)).toEqual([
      "9443/tcp 203.0.113.7/32 > 443",
      "22/tcp 0.0.0.0/0",
      "8000-8010/tcp 0.0.0.0/0",
      "0/icmp 0.0.0.0/0",
    ]);
  });

  test("says what nobody can see in the JSON, and is a way nobody follows where another resource opens one", () => {
    const facts = posture({
      ...MAIL,
      meraki_appliance_inbound_firewall_rules: { in: { network_id: NETWORK } },
    });

    expect(facts.assumptions.map(({ assumed }) => assumed)).toEqual([
      "the appliance has no 1:1 or 1:many NAT rules but those of this stack",
      "no VPN, client VPN or inbound rule of IPv6 leads to the server's network",
    ]);
    expect(errors(facts)).toContain("no-unmodelled-path");
  });
});

describe("what a Meraki MX looks for", () => {
  const withMode = (mode: string): Posture =>
    posture({
      ...MAIL,
      meraki_appliance_network_security_intrusion: {
        ids: { network_id: NETWORK, mode, ids_rulesets: "security" },
      },
    });

  test.each([
    ["detection", "detect"],
    ["prevention", "prevent"],
    ["disabled", "none"],
  ])("in mode %s is %s", (mode, shown) => {
    expect(withMode(mode).ips).toMatchObject([{ mode: shown }]);
  });

  test("is unknown where the stack says nothing, and never what is encrypted", () => {
    expect(posture(MAIL).ips).toMatchObject([{ mode: "unknown" }]);
    expect(withMode("prevention").ips[0]?.blindSpots.map(({ port }) => port)).toEqual([25, 443]);
  });

  test("is not what comes over 443, and somebody has to answer for that", () => {
    expect(withMode("prevention").findings.map(({ rule }) => rule)).toContain("https-inspected");
    const { findings } = posture(
      forwards({ name: "mail", public_port: "25", allowed_ips: ["198.51.100.0/24"] }),
    );
    expect(findings.map(({ rule }) => rule)).not.toContain("https-inspected");
  });

  test.each([
    ["to a collector", NETWORK, ["Security events"], "10.1.1.30"],
    ["to a collector that hears nothing of attacks", NETWORK, ["Wireless event log"], null],
    ["to the collector of another network", "L_999", ["Security events"], null],
  ])("is told %s, and to nobody as far as the stack shows", (_where, network_id, roles, alertLog) => {
    const facts = posture({
      ...MAIL,
      meraki_network_syslog_servers: {
        log: { network_id, servers: [{ host: "10.1.1.30", port: 514, roles }] },
      },
    });

    expect(facts.watched).toEqual([
      { alertLog, alarms: [], address: "meraki_appliance_port_forwarding_rules.mail" },
    ]);
    expect(facts.findings.filter(({ rule }) => rule === "edge-watched")).toHaveLength(
      alertLog === null ? 2 : 1,
    );
  });

  test("does not answer the internet itself unless a service is open", () => {
    const service = (access: string): Posture =>
      posture({
        ...MAIL,
        meraki_appliance_firewalled_service: {
          web: { network_id: NETWORK, service: "web", access, allowed_ips: ["198.51.100.9"] },
        },
      });

    expect(service("blocked").management).toEqual([]);
    expect(service("restricted").management).toMatchObject([
      { service: "http", sources: ["198.51.100.9/32"] },
    ]);
    expect(errors(service("unrestricted"))).toContain("management-not-outside");
  });
});

describe("what leaves through a Meraki MX", () => {
  const TO_SMART_HOST = {
    policy: "allow",
    src_cidr: `${SERVER}/32`,
    dest_cidr: "203.0.113.0/24",
    dest_port: "587",
  };
  const NOTHING_ELSE = { policy: "deny", src_cidr: `${SERVER}/32`, dest_cidr: "Any", protocol: "any" };

  test("is everything where the office's own rules are not part of the stack, and that is refused", () => {
    const facts = posture(MAIL);

    expect(left(facts)).toEqual(["0-65535/tcp 0.0.0.0/0", "0-65535/udp 0.0.0.0/0", "0/icmp 0.0.0.0/0"]);
    expect(errors(facts)).toContain("no-direct-delivery");
  });

  test("is what the rules let out before the first that refuses", () => {
    expect(left(posture({ ...MAIL, ...outgoing(TO_SMART_HOST, NOTHING_ELSE) }))).toEqual([
      "587/tcp 203.0.113.0/24",
    ]);
    expect(left(posture({ ...MAIL, ...outgoing(NOTHING_ELSE, TO_SMART_HOST) }))).toEqual([]);
  });

  test("is everything after rules that are about another host, or may be", () => {
    const others = { ...NOTHING_ELSE, src_cidr: "10.1.9.0/24" };
    const perhaps = { ...NOTHING_ELSE, src_cidr: "GRP(123)" };
    const fromPort = { ...NOTHING_ELSE, src_port: "1024" };

    for (const rule of [others, perhaps, fromPort]) {
      expect(left(posture({ ...MAIL, ...outgoing(rule) }))).toContain("0-65535/tcp 0.0.0.0/0");
    }
  });

  test("may go anywhere by a rule that names hosts", () => {
    const byName = { ...TO_SMART_HOST, dest_cidr: "smtp.relay.example,203.0.113.0/24" };

    expect(left(posture({ ...MAIL, ...outgoing(byName, NOTHING_ELSE) }))).toEqual(["587/tcp 0.0.0.0/0"]);
  });

  test("agrees with the rules taken one packet at a time", () => {
    const networks = ["8.8.8.0/24", "8.8.8.8/32", "9.9.9.0/24", "Any"];
    const hosts = ["10.1.1.0/24", `${SERVER}/32`, "10.1.9.0/24", "Any"];
    const rule = fc.record({
      policy: fc.constantFrom("allow", "deny"),
      protocol: fc.constantFrom("tcp", "udp", "any"),
      src_cidr: fc.constantFrom(...hosts),
      dest_cidr: fc.constantFrom(...networks),
      dest_port: fc.constantFrom("Any", "443", "25,587", "1"),
    });
    const within = (address: string, block: string): boolean =>
      block === "Any" ||
      block === `${address}/32` ||
      (block.endsWith("/24") && block.startsWith(address.replace(/\.\d+$/, ".")));
    const packets = ["8.8.8.8", "8.8.8.9", "9.9.9.9", "1.1.1.1"].flatMap((to) =>
      [1, 25, 443, 587, 3389].flatMap((port) => ["tcp", "udp"].map((protocol) => ({ to, port, protocol }))),
    );

    fc.assert(
      fc.property(fc.array(rule, { maxLength: 6 }), (rules) => {
        const { egress } = posture({ ...MAIL, ...outgoing(...rules) });
        for (const { to, port, protocol } of packets) {
          const first = rules.find(
            (each) =>
              (each.protocol === "any" || each.protocol === protocol) &&
              within(SERVER, each.src_cidr) &&
              within(to, each.dest_cidr) &&
              (each.dest_port === "Any" || each.dest_port.split(",").includes(String(port))),
          );
          const passes = egress.some(
            (way) =>
              way.protocol === protocol &&
              way.fromPort <= port &&
              port <= way.toPort &&
              way.destinations.some((block) => block === "0.0.0.0/0" || covers(block, to)),
          );
          expect([rules, to, port, protocol, passes]).toEqual([
            rules,
            to,
            port,
            protocol,
            (first?.policy ?? "allow") === "allow",
          ]);
        }
      }),
      { numRuns: 60 },
    );
  });
});

/** Is an address in a block? By bits, and not by the product's own arithmetic. */
function covers(block: string, address: string): boolean {
  const [network = "", length = "32"] = block.split("/");
  const bits = (text: string): number => text.split(".").reduce((all, part) => all * 256 + Number(part), 0);
  const size = 2 ** (32 - Number(length));
  return Math.floor(bits(network) / size) === Math.floor(bits(address) / size);
}

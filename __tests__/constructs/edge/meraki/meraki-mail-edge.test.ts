import { CidrSet } from "../../../../constructs/core/cidr-set";
import { exchangeEgress } from "../../../../constructs/edge/egress";
import { Ingress } from "../../../../constructs/edge/ingress";
import {
  MerakiMailEdge,
  type MerakiMailEdgeProps,
} from "../../../../constructs/edge/meraki/meraki-mail-edge";
import { MerakiProvider } from "../../../../providers/meraki/provider";
import { type SynthesizedStack, synthesized } from "../../../synthesized-stack";

const RELAY = CidrSet.of("198.51.100.0/24", "192.0.2.0/25");

const PROPS: MerakiMailEdgeProps = {
  networkId: "L_123456789012345678",
  ingress: Ingress.of({ smtpFrom: RELAY }),
  serverAddress: "10.1.1.20",
  publicAddresses: ["93.184.216.34"],
};

function edge(props: Partial<MerakiMailEdgeProps> = {}): {
  readonly construct: MerakiMailEdge;
  readonly stack: SynthesizedStack;
} {
  let construct: MerakiMailEdge | undefined;
  const stack = synthesized((scope) => {
    new MerakiProvider(scope, "meraki", {});
    construct = new MerakiMailEdge(scope, "edge", { ...PROPS, ...props });
  });
  return { construct: construct as MerakiMailEdge, stack };
}

describe("a Meraki MX in the office", () => {
  test("forwards 25 from the relay and 443 from anyone, and nothing else", () => {
    expect(edge().stack.only("meraki_appliance_port_forwarding_rules").rules).toEqual([
      {
        name: "mail from the relay",
        protocol: "tcp",
        public_port: "25",
        local_port: "25",
        lan_ip: "10.1.1.20",
        uplink: "both",
        allowed_ips: ["192.0.2.0/25", "198.51.100.0/24"],
      },
      {
        name: "Outlook, phones and webmail",
        protocol: "tcp",
        public_port: "443",
        local_port: "443",
        lan_ip: "10.1.1.20",
        uplink: "both",
        allowed_ips: ["any"],
      },
    ]);
  });

  test("looks for attacks before the first port opens", () => {
    const { stack } = edge();

    expect(stack.only("meraki_appliance_network_security_intrusion")).toMatchObject({ mode: "detection" });
    expect(stack.only("meraki_appliance_port_forwarding_rules").depends_on).toEqual([
      "meraki_appliance_network_security_intrusion.edge_intrusion_173C2704",
    ]);
  });

  test.each([
    ["none", "disabled"],
    ["detect", "detection"],
    ["prevent", "prevention"],
  ] as const)("with inspection %s the appliance's mode is %s", (inspection, mode) => {
    expect(edge({ inspection }).stack.only("meraki_appliance_network_security_intrusion")).toMatchObject({
      mode,
    });
  });

  test("shows nobody on the internet its own services", () => {
    expect(
      edge()
        .stack.all("meraki_appliance_firewalled_service")
        .map(({ service, access }) => `${service} ${access}`)
        .sort(),
    ).toEqual(["ICMP blocked", "SNMP blocked", "web blocked"]);
  });

  test("leaves the office's outgoing rules alone unless they are handed over", () => {
    expect(edge().stack.all("meraki_appliance_l3_firewall_rules")).toEqual([]);
  });

  test("lets the server reach the office, its smart host and what it needs, and then nothing; the office's rules stay", () => {
    const { stack } = edge({
      syslog: { host: "10.1.1.30", port: 514 },
      outgoing: {
        server: exchangeEgress(587, CidrSet.of("203.0.113.0/24"), { web: "any" }),
        office: [
          {
            policy: "deny",
            protocol: "tcp",
            sources: "10.1.9.0/24",
            destinations: "Any",
            ports: "80,443",
            comment: "no web for the printers",
          },
        ],
      },
    });
    const { rules } = stack.only("meraki_appliance_l3_firewall_rules") as {
      readonly rules: readonly Readonly<Record<string, unknown>>[];
    };

    expect(
      rules.map(
        ({ policy, protocol, src_cidr: from, dest_cidr: to, dest_port: port, syslog_enabled: logged }) =>
          [policy, protocol, from, to, port, ...(logged === true ? ["logged"] : [])].join(" "),
      ),
    ).toEqual([
      "allow any 10.1.1.20/32 10.0.0.0/8,172.16.0.0/12,192.168.0.0/16 Any",
      "allow tcp 10.1.1.20/32 Any 80",
      "allow tcp 10.1.1.20/32 Any 443",
      "allow tcp 10.1.1.20/32 203.0.113.0/24 587",
      "deny any 10.1.1.20/32 Any Any logged",
      "deny tcp 10.1.9.0/24 Any 80,443",
    ]);
    expect(stack.only("meraki_network_syslog_servers").servers).toEqual([
      { host: "10.1.1.30", port: 514, roles: ["Appliance event log", "Flows", "Security events"] },
    ]);
  });

  test("says that 443 is not looked into", () => {
    expect(edge().construct.node.metadata.map(({ data }) => data)).toEqual([
      expect.stringContaining("this router does not decrypt 443"),
    ]);
  });

  test("refuses, all at once, what no such router can be told", () => {
    expect(() =>
      edge({
        networkId: "office",
        serverAddress: "8.8.8.8",
        publicAddresses: ["192.168.1.1"],
        ingress: Ingress.of({ smtpFrom: CidrSet.of("2001:db8::/32") }),
      }),
    ).toThrow(
      [
        'test/edge: CidrNotPrivate: "8.8.8.8" is not a private IPv4 address; give the server\'s own, inside 10.0.0.0/8, 172.16.0.0/12, 192.168.0.0/16',
        'test/edge: CidrNotPublic: "192.168.1.1" is not a public IPv4 address; give the one of the office\'s router',
        "test/edge: IngressEmpty: nobody could reach port 25 (mail from the relay) over IPv4, which the published addresses are of; give IPv4 networks, too",
        'test/edge: BadMerakiNetwork: "office" is no id of a network; the dashboard\'s API lists them as "L_" or "N_" with digits (GET /organizations/{id}/networks)',
      ].join("\n"),
    );
  });
});

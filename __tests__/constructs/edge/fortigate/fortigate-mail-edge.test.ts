import { TerraformVariable } from "cdktf";
import { CidrSet } from "../../../../constructs/core/cidr-set";
import { ValidationError } from "../../../../constructs/core/errors";
import { exchangeEgress } from "../../../../constructs/edge/egress";
import { EXCHANGE_VULNERABILITIES } from "../../../../constructs/edge/exchange-vulnerabilities";
import {
  FortiGateMailEdge,
  type FortiGateMailEdgeProps,
} from "../../../../constructs/edge/fortigate/fortigate-mail-edge";
import { Ingress } from "../../../../constructs/edge/ingress";
import { FortiosProvider } from "../../../../providers/fortios/provider";
import { type SynthesizedStack, synthesized } from "../../../synthesized-stack";

const RELAY = CidrSet.of("198.51.100.0/24", "192.0.2.0/25");

const PROPS: FortiGateMailEdgeProps = {
  name: "exchange",
  fortiOsVersion: "7.6.4",
  ingress: Ingress.of({ smtpFrom: RELAY }),
  wan: [{ interface: "wan1", publicAddress: "93.184.216.34" }],
  inside: { interface: "dmz", server: "192.168.10.5" },
  egress: exchangeEgress(587, CidrSet.of("198.51.100.0/24")),
};

function edge(props: Partial<FortiGateMailEdgeProps> = {}): {
  readonly construct: FortiGateMailEdge;
  readonly stack: SynthesizedStack;
} {
  let construct: FortiGateMailEdge | undefined;
  const stack = synthesized((scope) => {
    new FortiosProvider(scope, "fortios", {});
    construct = new FortiGateMailEdge(scope, "edge", { ...PROPS, ...props });
  });
  return { construct: construct as FortiGateMailEdge, stack };
}

type Policy = Readonly<Record<string, unknown>> & { readonly policyid: number; readonly name: string };

/** The policies by the ids that order them. */
function policies(stack: SynthesizedStack): readonly Policy[] {
  return (stack.all("fortios_firewall_policy") as readonly Policy[])
    .slice()
    .sort((a, b) => a.policyid - b.policyid);
}

function policy(stack: SynthesizedStack, name: string): Policy {
  const found = policies(stack).find((each) => each.name === `exchange-${name}`);
  if (found === undefined) {
    throw new Error(`no policy ${name}`);
  }
  return found;
}

/** Names in a block, with references to objects replaced by the names they have. */
function names(stack: SynthesizedStack, blocks: unknown): readonly string[] {
  return ((blocks ?? []) as readonly { readonly name: string }[]).map(({ name }) => {
    const [, type, id] = /^\$\{(\w+)\.([\w-]+)\.name\}$/.exec(name) ?? [];
    return type === undefined || id === undefined
      ? name
      : String((stack.json.resource as Record<string, Record<string, { name: string }>>)[type]?.[id]?.name);
  });
}

function warnings({ node }: FortiGateMailEdge): string {
  return node.metadata.map(({ data }) => String(data)).join();
}

function problemsOf(props: Partial<FortiGateMailEdgeProps>): readonly string[] {
  try {
    edge(props);
  } catch (error) {
    if (error instanceof ValidationError) {
      return error.problems.map(({ code, property }) => `${code} ${property}`);
    }
    throw error;
  }
  return [];
}

describe("a FortiGate in the office", () => {
  test("publishes 25 and 443 of the server, and no other port", () => {
    const { stack } = edge();

    expect(
      stack
        .all("fortios_firewall_vip")
        .map(({ extip, extintf, extport, mappedip, mappedport, portforward }) => [
          extip,
          extintf,
          extport,
          mappedip,
          mappedport,
          portforward,
        ]),
    ).toEqual([
      ["93.184.216.34", "wan1", "25", [{ range: "192.168.10.5" }], "25", "enable"],
      ["93.184.216.34", "wan1", "443", [{ range: "192.168.10.5" }], "443", "enable"],
    ]);
  });

  test("refuses first, lets 25 in from the relay and 443 from anyone, then refuses and logs the rest", () => {
    const { stack } = edge();
    const inwards = policies(stack).filter(({ name }) => !name.includes("-out-"));

    expect(inwards.map(({ name, action, logtraffic }) => [name, action, logtraffic])).toEqual([
      ["exchange-denied", "deny", "all"],
      ["exchange-in-25", "accept", "all"],
      ["exchange-in-443", "accept", "all"],
      ["exchange-in-else", "deny", "all"],
    ]);
    const [, smtp, https, rest] = inwards;
    expect(names(stack, smtp?.srcaddr)).toEqual(["exchange-relay"]);
    expect(names(stack, stack.only("fortios_firewall_addrgrp", { name: "exchange-relay" }).member)).toEqual([
      "exchange-relay-192.0.2.0_25",
      "exchange-relay-198.51.100.0_24",
    ]);
    expect(names(stack, smtp?.dstaddr)).toEqual(["exchange-25-1"]);
    expect(names(stack, smtp?.service)).toEqual(["exchange-tcp-25"]);
    expect(names(stack, https?.srcaddr)).toEqual(["all"]);
    expect(names(stack, https?.dstaddr)).toEqual(["exchange-443-1"]);
    expect([rest?.srcaddr, rest?.dstaddr, rest?.srcaddr6, rest?.dstaddr6]).toEqual(
      Array(4).fill([{ name: "all" }]),
    );
    expect(rest?.match_vip).toBe("enable");
  });

  test("writes networks as the unit answers them", () => {
    const { stack } = edge();

    expect(stack.only("fortios_firewall_address", { name: "exchange-relay-192.0.2.0_25" }).subnet).toBe(
      "192.0.2.0 255.255.255.128",
    );
  });

  test("keeps its policies in the order of their ids, made one after the other and sorted whenever one is made", () => {
    const { stack } = edge({ deny: { countries: ["KP", "BY"] } });
    const resources = (stack.json.resource as Record<string, Record<string, Policy>>).fortios_firewall_policy;
    const addresses = Object.entries(resources ?? {})
      .sort(([, a], [, b]) => a.policyid - b.policyid)
      .map(([id]) => `fortios_firewall_policy.${id}`);
    const order = stack.only("fortios_firewall_policy_sort");

    expect(order.sortdirection).toBe("manual");
    expect(order.manual_order).toEqual(policies(stack).map(({ policyid }) => `${policyid}`));
    expect([...(order.depends_on as string[])].sort()).toEqual([...addresses].sort());
    expect(order.force_recreate).toBe(
      `\${md5(join(",", [${addresses.map((address) => `${address}.uuid`).join(", ")}]))}`,
    );
    expect(policies(stack).map(({ depends_on: before }) => before)).toEqual(
      addresses.map((_address, index) => (index === 0 ? undefined : [addresses[index - 1]])),
    );
  });

  test("gives a policy the same id whatever others there are", () => {
    const ids = (props: Partial<FortiGateMailEdgeProps>) =>
      new Map(policies(edge(props).stack).map(({ name, policyid }) => [name, policyid]));
    const few = ids({});
    const many = ids({
      deny: { countries: ["KP"] },
      egress: exchangeEgress(587, CidrSet.of("198.51.100.0/24"), {
        dns: ["9.9.9.9/32"],
        ntp: ["9.9.9.10/32"],
      }),
    });

    expect(many.size).toBe(few.size + 4);
    for (const [name, policyid] of few) {
      expect(many.get(name)).toBe(policyid);
    }
  });

  test("turns the denied away at both ports and countries at 443, before anything is let in", () => {
    const { stack } = edge({
      deny: { networks: CidrSet.of("8.8.8.0/24"), countries: ["KP", "BY"], reason: "Nobody there" },
    });
    const [denied, countries, smtp] = policies(stack);

    expect(names(stack, denied?.srcaddr)).toEqual(["exchange-reserved", "exchange-denied-8.8.8.0_24"]);
    expect(denied?.service).toEqual([{ name: "ALL" }]);
    expect(names(stack, countries?.srcaddr)).toEqual(["exchange-country-BY", "exchange-country-KP"]);
    expect(names(stack, countries?.service)).toEqual(["exchange-tcp-443"]);
    expect(countries?.comments).toContain("Nobody there");
    expect(stack.only("fortios_firewall_address", { country: "KP" }).type).toBe("geography");
    expect(smtp?.name).toBe("exchange-in-25");
  });

  test("lets the server out to the smart host's networks and to listed hosts, and nowhere else", () => {
    const { stack } = edge();
    const out = policies(stack).filter(({ name }) => name.includes("-out-"));

    expect(out.map(({ name, action, nat }) => [name, action, nat])).toEqual([
      ["exchange-out-80-hosts", "accept", "enable"],
      ["exchange-out-443-hosts", "accept", "enable"],
      ["exchange-out-587", "accept", "enable"],
      ["exchange-out-else", "deny", undefined],
    ]);
    expect(
      out.every(
        ({ srcintf, dstintf }) =>
          JSON.stringify([srcintf, dstintf]) === '[[{"name":"dmz"}],[{"name":"wan1"}]]',
      ),
    ).toBe(true);
    expect(out.map(({ srcaddr }) => names(stack, srcaddr))).toEqual(
      Array(4).fill(["exchange-server-192.168.10.5_32"]),
    );
    expect(names(stack, out[2]?.dstaddr)).toEqual(["exchange-out-587-198.51.100.0_24"]);
    expect(names(stack, out[1]?.dstaddr)).toEqual(["exchange-out-443-hosts"]);
    const hosts = names(
      stack,
      stack.only("fortios_firewall_addrgrp", { name: "exchange-out-443-hosts" }).member,
    );
    expect(hosts).toContain("exchange-officeclient.microsoft.com");
    expect(stack.only("fortios_firewall_address", { name: "exchange-*.update.microsoft.com" })).toMatchObject(
      {
        type: "fqdn",
        fqdn: "*.update.microsoft.com",
      },
    );
    expect(out[3]?.send_deny_packet).toBe("enable");
  });

  test("gives hosts with long names objects of their own, although a unit's names are shorter", () => {
    const hosts = ["a", "b"].map((first) => `${first}.${"service-of-a-peer.".repeat(5)}example.net`);
    const { stack } = edge({
      egress: exchangeEgress(587, RELAY, {
        web: "any",
        allow: hosts.map((host) => ({ host, port: 8443, reason: "a test" })),
      }),
    });
    const own = hosts.map((fqdn) => String(stack.only("fortios_firewall_address", { fqdn }).name));

    expect(own.map(({ length }) => length)).toEqual([79, 79]);
    expect(new Set(own).size).toBe(2);
    expect(own.every((name) => name.startsWith("exchange-") && name.endsWith(".example.net"))).toBe(true);
  });

  test.each([
    ["detect", "pass", undefined, "monitor", "monitor"],
    ["prevent-reputation", "pass", undefined, "block", "monitor"],
    ["prevent", "block", "attacker", "block", "block"],
  ] as const)("does in %s what the edge on AWS does", (mode, action, quarantine, botnets, malware) => {
    const { stack } = edge({ ips: { mode } });
    const sensor = (name: string) => stack.only("fortios_ips_sensor", { name: `exchange-${name}` });
    const entries = (name: string) => sensor(name).entries as readonly Readonly<Record<string, unknown>>[];

    expect([...entries("https"), ...entries("smtp")].map((entry) => entry.action)).toEqual(
      Array(4).fill(action),
    );
    expect(entries("https").map((entry) => entry.quarantine)).toEqual([quarantine, undefined]);
    expect(entries("smtp").map((entry) => entry.quarantine)).toEqual([undefined, undefined]);
    expect(
      [...entries("https"), ...entries("smtp")].every(
        ({ log, log_packet: packet }) => log === "enable" && packet === "enable",
      ),
    ).toBe(true);
    expect(sensor("outgoing").scan_botnet_connections).toBe(botnets);
    expect(stack.only("fortios_antivirus_profile")).toMatchObject({
      smtp: { av_scan: malware },
      http: { av_scan: malware },
    });
  });

  test("looks for the vulnerabilities that every edge looks for, without those that are switched off", () => {
    const all = EXCHANGE_VULNERABILITIES.map(({ cve }) => cve.toLowerCase());
    const cves = (stack: SynthesizedStack) =>
      (
        stack.only("fortios_ips_sensor", { name: "exchange-https" }).entries as readonly {
          readonly cve?: readonly { readonly cve_entry: string }[];
        }[]
      )[0]?.cve?.map(({ cve_entry: cve }) => cve);
    const disabledCves = [{ cve: "CVE-2021-26855", reason: "a test" }];

    expect(cves(edge().stack)).toEqual([...all].sort());
    expect(cves(edge({ ips: { mode: "prevent", disabledCves } }).stack)).toEqual(
      all.filter((cve) => cve !== "cve-2021-26855").sort(),
    );
  });

  test("applies the profiles to what comes in, and decrypts nothing without a certificate", () => {
    const { stack, construct } = edge();

    expect(policy(stack, "in-25")).toMatchObject({ utm_status: "enable", ssl_ssh_profile: "no-inspection" });
    expect(policy(stack, "in-443")).toMatchObject({
      utm_status: "enable",
      ssl_ssh_profile: "certificate-inspection",
      ips_sensor: expect.stringContaining("fortios_ips_sensor") as string,
      av_profile: expect.stringContaining("fortios_antivirus_profile") as string,
    });
    expect(stack.all("fortios_firewall_sslsshprofile")).toEqual([]);
    expect(warnings(construct)).toContain("443 is not decrypted");
  });

  test("decrypts 443 with the server's certificate, and mail never", () => {
    const certificate = { names: ["mail.clinic.example"], installable: true };
    const { stack, construct } = edge({ tlsInspection: { certificate, onUnit: { name: "mail-2026" } } });

    expect(stack.only("fortios_firewall_sslsshprofile")).toMatchObject({
      server_cert_mode: "replace",
      server_cert: "mail-2026",
      https: { ports: "443", status: "deep-inspection" },
      smtps: { status: "disable" },
      ssl: { inspect_all: "disable" },
    });
    expect(policy(stack, "in-443").ssl_ssh_profile).toMatch(/fortios_firewall_sslsshprofile/);
    expect(policy(stack, "in-25").ssl_ssh_profile).toBe("no-inspection");
    expect(warnings(construct)).toBe("");
  });

  test("brings the certificate to the unit by references, and refuses the key itself", () => {
    const certificate = { names: ["mail.clinic.example"], installable: true };
    const stack = synthesized((scope) => {
      new FortiosProvider(scope, "fortios", {});
      const key = new TerraformVariable(scope, "key", { type: "string", sensitive: true });
      new FortiGateMailEdge(scope, "edge", {
        ...PROPS,
        tlsInspection: { certificate, onUnit: { certificatePem: "PEM", privateKeyPem: key.stringValue } },
      });
    });

    expect(stack.only("fortios_vpncertificate_local").private_key).toBe("${var.key}");
    expect(
      problemsOf({ tlsInspection: { certificate, onUnit: { certificatePem: "PEM", privateKeyPem: "KEY" } } }),
    ).toEqual(["SecretInProps tlsInspection.onUnit.privateKeyPem"]);
    expect(
      problemsOf({
        tlsInspection: { certificate: { ...certificate, installable: false }, onUnit: { name: "x" } },
      }),
    ).toEqual(["CertificateNotInstallable tlsInspection.certificate"]);
  });

  test("answers no administration from the internet, at any link and in both versions of IP", () => {
    const { stack } = edge({
      wan: [...PROPS.wan, { interface: "wan2", publicAddress: "93.184.216.35" }],
      administration: { ports: [10_443], networks: CidrSet.of("192.168.20.0/24") },
    });
    const outside = stack.only("fortios_firewall_localinpolicy", {
      comments: "Nobody on the internet administers this unit",
    });

    expect(outside).toMatchObject({ action: "deny", status: "enable", schedule: "always" });
    expect(outside.intf_block).toEqual([{ name: "wan1" }, { name: "wan2" }]);
    expect(names(stack, outside.service)).toEqual(["exchange-administration", "ALL_ICMP"]);
    expect(
      String(
        stack.only("fortios_firewallservice_custom", { name: "exchange-administration" }).tcp_portrange,
      ).split(" "),
    ).toEqual(expect.arrayContaining(["22", "443", "541-542", "10443"]));
    expect(stack.only("fortios_firewall_localinpolicy6")).toMatchObject({
      action: "deny",
      service: [{ name: "ALL" }],
      intf_block: [{ name: "wan1" }, { name: "wan2" }],
    });
    const admitted = stack.only("fortios_firewall_localinpolicy", { action: "accept" });
    expect(names(stack, admitted.srcaddr)).toEqual(["exchange-administrators-192.168.20.0_24"]);
    expect(admitted.intf_block).toEqual([{ name: "dmz" }]);
    const closed = stack.only("fortios_firewall_localinpolicy", {
      action: "deny",
      intf_block: [{ name: "dmz" }],
    });
    expect(names(stack, closed.service)).toEqual(["exchange-administration"]);
    expect(closed.depends_on).toEqual([
      expect.stringMatching(/^fortios_firewall_localinpolicy\.\w+administrators_/),
    ]);
  });

  test("leaves neighbours findable where IPv6 is open, and refuses the echo", () => {
    const { stack } = edge({ inside: { ...PROPS.inside, serverIpv6: "2606:2800:220::5" } });

    expect(names(stack, stack.only("fortios_firewall_localinpolicy6").service)).toEqual([
      "exchange-administration",
      "exchange-ping6",
    ]);
    expect(stack.only("fortios_firewallservice_custom", { name: "exchange-ping6" })).toMatchObject({
      protocol: "ICMP6",
      icmptype: 128,
    });
  });

  test("publishes on every link, with one policy for each port", () => {
    const { stack, construct } = edge({
      wan: [
        ...PROPS.wan,
        { interface: "wan2", publicAddress: "93.184.216.35", interfaceAddress: "93.184.216.36" },
      ],
    });

    expect(construct.publicAddresses).toEqual(["93.184.216.34", "93.184.216.35"]);
    expect(construct.egressAddresses).toEqual(["93.184.216.34", "93.184.216.36"]);
    expect(policy(stack, "in-443").srcintf).toEqual([{ name: "wan1" }, { name: "wan2" }]);
    expect(names(stack, policy(stack, "in-443").dstaddr)).toEqual(["exchange-443-1", "exchange-443-2"]);
    expect(stack.all("fortios_firewall_DoSpolicy").map((each) => each.interface)).toEqual(["wan1", "wan2"]);
    expect(construct.interfaces).toEqual({ inside: ["dmz"], outside: ["wan1", "wan2"] });
  });

  test("lets the same in over IPv6 where the server has an address, and nothing where it has none", () => {
    const smtpFrom = RELAY.union(CidrSet.of("2001:db8:1::/48"));
    const closed = edge({ ingress: Ingress.of({ smtpFrom }) }).stack;
    const open = edge({
      ingress: Ingress.of({ smtpFrom }),
      inside: { ...PROPS.inside, serverIpv6: "2606:2800:220::5" },
    }).stack;

    expect(
      policies(closed).filter((each) => each.action === "accept" && each.dstaddr6 !== undefined),
    ).toEqual([]);
    expect(names(open, policy(open, "in-25").srcaddr6)).toEqual(["exchange-relay-2001:db8:1::_48"]);
    expect(names(open, policy(open, "in-25").dstaddr6)).toEqual(["exchange-server-2606:2800:220::5_128"]);
    expect(names(open, policy(open, "in-443").srcaddr6)).toEqual(["all"]);
    expect(names(open, policy(open, "out-else").srcaddr6)).toEqual(["exchange-server-2606:2800:220::5_128"]);
    expect(open.all("fortios_firewall_DoSpolicy6")).toHaveLength(1);
    expect(closed.all("fortios_firewall_DoSpolicy6")).toEqual([]);
  });

  test("blocks floods of the published ports with Fortinet's thresholds, or given ones", () => {
    const { stack } = edge({ floods: { tcp_syn_flood: 500 } });
    const [flood] = stack.all("fortios_firewall_DoSpolicy");

    expect(names(stack, flood?.service)).toEqual(["exchange-tcp-25", "exchange-tcp-443"]);
    expect(names(stack, flood?.dstaddr)).toEqual(["exchange-public-1-93.184.216.34_32"]);
    expect(flood?.anomaly).toEqual(
      [
        ["tcp_syn_flood", 500],
        ["tcp_port_scan", 1000],
        ["tcp_src_session", 5000],
        ["tcp_dst_session", 5000],
      ].map(([name, threshold]) => ({ name, threshold, action: "block", log: "enable", status: "enable" })),
    );
  });

  test("logs what no policy matches, and sends its log where it is told", () => {
    const { stack } = edge({ syslog: { server: "192.168.20.9" } });

    expect(stack.only("fortios_log_setting").fwpolicy_implicit_log).toBe("enable");
    expect(stack.only("fortios_log_syslog_setting")).toMatchObject({
      status: "enable",
      server: "192.168.20.9",
      port: "514",
      mode: "reliable",
    });
    expect(edge().stack.all("fortios_log_syslog_setting")).toEqual([]);
  });

  test("puts everything that belongs to a virtual domain into it", () => {
    const { stack } = edge({ vdom: "mail", deny: { countries: ["KP"] } });
    const resources = stack.json.resource as Record<string, Record<string, { vdomparam?: string }>>;

    for (const [type, each] of Object.entries(resources)) {
      for (const [id, { vdomparam }] of Object.entries(each)) {
        expect([type, id, vdomparam]).toEqual([type, id, "mail"]);
      }
    }
  });

  test("fails with everything that is wrong, at once", () => {
    expect(
      problemsOf({
        name: "a-name-that-is-longer",
        fortiOsVersion: "7.2.12",
        wan: [
          { interface: "wan1", publicAddress: "10.0.0.1" },
          { interface: "wan1", publicAddress: "93.184.216.34/32" },
          { interface: "dmz", publicAddress: "93.184.216.34" },
        ],
        inside: {
          interface: "dmz",
          server: "93.184.216.40",
          senders: ["192.168.10.6"],
          serverIpv6: "fd00::5",
        },
        deny: { networks: CidrSet.of("198.51.100.0/25"), countries: ["ZZ"] },
        egress: [
          {
            protocol: "tcp",
            port: 443,
            destinations: CidrSet.of("9.9.9.0/24"),
            hosts: ["a.example"],
            purpose: "x",
          },
        ],
        ips: { mode: "detect", disabledCves: [{ cve: "CVE-1999-0001", reason: "" }] },
      }),
    ).toEqual([
      "BadUnitName name",
      "FortiOsUnsupported fortiOsVersion",
      "CidrNotPublic wan.0.publicAddress",
      "InterfaceTwice wan.1.interface",
      "CidrNotPublic wan.1.publicAddress",
      "InterfaceTwice wan.2.interface",
      "CidrNotPrivate inside.server",
      "CidrNotPublic inside.serverIpv6",
      "DenyListCutsRelay deny.networks",
      "CountryUnknown deny.countries.0",
      "EgressHostsInNetwork egress.0",
      "VirtualPatchUnknown ips.disabledCves.0.cve",
      "IpsReasonMissing ips.disabledCves.0.reason",
    ]);
    expect(problemsOf({ wan: [] })).toEqual(["WanLinks wan"]);
    expect(problemsOf({ inside: { interface: "any", server: "192.168.10.5" } })).toEqual([
      "BadInterface inside.interface",
    ]);
    expect(problemsOf({ ingress: Ingress.of({ smtpFrom: CidrSet.of("2001:db8::/32") }) })).toEqual([
      "IngressEmpty ingress",
    ]);
  });

  test.each([
    ["7.4.1", "one interface in a local-in policy"],
    ["7.0.17", "has had no fixes since 2025-09-30"],
    ["9.0.0", "does not know FortiOS 9.0"],
    ["7.6", "is no version of FortiOS"],
  ])("refuses FortiOS %s: %s", (fortiOsVersion, text) => {
    expect(() => edge({ fortiOsVersion })).toThrow(text);
  });

  test.each(["7.4.2", "7.6.0", "8.0.0"])("takes FortiOS %s", (fortiOsVersion) => {
    expect(problemsOf({ fortiOsVersion })).toEqual([]);
  });
});

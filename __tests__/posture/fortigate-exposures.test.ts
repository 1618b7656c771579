import { postureOf } from "../../posture/posture";
import { TODAY } from "../clinic";
import { forward, named, OFFICE, policy, unit } from "./fortigate-unit";
import { type Arguments, opened, type Resources, reached, stackOf, without } from "./hand-written";

const SERVER = "fortios_firewall_address.server";
const CLOSED = "fortios_firewall_policy.closed";

/** The office with other resources, or others arguments. */
const office = (...parts: readonly Resources[]) => unit(stackOf(OFFICE, ...parts).resource);

/** The office's policies without any that the tests do not ask for. */
const only = (policies: Resources[string], ...parts: readonly Resources[]) => {
  const { fortios_firewall_policy: _, fortios_firewall_policy_sort: __, ...others } = OFFICE;
  return unit(stackOf(others, { fortios_firewall_policy: policies }, ...parts).resource);
};

const vips = (changed: Arguments): Resources => ({
  fortios_firewall_vip: { smtp: forward(25, changed), https: forward(443, changed) },
});

const errorsOf = (stack: unknown) =>
  postureOf(stack, TODAY)
    .findings.filter(({ severity }) => severity === "error")
    .map(({ rule, address }) => `${rule}: ${address}`);

describe("a server behind a FortiGate", () => {
  test("is reached on the ports that virtual IPs and policies open together", () => {
    expect(reached(office())).toEqual([
      `25/tcp 198.51.100.0/24 > ${SERVER}`,
      `443/tcp 0.0.0.0/0 > ${SERVER}`,
    ]);
    expect(errorsOf(office())).toEqual([]);
  });

  test("is reached through the interface, the virtual IP and the policy", () => {
    const [smtp] = postureOf(office(), TODAY).exposures;

    expect(smtp?.via).toEqual([
      "interface wan1",
      "fortios_firewall_vip.smtp",
      "fortios_firewall_policy.smtp_in",
    ]);
  });

  test("opens connections to what policies admit", () => {
    expect(opened(office())).toEqual([`443/tcp 0.0.0.0/0 < ${SERVER}`]);
  });

  test("crosses the unit both ways", () => {
    expect(postureOf(office(), TODAY).paths).toEqual([
      {
        target: SERVER,
        subnet: null,
        ipVersion: 4,
        gateway: "interface wan1",
        ingress: true,
        inbound: ["the FortiGate"],
        outbound: ["the FortiGate"],
      },
    ]);
  });

  test("is the virtual IP where no address object stands for it", () => {
    expect(reached(unit(without(OFFICE, "fortios_firewall_address", "server")))).toContain(
      "443/tcp 0.0.0.0/0 > fortios_firewall_vip.https",
    );
  });

  test("is not reached through a policy that is switched off", () => {
    const off = { fortios_firewall_policy: { https_in: { status: "disable" } } };

    expect(reached(office(off))).toEqual([`25/tcp 198.51.100.0/24 > ${SERVER}`]);
  });

  test("is not reached through a virtual IP that no policy names", () => {
    const forgotten = { fortios_firewall_vip: { rdp: forward(3389) } };

    expect(reached(office(forgotten))).toEqual(reached(office()));
  });
});

describe("a virtual IP", () => {
  test("that forwards no ports hands on every packet", () => {
    const all = vips({ portforward: "disable" });

    expect(
      reached(only({ open: policy({ dstaddr: named("mail-25") }) }, all)).map((line) => line.split(" ")[0]),
    ).toEqual(["0-65535/tcp", "0-65535/udp", "0/icmp"]);
  });

  test("that leads to another port of the host is found, and by which", () => {
    const stack = only(
      { open: policy({ dstaddr: named("mail-443"), service: named("RDP") }) },
      vips({ mappedport: "3389" }),
    );

    expect(postureOf(stack, TODAY).exposures[0]).toMatchObject({
      fromPort: 443,
      hostPorts: { fromPort: 3389, toPort: 3389 },
    });
    expect(errorsOf(stack)).toEqual([`only-mail-ports: ${SERVER}`]);
  });

  test("is matched by the port of the host, not by the port outside", () => {
    const stack = only(
      { open: policy({ dstaddr: named("mail-443"), service: named("HTTPS") }) },
      vips({ extport: "443", mappedport: "3389" }),
    );

    expect(reached(stack)).toEqual([]);
  });

  test("shifts a range of ports one for one", () => {
    const stack = only(
      { open: policy({ dstaddr: named("mail-443"), service: named("HTTPS") }) },
      vips({ extport: "8440-8449", mappedport: "440-449" }),
    );

    expect(reached(stack)).toEqual([`8443/tcp 0.0.0.0/0 > ${SERVER}`]);
  });

  test.each<[string, Arguments, readonly string[]]>([
    [
      "for some senders",
      { src_filter: [{ range: "192.0.2.1-192.0.2.4" }] },
      ["443/tcp 192.0.2.1/32 192.0.2.2/31 192.0.2.4/32"],
    ],
    ["for another interface", { extintf: "wan2" }, []],
    ["for every interface", { extintf: "any" }, ["443/tcp 0.0.0.0/0"]],
    ["by UDP", { protocol: "udp" }, []],
    ["that is switched off", { status: "disable" }, []],
    ["for senders behind another interface", { srcintf_filter: [{ interface_name: "wan2" }] }, []],
  ])("%s lets in no others", (_case, changed, expected) => {
    const declared: Resources = {
      fortios_system_interface: {
        wan1: { name: "wan1", vdom: "root" },
        wan2: { name: "wan2", vdom: "root" },
      },
    };
    const stack = only(
      { open: policy({ dstaddr: named("mail-443"), service: named("HTTPS") }) },
      declared,
      vips(changed),
    );

    expect(reached(stack).map((line) => line.replace(/ >.*/, ""))).toEqual(expected);
  });

  test("is in a group, by reference or by name", () => {
    const group: Resources = {
      fortios_firewall_vipgrp: {
        mail: {
          name: "mail",
          interface: "wan1",
          member: named("mail-25", "${fortios_firewall_vip.https.name}"),
        },
      },
    };

    expect(reached(only({ open: policy({ dstaddr: named("mail") }) }, group))).toEqual([
      `25/tcp 0.0.0.0/0 > ${SERVER}`,
      `443/tcp 0.0.0.0/0 > ${SERVER}`,
    ]);
  });

  test("spreads over real servers", () => {
    const balanced = vips({
      type: "server-load-balance",
      server_type: "tcp",
      mappedip: [],
      extport: "443",
      realservers: [
        { ip: "192.168.10.5", port: 443 },
        { ip: "192.168.10.6", port: 444, status: "active" },
      ],
    });
    const stack = only({ open: policy({ dstaddr: named("mail-443") }) }, balanced);

    expect(
      postureOf(stack, TODAY).exposures.map(({ target, hostPorts }) => [target, hostPorts?.fromPort]),
    ).toEqual([
      [SERVER, undefined],
      ["fortios_firewall_vip.https", 444],
    ]);
  });
});

describe("a policy that refuses", () => {
  const withFirst = (changed: Arguments): readonly string[] =>
    reached(office({ fortios_firewall_policy: { closed: { policyid: 1, ...changed } } }));

  test("does not stop what a virtual IP hands on, unless it is told to match it", () => {
    expect(withFirst({ match_vip: "disable" })).toEqual(reached(office()));
    expect(withFirst({ match_vip: "enable" })).toEqual([]);
  });

  test("does not stop it where nothing is said: it depends on the version of FortiOS", () => {
    const { match_vip: _, ...silent } = OFFICE.fortios_firewall_policy?.closed ?? {};
    const stack = unit({
      ...OFFICE,
      fortios_firewall_policy: { ...OFFICE.fortios_firewall_policy, closed: { ...silent, policyid: 1 } },
    });

    expect(reached(stack)).toEqual(reached(office()));
  });

  test("stops a virtual IP that it names", () => {
    expect(withFirst({ match_vip: "disable", dstaddr: named("mail-443") })).toEqual([
      `25/tcp 198.51.100.0/24 > ${SERVER}`,
    ]);
  });

  test("leaves the senders that it does not name", () => {
    const half: Resources = {
      fortios_firewall_address: { half: { name: "half", subnet: "198.51.100.0/25" } },
    };
    const stack = office(half, {
      fortios_firewall_policy: { closed: { policyid: 1, srcaddr: named("half"), dstaddr: named("all") } },
    });

    expect(reached(stack)[0]).toBe(`25/tcp 198.51.100.128/25 > ${SERVER}`);
  });

  test.each<[string, Arguments]>([
    ["at some hours", { schedule: "office-hours" }],
    ["from a country", { srcaddr: named("france") }],
    ["from a service's addresses", { internet_service_src: "enable" }],
    ["from devices of a kind", { src_vendor_mac: [{ id: 1 }] }],
    ["for an expression", { status: "${local.unknown}" }],
    ["from other interfaces", { srcintf: named("wan2") }],
    ["to other interfaces", { dstintf: named("dmz") }],
    ["for a service that is not known", { service: named("my-service") }],
    ["for messages of ICMP", { service: named("PING") }],
    ["from everyone but everyone", { srcaddr_negate: "enable" }],
    ["as often as an expression says", { count: "${local.unknown}" }],
  ])("%s keeps nobody out for certain", (_case, changed) => {
    const france: Resources = {
      fortios_firewall_address: { france: { name: "france", type: "geography", country: "FR" } },
    };

    expect(
      reached(office(france, { fortios_firewall_policy: { closed: { policyid: 1, ...changed } } })),
    ).toEqual(reached(office()));
  });
});

describe("addresses and services", () => {
  const sourcesOf = (object: Arguments, changed: Arguments = {}, ...parts: readonly Resources[]) =>
    reached(
      only(
        {
          open: policy({
            srcaddr: named("peers"),
            dstaddr: named("mail-443"),
            service: named("HTTPS"),
            ...changed,
          }),
        },
        { fortios_firewall_address: { peers: { name: "peers", ...object } } },
        ...parts,
      ),
    ).map((line) => line.replace(/^443\/tcp (.*) >.*/, "$1"));

  test.each<[string, Arguments, string]>([
    ["a network with a mask", { subnet: "198.51.100.0 255.255.254.0" }, "198.51.100.0/23"],
    ["a network in CIDR notation", { subnet: "198.51.100.0/24" }, "198.51.100.0/24"],
    ["a range", { type: "iprange", start_ip: "198.51.100.4", end_ip: "198.51.100.7" }, "198.51.100.4/30"],
    ["a mask with holes", { type: "wildcard", wildcard: "198.51.0.0 255.255.0.255" }, "198.51.0.0/16"],
    ["a host name", { type: "fqdn", fqdn: "relay.example" }, "0.0.0.0/0"],
    ["a country", { type: "geography", country: "CH" }, "0.0.0.0/0"],
    ["an expression", { subnet: "${local.relay}" }, "0.0.0.0/0"],
    ["nothing", {}, "0.0.0.0/0"],
  ])("read %s", (_case, object, expected) => {
    expect(sourcesOf(object)).toEqual([expected]);
  });

  test("read everyone else", () => {
    expect(sourcesOf({ subnet: "96.0.0.0/3" }, { srcaddr_negate: "enable" })).toEqual([
      "0.0.0.0/2 64.0.0.0/3 128.0.0.0/1",
    ]);
  });

  test("read groups in groups, and who is left out of them", () => {
    const groups: Resources = {
      fortios_firewall_addrgrp: {
        inner: { name: "inner", member: named("peers") },
        outer: { name: "outer", member: named("inner"), exclude: "enable", exclude_member: named("one") },
        circle: { name: "circle", member: named("circle") },
      },
      fortios_firewall_address: { one: { name: "one", subnet: "198.51.100.0/26" } },
    };

    expect(sourcesOf({ subnet: "198.51.100.0/25" }, { srcaddr: named("outer") }, groups)).toEqual([
      "198.51.100.64/26",
    ]);
    expect(sourcesOf({ subnet: "198.51.100.0/25" }, { srcaddr: named("circle") }, groups)).toEqual([
      "0.0.0.0/0",
    ]);
  });

  test.each<[string, Arguments, string]>([
    ["TCP ports", { tcp_portrange: "25 440-450" }, "440-450/tcp"],
    ["TCP ports from certain ports", { tcp_portrange: "443:1024-65535" }, "443/tcp"],
    ["every protocol", { protocol: "IP", protocol_number: 0 }, "0-65535/tcp 0-65535/udp 0/icmp"],
    ["messages of ICMP of one type", { protocol: "ICMP", icmptype: 13 }, "0/icmp"],
    ["TCP by number", { protocol: "IP", protocol_number: 6 }, "0-65535/tcp"],
    ["another protocol by number", { protocol: "IP", protocol_number: 47 }, ""],
    ["an expression", { tcp_portrange: "${local.port}" }, "0-65535/tcp 0-65535/udp 0/icmp"],
  ])("read services: %s", (_case, service, expected) => {
    const stack = only(
      { open: policy({ dstaddr: named("any-port"), service: named("own") }) },
      {
        fortios_firewall_vip: { any: forward(1, { name: "any-port", portforward: "disable" }) },
        fortios_firewallservice_custom: { own: { name: "own", ...service } },
      },
    );

    expect(
      reached(stack)
        .map((line) => line.split(" ")[0])
        .filter((ports) => ports !== "25/tcp" || expected.includes("25/tcp"))
        .join(" "),
    ).toBe(expected);
  });

  test("read services in groups, and all but some", () => {
    const group: Resources = {
      fortios_firewallservice_group: { mail: { name: "mail", member: named("SMTP", "HTTPS") } },
      fortios_firewall_vip: { any: forward(1, { name: "any-port", portforward: "disable" }) },
    };
    const ports = (changed: Arguments) =>
      reached(
        only({ open: policy({ dstaddr: named("any-port"), service: named("mail"), ...changed }) }, group),
      ).map((line) => line.split(" ")[0]);

    expect(ports({})).toEqual(["25/tcp", "443/tcp"]);
    expect(ports({ service_negate: "enable" })).toEqual([
      "0-24/tcp",
      "26-442/tcp",
      "444-65535/tcp",
      "0-65535/udp",
      "0/icmp",
    ]);
  });
});

describe("what comes straight to addresses", () => {
  test("by IPv6 needs no virtual IP", () => {
    const stack = only(
      {
        open: policy({
          srcaddr: [],
          dstaddr: [],
          srcaddr6: named("all"),
          dstaddr6: named("server6"),
          service: named("HTTPS", "ALL_ICMP6"),
        }),
      },
      { fortios_firewall_address6: { server: { name: "server6", ip6: "2001:db8:1::5/128" } } },
    );

    expect(reached(stack)).toEqual([
      "443/tcp ::/0 > fortios_firewall_address6.server",
      "0/icmp ::/0 > fortios_firewall_address6.server",
    ]);
  });

  test("by IPv6 is refused for the addresses that an earlier policy names", () => {
    const stack = only(
      {
        closed: policy({
          action: "deny",
          srcaddr: [],
          dstaddr: [],
          srcaddr6: named("all"),
          dstaddr6: named("server6"),
        }),
        open: policy({
          srcaddr: [],
          dstaddr: [],
          srcaddr6: named("all"),
          dstaddr6: named("server6", "other6"),
          service: named("HTTPS"),
          depends_on: ["fortios_firewall_policy.closed"],
        }),
      },
      {
        fortios_firewall_address6: {
          server: { name: "server6", ip6: "2001:db8:1::5/128" },
          other: { name: "other6", type: "iprange", start_ip: "2001:db8:1::5", end_ip: "2001:db8:1::6" },
        },
      },
    );

    expect(reached(stack)).toEqual(["443/tcp ::/0 > fortios_firewall_address6.other"]);
  });

  test("is everything behind the unit where a policy admits all", () => {
    const stack = only({ open: policy({ service: named("HTTPS") }) });

    expect(reached(stack)).toEqual(["443/tcp 0.0.0.0/0 > fortios_firewall_policy.open"]);
  });

  test("goes anywhere where the stack does not know the name", () => {
    const stack = only({ open: policy({ dstaddr: named("their-server"), service: named("HTTPS") }) });

    expect(reached(stack)).toEqual(["443/tcp 0.0.0.0/0 > fortios_firewall_policy.open"]);
  });

  test("may come from anyone where nothing is said about who sends", () => {
    const stack = only(
      { open: policy({ srcaddr: [], dstaddr: [], dstaddr6: named("server6"), service: named("HTTPS") }) },
      { fortios_firewall_address6: { server: { name: "server6", ip6: "2001:db8:1::5/128" } } },
    );

    expect(reached(stack)).toEqual(["443/tcp ::/0 > fortios_firewall_address6.server"]);
  });

  test("by virtual IPs of IPv6, too", () => {
    const stack = only(
      { open: policy({ srcaddr: [], dstaddr: [], srcaddr6: named("all"), dstaddr6: named("mail6") }) },
      {
        fortios_firewall_vip6: {
          mail: {
            name: "mail6",
            extip: "2001:db8::10",
            mappedip: "fd00::5",
            portforward: "enable",
            protocol: "tcp",
            extport: "443",
            mappedport: "443",
          },
        },
      },
    );

    expect(reached(stack)).toEqual(["443/tcp ::/0 > fortios_firewall_vip6.mail"]);
  });
});

describe("interfaces", () => {
  const open = policy({ srcintf: named("any"), dstaddr: named("mail-443"), service: named("HTTPS") });
  const gateways = (stack: unknown) => postureOf(stack, TODAY).exposures.map(({ via }) => via[0]);

  test("are outside where nobody says that they are inside", () => {
    const stack = {
      ...only({ open: policy({ srcintf: named("dmz"), dstaddr: named("server"), service: named("SSH") }) }),
      output: {},
    };

    expect(reached(stack)).toEqual([`22/tcp 0.0.0.0/0 > ${SERVER}`]);
  });

  test("are inside by their role", () => {
    const declared: Resources = {
      fortios_system_interface: { dmz: { name: "dmz", vdom: "root", role: "dmz" } },
    };
    const stack = {
      ...only({ open: policy({ srcintf: named("dmz"), dstaddr: named("server") }) }, declared),
      output: {},
    };

    expect(reached(stack)).toEqual([]);
  });

  test("are outside where a default route leads, whatever the stack states", () => {
    const route: Resources = {
      fortios_router_static: { out: { dst: "0.0.0.0 0.0.0.0", device: "wan2", gateway: "203.0.113.1" } },
    };
    const policies = {
      open: policy({ srcintf: named("wan2"), dstaddr: named("server"), service: named("SSH") }),
    };
    const stack = unit(only(policies, route).resource, { inside: ["internal", "wan2"] });

    expect(reached(stack)).toEqual([`22/tcp 0.0.0.0/0 > ${SERVER}`]);
  });

  test("are in zones that the stack does not declare, although it names them to close the unit", () => {
    const closed: Resources = { fortios_firewall_localinpolicy: { closed: { intf_block: named("wan1") } } };
    const zoned = policy({
      srcintf: named("their-zone"),
      dstaddr: named("mail-443"),
      service: named("HTTPS"),
    });

    expect(gateways(only({ open: zoned }, closed))).toContain("interface wan1");
  });

  test("are any where only Terraform knows their name", () => {
    const stack = only(
      {
        open: policy({ srcintf: named("${var.wan}"), dstaddr: named("mail-443"), service: named("HTTPS") }),
      },
      vips({ extintf: "${var.wan}" }),
      { fortios_system_interface: { wan2: { name: "wan2", vdom: "root", role: "wan" } } },
    );

    expect(gateways(stack)).toContain("fortios_system_interface.wan2");
  });

  test("are inside although a route for some leads there", () => {
    const route: Resources = { fortios_router_static: { some: { dstaddr: "branches", device: "internal" } } };

    expect(reached(office(route))).toEqual(reached(office()));
  });

  test("are each a way in, where a policy admits any", () => {
    const two = only(
      { open },
      {
        fortios_firewall_vip: { https: forward(443, { extintf: "any" }) },
        fortios_system_interface: { wan2: { name: "wan2", vdom: "root", role: "wan" } },
      },
    );

    expect(gateways(two)).toEqual([
      "an interface that this stack does not name",
      "fortios_system_interface.wan2",
      "interface wan1",
    ]);
  });

  test("are in zones, and in those of the links to the internet", () => {
    const zoned = policy({
      srcintf: named("outside", "virtual-wan-link"),
      dstaddr: named("mail-25", "mail-443"),
    });
    const stack = only(
      { open: zoned },
      {
        fortios_system_zone: { outside: { name: "outside", interface: [{ interface_name: "wan1" }] } },
        fortios_system_sdwan: {
          links: { status: "enable", members: [{ interface: "wan2" }, { interface: "wan3", zone: "other" }] },
        },
        fortios_firewall_vip: {
          https: forward(443, { extintf: "wan2" }),
          lte: forward(25, { extintf: "wan3" }),
          smtp: forward(25, { extintf: "wan3" }),
        },
      },
    );

    expect(reached(stack)).toEqual([`443/tcp 0.0.0.0/0 > ${SERVER}`]);
    expect(gateways(stack)).toEqual(["interface wan2"]);
  });

  test("lead to connected networks where they are tunnels", () => {
    const stack = only(
      {
        branch: policy({
          srcintf: named("branch"),
          srcaddr: named("branch-net"),
          dstaddr: named("server"),
          service: named("SMB"),
        }),
      },
      {
        fortios_vpnipsec_phase1interface: { branch: { name: "branch", interface: "wan1", type: "static" } },
        fortios_firewall_address: { branch: { name: "branch-net", subnet: "192.168.20.0/24" } },
      },
    );

    expect(reached(stack)).toEqual([]);
    expect(reached(stack, "connected-network")).toEqual([`445/tcp 192.168.20.0/24 > ${SERVER}`]);
    expect(errorsOf(stack)).toEqual([]);
  });
});

describe("several units and domains", () => {
  test("have each their own policies and objects", () => {
    const branch = (resource: Arguments): Arguments => ({ ...resource, provider: "fortios.branch" });
    const stack = office({
      fortios_firewall_policy: {
        branch: branch(policy({ dstaddr: named("mail-443"), service: named("HTTPS"), policyid: 1 })),
      },
      fortios_firewall_vip: { branch: branch(forward(443)) },
    });

    expect(reached(stack)).toEqual([
      `25/tcp 198.51.100.0/24 > ${SERVER}`,
      `443/tcp 0.0.0.0/0 > ${SERVER}`,
      "443/tcp 0.0.0.0/0 > fortios_firewall_vip.branch",
    ]);
    expect(postureOf(stack, TODAY).paths.map(({ inbound }) => inbound[0])).toContain(
      "the FortiGate fortios.branch",
    );
  });
});

describe("what the server may open", () => {
  test("is what no earlier policy refuses", () => {
    const stack = office({
      fortios_firewall_policy: {
        no_smb: policy({
          policyid: 35,
          srcintf: named("internal"),
          dstintf: named("wan1"),
          action: "deny",
          service: named("SMB"),
        }),
        out: { service: named("ALL_TCP") },
      },
      fortios_firewall_policy_sort: {
        all: {
          depends_on: ["closed", "https_in", "no_smb", "out", "smtp_in"].map(
            (name) => `fortios_firewall_policy.${name}`,
          ),
        },
      },
    });

    expect(opened(stack)).toEqual([`1-444/tcp 0.0.0.0/0 < ${SERVER}`, `446-65535/tcp 0.0.0.0/0 < ${SERVER}`]);
  });

  test("is what a policy for everyone admits, too", () => {
    const stack = office({
      fortios_firewall_policy: { out: { srcaddr: named("all"), service: named("SMB") } },
    });

    expect(errorsOf(stack)).toEqual([`no-smb-out: ${SERVER}`]);
  });

  test("is what host names lead to, where policies name those alone", () => {
    const hosts: Resources = {
      fortios_firewall_address: {
        update: { name: "update", type: "fqdn", fqdn: "*.Update.example" },
        office: { name: "office", type: "fqdn", fqdn: "config.example" },
        smart_host: { name: "smart-host", subnet: "198.51.100.0/24" },
      },
      fortios_firewall_addrgrp: { needs: { name: "needs", member: named("update", "office") } },
    };
    const ways = (...names: readonly string[]) =>
      postureOf(
        office(hosts, { fortios_firewall_policy: { out: { dstaddr: named(...names) } } }),
        TODAY,
      ).egress.map(({ destinations, hosts: only }) => [destinations.join(" "), only]);

    expect(ways("needs")).toEqual([["0.0.0.0/0", ["*.update.example", "config.example"]]]);
    expect(ways("office", "smart-host")).toHaveLength(2);
    expect(ways("office", "smart-host")).toContainEqual(["198.51.100.0/24", null]);
    expect(ways("office", "theirs")).toEqual([["0.0.0.0/0", null]]);
  });

  test("is nothing where policies are for others", () => {
    const stack = office({
      fortios_firewall_address: { users: { name: "users", subnet: "192.168.20.0/24" } },
      fortios_firewall_policy: { out: { srcaddr: named("users") } },
    });

    expect(opened(stack)).toEqual([]);
  });
});

describe("the order of policies", () => {
  const closedFirst = { closed: { ...OFFICE.fortios_firewall_policy?.closed } };
  const pair = (changed: Resources[string], ...parts: readonly Resources[]) =>
    only(
      stackOf(
        { fortios_firewall_policy: closedFirst },
        {
          fortios_firewall_policy: {
            open: policy({ policyid: 31, dstaddr: named("mail-443"), service: named("HTTPS") }),
          },
        },
        { fortios_firewall_policy: changed },
      ).resource.fortios_firewall_policy ?? {},
      ...parts,
    );
  const OPEN = [`443/tcp 0.0.0.0/0 > ${SERVER}`];
  const depends = { depends_on: [CLOSED] };
  const sort = (changed: Arguments = {}): Resources => ({
    fortios_firewall_policy_sort: {
      all: {
        sortby: "policyid",
        sortdirection: "ascending",
        depends_on: [CLOSED, "fortios_firewall_policy.open"],
        ...changed,
      },
    },
  });
  const move = (changed: Arguments): Resources => ({
    fortios_firewall_policy_move: { one: { policyid_src: 30, policyid_dst: 31, move: "after", ...changed } },
  });

  test.each<[string, ReturnType<typeof pair>, readonly string[]]>([
    ["not by their ids", pair({}), OPEN],
    ["by what depends on what", pair({ open: depends }), []],
    [
      "by what refers to what",
      pair({ open: { comments: "after ${fortios_firewall_policy.closed.policyid}" } }),
      [],
    ],
    ["the other way round", pair({ closed: { depends_on: ["fortios_firewall_policy.open"] } }), OPEN],
    ["by a sorting after both", pair({}, sort()), []],
    ["descending", pair({}, sort({ sortdirection: "descending" })), OPEN],
    ["by hand", pair({}, sort({ sortdirection: "manual", manual_order: ["30", "31"] })), []],
    [
      "by hand, the other way round",
      pair({}, sort({ sortdirection: "manual", manual_order: ["31", "30"] })),
      OPEN,
    ],
    ["not by a sorting that one of them may follow", pair({}, sort({ depends_on: [CLOSED] })), OPEN],
    [
      "not by two sortings",
      pair({}, sort(), {
        fortios_firewall_policy_sort: { again: { sortby: "name", sortdirection: "ascending" } },
      }),
      OPEN,
    ],
    ["by a move after creation", pair({ open: depends }, move({})), OPEN],
    ["by a move before", pair({}, move({ move: "before" })), []],
    [
      "by a move of references",
      pair({}, move({ policyid_src: "${fortios_firewall_policy.closed.policyid}", move: "before" })),
      [],
    ],
    [
      "not by a move of what is not known",
      pair({ open: depends }, move({ policyid_src: "${var.id}" })),
      OPEN,
    ],
    [
      "by the older move",
      pair(
        {},
        {
          fortios_firewall_security_policyseq: {
            one: { policy_src_id: 30, policy_dst_id: 31, alter_position: "before" },
          },
        },
      ),
      [],
    ],
  ])("is fixed %s", (_case, stack, expected) => {
    expect(reached(stack)).toEqual(expected);
  });

  test("is said where it is not known", () => {
    expect(postureOf(pair({}), TODAY).exposures[0]?.via).toContain(`in no fixed order with ${CLOSED}`);
    expect(errorsOf(pair({}))).toEqual([`policies-in-order: ${CLOSED}`]);
  });

  test("is doubtful where only creation fixes it", () => {
    const found = postureOf(pair({ open: depends }), TODAY).findings.filter(
      ({ rule }) => rule === "policies-in-order",
    );

    expect(found.map(({ severity, address }) => `${severity} ${address}`)).toEqual([`warning ${CLOSED}`]);
  });

  test("does not matter between policies that never meet", () => {
    const stack = pair({ closed: { srcintf: named("wan2"), dstintf: named("dmz") } });

    expect(errorsOf(stack).filter((line) => line.startsWith("policies-in-order"))).toEqual([]);
  });
});

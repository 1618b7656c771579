import { postureOf } from "../../posture/posture";
import { TODAY } from "../clinic";
import { named, OFFICE, unit } from "./fortigate-unit";
import { type Arguments, type Resources, stackOf, without } from "./hand-written";

const bare = without(
  without(OFFICE, "fortios_firewall_localinpolicy", "closed"),
  "fortios_firewall_localinpolicy6",
  "closed",
);

/** The office's unit with its interface declared; nothing answers by IPv6. */
const wan = (changed: Arguments, ...parts: readonly Resources[]) =>
  unit(
    stackOf(
      bare,
      {
        fortios_system_interface: {
          wan1: { name: "wan1", vdom: "root", role: "wan", ipv6: { ip6_allowaccess: "" }, ...changed },
        },
      },
      ...parts,
    ).resource,
  );

const localIn = (name: string, changed: Arguments): Resources => ({
  fortios_firewall_localinpolicy: {
    [name]: {
      intf: "wan1",
      srcaddr: named("all"),
      dstaddr: named("all"),
      service: named("ALL"),
      schedule: "always",
      action: "deny",
      ...changed,
    },
  },
});

const answers = (stack: unknown): readonly string[] =>
  postureOf(stack, TODAY).management.map(
    ({ service, fromPort, protocol, sources, stated }) =>
      `${service} ${fromPort}/${protocol} ${sources.join(" ")}${stated ? "" : " perhaps"}`,
  );

const findings = (stack: unknown): readonly string[] =>
  postureOf(stack, TODAY)
    .findings.filter(({ rule }) => rule === "management-not-outside")
    .map(({ severity, address, message }) => `${severity} ${address}: ${message.split(";")[0]}`);

const HTTPS = wan({ allowaccess: "https" });

describe("administration on an interface outside", () => {
  test("is closed where the interface answers none", () => {
    expect(answers(wan({ allowaccess: "" }))).toEqual([]);
    expect(findings(wan({ allowaccess: "" }))).toEqual([]);
  });

  test("is what the interface answers", () => {
    expect(answers(wan({ allowaccess: "ping https ssh" }))).toEqual([
      "https 443/tcp 0.0.0.0/0",
      "ping 0/icmp 0.0.0.0/0",
      "ssh 22/tcp 0.0.0.0/0",
    ]);
  });

  test("breaks a rule", () => {
    expect(findings(HTTPS)).toEqual([
      "error fortios_system_interface.wan1: https of the firewall itself is open to 0.0.0.0/0",
    ]);
  });

  test("is a warning where it is an echo only", () => {
    expect(findings(wan({ allowaccess: "ping" }))).toEqual([
      "warning fortios_system_interface.wan1: ping of the firewall itself is open to 0.0.0.0/0",
    ]);
  });

  test("answers on the port that the unit is told", () => {
    const other = { fortios_system_global: { own: { admin_sport: 8443 } } };

    expect(answers(wan({ allowaccess: "https ssh" }, other))).toEqual([
      "https 8443/tcp 0.0.0.0/0",
      "ssh 22/tcp 0.0.0.0/0",
    ]);
  });

  test("counts the other addresses of the interface, and IPv6", () => {
    const stack = wan({
      allowaccess: "",
      secondaryip: [{ id: 1, allowaccess: "ssh" }],
      ipv6: { ip6_allowaccess: "https" },
    });

    expect(answers(stack)).toEqual(["ssh 22/tcp 0.0.0.0/0", "https 443/tcp ::/0"]);
  });

  test("does not matter inside", () => {
    expect(
      answers(
        wan(
          { allowaccess: "" },
          {
            fortios_system_interface: {
              lan: { name: "internal", vdom: "root", role: "lan", allowaccess: "https ssh" },
            },
          },
        ),
      ),
    ).toEqual([]);
  });

  test("may be anything where the stack does not declare the interface", () => {
    const stack = unit(bare);

    expect(new Set(answers(stack).map((line) => line.split(" ")[0]))).toEqual(
      new Set([
        "fabric",
        "fgfm",
        "ftm",
        "http",
        "https",
        "ping",
        "probe-response",
        "radius-acct",
        "snmp",
        "speed-test",
        "ssh",
        "telnet",
      ]),
    );
    expect(findings(stack)).toHaveLength(2);
    expect(findings(unit(OFFICE))).toEqual([]);
  });

  test("may be anything where the stack declares the interface and leaves that out", () => {
    expect(answers(wan({}))).toContain("ssh 22/tcp 0.0.0.0/0 perhaps");
  });
});

describe("a local-in policy", () => {
  test("refuses echoes alone, in each version of IP", () => {
    const echoes = (type: number): Resources => ({
      fortios_firewall_localinpolicy6: {
        echo: {
          intf: "wan1",
          srcaddr: named("all"),
          dstaddr: named("all"),
          service: named("echo6"),
          schedule: "always",
          action: "deny",
        },
      },
      fortios_firewallservice_custom: { echo6: { name: "echo6", protocol: "ICMP6", icmptype: type } },
    });
    const both = (type: number) =>
      answers(
        wan(
          { allowaccess: "ping", ipv6: { ip6_allowaccess: "ping" } },
          localIn("ping", { service: named("PING") }),
          echoes(type),
        ),
      );

    expect(both(128)).toEqual([]);
    expect(both(135)).toEqual(["ping 0/icmp ::/0"]);
  });

  test.each<[string, Arguments, readonly string[]]>([
    ["refuses everyone", {}, []],
    ["refuses at every interface", { intf: "any" }, []],
    ["refuses at interfaces in a list", { intf: undefined, intf_block: named("wan1", "internal") }, []],
    ["refuses one kind", { service: named("HTTPS") }, []],
    ["refuses another kind only", { service: named("SSH") }, ["https 443/tcp 0.0.0.0/0"]],
    ["is at another interface", { intf: "internal" }, ["https 443/tcp 0.0.0.0/0"]],
    ["is switched off", { status: "disable" }, ["https 443/tcp 0.0.0.0/0"]],
    ["holds at some hours", { schedule: "night" }, ["https 443/tcp 0.0.0.0/0"]],
    ["is for one of the unit's addresses", { dstaddr: named("wan-address") }, ["https 443/tcp 0.0.0.0/0"]],
    ["accepts", { action: "accept" }, ["https 443/tcp 0.0.0.0/0"]],
  ])("that %s", (_case, changed, expected) => {
    expect(answers(wan({ allowaccess: "https" }, localIn("one", changed)))).toEqual(expected);
  });

  test("may spare somebody, when that comes first", () => {
    const office: Resources = { fortios_firewall_address: { noc: { name: "noc", subnet: "192.0.2.0/24" } } };
    const spared = localIn("noc", { action: "accept", srcaddr: named("noc") });

    expect(
      answers(
        wan(
          { allowaccess: "https" },
          office,
          spared,
          localIn("all", { depends_on: ["fortios_firewall_localinpolicy.noc"] }),
        ),
      ),
    ).toEqual(["https 443/tcp 192.0.2.0/24"]);
    expect(answers(wan({ allowaccess: "https" }, office, localIn("all", {}), spared))).toEqual([
      "https 443/tcp 192.0.2.0/24",
    ]);
    expect(
      answers(
        wan(
          { allowaccess: "https" },
          office,
          localIn("all", {}),
          localIn("noc", {
            action: "accept",
            srcaddr: named("noc"),
            depends_on: ["fortios_firewall_localinpolicy.all"],
          }),
        ),
      ),
    ).toEqual([]);
  });
});

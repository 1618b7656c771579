import { objections } from "./fortigate-schema";
import type { Arguments, HandWritten, Resources } from "./hand-written";

/** Blocks `{ name = … }`. */
export const named = (...names: readonly string[]): readonly Arguments[] => names.map((name) => ({ name }));

/** A firewall policy with what every one has. */
export function policy(changed: Arguments): Arguments {
  return {
    srcintf: named("wan1"),
    dstintf: named("internal"),
    srcaddr: named("all"),
    dstaddr: named("all"),
    service: named("ALL"),
    action: "accept",
    schedule: "always",
    status: "enable",
    logtraffic: "all",
    ...changed,
  };
}

/** A forward of one port to the server. */
export function forward(port: number, changed: Arguments = {}): Arguments {
  return {
    name: `mail-${port}`,
    extip: "203.0.113.10",
    extintf: "wan1",
    mappedip: [{ range: "192.168.10.5" }],
    portforward: "enable",
    protocol: "tcp",
    extport: `${port}`,
    mappedport: `${port}`,
    ...changed,
  };
}

/** Local-in policies that refuse every kind of administration at an interface. */
const CLOSED_ADMINISTRATION: Resources = {
  fortios_firewall_localinpolicy: {
    closed: {
      intf_block: named("any"),
      srcaddr: named("all"),
      dstaddr: named("all"),
      service: named("ALL"),
      action: "deny",
      schedule: "always",
      status: "enable",
    },
  },
  fortios_firewall_localinpolicy6: {
    closed: {
      intf: "any",
      srcaddr: named("all"),
      dstaddr: named("all"),
      service: named("ALL"),
      action: "deny",
      schedule: "always",
      status: "enable",
    },
  },
};

/** 25 from a relay and 443 from anywhere to a server in the office; it may open 443; everything else is refused. */
export const OFFICE: Resources = {
  ...CLOSED_ADMINISTRATION,
  fortios_firewall_address: {
    relay: { name: "relay", type: "ipmask", subnet: "198.51.100.0 255.255.255.0" },
    server: { name: "server", type: "ipmask", subnet: "192.168.10.5 255.255.255.255" },
  },
  fortios_firewall_vip: { smtp: forward(25), https: forward(443) },
  fortios_firewall_policy: {
    smtp_in: policy({
      policyid: 10,
      srcaddr: named("${fortios_firewall_address.relay.name}"),
      dstaddr: named("${fortios_firewall_vip.smtp.name}"),
      service: named("SMTP"),
    }),
    https_in: policy({
      policyid: 20,
      dstaddr: named("${fortios_firewall_vip.https.name}"),
      service: named("HTTPS"),
    }),
    closed: policy({
      policyid: 30,
      srcintf: named("wan1"),
      dstintf: named("any"),
      action: "deny",
      match_vip: "enable",
    }),
    out: policy({
      policyid: 40,
      srcintf: named("internal"),
      dstintf: named("wan1"),
      srcaddr: named("${fortios_firewall_address.server.name}"),
      service: named("HTTPS"),
      nat: "enable",
    }),
  },
  fortios_firewall_policy_sort: {
    all: {
      sortby: "policyid",
      sortdirection: "ascending",
      depends_on: [
        "fortios_firewall_policy.closed",
        "fortios_firewall_policy.https_in",
        "fortios_firewall_policy.out",
        "fortios_firewall_policy.smtp_in",
      ],
    },
  },
};

/**
 * A stack that says which interfaces are inside.
 *
 * @throws Error for what the provider does not know, where its schema is at hand
 */
export function unit(
  resource: Resources,
  interfaces: Arguments = { inside: ["internal"], outside: ["wan1"] },
): HandWritten & { readonly output: Resources[string] } {
  const found = objections(resource);
  if (found.length > 0) {
    throw new Error(found.join("\n"));
  }
  return { resource, output: { edge_interfaces: { value: interfaces } } };
}

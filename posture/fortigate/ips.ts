import type { Exposure, IpsFact, IpsGroupFact } from "../facts";
import {
  blockOf,
  isExpression,
  type Json,
  listOf,
  objectOf,
  type Resource,
  type TerraformJson,
  textOf,
} from "../terraform-json";
import { portsIn } from "./services";
import { type Unit, unitsOf } from "./unit";

/** Ports of which it matters whether somebody can look inside. */
const MAIL_PORTS = [25, 443] as const;

/** What each policy that lets something in looks for, and what it does with what it finds. */
export function policyInspection(stack: TerraformJson, exposures: readonly Exposure[]): readonly IpsFact[] {
  return unitsOf(stack).flatMap((unit) =>
    unit
      .enabled("fortios_firewall_policy")
      .filter(({ address }) => exposures.some(({ via }) => via.includes(address)))
      .map((policy) =>
        inspectionOf(
          unit,
          policy,
          exposures.filter(({ via }) => via.includes(policy.address)),
        ),
      ),
  );
}

function inspectionOf(unit: Unit, policy: Resource, exposures: readonly Exposure[]): IpsFact {
  const { ips_sensor, ssl_ssh_profile, elsewhere } = profilesOf(unit, policy);
  const sensors = unit.objects(["fortios_ips_sensor"], ips_sensor);
  const groups = sensors.flatMap((sensor) => groupsOf(unit, sensor));
  const isUnknown = elsewhere || (isGiven(ips_sensor) && sensors.length === 0);
  const decrypts = unit
    .objects(["fortios_firewall_sslsshprofile"], ssl_ssh_profile)
    .flatMap(decryptedPorts)
    .flatMap((ports) => exposures.flatMap((exposure) => common(ports, hostPortsOf(exposure))));
  return {
    groups,
    mode: isUnknown ? "unknown" : modeOf(groups),
    decrypts: [...new Map(decrypts.map((ports) => [JSON.stringify(ports), ports])).values()],
    blindSpots: MAIL_PORTS.filter((port) => exposures.some((exposure) => leadsTo(exposure, port))).flatMap(
      (port) => blindness(port, isUnknown, decrypts),
    ),
    address: policy.address,
  };
}

function blindness(port: number, isUnknown: boolean, decrypts: IpsFact["decrypts"]): IpsFact["blindSpots"] {
  if (isUnknown) {
    return [{ port, because: "the profiles of the policy are not part of this stack" }];
  }
  if (port === 25) {
    return [{ port, because: "mail is encrypted after STARTTLS" }];
  }
  return decrypts.some(({ fromPort, toPort }) => fromPort <= port && port <= toPort)
    ? []
    : [{ port, because: "TLS is not inspected by this policy with the server's own certificate" }];
}

/** Does an exposure lead to a port of the host? */
function leadsTo(exposure: Exposure, port: number): boolean {
  return (
    exposure.protocol === "tcp" && common({ fromPort: port, toPort: port }, hostPortsOf(exposure)).length > 0
  );
}

function hostPortsOf({ fromPort, toPort, hostPorts }: Exposure): Ports {
  return hostPorts ?? { fromPort, toPort };
}

type Ports = IpsFact["decrypts"][number];

/** Ports in both ranges. */
function common(a: Ports, b: Ports): readonly Ports[] {
  const ports = { fromPort: Math.max(a.fromPort, b.fromPort), toPort: Math.min(a.toPort, b.toPort) };
  return ports.fromPort <= ports.toPort ? [ports] : [];
}

/** The profiles that a policy looks through packets with: its own, or those of a group. */
function profilesOf(unit: Unit, { attributes }: Resource) {
  const none = { ips_sensor: undefined, ssl_ssh_profile: undefined, elsewhere: false };
  if (textOf(attributes.utm_status) !== "enable") {
    return none;
  }
  if (textOf(attributes.profile_type) !== "group") {
    return { ...none, ips_sensor: attributes.ips_sensor, ssl_ssh_profile: attributes.ssl_ssh_profile };
  }
  const [group] = unit.objects(["fortios_firewall_profilegroup"], attributes.profile_group);
  return group === undefined
    ? { ...none, elsewhere: true }
    : {
        ...none,
        ips_sensor: group.attributes.ips_sensor,
        ssl_ssh_profile: group.attributes.ssl_ssh_profile,
      };
}

/** One group for each entry that is on, as they are tried; and one for the addresses of botnets. */
function groupsOf(unit: Unit, { address, attributes }: Resource): readonly IpsGroupFact[] {
  const name = textOf(attributes.name) ?? address;
  const entries = listOf(attributes.entries)
    .map(objectOf)
    .filter(({ status }) => textOf(status) !== "disable")
    .map((entry, index): IpsGroupFact => {
      const rules = unit.references(entry.rule, "id");
      const own = rules.filter((id) => isOwnSignature(unit, id));
      const picked = rules.length + listOf(entry.cve).length;
      return {
        name: `${name} #${entry.id ?? index + 1}`,
        by: rules.length > 0 && own.length === rules.length ? "own" : "fortinet",
        action: preventsAll(entry) ? "prevent" : "detect",
        rules: picked === 0 ? null : picked,
      };
    });
  const botnets = textOf(attributes.scan_botnet_connections);
  return botnets === "block" || botnets === "monitor"
    ? [
        ...entries,
        {
          name: `${name} botnets`,
          by: "fortinet",
          action: botnets === "block" ? "prevent" : "detect",
          rules: null,
        },
      ]
    : entries;
}

/** Some signatures let pass what they find, where an entry leaves the action to them. */
function preventsAll({ action, status, exempt_ip: exempt }: { readonly [key: string]: Json }): boolean {
  return (
    ["block", "reset"].includes(textOf(action) ?? "") && !isExpression(status) && listOf(exempt).length === 0
  );
}

function isOwnSignature(unit: Unit, id: Json): boolean {
  return (
    unit.stack.referredBy(id).some(({ type }) => type === "fortios_ips_custom") ||
    unit.all("fortios_ips_custom").some(({ attributes }) => `${attributes.rule_id}` === `${id}`)
  );
}

function modeOf(groups: readonly IpsGroupFact[]): IpsFact["mode"] {
  const prevented = groups.filter(({ action }) => action === "prevent").length;
  if (groups.length === 0) {
    return "none";
  }
  return prevented === 0 ? "detect" : prevented === groups.length ? "prevent" : "prevent-in-part";
}

/** Ports that a profile decrypts for a server: with the server's certificate, not with one of its own making. */
function decryptedPorts({ attributes }: Resource): IpsFact["decrypts"] {
  const { server_cert_mode: mode, server_cert: certificate, https, ssl } = attributes;
  if (textOf(mode) !== "replace" || !isGiven(certificate)) {
    return [];
  }
  if (textOf(blockOf(ssl).inspect_all) === "deep-inspection") {
    return [{ fromPort: 0, toPort: 65_535 }];
  }
  const { ports, status } = blockOf(https);
  return textOf(status) === "deep-inspection"
    ? (portsIn(ports ?? "443") ?? []).map(({ from, to }) => ({ fromPort: from, toPort: to }))
    : [];
}

function isGiven(value: Json | undefined): boolean {
  return value !== undefined && value !== null && value !== "";
}

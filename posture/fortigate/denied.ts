import { CidrSet } from "../../constructs/core/cidr-set";
import type { IpVersion } from "../aws/networks";
import type { DeniedFact } from "../facts";
import { ALL_PORTS, PROTOCOLS } from "../packets";
import { type TerraformJson, textOf } from "../terraform-json";
import { ANYONE, addressesNamed, addressObjects } from "./addresses";
import { Interfaces } from "./interfaces";
import { isOn, type Policy, PolicyTable } from "./policies";
import { servicesNamed } from "./services";
import { type Unit, unitsOf } from "./unit";

/**
 * Whom the firewall policies turn away by name: networks and countries that a policy refuses before any lets
 * something in from the same interfaces.
 *
 * Leaves out policies that refuse everyone, and those whose place in the order is not known.
 */
export function refusedSenders(stack: TerraformJson): readonly DeniedFact[] {
  const found = unitsOf(stack).flatMap((unit) => {
    const interfaces = new Interfaces(unit);
    const table = new PolicyTable(interfaces);
    return table.policies
      .filter((policy) => !policy.accepts && isFirst(table, interfaces, policy))
      .flatMap((policy) => ([4, 6] as const).flatMap((version) => refused(unit, policy, version)));
  });
  // A country is refused by name, in both versions of IP.
  return [...new Map(found.map((fact) => [JSON.stringify(fact), fact] as const)).values()];
}

function isFirst({ policies, order }: PolicyTable, interfaces: Interfaces, policy: Policy): boolean {
  const from = policy.route.from.flatMap((name) =>
    interfaces.names.filter((one) => interfaces.covers(name, one).most && interfaces.mayBeOutside(one)),
  );
  const meets = ({ route }: Policy) =>
    route.from.some((name) => from.some((one) => interfaces.covers(name, one).most));
  return (
    from.length > 0 &&
    policies
      .filter((other) => other.accepts && meets(other))
      .every((other) => order.before(policy.resource, other.resource))
  );
}

function refused(unit: Unit, { resource }: Policy, version: IpVersion): readonly DeniedFact[] {
  const { attributes, address } = resource;
  const suffix = version === 6 ? "6" : "";
  const names = unit.references(attributes[`srcaddr${suffix}`]);
  const isNarrowed =
    [
      attributes[`srcaddr${suffix}_negate`],
      attributes.service_negate,
      attributes[`internet_service${suffix}_src`],
    ].some(isOn) || (textOf(attributes.schedule) ?? "always") !== "always";
  if (names.length === 0 || isNarrowed) {
    return [];
  }
  const countries = names
    .flatMap((name) => addressObjects(unit, version, name))
    .filter((object) => textOf(object.attributes.type) === "geography")
    .flatMap((object) => textOf(object.attributes.country) ?? []);
  const networks = names
    .map((name) => addressesNamed(unit, version, [name]).least)
    .reduce((all, one) => all.union(one), CidrSet.EMPTY);
  if (networks.containsAll(ANYONE[version]) || (networks.isEmpty && countries.length === 0)) {
    return [];
  }
  const services = servicesNamed(unit, unit.references(attributes.service)).least;
  const isAll = PROTOCOLS.every((protocol) =>
    services.some(
      (one) => one.protocol === protocol && one.from === ALL_PORTS.from && one.to === ALL_PORTS.to,
    ),
  );
  const shared = { networks: networks.blocks, countries: [...new Set(countries)].sort(), by: address };
  return isAll
    ? [{ protocol: "ip", fromPort: ALL_PORTS.from, toPort: ALL_PORTS.to, ...shared }]
    : services.map(({ protocol, from, to }) => ({ protocol, fromPort: from, toPort: to, ...shared }));
}

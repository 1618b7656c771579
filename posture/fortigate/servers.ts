import { CidrSet } from "../../constructs/core/cidr-set";
import type { IpVersion } from "../aws/networks";
import type { Resource } from "../terraform-json";
import { addressNamed } from "./addresses";
import type { Unit } from "./unit";

/** Hosts behind a unit that packets can reach. */
export interface Server {
  /** Address of the object that stands for them. */
  readonly target: string;
  readonly version: IpVersion;
  readonly addresses: CidrSet;
}

const TYPES: Readonly<Record<IpVersion, string>> = {
  4: "fortios_firewall_address",
  6: "fortios_firewall_address6",
};

/**
 * The hosts of some addresses, by the address object that has them and no others; else by what leads to them.
 *
 * @param by what leads to them
 */
export function serverAt(
  unit: Unit,
  version: IpVersion,
  addresses: CidrSet | undefined,
  by: Resource,
): Server {
  const object =
    addresses === undefined
      ? undefined
      : unit.all(TYPES[version]).find((one) => {
          const name = unit.nameOf(one.attributes.name);
          const { least, most } =
            name === "" ? { least: CidrSet.EMPTY, most: CidrSet.EMPTY } : addressNamed(unit, version, name);
          return least.equals(addresses) && most.equals(addresses);
        });
  return { target: (object ?? by).address, version, addresses: addresses ?? CidrSet.EMPTY };
}

import { CidrSet } from "../../constructs/core/cidr-set";
import { type TerraformJson, textOf } from "../terraform-json";
import { Interfaces } from "./interfaces";
import { isOn, type Policy, PolicyTable } from "./policies";
import { unitsOf } from "./unit";

/** What a unit refuses without a word. */
interface UnloggedDenial {
  readonly address: string;
  /** Is it what no policy matches? If not, what one policy refuses. */
  readonly isImplicit: boolean;
}

/** Policies from outside, or to it, that refuse and do not log, and units that do not log what no policy matches. */
export function unloggedDenials(stack: TerraformJson): readonly UnloggedDenial[] {
  return unitsOf(stack).flatMap((unit): readonly UnloggedDenial[] => {
    const interfaces = new Interfaces(unit);
    const { policies } = new PolicyTable(interfaces);
    const refusing = policies.filter(
      ({ accepts, route }) =>
        !accepts && [...route.from, ...route.to].some((name) => isOutside(interfaces, name)),
    );
    const silent = refusing.filter(({ resource }) => textOf(resource.attributes.logtraffic) !== "all");
    const [first] = policies;
    const isLogged =
      unit.all("fortios_log_setting").some(({ attributes }) => isOn(attributes.fwpolicy_implicit_log)) ||
      refusing.some(
        (policy) =>
          !silent.includes(policy) &&
          policy.route.from.some((name) => isOutside(interfaces, name)) &&
          refusesAll(policy),
      );
    return [
      ...silent.map(({ resource }) => ({ address: resource.address, isImplicit: false })),
      ...(first === undefined || isLogged ? [] : [{ address: first.resource.address, isImplicit: true }]),
    ];
  });
}

function isOutside(interfaces: Interfaces, name: string): boolean {
  return interfaces.names.some((one) => interfaces.covers(name, one).most && interfaces.mayBeOutside(one));
}

function refusesAll({ ends }: Policy): boolean {
  return (
    ends[4].sources.least.containsAll(CidrSet.ANY_IPV4) &&
    ends[4].destinations.least.containsAll(CidrSet.ANY_IPV4)
  );
}

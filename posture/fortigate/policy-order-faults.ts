import type { TerraformJson } from "../terraform-json";
import { Interfaces } from "./interfaces";
import { type Policy, PolicyTable } from "./policies";
import { unitsOf } from "./unit";

/** A policy that refuses and one that lets in, where the one that stands first decides. */
export interface OrderFault {
  readonly refusing: string;
  readonly admitting: string;
  /** Is it only by the order of creation that one stands before the other? If not, nothing says which does. */
  readonly byCreation: boolean;
}

/** Pairs of policies of which the order matters and is not kept. */
export function orderFaults(stack: TerraformJson): readonly OrderFault[] {
  return unitsOf(stack).flatMap((unit) => {
    const interfaces = new Interfaces(unit);
    const { policies, order } = new PolicyTable(interfaces);
    const refusing = policies.filter(({ accepts }) => !accepts);
    return refusing.flatMap((deny) =>
      policies
        .filter((accept) => accept.accepts && meet(interfaces, deny, accept))
        .filter((accept) => !order.keeps(deny.resource, accept.resource))
        .map((accept) => ({
          refusing: deny.resource.address,
          admitting: accept.resource.address,
          byCreation:
            order.before(deny.resource, accept.resource) || order.before(accept.resource, deny.resource),
        })),
    );
  });
}

/** May a packet match both? */
function meet(interfaces: Interfaces, deny: Policy, accept: Policy): boolean {
  const share = (a: readonly string[], b: readonly string[]) =>
    a.some((name) =>
      b.some((other) => interfaces.covers(name, other).most || interfaces.covers(other, name).most),
    );
  return (
    share(deny.route.from, accept.route.from) &&
    share(deny.route.to, accept.route.to) &&
    ([4, 6] as const).some((version) => {
      const [a, b] = [deny.ends[version], accept.ends[version]];
      const isAlike =
        a.destinations.most.overlaps(b.destinations.most) ||
        a.vips.some((vip) => b.vips.some((other) => other.resource === vip.resource)) ||
        (deny.matchesVips && b.vips.length > 0);
      return isAlike && a.sources.most.overlaps(b.sources.most) && deny.sharesServices(accept);
    })
  );
}

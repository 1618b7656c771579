import type { TerraformJson } from "../terraform-json";
import { Interfaces } from "./interfaces";
import { type Policy, PolicyTable } from "./policies";
import { unitsOf } from "./unit";

/** A policy that refuses and others that let in, where the one that stands first decides. */
interface OrderFault {
  readonly refusing: string;
  readonly admitting: readonly string[];
  /** Is it only by the order of creation that one stands before the other? If not, nothing says which does. */
  readonly byCreation: boolean;
}

/** Policies of which the place among others matters and is not kept. */
export function orderFaults(stack: TerraformJson): readonly OrderFault[] {
  return unitsOf(stack).flatMap((unit) => {
    const interfaces = new Interfaces(unit);
    const { policies, order } = new PolicyTable(interfaces);
    const refusing = policies.filter(({ accepts }) => !accepts);
    return refusing.flatMap((deny) => {
      const loose = policies.filter(
        (accept) =>
          accept.accepts && meet(interfaces, deny, accept) && !order.keeps(deny.resource, accept.resource),
      );
      const isCreated = ({ resource }: Policy) =>
        order.before(deny.resource, resource) || order.before(resource, deny.resource);
      return [false, true].flatMap((byCreation) => {
        const admitting = loose.filter((accept) => isCreated(accept) === byCreation);
        return admitting.length === 0
          ? []
          : [
              {
                refusing: deny.resource.address,
                admitting: admitting.map(({ resource }) => resource.address),
                byCreation,
              },
            ];
      });
    });
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

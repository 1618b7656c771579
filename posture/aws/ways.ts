import type { CidrSet } from "../../constructs/core/cidr-set";
import type { Endpoint } from "./endpoints";
import { anyAddress, type IpVersion, type Networks, type Subnet } from "./networks";
import type { Route, RouteTable, RouteTables } from "./route-tables";
import { deliveries, departures } from "./routing";

/** Something that packets cross on their way. */
export type Step =
  /** Said, and without a say in what passes. */
  | { readonly kind: "named"; readonly via: string }
  | { readonly kind: "endpoint"; readonly endpoint: Endpoint }
  /** Packets leave it with its own address; undefined subnet where the JSON does not say. */
  | { readonly kind: "nat" | "appliance"; readonly via: string; readonly subnet: Subnet | undefined };

/** How packets travel out of a VPC. */
export interface WayOut {
  /** In the order in which they are crossed. */
  readonly steps: readonly Step[];
  readonly destinations: CidrSet;
  /** How they leave: `unknown` where a route table is not part of the stack. */
  readonly exit: "internet" | "egress-only" | "connection" | "unknown";
}

/** The firewall endpoints of a way, in order. */
export function crossed(steps: readonly Step[]): readonly string[] {
  return steps.flatMap((step) => (step.kind === "endpoint" ? [step.endpoint.id] : []));
}

/** The ways of a stack's VPCs, over their route tables from endpoint to endpoint. */
export class Ways {
  constructor(
    private readonly networks: Networks,
    private readonly tables: RouteTables,
  ) {}

  /**
   * How packets come to a subnet inside the VPC.
   *
   * @param table the table they meet first; undefined where the VPC delivers them at once
   */
  inside(table: RouteTable | undefined, subnet: Subnet, version: IpVersion): readonly (readonly Step[])[] {
    return distinct(this.towards(table, subnet, version, []));
  }

  /** How packets leave a subnet for anywhere outside its VPC. */
  out(subnet: Subnet, version: IpVersion): readonly WayOut[] {
    return this.from(this.tables.ofSubnet(subnet), subnet, version, anyAddress(version), []);
  }

  private towards(
    table: RouteTable | undefined,
    subnet: Subnet,
    version: IpVersion,
    seen: readonly string[],
  ): readonly (readonly Step[])[] {
    if (table === undefined || seen.includes(table.id)) {
      return table === undefined ? [[]] : [];
    }
    return deliveries(this.networks, table, subnet, version).flatMap((route) => {
      const next = route === undefined ? undefined : this.next(route);
      if (route === undefined || next === undefined) {
        return route === undefined ? [[]] : [];
      }
      return this.towards(this.tables.ofSubnet(next.subnet), subnet, version, [...seen, table.id]).map(
        (onwards) => [{ kind: "named" as const, via: route.address }, next.step, ...onwards],
      );
    });
  }

  private from(
    table: RouteTable | undefined,
    subnet: Subnet | undefined,
    version: IpVersion,
    destinations: CidrSet,
    seen: readonly string[],
  ): readonly WayOut[] {
    if (table === undefined || subnet === undefined) {
      const via = `the route table of ${subnet?.id ?? "a subnet"}, outside the stack`;
      return [{ steps: [{ kind: "named", via }], destinations, exit: "unknown" }];
    }
    if (seen.includes(table.id)) {
      return [];
    }
    return departures(this.networks, table, subnet.vpc, version, destinations).flatMap(
      ({ route, destinations: here }): readonly WayOut[] => {
        const { target } = route;
        if (target.kind === "internet" || target.kind === "egress-only" || target.kind === "connection") {
          const steps = target.kind === "internet" ? [] : [{ kind: "named" as const, via: target.id }];
          return [{ steps, destinations: here, exit: target.kind }];
        }
        const next = this.next(route);
        return next === undefined
          ? []
          : this.from(this.tables.ofSubnet(next.subnet), next.subnet, version, here, [...seen, table.id]).map(
              (onwards) => ({ ...onwards, steps: [next.step, ...onwards.steps] }),
            );
      },
    );
  }

  /** What a route leads to inside the VPC, and the subnet in which packets go on from there. */
  private next({ target }: Route): { readonly step: Step; readonly subnet: Subnet | undefined } | undefined {
    if (target.kind === "endpoint") {
      return { step: target, subnet: target.endpoint.subnet };
    }
    if (target.kind === "nat" || target.kind === "interface") {
      const subnet = this.networks.subnet(this.networks.stack.thing(target.id)?.attributes.subnet_id);
      return {
        step: { kind: target.kind === "nat" ? "nat" : "appliance", via: target.id, subnet },
        subnet,
      };
    }
    return undefined;
  }
}

function distinct(ways: readonly (readonly Step[])[]): readonly (readonly Step[])[] {
  const key = (steps: readonly Step[]) =>
    JSON.stringify(steps.map((step) => (step.kind === "endpoint" ? step.endpoint.id : step.via)));
  return [...new Map(ways.map((steps) => [key(steps), steps])).values()];
}

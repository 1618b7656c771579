import { CidrSet, prefixLength } from "../../constructs/core/cidr-set";
import { anyAddress, type Block, type IpVersion, type Networks, type Subnet } from "./networks";
import { destinationsOf, type Route, type RouteTable } from "./route-tables";

/** Packets that one route takes. */
interface Departure {
  readonly destinations: CidrSet;
  readonly route: Route;
}

/**
 * What takes packets out of a VPC: of the routes that hold for a destination the most specific one. What none
 * takes, nobody delivers. A route whose destination only Terraform knows may take anything.
 */
export function departures(
  networks: Networks,
  table: RouteTable,
  vpc: string,
  version: IpVersion,
  destinations: CidrSet,
): readonly Departure[] {
  const own = networks.own(vpc);
  let rest = destinations;
  const anywhere = table.routes
    .filter((route) => isUnknown(route, version) && !leadsInto(networks, route, vpc))
    .map((route) => ({ destinations, route }));
  const taken = bySpecificity(table.routes, version)
    .filter(({ block }) => !own.containsAll(block))
    .flatMap(({ block, route }) => {
      const here = rest.intersect(block);
      rest = rest.minus(block);
      return here.isEmpty || route.target.kind === "local" ? [] : [{ destinations: here, route }];
    });
  return [...anywhere, ...taken];
}

/**
 * What takes packets to a subnet inside the VPC: a route that is as specific as the VPC's own, or else the VPC
 * itself, which is undefined here. More than one may, where they hold for parts of the subnet or where its
 * addresses are known after apply only.
 */
export function deliveries(
  networks: Networks,
  table: RouteTable,
  subnet: Subnet,
  version: IpVersion,
): readonly (Route | undefined)[] {
  const { addresses, spelling } = networks.subnetBlock(subnet, version);
  const vpc = networks.vpcBlocks(subnet.vpc, version);
  const unknown = table.routes.filter((route) => isUnknown(route, version));
  const exact = unknown.filter((route) => route.spelling === spelling);
  if (exact.length > 0) {
    return exact.map(delivery);
  }
  const found: (Route | undefined)[] = unknown
    .filter((route) => networkOf(networks, route) === undefined)
    .map(delivery);
  const shortest = localLength(vpc, addresses);
  let rest = addresses ?? anyAddress(version);
  for (const { block, route } of bySpecificity(table.routes, version)) {
    if (prefixLength(block.blocks[0] ?? "") >= shortest && rest.overlaps(block)) {
      found.push(delivery(route));
      rest = rest.minus(block);
    }
  }
  const whole = unknown.filter((route) => vpc.some((block) => block.spelling === route.spelling));
  if (whole.length > 0) {
    return [...found, ...whole.map(delivery)];
  }
  return rest.isEmpty ? found : [...found, undefined];
}

function delivery(route: Route): Route | undefined {
  return route.target.kind === "local" ? undefined : route;
}

/** Broader routes than this lose against the VPC's own. */
function localLength(vpc: readonly Block[], subnet: CidrSet | undefined): number {
  const own = vpc.find(
    ({ addresses }) => addresses !== undefined && subnet !== undefined && addresses.containsAll(subnet),
  );
  const [block] = own?.addresses?.blocks ?? subnet?.blocks ?? [];
  return block === undefined ? 1 : prefixLength(block);
}

function bySpecificity(
  routes: readonly Route[],
  version: IpVersion,
): readonly { readonly block: CidrSet; readonly route: Route }[] {
  return routes
    .flatMap((route) =>
      (destinationsOf(route, version)?.blocks ?? []).map((text) => ({
        text,
        block: CidrSet.of(text),
        route,
      })),
    )
    .sort((a, b) => prefixLength(b.text) - prefixLength(a.text));
}

/** May a route's destination be anything, for all the JSON says? */
function isUnknown(route: Route, version: IpVersion): boolean {
  return route.destinations === undefined && (route.version ?? version) === version;
}

/** The network whose block a route names without saying it. */
function networkOf({ stack }: Networks, route: Route): string | undefined {
  const [, network] = /^\$\{([^{}]+)\.(?:ipv6_)?cidr_block\}$/.exec(route.spelling) ?? [];
  return network === undefined || stack.thing(network) === undefined ? undefined : network;
}

function leadsInto(networks: Networks, route: Route, vpc: string): boolean {
  const network = networkOf(networks, route);
  return network !== undefined && (network === vpc || networks.subnet(network)?.vpc === vpc);
}

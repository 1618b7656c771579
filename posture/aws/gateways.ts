import type { Networks } from "./networks";
import { isVpnGateway, type RouteTable, type RouteTables } from "./route-tables";

/** Where a VPC meets the internet; it has one such place at most. */
export interface InternetGateway {
  /** Address or id; words where it is not part of the stack. */
  readonly id: string;
  /** Where it sends what comes in; undefined where the VPC delivers it straight away. */
  readonly table: RouteTable | undefined;
}

/**
 * The internet gateway of a VPC; undefined where there is none. A VPC that the stack adopts has one, whether the
 * stack names it or not.
 */
export function internetGateway(
  networks: Networks,
  tables: RouteTables,
  vpc: string,
): InternetGateway | undefined {
  const { stack } = networks;
  const attached = [
    ...stack.pointing("aws_internet_gateway", "vpc_id", vpc).map(({ address }) => address),
    ...stack
      .pointing("aws_internet_gateway_attachment", "vpc_id", vpc)
      .flatMap(({ attributes }) => stack.identities(attributes.internet_gateway_id)),
  ];
  const known = tables.ofVpc(vpc);
  const associated = known.flatMap(({ id }) =>
    stack
      .pointing("aws_route_table_association", "route_table_id", id)
      .flatMap(({ attributes }) => stack.identities(attributes.gateway_id))
      .filter((gateway) => !isVpnGateway(gateway)),
  );
  const routed = known.flatMap(({ routes }) =>
    routes.flatMap(({ target }) => (target.kind === "internet" ? [target.id] : [])),
  );
  const names = [...new Set([...attached, ...associated, ...routed])];
  const [id] = names;
  if (id === undefined) {
    return networks.declaresVpc(vpc)
      ? undefined
      : { id: `the internet gateway of ${vpc}, outside the stack`, table: undefined };
  }
  return { id, table: names.map((name) => tables.ofGateway(name)).find((table) => table !== undefined) };
}

import { isList, isObject, type ObjectValue, type Value } from "../protocol/value";
import { objectsOf, type ValueContext } from "./context";

/** One condition of a `filter` block. */
interface Filter {
  readonly name: string;
  readonly values: readonly string[];
}

/** Does an object of the cloud meet a condition? */
type Meets = (object: ObjectValue, values: readonly string[], context: ValueContext) => boolean;

const led =
  (attribute: string): Meets =>
  ({ id }, values, context) =>
    objectsOf(context.state, "aws_route_table_association").some(
      ({ values: association }) =>
        association.route_table_id === id && values.includes(String(association[attribute])),
    );

/** What AWS's list calls can be asked for, as far as stacks ask for it. */
const FILTERS: Readonly<
  Record<string, { readonly of: string; readonly by: Readonly<Record<string, Meets>> }>
> = {
  aws_route_tables: {
    of: "aws_route_table",
    by: { "association.subnet-id": led("subnet_id"), "association.gateway-id": led("gateway_id") },
  },
  aws_network_acls: {
    of: "aws_network_acl",
    by: {
      "association.subnet-id": ({ subnet_ids }, values) =>
        isList(subnet_ids) && subnet_ids.some((id) => values.includes(String(id))),
      // The sandbox holds declared ones only, none of which is a VPC's default.
      default: (_object, values) => values.includes("false"),
    },
  },
};

/** Ids that a plural data source lists; undefined for one that is not known here. */
export function listedIds(config: ObjectValue, context: ValueContext): readonly Value[] | undefined {
  const listed = FILTERS[context.type];
  if (listed === undefined) return undefined;
  const filters = filtersOf(config);
  return objectsOf(context.state, listed.of)
    .filter(({ values }) => config.vpc_id == null || values.vpc_id === config.vpc_id)
    .filter(({ values }) =>
      filters.every(({ name, values: wanted }) =>
        name.startsWith("tag:")
          ? isObject(values.tags) && wanted.includes(String(values.tags[name.slice("tag:".length)]))
          : (listed.by[name]?.(values, wanted, context) ?? false),
      ),
    )
    .map(({ values }) => values.id ?? null)
    .sort();
}

function filtersOf({ filter }: ObjectValue): readonly Filter[] {
  return (isList(filter) ? filter : []).flatMap((each) =>
    isObject(each) && isList(each.values)
      ? [{ name: String(each.name), values: each.values.map(String) }]
      : [],
  );
}

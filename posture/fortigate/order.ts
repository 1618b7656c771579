import { listOf, type Resource, textOf } from "../terraform-json";
import type { Unit } from "./unit";

/**
 * Which policies of a table stand before which, as far as the stack fixes it.
 *
 * A unit appends what is created, so that the order is that of creation: what depends on another comes after it, and
 * everything else in the order in which requests happen to end
 * (https://github.com/fortinetdev/terraform-provider-fortios/issues/247). A `_sort` resource orders the whole table
 * and what it depends on; a `_move` resource gives one policy the place of another.
 */
export class PolicyOrder {
  private readonly created = new Map<string, ReadonlySet<string>>();
  private readonly sorts: readonly Resource[];
  private readonly moves: readonly Move[];

  constructor(
    private readonly unit: Unit,
    private readonly type: string,
  ) {
    this.sorts = unit.all(`${type}_sort`);
    this.moves = movesOf(unit, type);
  }

  /** Is the order of two policies kept, also when one of them is made again? */
  keeps(a: Resource, b: Resource): boolean {
    return this.sorts.length === 1 && (this.before(a, b) || this.before(b, a));
  }

  /** Does the first policy certainly stand before the second? */
  before(a: Resource, b: Resource): boolean {
    const moves = movesAt(this.unit, this.type).length;
    // What is moved by an id that is not known may be any policy of the table.
    if (a.address === b.address || this.sorts.length > 1 || moves > this.moves.length) {
      return false;
    }
    return this.sorts.length === 1 ? moves === 0 && this.sorted(a, b) : this.placed(a, b, 0);
  }

  private sorted(a: Resource, b: Resource): boolean {
    const [sort] = this.sorts;
    const before = sort === undefined ? new Set<string>() : this.dependencies(sort);
    // What is created beside the sorting, or after it, goes last.
    if (sort === undefined || !before.has(a.address) || !before.has(b.address)) {
      return false;
    }
    const [first, second] = [a, b].map((policy) => this.rank(sort, policy));
    return first !== undefined && second !== undefined && first < second;
  }

  private rank({ attributes: sort }: Resource, { attributes }: Resource): number | string | undefined {
    const by = textOf(sort.sortby);
    const key =
      by === "policyid"
        ? Number(attributes.policyid ?? Number.NaN)
        : by === "name"
          ? textOf(this.unit.stack.resolved(attributes.name))
          : undefined;
    if (key === undefined || Number.isNaN(key)) {
      return undefined;
    }
    switch (textOf(sort.sortdirection)) {
      case "ascending":
        return key;
      case "descending":
        return typeof key === "number" ? -key : undefined;
      case "manual": {
        const place = listOf(sort.manual_order).map(String).indexOf(`${key}`);
        return place < 0 ? undefined : place;
      }
      default:
        return undefined;
    }
  }

  /** By creation, and then by moves. */
  private placed(a: Resource, b: Resource, depth: number): boolean {
    const moved = [a, b].map((policy) =>
      this.moves.filter(({ source }) => source.address === policy.address),
    );
    const [ofA = [], ofB = []] = moved;
    // A policy that is moved twice, or to one that is moved, may end anywhere.
    if (ofA.length > 1 || ofB.length > 1 || depth > 2) {
      return false;
    }
    const [moveA] = ofA;
    const [moveB] = ofB;
    if (moveA !== undefined && moveB !== undefined) {
      return false;
    }
    if (moveA !== undefined) {
      return (
        this.isStill(moveA.target) &&
        (moveA.target.address === b.address
          ? moveA.where === "before"
          : this.placed(moveA.target, b, depth + 1))
      );
    }
    if (moveB !== undefined) {
      return (
        this.isStill(moveB.target) &&
        (moveB.target.address === a.address
          ? moveB.where === "after"
          : this.placed(a, moveB.target, depth + 1))
      );
    }
    return this.dependencies(b).has(a.address);
  }

  private isStill({ address }: Resource): boolean {
    return this.moves.every(({ source }) => source.address !== address);
  }

  /** Everything that exists before a resource is made. */
  private dependencies(resource: Resource): ReadonlySet<string> {
    const known = this.created.get(resource.address);
    if (known !== undefined) {
      return known;
    }
    const found = new Set<string>();
    const open = [resource];
    for (let next = open.pop(); next !== undefined; next = open.pop()) {
      for (const other of directDependencies(this.unit, next)) {
        if (!found.has(other.address)) {
          found.add(other.address);
          open.push(other);
        }
      }
    }
    this.created.set(resource.address, found);
    return found;
  }
}

interface Move {
  readonly source: Resource;
  readonly target: Resource;
  readonly where: "before" | "after";
}

/** The older name of a move, of the table of firewall policies. */
const OLD_MOVE = "fortios_firewall_security_policyseq";

function movesAt(unit: Unit, type: string): readonly Resource[] {
  return [...unit.all(`${type}_move`), ...(type === "fortios_firewall_policy" ? unit.all(OLD_MOVE) : [])];
}

function movesOf(unit: Unit, type: string): readonly Move[] {
  return movesAt(unit, type).flatMap(({ attributes }) => {
    const [source] = byId(unit, type, attributes.policyid_src ?? attributes.policy_src_id);
    const [target] = byId(unit, type, attributes.policyid_dst ?? attributes.policy_dst_id);
    const where = textOf(attributes.move ?? attributes.alter_position);
    return source !== undefined && target !== undefined && (where === "before" || where === "after")
      ? [{ source, target, where }]
      : [];
  });
}

function byId(
  unit: Unit,
  type: string,
  value: Resource["attributes"][string] | undefined,
): readonly Resource[] {
  const resolved = unit.stack.resolved(value);
  const named = unit.stack.referredBy(resolved).filter((resource) => resource.type === type);
  return named.length > 0
    ? named
    : unit.all(type).filter(({ attributes }) => `${attributes.policyid}` === `${resolved}`);
}

function directDependencies(unit: Unit, { attributes }: Resource): readonly Resource[] {
  const { depends_on: stated, ...others } = attributes;
  return [
    ...listOf(stated).flatMap((entry) => {
      const resource = unit.stack.at((textOf(entry) ?? "").replace(/^\$\{|\}$/g, ""));
      return resource === undefined ? [] : [resource];
    }),
    ...unit.stack.referredBy(others),
  ];
}

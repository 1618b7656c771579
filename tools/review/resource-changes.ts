import { type Json, listOf, objectOf, textOf, textsOf } from "../../posture/terraform-json";
import { FORCE_NEW } from "../sandbox/plan/force-new";
import { RECOMPUTED } from "../sandbox/plan/recomputed";
import { entriesFor } from "../sandbox/plan/type-tables";
import { terraformBlock } from "../sandbox/schema";
import { type Block, objectType } from "../sandbox/schema/model";
import type { Rename } from "./renames";
import {
  bareReferences,
  lifecycleOf,
  providerOf,
  type Reference,
  type ResourceBlock,
  references,
  resourceBlocks,
  stableText,
} from "./resource-blocks";
import { sameValue } from "./same-value";

/** Why a resource is replaced. */
export interface Cause {
  /** The argument that cannot be changed in place. */
  readonly attribute: string;
  /** Its values, where they are texts, numbers or switches. */
  readonly before?: string | number | boolean;
  readonly after?: string | number | boolean;
  /** Address of the resource whose own replacement changes it. */
  readonly through?: string;
}

/** What Terraform would do to the resources of a stack. Lists are sorted by address. */
export interface ResourceChanges {
  readonly created: readonly string[];
  /** `kept`: a `removed` block has Terraform forget it instead. */
  readonly destroyed: readonly { readonly address: string; readonly kept: boolean }[];
  readonly replaced: readonly {
    readonly address: string;
    readonly because: readonly Cause[];
    /** Is the new one made before the old one is gone? */
    readonly newFirst: boolean;
  }[];
  readonly updated: readonly {
    readonly address: string;
    readonly attributes: readonly string[];
    /** Could it be replaced as well? The table of arguments that replace does not know its type. */
    readonly uncertain: boolean;
  }[];
  readonly renamed: readonly Rename[];
}

/** Arguments that Terraform itself reads; the resource does not notice them. */
const META: readonly string[] = ["depends_on", "lifecycle", "provider", "provisioner", "connection"];

/** Arguments that describe a resource to people. */
const DESCRIPTIVE: ReadonlySet<string> = new Set(["tags", "tags_all", "description", "comment"]);

/** Does an update change nothing but words about the resource? */
export function isDescriptive({ attributes }: ResourceChanges["updated"][number]): boolean {
  return attributes.every((attribute) => DESCRIPTIVE.has(attribute));
}

/**
 * Compares the resources of two stacks, as far as that can be done without the provider: which arguments replace a
 * resource is taken from the sandbox's table, and what follows from a replacement through references is followed.
 *
 * @param base the stack as it was, with the addresses of the head
 */
export function resourceChanges(base: Json, head: Json, renames: readonly Rename[]): ResourceChanges {
  const before = resourceBlocks(base);
  const after = resourceBlocks(head);
  const rebuilt = new Set(renames.filter(({ moved }) => !moved).map(({ to }) => to));
  const common = [...after.values()].flatMap((block) => {
    const old = before.get(block.address);
    return old === undefined || rebuilt.has(block.address) ? [] : [new Comparison(base, head, old, block)];
  });
  const { replaced, updated } = consequences(common, after, rebuilt);
  const forgotten = new Set(
    listOf(objectOf(head).removed).flatMap((block) => {
      const { from, lifecycle } = objectOf(block);
      const [settings] = listOf(lifecycle);
      return objectOf(settings).destroy === false ? [textOf(from) ?? ""] : [];
    }),
  );
  return {
    created: [...after.keys()].filter((address) => !before.has(address)),
    destroyed: [...before.keys()]
      .filter((address) => !after.has(address))
      .map((address) => ({ address, kept: forgotten.has(address) })),
    replaced: common.flatMap(({ block }) => {
      const because = replaced.get(block.address);
      return because === undefined
        ? []
        : [{ address: block.address, because, newFirst: lifecycleOf(block).create_before_destroy === true }];
    }),
    updated: common.flatMap(({ block, uncertain }) => {
      const attributes = updated.get(block.address);
      return attributes === undefined || replaced.has(block.address)
        ? []
        : [{ address: block.address, attributes: [...attributes].sort(), uncertain }];
    }),
    renamed: renames,
  };
}

/** One resource that both stacks have. */
class Comparison {
  /** Arguments that mean something else than before. */
  readonly changed: ReadonlySet<string>;
  /** Arguments whose change replaces it. */
  readonly forceNew: ReadonlySet<string>;

  /** Does a change of an argument count? Terraform itself reads some, and is told to ignore others. */
  private readonly heeded: (name: string) => boolean;

  constructor(
    private readonly base: Json,
    private readonly head: Json,
    private readonly old: ResourceBlock,
    readonly block: ResourceBlock,
  ) {
    const ignored = lifecycleOf(block).ignore_changes;
    const names = new Set([...textsOf(ignored), ...META]);
    this.heeded = (name) => ignored !== "all" && !names.has(name);
    this.changed = new Set(changedArguments(block.type, old.body, block.body).filter(this.heeded));
    this.forceNew = new Set(entriesFor(FORCE_NEW, block.type).flat());
  }

  /** Is the type unknown to the table, but for what holds for all types of its provider? */
  get uncertain(): boolean {
    return !Object.keys(FORCE_NEW).some(
      (key) =>
        key === this.block.type ||
        (/_.+\*$/.test(key) && !/^[a-z0-9]+_\*$/.test(key) && this.block.type.startsWith(key.slice(0, -1))),
    );
  }

  /** Why it is replaced, as far as it is itself the reason. */
  get ownCauses(): readonly Cause[] {
    return [
      ...[...this.changed]
        .filter((name) => this.forceNew.has(name))
        .map((attribute) => cause(attribute, this.old.body[attribute], this.block.body[attribute])),
      ...this.movedRegion,
    ];
  }

  /** A resource without a Region of its own follows its provider's. */
  private get movedRegion(): readonly Cause[] {
    if (!this.forceNew.has("region") || this.block.body.region !== undefined) {
      return [];
    }
    const from = providerOf(this.base, this.old).region;
    const to = providerOf(this.head, this.block).region;
    return from === undefined || to === undefined || from === to ? [] : [cause("region", from, to)];
  }

  /** Arguments that take something from what is known only after apply, each with the first it takes from. */
  through(isUnknown: (reference: Reference) => boolean): readonly (readonly [string, string])[] {
    return Object.keys(this.block.body)
      .filter(this.heeded)
      .sort()
      .flatMap((attribute) => {
        const origin = references(this.block.body[attribute]).find(isUnknown);
        return origin === undefined ? [] : [[attribute, origin.address] as const];
      });
  }

  /** Attributes that the provider works out anew when these arguments change. */
  recomputed(changed: ReadonlySet<string>): ReadonlySet<string> {
    return new Set(
      entriesFor(RECOMPUTED, this.block.type)
        .flatMap((table) => Object.entries(table))
        .filter(([, causes]) => causes.some((name) => changed.has(name) || name === "*"))
        .map(([name]) => name),
    );
  }
}

interface Consequences {
  readonly replaced: ReadonlyMap<string, readonly Cause[]>;
  /** Arguments that change, of resources that stay. */
  readonly updated: ReadonlyMap<string, ReadonlySet<string>>;
}

/** What changes by itself, and what follows from it through references, until nothing more does. */
function consequences(
  common: readonly Comparison[],
  after: ReadonlyMap<string, ResourceBlock>,
  rebuilt: ReadonlySet<string>,
): Consequences {
  const replaced = new Map<string, readonly Cause[]>();
  const updated = new Map<string, ReadonlySet<string>>();
  const recomputed = new Map<string, ReadonlySet<string>>();
  for (const { block, ownCauses, changed } of common) {
    if (ownCauses.length > 0) {
      replaced.set(block.address, ownCauses);
    }
    if (changed.size > 0) {
      updated.set(block.address, changed);
    }
  }
  // What has been seen was known, or is being looked at: references may share their origins and, wrongly, circle.
  const isUnknown = ({ address, attribute }: Reference, seen = new Set<string>()): boolean => {
    const value = attribute === undefined ? undefined : after.get(address)?.body[attribute];
    if (value !== undefined && value !== null) {
      const place = `${address}.${attribute}`;
      const first = !seen.has(place);
      seen.add(place);
      return first && references(value).some((inner) => isUnknown(inner, seen));
    }
    return (
      replaced.has(address) ||
      rebuilt.has(address) ||
      (attribute !== undefined && recomputed.get(address)?.has(attribute) === true)
    );
  };
  const triggered = ({ address }: Reference): boolean =>
    replaced.has(address) || rebuilt.has(address) || updated.has(address);
  let known = -1;
  const size = (): number =>
    replaced.size + [...updated.values()].reduce((sum, attributes) => sum + attributes.size, 0);
  while (known !== size()) {
    known = size();
    for (const comparison of common.filter(({ block }) => !replaced.has(block.address))) {
      const { address } = comparison.block;
      const through = comparison.through((reference) => isUnknown(reference));
      const trigger = bareReferences(lifecycleOf(comparison.block).replace_triggered_by).find(triggered);
      const causes = [
        ...through
          .filter(([attribute]) => comparison.forceNew.has(attribute))
          .map(([attribute, origin]) => ({ attribute, through: origin })),
        ...(trigger === undefined
          ? []
          : [{ attribute: "lifecycle.replace_triggered_by", through: trigger.address }]),
      ];
      const changed = new Set([...(updated.get(address) ?? []), ...through.map(([attribute]) => attribute)]);
      if (causes.length > 0) {
        replaced.set(address, causes);
      }
      if (changed.size > 0) {
        updated.set(address, changed);
        recomputed.set(address, comparison.recomputed(changed));
      }
    }
  }
  return { replaced, updated };
}

function changedArguments(
  type: string,
  before: ResourceBlock["body"],
  after: ResourceBlock["body"],
): readonly string[] {
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])];
  // Most resources are the same to the letter; deriving a schema would cost more than all of them.
  const different = names.filter((name) => stableText(before[name]) !== stableText(after[name]));
  if (different.length === 0) {
    return [];
  }
  const block = terraformBlock("resource", type);
  return different.filter((name) => !sameArgument(block, name, before[name], after[name])).sort();
}

function sameArgument(
  block: Block | undefined,
  name: string,
  a: Json | undefined,
  b: Json | undefined,
): boolean {
  const whole = block === undefined ? "dynamic" : objectType(block);
  const type = typeof whole !== "string" && whole[0] === "object" ? (whole[1][name] ?? "dynamic") : "dynamic";
  return sameValue(type, a, b);
}

function cause(attribute: string, before: Json | undefined, after: Json | undefined): Cause {
  return {
    attribute,
    ...(isScalar(before) ? { before } : {}),
    ...(isScalar(after) ? { after } : {}),
  };
}

function isScalar(value: Json | undefined): value is string | number | boolean {
  return typeof value === "string" || typeof value === "number" || typeof value === "boolean";
}

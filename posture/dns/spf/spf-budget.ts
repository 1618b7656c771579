import { canonical } from "../names";
import type { SpfCatalogue } from "./spf-catalogue";
import { holdsExpression, holdsMacro } from "./spf-domain";
import { parseSpf } from "./spf-record";
import type { SpfTerm, SpfTermName } from "./spf-term";

/** Terms that ask the DNS may cost a message ten look-ups in all, and two may find nothing (RFC 7208 § 4.6.4). */
export const MAX_LOOK_UPS = 10;
export const MAX_VOID_LOOK_UPS = 2;

/** Terms that cost a look-up; `exp` and what a macro asks for do not count (RFC 7208 § 4.6.4). */
const ASKING: ReadonlySet<SpfTermName> = new Set(["include", "a", "mx", "ptr", "exists", "redirect"]);

/** What is known of the record that a name publishes. */
export type KnownSpf =
  | { readonly origin: "stack" | "catalogue"; readonly text: string }
  | { readonly origin: "nothing" }
  | { readonly origin: "unknown" };

/** Who knows what a name publishes. */
type SpfKnowledge = (name: string) => KnownSpf;

/** Where a branch of the tree ends or comes from. */
export type SpfOrigin = KnownSpf["origin"] | "loop";

/** A term that costs a look-up. */
export interface SpfBranch {
  readonly term: SpfTerm;
  /** Does it find nothing, as far as is known? */
  readonly isVoid: boolean;
  /** The record that an `include` or `redirect` pulls in; undefined for the other terms. */
  readonly record: SpfNode | undefined;
}

/** A record of the tree and everything below it. */
export interface SpfNode {
  readonly name: string;
  readonly origin: SpfOrigin;
  /** Undefined where it is not known or there is none. */
  readonly text: string | undefined;
  /** Terms that cost a look-up, in the order of the record. */
  readonly branches: readonly SpfBranch[];
  /** Look-ups of this record and all below it. */
  readonly lookUps: number;
  /** Look-ups that find nothing, of this record and all below it. */
  readonly voids: number;
}

/** What an SPF record costs a receiver. */
export interface SpfBudget {
  readonly tree: SpfNode;
  /** Look-ups over the whole tree: every term, not only those that one message would meet. */
  readonly lookUps: number;
  /** Look-ups left, negative when the record is over its budget. */
  readonly headroom: number;
  /** Look-ups known to find nothing. */
  readonly voids: number;
  /** Names whose records are not known, sorted; each was counted as the one look-up it costs at least. */
  readonly unknown: readonly string[];
  /** Names that an `include` or `redirect` asks for and that publish no record, sorted. */
  readonly missing: readonly string[];
  /** Ways round a circle, each from a name back to itself. */
  readonly loops: readonly (readonly string[])[];
  /** Names whose records came from the catalogue, sorted. */
  readonly catalogued: readonly string[];
  /** Length of the record, in octets. */
  readonly octets: number;
}

/**
 * What the stack and the catalogue know; the stack knows its own names better.
 *
 * @param own records that the stack publishes, by name
 */
export function spfKnowledge(own: ReadonlyMap<string, string>, catalogue: SpfCatalogue): SpfKnowledge {
  return (name) => {
    const text = own.get(name);
    if (text !== undefined) {
      return { origin: "stack", text };
    }
    const published = catalogue.get(name);
    if (published === undefined) {
      return { origin: "unknown" };
    }
    return published.text === null ? { origin: "nothing" } : { origin: "catalogue", text: published.text };
  };
}

/**
 * The budget of a record over its whole tree (RFC 7208 § 4.6.4).
 *
 * Looks nothing up. An `mx` costs one, the addresses of its hosts nothing; a record that is pulled in twice
 * costs twice; a name that depends on the message costs one and stays unknown.
 *
 * @param name where the record is published
 */
export function spfBudget(name: string, text: string, knowledge: SpfKnowledge): SpfBudget {
  const walk = new TreeWalk(knowledge);
  const tree = walk.record(canonical(name), { origin: "stack", text }, []);
  return {
    tree,
    lookUps: tree.lookUps,
    headroom: MAX_LOOK_UPS - tree.lookUps,
    voids: tree.voids,
    unknown: [...walk.unknown].sort(),
    missing: [...walk.missing].sort(),
    loops: walk.loops,
    catalogued: [...walk.catalogued].sort(),
    octets: Buffer.byteLength(text),
  };
}

class TreeWalk {
  readonly unknown = new Set<string>();
  readonly missing = new Set<string>();
  readonly catalogued = new Set<string>();
  readonly loops: (readonly string[])[] = [];
  /** Records without a loop below them look the same wherever they are pulled in. */
  private readonly done = new Map<string, SpfNode>();

  constructor(private readonly knowledge: SpfKnowledge) {}

  /** @param above names from the root down to the record, itself left out */
  record(name: string, known: KnownSpf, above: readonly string[]): SpfNode {
    const done = this.done.get(name);
    if (done !== undefined) {
      return done;
    }
    if (known.origin === "unknown" || known.origin === "nothing") {
      (known.origin === "unknown" ? this.unknown : this.missing).add(name);
      return leaf(name, known.origin);
    }
    if (known.origin === "catalogue") {
      this.catalogued.add(name);
    }
    const loops = this.loops.length;
    const path = [...above, name];
    const branches = parseSpf(known.text)
      .terms.filter((term) => ASKING.has(term.name))
      .map((term) => this.branch(term, path));
    const node: SpfNode = {
      name,
      origin: known.origin,
      text: known.text,
      branches,
      lookUps: sum(branches.map(({ record }) => 1 + (record?.lookUps ?? 0))),
      voids: sum(branches.map(({ isVoid, record }) => Number(isVoid) + (record?.voids ?? 0))),
    };
    if (this.loops.length === loops) {
      this.done.set(name, node);
    }
    return node;
  }

  private branch(term: SpfTerm, path: readonly string[]): SpfBranch {
    const { name, domain } = term;
    const known = domain === undefined ? undefined : this.ask(domain);
    const isVoid = known?.origin === "nothing";
    if ((name !== "include" && name !== "redirect") || domain === undefined || known === undefined) {
      return { term, isVoid, record: undefined };
    }
    if (path.includes(domain)) {
      this.loops.push([...path.slice(path.indexOf(domain)), domain]);
      return { term, isVoid: false, record: leaf(domain, "loop") };
    }
    return { term, isVoid, record: this.record(domain, known, path) };
  }

  private ask(domain: string): KnownSpf {
    return holdsMacro(domain) || holdsExpression(domain) ? { origin: "unknown" } : this.knowledge(domain);
  }
}

function leaf(name: string, origin: SpfOrigin): SpfNode {
  return { name, origin, text: undefined, branches: [], lookUps: 0, voids: 0 };
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}

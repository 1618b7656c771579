import type { Blocklist, Codes } from "./blocklist";

/** What the DNS said to one question. */
export type DnsReply =
  /** Addresses; none where the name does not exist, or has no address. */
  | { readonly addresses: readonly string[] }
  /** Nobody knows: why, lower case, no final period. */
  | { readonly failure: string };

/** What an answer comes to. */
export type ListAnswer =
  | { readonly answer: "listed"; readonly reasons: readonly ListingReason[] }
  | { readonly answer: "clean" }
  /** The list, or something on the way to it, does not say: never clean, never listed. */
  | { readonly answer: "error"; readonly because: string }
  /** What answers is no list that can be believed. */
  | { readonly answer: "unusable"; readonly because: string };

/** Why a list holds something. */
export interface ListingReason {
  /** The list's answer. */
  readonly code: string;
  /** In words; null where the sources read give none. */
  readonly words: string | null;
}

/**
 * Answers by which operators refuse, whatever the list.
 *
 * Sources: https://docs.spamhaus.com, chapter 040-zones; RFC 5782 § 5 for 127.0.0.1, which SURBL and URIBL give to
 * resolvers that they block.
 */
const REFUSALS: Readonly<Record<string, string>> = {
  "127.255.255.252": "the list does not know the name of its zone",
  "127.255.255.254":
    "the question came through a public resolver, or one without a name of its own; ask through a resolver of one's own",
  "127.255.255.255": "too many questions, or the resolver is not registered",
  "127.0.0.1": "the operator blocks this resolver",
};

/** Why a list holds something, for people. */
export function reasonText(answer: ListAnswer): string {
  const reasons = answer.answer === "listed" ? answer.reasons : [];
  return reasons.map(({ code, words }) => (words === null ? code : `${words} (${code})`)).join(", ");
}

/** What a list says about what was asked for. */
export function decode({ codes }: Pick<Blocklist, "codes">, reply: DnsReply): ListAnswer {
  if ("failure" in reply) {
    return { answer: "error", because: reply.failure };
  }
  const addresses = [...new Set(reply.addresses)].sort();
  const foreign = addresses.filter((address) => !address.startsWith("127."));
  if (foreign.length > 0) {
    return {
      answer: "unusable",
      because: `the answer ${foreign.join(", ")} is outside 127.0.0.0/8: the zone has lapsed, or something on the way rewrites answers`,
    };
  }
  // One refusal among listings casts doubt on all of them.
  const [refusal] = addresses.flatMap((address) => refusalOf(codes, address) ?? []);
  if (refusal !== undefined) {
    return { answer: "error", because: refusal };
  }
  const reasons = addresses.flatMap((address) => reasonsOf(codes, address));
  return reasons.length === 0 ? { answer: "clean" } : { answer: "listed", reasons };
}

function refusalOf(codes: Codes, address: string): string | undefined {
  if (codes.ignored?.includes(address) === true) {
    return undefined;
  }
  const because =
    codes.refusals?.[address] ??
    REFUSALS[address] ??
    (address.startsWith("127.255.255.") ? "the operator refuses" : undefined) ??
    (codes.bits !== undefined && (lastOctet(address) & 1) === 1 ? REFUSALS["127.0.0.1"] : undefined);
  return because === undefined ? undefined : `${because} (${address})`;
}

function reasonsOf(codes: Codes, address: string): readonly ListingReason[] {
  if (codes.ignored?.includes(address) === true) {
    return [];
  }
  const bits = Object.entries(codes.bits ?? {}).filter(([bit]) => (lastOctet(address) & Number(bit)) !== 0);
  const words = codes.words?.[address] ?? (bits.length > 0 ? bits.map(([, word]) => word).join(", ") : null);
  return words === null && codes.others === false ? [] : [{ code: address, words }];
}

function lastOctet(address: string): number {
  return Number(address.slice(address.lastIndexOf(".") + 1));
}

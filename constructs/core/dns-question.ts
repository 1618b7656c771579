import { Resolver } from "node:dns/promises";

/** Long enough for a slow resolver, short enough that a missing one is noticed at once. */
const ANSWER_MILLISECONDS = 3000;

/** Codes by which a resolver says that there is nothing, as opposed to not knowing. */
const NOTHING_THERE: ReadonlySet<string> = new Set(["ENOTFOUND", "ENODATA"]);

/** What the DNS said to one question. */
export type DnsAnswer<T> =
  | { readonly kind: "record"; readonly value: T }
  | { readonly kind: "nothing" }
  | { readonly kind: "unanswered"; readonly reason: string };

/**
 * The resolver that a command asks.
 *
 * @param server `ip:port`; undefined for the system's
 * @throws Error when the server is no address
 */
export function resolverFor(server: string | undefined): Resolver {
  const resolver = new Resolver({ timeout: ANSWER_MILLISECONDS, tries: 2 });
  if (server !== undefined) {
    resolver.setServers([server]);
  }
  return resolver;
}

/** How messages call a resolver. */
export function resolverName(server: string | undefined): string {
  return server ?? "the system's resolver";
}

/** Asks one question. Never rejects: what cannot be asked is an answer of its own. */
export async function ask<T>(question: () => Promise<T>): Promise<DnsAnswer<T>> {
  try {
    return { kind: "record", value: await question() };
  } catch (error) {
    const code =
      typeof error === "object" && error !== null && "code" in error ? String(error.code) : String(error);
    return NOTHING_THERE.has(code) ? { kind: "nothing" } : { kind: "unanswered", reason: code };
  }
}

/** Why nothing came back, each reason once. */
export function reasons(
  answers: readonly ({ readonly kind: string } | { readonly kind: "unanswered"; readonly reason: string })[],
): string {
  return [...new Set(answers.map((answer) => ("reason" in answer ? answer.reason : "no such record")))]
    .sort()
    .join(", ");
}

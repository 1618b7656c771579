import type { Blocklist } from "../constructs/watch/blocklists/blocklist";
import { EXPIRED_LISTS } from "../constructs/watch/blocklists/expired";
import { BLOCKLISTS } from "../constructs/watch/blocklists/registry";
import { markdownTable } from "./markdown";
import { WATCH_INTRODUCTION } from "./watch-introduction";

const KINDS = { ipv4: "IPv4", ipv6: "IPv6", domain: "domains" } as const;

const USES = {
  open: "own resolver",
  "non-commercial": "non-commercial",
  registration: "registered resolver",
  key: "key",
} as const;

/** docs/watch.md: how the watch runs, what pages, and the blocklists in use with their terms. */
export function watchPage(): string {
  const operators = [...new Set(BLOCKLISTS.map(({ operator }) => operator))].sort(byName);
  const byUse = (use: keyof typeof USES): number =>
    BLOCKLISTS.filter(({ operator }) => operator.use === use).length;
  return [
    "# Watch",
    "",
    `Whether a client's addresses and domains are on one of ${BLOCKLISTS.length} blocklists, and whether what is live is what the`,
    "stack declares, looked at regularly by a function in the client's own AWS account. It tells once when something",
    "begins to be wrong, and once when it ends. Generated from `constructs/watch/` by `npm run docs`;",
    "[check.md](check.md) says how to look by hand, [watch-alarms.md](watch-alarms.md) what to do when it tells.",
    "",
    ...WATCH_INTRODUCTION,
    "## Four answers",
    "",
    ...markdownTable(
      ["answer", "what it means"],
      [
        ["listed", "the list holds it, and the list's own entries for tests answer as they must"],
        ["clean", "the list answers, and does not hold it"],
        [
          "error",
          "nobody answers, the servers fail, or the operator refuses (`127.255.255.252`, `.254`, `.255`, `127.0.0.1`, bit 1 of SURBL and URIBL): never a listing, never clean",
        ],
        [
          "unusable",
          "the zone is empty, lists everything, or answers outside 127.0.0.0/8, as lapsed domains do: never a listing, never clean",
        ],
      ],
    ),
    "",
    "Before a list is believed, it is asked for an entry that must be there and one that must not (RFC 5782 § 5):",
    "`127.0.0.2` and `127.0.0.1`, `::FFFF:7F00:2` and `::FFFF:7F00:1`, `TEST` and `INVALID`, or the operator's own.",
    "",
    "## Decisive and advisory",
    "",
    "A listing on a decisive list is wrong and has to end. An advisory one informs: only catalogues name the list",
    "(status `likely`), it has no entry for tests, or it lists whole networks, new domains or bulk mail",
    "([ADR 0026](adr/0026-which-blocklists-decide.md)).",
    "",
    "## Whom it asks",
    "",
    "Operators cannot tell who asks through a shared resolver and refuse, throttle or answer falsely. The resolver that",
    "AWS gives a function is shared, too. So the function asks it for one thing only, the name servers of each list's",
    "zone, and then asks these servers itself, without recursion, over UDP and, where an answer is long, TCP: what a",
    "resolver of one's own does ([ADR 0027](adr/0027-the-watch-asks-each-lists-own-servers.md)). Names that are looked up,",
    "and keys, reach nobody but the list.",
    "",
    "Operators still see an address of AWS's, which other customers use as well. Some refuse it; that shows as `error` and",
    "never as a listing. Two ways out: a key, which says who asks (`watch.keys`), or a network with an address of the",
    "client's own that is registered with the operator (`watch.network`).",
    "",
    "`check` asks through the resolver of the machine, which has to be yours alone, such as Unbound; public ones (Google,",
    "Cloudflare, Quad9, OpenDNS and others) are refused.",
    "",
    "## Operators and terms",
    "",
    `${byUse("open")} lists answer any resolver of one's own, ${byUse("registration")} registered ones, ${byUse("key")} ask for a key,`,
    `and ${byUse("non-commercial")} are free for non-commercial use only.`,
    "",
    ...markdownTable(
      ["operator", "answers", "terms", "look up, remove"],
      operators.map(({ name, use, key, terms, delisting }) => [
        name,
        key === undefined ? USES[use] : `${USES[use]} \`${key}\``,
        terms ?? "not stated in the sources read",
        delisting === null ? "not known" : `<${delisting}>`,
      ]),
    ),
    "",
    "## Lists",
    "",
    ...markdownTable(
      ["zone", "operator", "of", "a listing is", "status", "sources of", "entry for tests", "read in"],
      [...BLOCKLISTS]
        .sort((a, b) => byName(a.operator, b.operator) || (a.zone < b.zone ? -1 : 1))
        .map((list) => [
          `\`${list.operator.key === undefined ? "" : "<key>."}${list.zone}\``,
          list.operator.name,
          list.of.map((kind) => KINDS[kind]).join(", "),
          list.weight,
          list.status,
          list.asOf ?? "undated",
          entryForTests(list),
          list.answeredBy === undefined ? "" : `\`${list.answeredBy}\``,
        ]),
    ),
    "",
    "## Lists that have ended",
    "",
    "Asking them finds nothing, or finds everything listed. They are refused by name, with all zones below them.",
    "",
    ...markdownTable(
      ["domain", "list", "ended"],
      [...EXPIRED_LISTS]
        .sort((a, b) => (a.domain < b.domain ? -1 : 1))
        .map(({ domain, name, ended }) => [`\`${domain}\``, name, ended]),
    ),
    "",
  ].join("\n");
}

function entryForTests({ probes }: Blocklist): string {
  const [own] = Object.values(probes);
  return own === undefined ? "RFC 5782" : own.listed === null ? "none" : `\`${own.listed}\``;
}

function byName(a: { readonly name: string }, b: { readonly name: string }): number {
  const [one, other] = [a.name.toLowerCase(), b.name.toLowerCase()];
  return one < other ? -1 : one > other ? 1 : 0;
}

import { mailDomains } from "../dns/mail-names";
import { canonical } from "../dns/names";
import { publishedSpf, type StackSpf } from "../dns/spf/stack-spf";
import type { Facts } from "../facts";
import { isWide } from "../ports";
import { textsOf } from "../terraform-json";
import type { Breach, Rule } from "./rule";

/** The relay may send, the server may not. */
export const SENDERS_AUTHORISED: Rule = {
  id: "senders-authorised",
  what: "Where outgoing mail goes through a smart host, the SPF of each mail domain names somebody, not the servers themselves, and no network wider than /16 (IPv6 /32).",
  why: "What SPF does not name is taken for forged; what it names without need sends past the relay, and shows where the server is.",
  reference: "RFC 7208 § 5, § 11.2; advice sheet, rows 4 and 6",
  severity: "error",
  check: (facts, stack) => {
    if (facts.mailFlow.smartHost === null) {
      return [];
    }
    const domains = new Set(mailDomains(facts).map(({ domain }) => domain));
    const servers = textsOf(stack.output("server_addresses"));
    return publishedSpf(facts)
      .filter(({ name }) => domains.has(name))
      .flatMap((spf) =>
        complaints(spf, facts, servers).map((message): Breach => ({ address: spf.address, message })),
      );
  },
};

function complaints(
  { name, text }: StackSpf,
  { mailHosts }: Facts,
  servers: readonly string[],
): readonly string[] {
  const terms = text
    .split(" ")
    .slice(1)
    .filter((term) => term !== "");
  const senders = terms.filter((term) => !/^[-+~?]?all$/i.test(term) && !/^exp=/i.test(term));
  const hosts = mailHosts.map(canonical);
  return [
    ...(senders.length === 0
      ? [
          `the SPF of ${name} names nobody (${text}), and mail leaves through the smart host; name whoever sends for it`,
        ]
      : []),
    ...senders
      .filter((term) => {
        const [, host = name] = /^[+]?a(?::([^/]+))?(?:\/|$)/i.exec(term) ?? [];
        return (
          (/^[+]?a(?:[:/]|$)/i.test(term) && hosts.includes(canonical(host))) ||
          servers.some((address) => term.includes(address))
        );
      })
      .map(
        (term) =>
          `the SPF of ${name} lets the server itself send (${term}), past the smart host; remove that`,
      ),
    ...senders
      .filter((term) => isWide(/^[+]?ip[46]:(\S+\/\d+)$/i.exec(term)?.[1] ?? "0.0.0.0/32"))
      .map(
        (term) =>
          `the SPF of ${name} names a network in which others have hosts (${term}); name the relay's own`,
      ),
  ];
}

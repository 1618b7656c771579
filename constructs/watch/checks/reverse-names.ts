import ipaddr from "ipaddr.js";
import { ask } from "../../core/dns-question";
import { shown, shownAll } from "../../core/visible-text";
import { subjectOf } from "../blocklists/subject";
import type { Declaration } from "../declaration";
import { type Check, type CheckFinding, type Observation, verdictOf } from "./check";
import { egressAddresses } from "./egress-addresses";
import { askResolver } from "./name-servers";
import { atMost, CONNECTIONS_AT_ONCE, type Vantage } from "./vantage";

/** The name of each address that mail leaves from, and whether the name leads back. */
export const REVERSE_NAMES: Check = {
  id: "reverse-names",
  what: "The name of each address that the servers' connections leave from (PTR), whether it leads back there, and whether it is the name that the server gives itself.",
  run: async (declaration, vantage) => {
    const { addresses, note } = await egressAddresses(declaration, vantage);
    return addresses.length === 0
      ? [unseen("the address", null, note)]
      : atMost(
          CONNECTIONS_AT_ONCE,
          addresses.map((address) => () => observed(address, declaration, vantage, note)),
        );
  },
};

/** What was found out about an address. */
interface Names {
  readonly address: string;
  readonly names: readonly string[];
  /** Those that lead back to it. */
  readonly confirmed: readonly string[];
}

async function observed(
  address: string,
  declaration: Declaration,
  vantage: Vantage,
  note: string,
): Promise<Observation> {
  const subject = subjectOf(address);
  if (!("kind" in subject)) {
    return unseen(address, address, "it is no address on the internet, so it has no name there");
  }
  const own = subject.value;
  const reply = await askResolver(reverseName(own), "PTR", vantage);
  if (reply.kind === "unanswered") {
    return unseen(address, own, `the DNS does not say: ${reply.reason}`);
  }
  const names = [
    ...new Set(reply.records.filter(({ type }) => type === "PTR").map(({ value }) => value)),
  ].sort();
  const leading = await Promise.all(names.map(async (name) => (await leadsTo(name, own, vantage)) && name));
  const confirmed = leading.filter((name) => name !== false);
  const findings = nameFindings({ address: own, names, confirmed }, declaration);
  return {
    name: own,
    port: null,
    address: own,
    seen:
      names.length === 0
        ? "no name"
        : `${names.join(", ")}, ${confirmed.length === 0 ? "does not lead back" : "leads back"}`,
    verdict: verdictOf(findings),
    findings,
    note: note === "" ? null : note,
    details: { names, confirmed },
  };
}

/** Where the name of an address is asked for (RFC 1035 § 3.5, RFC 3596 § 2.5). */
function reverseName(address: string): string {
  const parsed = ipaddr.parse(address);
  return parsed instanceof ipaddr.IPv6
    ? `${[
        ...parsed
          .toNormalizedString()
          .split(":")
          .map((group) => group.padStart(4, "0"))
          .join(""),
      ]
        .reverse()
        .join(".")}.ip6.arpa`
    : `${address.split(".").reverse().join(".")}.in-addr.arpa`;
}

async function leadsTo(name: string, address: string, { resolver }: Vantage): Promise<boolean> {
  const answer = await ask(() => (address.includes(":") ? resolver.resolve6(name) : resolver.resolve4(name)));
  return (
    answer.kind === "record" &&
    answer.value.some((each) => ipaddr.isValid(each) && ipaddr.parse(each).toString() === address)
  );
}

function nameFindings(
  { address, names, confirmed }: Names,
  { smartHost, servers }: Declaration,
): readonly CheckFinding[] {
  // What a smart host takes is judged by the smart host's own address.
  const severity = smartHost === null ? "error" : "warning";
  const through =
    smartHost === null
      ? "receivers refuse mail from it"
      : "mail that the server sends past the smart host is refused";
  if (names.length === 0) {
    return [
      {
        code: "ptr-missing",
        severity,
        message: `${address} has no name, so ${through}; have whom the address belongs to set it to ${shown(servers[0]?.name ?? "the server's name")}`,
      },
    ];
  }
  if (confirmed.length === 0) {
    return [
      {
        code: "ptr-unconfirmed",
        severity,
        message: `${address} is called ${shownAll(names)}, which does not lead back to it, so ${through}; publish the address there, or have the name corrected`,
      },
    ];
  }
  const own = servers.map(({ name }) => name);
  if (own.length > 0 && confirmed.some((name) => own.includes(name))) {
    return [];
  }
  const generic = confirmed.filter((name) => isGeneric(name, address));
  return generic.length === confirmed.length
    ? [
        {
          code: "ptr-generic",
          severity: "warning",
          message: `${address} is called ${shownAll(generic)}, as providers name the addresses of everybody, which many receivers hold against mail; have it set to ${shown(own[0] ?? "the server's name")}`,
        },
      ]
    : own.length === 0
      ? []
      : [
          {
            code: "ptr-other-name",
            severity: "warning",
            message: `${address} is called ${shownAll(confirmed)}, and the server calls itself ${shownAll(own)} where its send connector has the declared name; let them be the same`,
          },
        ];
}

/** Does a name hold the numbers of the address, as those do that a provider makes for all its addresses? */
function isGeneric(name: string, address: string): boolean {
  if (address.includes(":")) {
    const groups = address.split(":").filter((group) => group !== "");
    return groups.length > 1 && name.replace(/[-.]/g, "").includes(groups.slice(-2).join(""));
  }
  const octets = address.split(".");
  const numbers = (name.match(/\d+/g) ?? []).map(Number);
  const inName = octets.filter((octet) => {
    const index = numbers.indexOf(Number(octet));
    return index >= 0 && numbers.splice(index, 1).length > 0;
  });
  return inName.length >= 3 || name.includes(octets.map((octet) => octet.padStart(3, "0")).join(""));
}

function unseen(name: string, address: string | null, note: string): Observation {
  return {
    name,
    port: null,
    address,
    seen: "nothing",
    verdict: "not-seen",
    findings: [],
    note,
    details: null,
  };
}

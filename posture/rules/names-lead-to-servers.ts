import { originsOf } from "../cloudflare/origins";
import { answer, zoneOf } from "../dns/look-up";
import { mailDomains } from "../dns/mail-names";
import { canonical } from "../dns/names";
import type { DnsRecordFact, Facts } from "../facts";
import { isExpression, type TerraformJson, textOf, textsOf } from "../terraform-json";
import type { Breach, Rule } from "./rule";

/** The server is where its name says. */
export const SERVER_NAMED: Rule = {
  id: "server-named",
  what: "Each public address of the servers has a name, and that name leads to the servers and nowhere else.",
  why: "Half of the users, and after a failover all of them, reach nothing, or somebody else who then asks for their passwords.",
  reference: "RFC 1035 § 3.4.1",
  severity: "error",
  check: (facts, stack) => {
    const servers = textsOf(stack.output("server_addresses"));
    const named = facts.records.filter(({ type }) => type === "A" || type === "AAAA");
    // A stack without any zone of its own publishes nothing.
    if (facts.zones.length === 0) {
      return [];
    }
    return [
      ...servers
        .filter((address) => !named.some(({ value }) => value === address))
        .map((address) => ({
          address: "output.server_addresses",
          message: `${address} has no name; publish it as an A record of the mail host`,
        })),
      ...named
        .filter(({ name, value }) => facts.mailHosts.includes(name) && !servers.includes(value))
        .map(({ name, value, address }) => ({
          address,
          message: `${name} leads to ${value} as well, which is no server of the stack; remove that record`,
        })),
    ];
  },
};

/** Outlook finds the server. */
export const AUTODISCOVER_LEADS_TO_SERVER: Rule = {
  id: "autodiscover-leads-to-server",
  what: "Where the stack publishes the name of a mail host, each mail domain has an `autodiscover` host or SRV, and it leads to the servers.",
  why: "Outlook and phones look there first, with the user's name and password; without it they cannot be set up, and elsewhere it gives the passwords away.",
  reference: "https://learn.microsoft.com/exchange/architecture/client-access/autodiscover",
  severity: "error",
  check: (facts) =>
    facts.mailHosts.length === 0
      ? []
      : mailDomains(facts).flatMap(({ domain, address }): readonly Breach[] => {
          const targets = autodiscoverTargets(facts, domain);
          if (targets.length === 0) {
            return zoneOf(facts, domain) === undefined && !facts.records.some(({ name }) => name === domain)
              ? []
              : [
                  {
                    address,
                    message: `${domain} takes mail, and nothing says where its clients find the server; publish autodiscover.${domain}, or the SRV _autodiscover._tcp.${domain}`,
                  },
                ];
          }
          return targets
            .filter(({ leads }) => !leads)
            .map(({ record }) => ({
              address: record.address,
              message: `${record.name} leads to ${record.value}, which is none of the servers (${facts.mailHosts.join(", ")}); lead it there`,
            }));
        }),
};

interface AutodiscoverTarget {
  readonly record: DnsRecordFact;
  readonly leads: boolean;
}

function autodiscoverTargets(facts: Facts, domain: string): readonly AutodiscoverTarget[] {
  const hosts = new Set(facts.mailHosts.map(canonical));
  const host = `autodiscover.${domain}`;
  return [
    ...answer(facts, host, "CNAME").map((record) => ({
      record,
      leads: hosts.has(canonical(record.value)) || isExpression(record.value),
    })),
    ...["A", "AAAA"]
      .flatMap((type) => answer(facts, host, type))
      .map((record) => ({ record, leads: hosts.has(host) })),
    ...answer(facts, `_autodiscover._tcp.${domain}`, "SRV").map((record) => ({
      record,
      leads: hosts.has(canonical(record.value.split(" ")[3] ?? "")),
    })),
  ];
}

/** The certificate names what users type. */
export const CERTIFICATE_NAMES_SERVERS: Rule = {
  id: "certificate-names-servers",
  what: "Every name that leads to the servers, and every alias of such a name, stands in a certificate of the stack, where the stack has one for any of them.",
  why: "Clients refuse a name that is not in the certificate, and users learn to click the warning away.",
  reference: "RFC 9525 § 6",
  severity: "error",
  check: (facts) => {
    const hosts = facts.mailHosts.map(canonical);
    const aliases = facts.records.filter(
      ({ type, value }) => type === "CNAME" && hosts.includes(canonical(value)),
    );
    const names = [...hosts, ...aliases.map(({ name }) => canonical(name))];
    const certified = facts.certificates.filter((certificate) =>
      certificate.names.some((name) => hosts.includes(canonical(name))),
    );
    const covered = new Set(certified.flatMap((certificate) => certificate.names.map(canonical)));
    return certified.length === 0
      ? []
      : names
          .filter((name) => !covered.has(name) && !covered.has(name.replace(/^[^.]+/, "*")))
          .map((name) => ({
            address: certified[0]?.address ?? "",
            message: `${name} leads to the servers and is not in the certificate (${[...covered].join(", ")}); add it`,
          }));
  },
};

/** Nobody stands in between. */
export const SERVERS_NOT_PROXIED: Rule = {
  id: "servers-not-proxied",
  what: "No proxied name and no Spectrum application leads to the servers; tunnels are judged by firewall-in-path.",
  why: "The proxy reads passwords and mail, the firewall sees its addresses instead of the sender's, and what it lets in is decided elsewhere.",
  reference: "https://developers.cloudflare.com/dns/proxy-status/",
  severity: "error",
  check: (facts, stack) => [
    ...facts.records
      .filter(({ type, proxied }) => proxied && ["A", "AAAA", "CNAME"].includes(type))
      .filter(({ value }) => leadsToServer(stack, facts, value))
      .map(({ name, address }) => ({
        address,
        message: `${name} leads to a server through Cloudflare's proxy; set proxied = false`,
      })),
    ...stack
      .all("cloudflare_spectrum_application")
      .filter(({ attributes }) =>
        [...textsOf(attributes.origin_direct).map(hostOf), nameOf(attributes.origin_dns)].some(
          (host) => host !== undefined && leadsToServer(stack, facts, host),
        ),
      )
      .map(({ address }) => ({
        address,
        message:
          "a Spectrum application leads to a server; remove it, and publish the port through the firewall",
      })),
  ],
};

function leadsToServer(stack: TerraformJson, { records }: Facts, value: string): boolean {
  return originsOf(stack, records, value).some(({ things }) => things.length > 0);
}

function hostOf(origin: string): string {
  return /^\w+:\/\/(\$\{[^}]*\}|[^:/]+)/.exec(origin)?.[1] ?? origin;
}

function nameOf(origin: unknown): string | undefined {
  return textOf((origin as { readonly name?: string } | undefined)?.name);
}

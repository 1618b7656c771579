import type { Rule } from "../rules/rule";
import { breachesOf, shown, shownAll } from "./breaches";
import { answer } from "./look-up";
import { mailDomains } from "./mail-names";
import { isAddressLiteral } from "./names";
import { serviceRecords } from "./srv-target";

const HTTPS_PORT = 443;
const AUTODISCOVER = "_autodiscover._tcp.";

/** Ways to fetch and hand in mail that the protected server does not offer: only 25 and 443 are open. */
const UNOFFERED_SERVICES = [
  "_imap._tcp",
  "_imaps._tcp",
  "_pop3._tcp",
  "_pop3s._tcp",
  "_submission._tcp",
  "_submissions._tcp",
] as const;

const HOST_AND_SRV: Rule = {
  id: "autodiscover-host-and-srv",
  what: "A domain is found either by its `autodiscover` host or by its SRV, not both.",
  why: "Clients try the host first, so the SRV is never read; when the two differ, that takes hours to find.",
  reference: "https://learn.microsoft.com/exchange/architecture/client-access/autodiscover",
  severity: "warning",
  check: (facts) =>
    breachesOf(serviceRecords(facts), ({ name, service }) => {
      const host = `autodiscover.${name.slice(AUTODISCOVER.length)}`;
      const type = ["A", "AAAA", "CNAME"].find((candidate) => answer(facts, host, candidate).length > 0);
      return name.startsWith(AUTODISCOVER) && service?.target !== "" && type !== undefined
        ? `SRV at ${shown(name)} beside ${type} at ${shown(host)}; clients try the host first, remove one of the two`
        : undefined;
    }),
};

const PORT: Rule = {
  id: "autodiscover-srv-port",
  what: `An autodiscover SRV names port ${HTTPS_PORT}.`,
  why: "Clients ask over HTTPS, and no other port is open to them.",
  reference: "https://learn.microsoft.com/exchange/architecture/client-access/autodiscover",
  severity: "error",
  check: (facts) =>
    breachesOf(serviceRecords(facts), ({ name, service }) =>
      name.startsWith(AUTODISCOVER) &&
      service !== undefined &&
      service.target !== "" &&
      service.port !== HTTPS_PORT
        ? `SRV at ${shown(name)} names port ${service.port}; autodiscover is on ${HTTPS_PORT}`
        : undefined,
    ),
};

const SYNTAX: Rule = {
  id: "srv-syntax",
  what: "An SRV is priority, weight, port and the name of a host.",
  why: "Clients skip what they cannot read.",
  reference: "RFC 2782",
  severity: "error",
  check: (facts) =>
    breachesOf(serviceRecords(facts), ({ name, value, service }) =>
      service === undefined || isAddressLiteral(service.target)
        ? `SRV ${shown(value)} at ${shown(name)} is not three numbers up to 65535 and a host name, such as "0 0 443 mail.client.example"`
        : undefined,
    ),
};

const TARGET_ALIAS: Rule = {
  id: "srv-target-alias",
  what: "An SRV names a host, never an alias.",
  why: "Clients need not follow the alias.",
  reference: "RFC 2782",
  severity: "error",
  check: (facts) =>
    breachesOf(serviceRecords(facts), ({ name, service }) => {
      const [alias] =
        service === undefined || service.target === "" ? [] : answer(facts, service.target, "CNAME");
      return alias === undefined
        ? undefined
        : `SRV at ${shown(name)} names ${shown(service?.target)}, an alias of ${shown(alias.value)}; name the host itself`;
    }),
};

const UNOFFERED: Rule = {
  id: "unoffered-services-not-denied",
  what: 'A mail domain says of IMAP, POP3 and submission that it does not offer them: SRV "0 0 0 .".',
  why: "Mail programs guess host names for what DNS does not answer, and give the password to whatever responds.",
  reference: "RFC 2782, RFC 6186 § 3.4, RFC 8314 § 5.1",
  severity: "warning",
  check: (facts) =>
    breachesOf(mailDomains(facts), ({ domain }) => {
      const silent = UNOFFERED_SERVICES.map((service) => `${service}.${domain}`).filter(
        (name) => answer(facts, name, "SRV").length === 0,
      );
      return silent.length > 0
        ? `${shown(domain)} says nothing about ${shownAll(silent)}; publish SRV "0 0 0 ." for what is not offered`
        : undefined;
    }),
};

/** Autodiscover and the other services by which clients find their server (RFC 2782, RFC 6186). */
export const AUTODISCOVER_RULES: readonly Rule[] = [HOST_AND_SRV, PORT, SYNTAX, TARGET_ALIAS, UNOFFERED];

import { dkimSelectors } from "../../posture/dns/dkim-key";
import { dmarcRecords } from "../../posture/dns/dmarc-record";
import { type Exchange, exchanges, isNoMailName, isNullMx, mailDomains } from "../../posture/dns/mail-names";
import type { Posture } from "../../posture/facts";
import { admitsTcp, leadsToInternet } from "../../posture/ports";
import { SHORTEST_QUEUE_DAYS } from "../../posture/rules/relay-continuity";
import { isExpression } from "../../posture/terraform-json";
import {
  about,
  acceptance,
  achieved,
  corrections,
  gap,
  grouped,
  isBroken,
  type Judgement,
  judgement,
  knownElsewhere,
  unjudgedWays,
} from "./judgement";

/** Whose host takes a domain's mail. */
type Taker = "relay" | "server" | "another" | "unknown";

/** Where mail between servers is spoken (RFC 5321 § 4.5.4.2). */
const SMTP = 25;

/** A text of the JSON as a detail; what Terraform fills in only when it applies is left out. */
export function plain(text: string): string {
  return text.replace(/\$\{[^}]*\}/g, "…");
}

/** Row 1: mail comes by the way that the domain itself names. */
export function receivesDirectly(posture: Posture): Judgement {
  const { relay, stage, stageSince } = posture.mailFlow;
  const { missing, details } = corrections(posture, ["mx-"]);
  const name = relay?.name ?? "";
  const oldWay = stage === "observe" ? domainsLedTo(posture, "another", "unknown", "server") : [];
  const elsewhere = stage === "observe" ? [] : domainsLedTo(posture, "another");
  const without = domainsWithoutExchange(posture);
  return judgement({
    what: [
      ...about(domainsLedTo(posture, "relay"), (names) =>
        achieved("mailLedToRelay", { names, relay: name }, stage === "cutover" ? stageSince : null),
      ),
      ...(stage === "observe"
        ? []
        : about(domainsLedTo(posture, "server"), (names) => achieved("mailLedToServer", { names }))),
      ...about(refusingDomains(posture), (names) => achieved("mailRefused", { names })),
    ],
    missing: [
      ...about(oldWay, (names) => gap("mailStillOldWay", { names, relay: name })),
      ...about(elsewhere, (names) => gap("mailLedElsewhere", { names, hosts: foreignHosts(posture) })),
      ...about(without, (names) => gap("mailEntryMissing", { names })),
      ...(mailDomains(posture).length + without.length === 0 ? [gap("mailDomainMissing", {})] : []),
      ...missing,
    ],
    unknown:
      stage === "observe"
        ? []
        : about(domainsLedTo(posture, "unknown"), (names) => gap("mailHostUnknown", { names })),
    details: [
      ...grouped(
        mailDomains(posture).map((mail) => [
          mail.domain,
          `MX ${mail.exchanges.map(({ host }) => plain(host)).join(", ")}`,
        ]),
      ),
      ...details,
    ],
  });
}

/** Row 5: a relay filters upstream, and nobody gets past it. */
export function filteredUpstream(posture: Posture): Judgement {
  const { mailFlow } = posture;
  const exposures = posture.exposures.filter(({ from }) => from === "internet");
  const { relay, stage, stageSince } = mailFlow;
  if (relay === null) {
    return judgement({ missing: [gap("relayMissing", {})] });
  }
  const elsewhere = knownElsewhere(posture, "waysInElsewhere");
  const open = isBroken(posture, "smtp-from-relay-only");
  const reached = exposures.some((way) => admitsTcp(way, SMTP));
  const opaque = unjudgedWays(posture);
  const { missing, details } = corrections(
    posture,
    ["relay-networks-wide", "mail-host-not-in-mx"],
    stage === "observe" ? ["mail-host-not-in-mx"] : [],
  );
  return judgement({
    what: [
      ...about(domainsLedTo(posture, "relay"), (names) =>
        achieved("filteredUpstream", { names, relay: relay.name }),
      ),
      ...(reached && !open && opaque.length === 0 && elsewhere.length === 0
        ? [achieved("bypassClosed", { relay: relay.name }, stage === "locked" ? stageSince : null)]
        : []),
    ],
    missing: [
      ...about([...domainsLedTo(posture, "server", "another"), ...domainsWithoutExchange(posture)], (names) =>
        gap("unfiltered", { names }),
      ),
      ...(reached && open ? [gap("bypassOpen", {})] : []),
      ...(reached || exposures.length === 0 || elsewhere.length > 0
        ? []
        : [gap("relayShutOut", { relay: relay.name })]),
      ...missing,
    ],
    unknown: [
      ...about(domainsLedTo(posture, "unknown"), (names) => gap("mailHostUnknown", { names })),
      ...(opaque.length === 0 ? [] : [gap("waysNotJudged", { count: opaque.length })]),
      ...elsewhere,
      ...(exposures.length === 0 && elsewhere.length === 0 ? [gap("waysInUnknown", {})] : []),
    ],
    details: [...(reached ? [`25/tcp ← ${mailFlow.deliversFrom.join(", ")}`] : []), ...details],
  });
}

/** Row 6: outgoing mail leaves through the smart host only. */
export function sentThroughRelay(posture: Posture): Judgement {
  const { egress, mailFlow } = posture;
  const { smartHost } = mailFlow;
  const direct = isBroken(posture, "no-direct-delivery");
  const ways = egress.filter(leadsToInternet);
  if (smartHost === null) {
    return judgement({
      missing: [gap("smartHostMissing", {}), ...(direct ? [gap("directDelivery", {})] : [])],
    });
  }
  const { host, port } = smartHost;
  const anywhere = isBroken(posture, "smart-host-anywhere");
  const reachable = ways.some((way) => admitsTcp(way, port));
  const elsewhere = knownElsewhere(posture, "waysOutElsewhere");
  return judgement({
    what: [
      ...(reachable ? [achieved("sentThrough", { host })] : []),
      ...(reachable && !direct && !anywhere && elsewhere.length === 0
        ? [achieved("onlyWayOut", { host })]
        : []),
    ],
    missing: [
      ...(direct ? [gap("directDelivery", {})] : []),
      ...(anywhere ? [gap("smartHostAnywhere", { host }, acceptance(posture, "smart-host-anywhere"))] : []),
      ...(reachable || egress.length === 0 || elsewhere.length > 0
        ? []
        : [gap("smartHostShutOut", { host })]),
    ],
    unknown: [
      ...elsewhere,
      ...(egress.length === 0 && elsewhere.length === 0 ? [gap("wayOutUnknown", {})] : []),
    ],
    details: [`${host}:${port}`],
  });
}

/** Row 2: mail survives an outage of the server, and people go on reading it. */
export function survivesOutage(posture: Posture): Judgement {
  const { relay, whenDown, stage } = posture.mailFlow;
  if (relay === null) {
    return judgement({ missing: [gap("continuityMissing", {})] });
  }
  const accepted = acceptance(posture, "relay-continuity");
  const name = { relay: relay.name };
  const { queueDays: days, webmail } = whenDown ?? { queueDays: null, webmail: "unknown" };
  const long = days !== null && days >= SHORTEST_QUEUE_DAYS;
  return judgement({
    what: [
      ...(long ? [achieved("mailWaits", { ...name, days })] : []),
      ...(webmail === "read-and-answer" ? [achieved("usersReadAndAnswer", {})] : []),
      ...(webmail === "read" ? [achieved("usersRead", {})] : []),
    ],
    missing: [
      ...about(stage === "observe" ? domainsLedTo(posture, "another", "server", "unknown") : [], (names) =>
        gap("mailStillOldWay", { names, ...name }),
      ),
      ...(days !== null && !long ? [gap("waitTooShort", { ...name, days }, accepted)] : []),
      ...(webmail === "none" ? [gap("usersWithoutMail", {}, accepted)] : []),
    ],
    unknown: [
      ...(days === null ? [gap("waitUnknown", name, accepted)] : []),
      ...(KNOWN_WEBMAIL.includes(webmail) ? [] : [gap("usersReadingUnknown", {}, accepted)]),
    ],
  });
}

/** What a stack can say about mail during an outage; anything else says nothing. */
const KNOWN_WEBMAIL: readonly string[] = ["read-and-answer", "read", "none"];

/** Mail domains whose mail these take, in the order of the records. */
function domainsLedTo(posture: Posture, ...takers: readonly Taker[]): readonly string[] {
  return mailDomains(posture)
    .filter(({ exchanges: hosts }) => takers.includes(takerOf(posture, hosts)))
    .map(({ domain }) => domain);
}

/** Whose hosts these are; where they are not all the same one's, some are another's. */
function takerOf(posture: Posture, hosts: readonly Exchange[]): Taker {
  const takers = new Set(hosts.map(({ host }) => ownerOf(posture, host)));
  const [taker = "unknown", ...others] = takers;
  return others.length === 0 ? taker : "another";
}

function ownerOf({ mailFlow: { relay }, mailHosts }: Posture, host: string): Taker {
  if (mailHosts.includes(host)) {
    return "server";
  }
  if (relay?.mxHosts.includes(host) === true) {
    return "relay";
  }
  return relay === null || relay.mxHosts.length === 0 || isExpression(host) ? "unknown" : "another";
}

function foreignHosts(posture: Posture): readonly string[] {
  const hosts = mailDomains(posture).flatMap((mail) => mail.exchanges.map(({ host }) => host));
  return [...new Set(hosts.filter((host) => ownerOf(posture, host) === "another"))].sort();
}

/** Names that say that they take no mail (RFC 7505). */
export function refusingDomains(posture: Posture): readonly string[] {
  return [
    ...new Set(
      exchanges(posture)
        .filter(isNullMx)
        .map(({ domain }) => domain),
    ),
  ];
}

/** Domains that send, or sign, or have a rule about forged mail, and name nobody who takes their mail. */
export function domainsWithoutExchange(posture: Posture): readonly string[] {
  const named = new Set(exchanges(posture).map(({ domain }) => domain));
  const meant = [...dmarcRecords(posture), ...dkimSelectors(posture)].map(({ domain }) => domain);
  return [...new Set(meant)].filter((domain) => !named.has(domain) && !isNoMailName(posture, domain));
}

import pc from "picocolors";

import { BOGONS_IPV4, CidrSet } from "../constructs/core/cidr-set";
import type {
  AssumptionFact,
  DeniedFact,
  Egress,
  Exposure,
  ExternalEdgeFact,
  IpsGroupFact,
  MailFlow,
  ManagementFact,
  Posture,
  SecretFact,
  StatedWayFact,
} from "../posture/facts";
import { backupLines } from "./backup-text";

const EVERYWHERE: Readonly<Record<string, string>> = {
  "0.0.0.0/0": "anywhere",
  "0.0.0.0/0 ::/0": "anywhere",
  "::/0": "anywhere, by IPv6",
};

/**
 * A posture on one screen: who reaches what and through which rule, where mail flows, which certificate.
 *
 * @param title the client
 */
export function postureText(title: string, posture: Posture): string {
  const {
    exposures,
    denied,
    egress,
    mailFlow,
    certificates,
    ips,
    watched,
    blocklistWatch,
    management,
    assumptions,
    externalEdge,
    findings,
  } = posture;
  return [
    pc.bold(title),
    "",
    pc.bold("  Who can reach the server from the internet"),
    ...reachLines(
      exposures.filter((exposure) => exposure.from === "internet"),
      externalEdge === null ? [] : askedLines(externalEdge, externalEdge.ingress, "from"),
    ),
    ...denied.map((one) => `    refused   ${deniedPorts(one)}: ${deniedSenders(one)}`),
    "",
    ...connectedLines(exposures.filter((exposure) => exposure.from === "connected-network")),
    ...managementLines(management),
    pc.bold("  What the server can reach"),
    ...new Set(egress.map((way) => `    ${ports(way).padEnd(9)} ${whereTo(way)}`)),
    ...(externalEdge === null ? [] : askedLines(externalEdge, externalEdge.egress, "to")),
    ...(egress.length === 0 && externalEdge === null ? ["    nothing, by way of this stack"] : []),
    "",
    pc.bold("  What the firewall looks for"),
    ...ips.flatMap(({ groups, mode, blindSpots }) => [
      mode === "unknown"
        ? "    unknown   a firewall elsewhere, with rules that are not part of this stack"
        : `    ${mode.padEnd(9)} ${groups.length} rule groups, ${vendorGroups(groups)}`,
      ...blindSpots.map(({ port, because }) => `    blind     on ${port}: ${because}`),
    ]),
    ...(externalEdge !== null
      ? [
          `    asked     ${externalEdge.ips}`,
          `    unknown   ${externalEdge.managedBy} manages the edge, which is no part of this stack`,
        ]
      : ips.length === 0
        ? ["    nothing"]
        : []),
    ...watched.map(
      ({ alarms, alertLog }) =>
        `    watched   by ${alarms.length} alarms; alerts ${alertLog === null ? "are logged nowhere" : `in ${alertLog}`}`,
    ),
    "",
    pc.bold("  Where mail flows"),
    ...mailFlow.inbound.map(({ domain, exchanges }) =>
      exchanges.every(({ host }) => host === ".")
        ? `    no mail   ${domain}`
        : `    in        ${domain}: ${exchanges.map(({ host }) => host).join(", ")} > server on 25`,
    ),
    ...(mailFlow.smartHost === null
      ? []
      : [`    out       server > ${mailFlow.smartHost.host}:${mailFlow.smartHost.port} > the world`]),
    ...stageLines(mailFlow),
    ...downLines(mailFlow),
    ...mailFlow.senders
      .filter(({ spf }) => spf !== "v=spf1 -all")
      .map(({ domain, spf }) => `    sends     ${domain}: ${spf}`),
    ...(blocklistWatch === null
      ? []
      : [
          `    watched   ${counted(blocklistWatch.addresses.length, "address", "addresses")} and ${counted(blocklistWatch.domains.length, "domain", "domains")} in ${blocklistWatch.lists} blocklists, ${blocklistWatch.schedule}`,
        ]),
    "",
    pc.bold("  Certificates"),
    ...certificates.map(
      ({ names, issuer, validatedByStack }) =>
        `    ${names.join(", ")}: ${issuer}${validatedByStack ? ", proved by records of this stack" : ""}`,
    ),
    "",
    ...backupLines(posture.backup, posture.exchangeVersion !== null),
    ...secretLines(posture.secrets),
    ...assumptionLines(assumptions),
    ...findingLines(posture),
    findings.length === 0 ? pc.green("  No protection rule is broken.") : "",
  ].join("\n");
}

function counted(count: number, one: string, several: string): string {
  return `${count} ${count === 1 ? one : several}`;
}

function reachLines(exposures: readonly Exposure[], asked: readonly string[] = []): readonly string[] {
  const lines = exposures.map(
    (exposure) =>
      `    ${(isProxiedWeb(exposure) ? "web" : ports(exposure)).padEnd(9)} ${from(exposure.sources).padEnd(22)} ${pc.dim(through(exposure))}`,
  );
  if (asked.length > 0) {
    return [...new Set(lines), ...asked];
  }
  return exposures.length === 0
    ? ["    nobody"]
    : [...new Set(lines), `    ${pc.dim("nothing else comes in")}`];
}

/** What somebody else's edge is asked for: nothing says that it does it. */
function askedLines(
  { managedBy, contact }: ExternalEdgeFact,
  ways: readonly StatedWayFact[],
  preposition: "from" | "to",
): readonly string[] {
  return [
    ...new Set(
      ways.map(
        ({ protocol, port, networks, hosts }) =>
          `    asked     ${port}/${protocol} ${preposition} ${whereTo({ destinations: networks, hosts })}`,
      ),
    ),
    `    unknown   ${managedBy} (${contact}) manages the edge, which is no part of this stack`,
  ];
}

const SECRET_KINDS: Readonly<Record<SecretFact["kind"], string>> = {
  reference: "elsewhere",
  "in-state": "in state",
  "in-json": "in JSON",
};

function secretLines(secrets: readonly SecretFact[]): readonly string[] {
  return secrets.length === 0
    ? []
    : [
        pc.bold("  Secrets"),
        ...secrets.map(
          ({ kind, what, address }) => `    ${SECRET_KINDS[kind].padEnd(9)} ${what} ${pc.dim(address)}`,
        ),
        "",
      ];
}

/** A web server outside the stack at a proxied name: all the ports that Cloudflare carries are open. */
function isProxiedWeb({ via }: Exposure): boolean {
  return via.length === 1 && /^cloudflare_dns_record/.test(via[0] ?? "");
}

function connectedLines(exposures: readonly Exposure[]): readonly string[] {
  return exposures.length === 0
    ? []
    : [pc.bold("  Who can reach it from networks that are connected"), ...reachLines(exposures), ""];
}

function managementLines(management: readonly ManagementFact[]): readonly string[] {
  return management.length === 0
    ? []
    : [
        pc.bold("  Who can reach the firewall itself from the internet"),
        ...new Set(
          management.map(
            ({ service, sources, stated, address }) =>
              `    ${(stated ? service : "perhaps").padEnd(9)} ${from(sources).padEnd(22)} ${pc.dim(stated ? address : `${service} at ${address}`)}`,
          ),
        ),
        "",
      ];
}

/** What nobody can read in the JSON, and how somebody finds out. */
function assumptionLines(assumptions: readonly AssumptionFact[]): readonly string[] {
  return assumptions.length === 0
    ? []
    : [
        pc.bold("  What this rests on"),
        ...assumptions.map(({ assumed, check }) => `    ${assumed} ${pc.dim(`(${check})`)}`),
        "",
      ];
}

const VENDORS: Readonly<Record<"aws" | "cisco" | "fortinet", string>> = {
  aws: "AWS's",
  cisco: "Cisco's",
  fortinet: "Fortinet's",
};

function vendorGroups(groups: readonly IpsGroupFact[]): string {
  const others = groups.map(({ by }) => by).filter((by) => by !== "own");
  return `${others.length} of them ${VENDORS[others[0] ?? "aws"]}`;
}

function stageLines({ stage, stageSince, relay }: MailFlow): readonly string[] {
  return stage === "locked"
    ? []
    : [
        `    moving    to ${relay?.name ?? "the relay"}: ${stage}${stageSince === null ? "" : ` since ${stageSince}`}, 25 still open to anyone`,
      ];
}

const WEBMAIL: Readonly<Record<string, string>> = {
  "read-and-answer": "users read and answer there",
  read: "users read there",
  none: "users cannot read it there",
};

function downLines({ whenDown }: MailFlow): readonly string[] {
  if (whenDown === null) {
    return [];
  }
  const { queueDays, webmail } = whenDown;
  const queue =
    queueDays === null
      ? "mail waits at the relay, nobody says how long"
      : `mail waits ${queueDays} ${queueDays === 1 ? "day" : "days"} at the relay`;
  return [`    when down ${queue}; ${WEBMAIL[webmail] ?? "nobody says whether users can read it there"}`];
}

function findingLines({ findings, acknowledged }: Posture): readonly string[] {
  return [
    ...findings.map(
      ({ rule, severity, address, message }) =>
        `  ${severity === "error" ? pc.red(severity) : pc.yellow(severity)} ${rule}: ${address}: ${message}`,
    ),
    ...acknowledged.map(
      ({ rule, address, acknowledgement: { owner, until, reason } }) =>
        `  ${pc.dim("accepted")} ${rule}: ${address}: ${reason} (${owner}, until ${until})`,
    ),
  ];
}

function ports({ protocol, fromPort, toPort }: Pick<Exposure, "protocol" | "fromPort" | "toPort">): string {
  if (protocol === "icmp") {
    return protocol;
  }
  return `${fromPort === toPort ? fromPort : `${fromPort}-${toPort}`}/${protocol}`;
}

/** Few networks are named; of the whole internet without a few, those few. */
function from(blocks: readonly string[]): string {
  const everywhere = EVERYWHERE[blocks.join(" ")];
  if (everywhere !== undefined) {
    return everywhere;
  }
  const networks = CidrSet.of(...blocks);
  const missing = CidrSet.ANY_IPV4.minus(networks);
  return networks.ipv6.isEmpty && missing.blocks.length < blocks.length
    ? `anywhere but ${missing}`
    : blocks.join(", ");
}

function deniedPorts({ protocol, fromPort, toPort }: DeniedFact): string {
  return protocol === "ip" || (fromPort === 0 && toPort === 65_535)
    ? "on every port"
    : `on ${ports({ protocol, fromPort, toPort })}`;
}

function deniedSenders({ networks, countries }: DeniedFact): string {
  const reserved = networks.length > 0 && BOGONS_IPV4.containsAll(CidrSet.of(...networks));
  return [
    ...(reserved ? ["networks that are nobody's on the internet"] : networks),
    ...(countries.length === 0 ? [] : [`countries ${countries.join(", ")}`]),
  ].join(", ");
}

/** The locks that open: the firewall's rule and the security group's; and what is not a host of the stack. */
function through({ via, target }: Exposure): string {
  const [outside = target] = /^aws_a?lb_target_group\./.test(target) ? (via.at(-1)?.split(",") ?? []) : [];
  const elsewhere = /^(aws_(network_interface|instance)|fortios_firewall_address6?|meraki_\w+)\./.test(target)
    ? ""
    : ` > ${outside}`;
  return `${via.flatMap(lock).join(" + ")}${elsewhere}`;
}

/** Names that fit on a line; the JSON has them all. */
const NAMES_SHOWN = 3;

/** Hosts by name where the firewall limits them, and their networks where those are limited as well. */
function whereTo({ destinations, hosts }: Pick<Egress, "destinations" | "hosts">): string {
  const networks = from(destinations);
  if (hosts === null) {
    return networks;
  }
  const more = hosts.length - NAMES_SHOWN;
  const names = [...hosts.slice(0, NAMES_SHOWN), ...(more > 0 ? [`${more} more names`] : [])].join(", ");
  return networks === "anywhere" ? names : `${names} at ${networks}`;
}

function lock(step: string): readonly string[] {
  const [, sid] = /^aws_networkfirewall_rule_group\S+ sid (\d+)$/.exec(step) ?? [];
  if (sid !== undefined) {
    return [`firewall rule ${sid}`];
  }
  if (/^aws_network_acl/.test(step)) {
    return ["subnet"];
  }
  if (/^aws_a?lb_listener/.test(step)) {
    return ["load balancer"];
  }
  if (/^cloudflare_/.test(step)) {
    return [step.startsWith("cloudflare_zero_trust_tunnel") ? "tunnel" : "Cloudflare"];
  }
  const [, policy] = /^fortios_firewall_policy\.(.+)$/.exec(step) ?? [];
  if (policy !== undefined) {
    return [`firewall policy ${policy}`];
  }
  if (/^rule /.test(step)) {
    return [`forward ${step.replace(/^rule /, "")}`];
  }
  return /^aws_(vpc_)?security_group/.test(step) ? ["security group"] : [];
}

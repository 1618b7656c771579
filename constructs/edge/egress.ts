import { parse } from "tldts";
import { CidrSet, cidrProblem, prefixLength } from "../core/cidr-set";
import { type Problem, throwIfAny } from "../core/errors";
import { type EgressService, HYBRID_SERVICES, SERVER_SERVICES } from "./egress-services";

/** One way out. */
export interface EgressRule {
  readonly protocol: "tcp" | "udp";
  /** Destination port. */
  readonly port: number;
  /** Where to. */
  readonly destinations: CidrSet;
  /**
   * The names that may be asked for there: host names, and `*.` with a domain for every name below it. They are
   * read from what the server itself says when it connects, by TLS or, on port 80, by HTTP; connections that
   * speak neither are refused.
   *
   * @default - any name, and no name at all
   */
  readonly hosts?: readonly string[];
  /** Why the server needs it; fit for a description in a router: ASCII, no quotes. */
  readonly purpose: string;
  /**
   * Pages that say so, or the reason somebody gave.
   *
   * @default - none: the client's own design
   */
  readonly sources?: readonly string[];
}

/** How 80 and 443 are open: to the names that the server needs, or to any. */
export const EGRESS_WEB = ["listed", "any"] as const;

/** A way out that only one client needs. */
export interface EgressAddition {
  /**
   * A host name, or `*.` and a domain for every name below it; read from TLS, on port 80 from HTTP.
   *
   * @default - `cidr` says where to
   */
  readonly host?: string;
  /**
   * An IPv4 network, no wider than a /16.
   *
   * @default - `host` says where to
   */
  readonly cidr?: string;
  /** Destination port. */
  readonly port: number;
  /**
   * UDP only for a network: names are read from TCP.
   *
   * @default "tcp"
   */
  readonly protocol?: EgressRule["protocol"];
  /** Why, for whoever reads it in a year. */
  readonly reason: string;
}

/** What a server needs besides its smart host. */
export interface EgressNeeds {
  /**
   * Names that 80 and 443 lead to.
   *
   * @default "listed"
   */
  readonly web?: (typeof EGRESS_WEB)[number];
  /**
   * Do Exchange Online and its sign-in belong to the deployment? Mail still leaves through the smart host.
   *
   * @default false
   */
  readonly hybrid?: boolean;
  /**
   * What other parts of the client's deployment need on the server.
   *
   * @default - nothing
   */
  readonly services?: readonly EgressService[];
  /**
   * Resolvers outside the network, in CIDR notation.
   *
   * @default - none: the network has its own
   */
  readonly dns?: readonly string[];
  /**
   * Time servers outside the network, in CIDR notation.
   *
   * @default - none: the network has its own
   */
  readonly ntp?: readonly string[];
  /**
   * What only this client needs.
   *
   * @default - nothing
   */
  readonly allow?: readonly EgressAddition[];
}

/**
 * What every Exchange server must be able to reach, by name: mitigations, updates and certificate checks.
 *
 * A list by name limits what honest software does and what an intruder's simplest tools do. It proves nothing:
 * whoever holds the server can write any name into a connection to an address of his own.
 */
export const SERVER_EGRESS: readonly EgressRule[] = rulesFor(SERVER_SERVICES);

/** Windows file sharing: with it, a crafted message makes a computer send its user's password hash to anyone (CVE-2023-23397). */
const FILE_SHARING_PORTS: readonly number[] = [137, 138, 139, 445];

/** Mail between servers, submission with and without TLS from the first byte (RFC 5321, RFC 8314, RFC 6409). */
const MAIL_PORTS: readonly number[] = [25, 465, 587];

/** Wider networks belong to no single service. */
const WIDEST_IPV4 = 16;

const DNS_PORT = 53;
const NTP_PORT = 123;

/**
 * What may leave: the server's own needs, and mail to the smart host.
 *
 * @param smartHostPort the relay's outgoing port
 * @param smartHostAddresses where that port may be reached; by name it cannot be limited, because submission
 * begins in the clear
 * @returns by port; a rule that another one makes needless is left out
 * @throws ValidationError `SmartHostPort25Anywhere`: on port 25 every mail server answers; and with everything
 * that {@link egressProblems} finds
 */
export function exchangeEgress(
  smartHostPort: number,
  smartHostAddresses: CidrSet = CidrSet.ANY_IPV4,
  needs: EgressNeeds = {},
): readonly EgressRule[] {
  throwIfAny([
    ...(smartHostPort === 25 && smartHostAddresses.containsAll(CidrSet.ANY_IPV4)
      ? [
          {
            code: "SmartHostPort25Anywhere" as const,
            message:
              "port 25 would be open to every mail server of the world; name the smart host's networks",
          },
        ]
      : []),
    ...egressProblems(needs),
  ]);
  const { web = "listed", hybrid = false, services = [], dns = [], ntp = [], allow = [] } = needs;
  const listed = [...SERVER_SERVICES, ...(hybrid ? HYBRID_SERVICES : []), ...services];
  const rules: readonly EgressRule[] = [
    ...(web === "any" ? [80, 443].map(anyHost) : rulesFor(listed)),
    {
      protocol: "tcp",
      port: smartHostPort,
      destinations: smartHostAddresses,
      purpose: "mail to the smart host",
    },
    ...named("udp", DNS_PORT, dns, "name resolution"),
    ...named("tcp", DNS_PORT, dns, "name resolution"),
    ...named("udp", NTP_PORT, ntp, "time"),
    ...allow.map(addition),
  ];
  return rules
    .filter((rule) => !rules.some((other) => other !== rule && makesNeedless(other, rule)))
    .sort((a, b) => a.port - b.port);
}

/** Everything that is wrong with a server's needs; properties are paths, such as `allow.0.host`. */
export function egressProblems({ dns = [], ntp = [], allow = [] }: EgressNeeds): readonly Problem[] {
  return [
    ...dns.flatMap((block, index) => networkProblems(block, `dns.${index}`)),
    ...ntp.flatMap((block, index) => networkProblems(block, `ntp.${index}`)),
    ...allow.flatMap((one, index) => additionProblems(one, `allow.${index}`)),
  ];
}

function additionProblems(
  { host, cidr, port, protocol = "tcp", reason }: EgressAddition,
  path: string,
): readonly Problem[] {
  return [
    ...((host === undefined) === (cidr === undefined)
      ? [
          {
            code: "EgressTarget" as const,
            property: path,
            message: 'give either "host" or "cidr": one of the two says where to',
          },
        ]
      : []),
    ...(FILE_SHARING_PORTS.includes(port)
      ? [
          {
            code: "EgressFileSharing" as const,
            property: `${path}.port`,
            message: `${port} is Windows file sharing, which hands the server's password hash to whoever asks (CVE-2023-23397); it never leaves the network, so remove the entry`,
          },
        ]
      : []),
    ...(MAIL_PORTS.includes(port)
      ? [
          {
            code: "EgressMailPort" as const,
            property: `${path}.port`,
            message: `on ${port} mail leaves, and it leaves through the smart host only; declare that one under "relay"`,
          },
        ]
      : []),
    ...(host !== undefined && protocol === "udp"
      ? [
          {
            code: "EgressHostOverUdp" as const,
            property: `${path}.protocol`,
            message: `the name ${JSON.stringify(host)} cannot be read from UDP; give the network instead, or use TCP`,
          },
        ]
      : []),
    ...(host === undefined ? [] : hostProblems(host, `${path}.host`)),
    ...(cidr === undefined ? [] : networkProblems(cidr, `${path}.cidr`)),
    ...(reason.trim() === ""
      ? [
          {
            code: "EgressReasonMissing" as const,
            property: `${path}.reason`,
            message: "a way out of one client's own needs a reason; say why, for whoever reads it in a year",
          },
        ]
      : []),
  ];
}

/** What keeps rules from an edge whose servers leave from IPv4 addresses: a way that leads nowhere. */
export function ipv4EgressProblems(rules: readonly EgressRule[]): readonly Problem[] {
  return rules.flatMap(({ port, purpose, destinations }, index) =>
    destinations.ipv4.isEmpty
      ? [
          {
            code: "EgressNetwork" as const,
            property: `egress.${index}`,
            message: `port ${port} (${purpose}) would lead nowhere: the server leaves from IPv4 addresses, and no IPv4 network is given; give the service's, too`,
          },
        ]
      : [],
  );
}

/** One label (RFC 1123 § 2.1). */
const LABEL = /^(?!-)[a-z0-9-]{1,63}(?<!-)$/;

function hostProblems(host: string, property: string): readonly Problem[] {
  const name = host.replace(/^\*\./, "");
  const labels = name.split(".");
  if (
    labels.length < 2 ||
    name.length > 253 ||
    !labels.every((label) => LABEL.test(label)) ||
    parse(name).isIp === true
  ) {
    return [
      {
        code: "BadEgressHost",
        property,
        message: `${JSON.stringify(host)} is neither a host name in lower-case A-labels, such as "updates.example.com", nor "*." and a domain`,
      },
    ];
  }
  return name !== host && parse(name, { allowPrivateDomains: true }).publicSuffix === name
    ? [
        {
          code: "EgressHostTooWide",
          property,
          message: `below ${JSON.stringify(name)} anyone can register a name; give the host's own name`,
        },
      ]
    : [];
}

function networkProblems(block: string, property: string): readonly Problem[] {
  const problem = cidrProblem(block);
  if (problem !== undefined) {
    return [{ code: "BadCidr", property, message: problem }];
  }
  return block.includes(":") || prefixLength(block) < WIDEST_IPV4
    ? [
        {
          code: "EgressNetwork",
          property,
          message: `${JSON.stringify(block)} is not an IPv4 network of /${WIDEST_IPV4} or less; the server has no other address to leave from, and a wider network is not one service's`,
        },
      ]
    : [];
}

/** Services with the same port and purpose are one rule. */
function rulesFor(services: readonly EgressService[]): readonly EgressRule[] {
  const groups = new Map<string, readonly EgressService[]>();
  for (const service of services) {
    const key = `${service.port} ${service.purpose}`;
    groups.set(key, [...(groups.get(key) ?? []), service]);
  }
  return [...groups.values()]
    .map((group): EgressRule => {
      const { port, purpose } = group[0] as EgressService;
      return {
        protocol: "tcp",
        port,
        destinations: CidrSet.ANY_IPV4,
        hosts: sortedSet(group.flatMap(({ hosts }) => hosts)),
        purpose,
        sources: sortedSet(group.map(({ source }) => source)),
      };
    })
    .sort((a, b) => a.port - b.port);
}

function anyHost(port: number): EgressRule {
  return { protocol: "tcp", port, destinations: CidrSet.ANY_IPV4, purpose: "any host" };
}

function named(
  protocol: EgressRule["protocol"],
  port: number,
  blocks: readonly string[],
  purpose: string,
): readonly EgressRule[] {
  return blocks.length === 0 ? [] : [{ protocol, port, destinations: CidrSet.of(...blocks), purpose }];
}

function addition({ host, cidr, port, protocol = "tcp", reason }: EgressAddition): EgressRule {
  return {
    protocol,
    port,
    destinations: cidr === undefined ? CidrSet.ANY_IPV4 : CidrSet.of(cidr),
    ...(host === undefined ? {} : { hosts: [host] }),
    purpose: "named by the client",
    sources: [reason],
  };
}

/** Does a rule without names open all that a rule with names does? */
function makesNeedless(wide: EgressRule, narrow: EgressRule): boolean {
  return (
    wide.hosts === undefined &&
    narrow.hosts !== undefined &&
    wide.protocol === narrow.protocol &&
    wide.port === narrow.port &&
    wide.destinations.containsAll(narrow.destinations)
  );
}

function sortedSet(texts: readonly string[]): readonly string[] {
  return [...new Set(texts)].sort();
}

/** A port that is open outwards, whatever names are asked for: what a lock sees that reads addresses and ports. */
export interface EgressPort {
  readonly protocol: EgressRule["protocol"];
  readonly port: number;
  /** All the networks it is open to. */
  readonly destinations: CidrSet;
  /** The purposes, one after the other. */
  readonly purpose: string;
}

/** The ports that rules open, each once, in the order of the rules. */
export function egressPorts(rules: readonly EgressRule[]): readonly EgressPort[] {
  const ports = new Map<string, readonly EgressRule[]>();
  for (const rule of rules) {
    const key = `${rule.protocol} ${rule.port}`;
    ports.set(key, [...(ports.get(key) ?? []), rule]);
  }
  return [...ports.values()].map((together) => {
    const { protocol, port } = together[0] as EgressRule;
    return {
      protocol,
      port,
      destinations: together.reduce((all, { destinations }) => all.union(destinations), CidrSet.EMPTY),
      purpose: sortedSet(together.map(({ purpose }) => purpose)).join(", "),
    };
  });
}

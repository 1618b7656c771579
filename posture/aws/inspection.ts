import { CidrSet } from "../../constructs/core/cidr-set";
import { addressesOf, portsOf } from "../suricata";
import {
  type Application,
  applicationOf,
  type Condition,
  type CountedMatches,
  conditionOf,
  countedMatches,
  type FlowbitUse,
  flowbitsOf,
  type Inspected,
  type LogLimit,
  logLimit,
  type QueryReading,
} from "../suricata-conditions";
import { blockOf, type Resource, type TerraformJson, textsOf } from "../terraform-json";
import { type OrderedRule, orderedRules } from "./firewall-rules";

/** One packet of a connection, or the packet with which a request is complete. */
export interface InspectedPacket extends Inspected {
  readonly protocol: "tcp" | "udp" | "icmp";
  readonly source: string;
  readonly sourcePort: number;
  readonly destination: string;
  readonly destinationPort: number;
  /** Which side of the connection sends it. */
  readonly side: "to_server" | "to_client";
  /** Where the handshake is. */
  readonly state: "opening" | "established";
  /** When it comes; only rules that count, or are logged so often only, look at it. */
  readonly atSecond?: number;
}

/** What became of a packet. */
export interface PacketVerdict {
  readonly passes: boolean;
  /** Id of the rule that decided, or `default action`, or `dropped connection`. */
  readonly by: string;
  /** Ids of the rules that were logged, in order. */
  readonly alerts: readonly string[];
}

interface ReadyRule extends OrderedRule {
  readonly condition: Condition;
  readonly counted: CountedMatches | undefined;
  readonly logged: LogLimit | undefined;
  readonly flowbits: readonly FlowbitUse[];
  /** Does it decide about the whole connection once it matches? */
  readonly wholeConnection: boolean;
  /** Does a match leave no line in the log? */
  readonly silent: boolean;
}

/** Protocols of rules that look into the connection. */
const APPLICATIONS: readonly string[] = ["http", "tls"];

/** Options that look into the connection. */
const LOOKS_INSIDE: readonly string[] = ["content", "pcre", "app-layer-protocol"];

/**
 * Runs packets and requests through a policy, rule by rule, the way the engine does under strict order: the
 * first pass or drop decides, an alert goes on; a drop that has looked into the connection drops all that
 * follows in it, and a pass that has looked into it passes all that follows. Marks that rules leave on a connection
 * stay for its later packets.
 *
 * AWS's own groups are not judged: their rules are not part of the stack.
 */
export class PolicyInspection {
  private readonly rules: readonly ReadyRule[];
  private readonly passesByDefault: boolean;
  private readonly seen = new Map<string, readonly number[]>();
  private readonly windows = new Map<string, { readonly since: number; readonly alerts: number }>();

  /**
   * @param policy an `aws_networkfirewall_firewall_policy`
   * @param reading how queries reach `http.uri`
   * @throws Error for a rule that is not understood in full
   */
  constructor(
    stack: TerraformJson,
    policy: Resource,
    private readonly reading: QueryReading,
  ) {
    const body = blockOf(policy.attributes.firewall_policy);
    this.passesByDefault = !textsOf(body.stateful_default_actions).includes("aws:drop_strict");
    this.rules = orderedRules(stack, body).map((ordered) => ({
      ...ordered,
      condition: conditionOf(ordered.rule),
      counted: countedMatches(ordered.rule),
      logged: logLimit(ordered.rule),
      flowbits: flowbitsOf(ordered.rule),
      wholeConnection:
        APPLICATIONS.includes(ordered.rule.protocol) ||
        ordered.rule.options.some(([name]) => LOOKS_INSIDE.includes(name)),
      silent: ordered.rule.options.some(([name]) => name === "noalert"),
    }));
  }

  /** A new connection; its packets are judged in the order in which they come. */
  connection(): (packet: InspectedPacket) => PacketVerdict {
    let decided: "dropped" | "passed" | undefined;
    const marks = new Set<string>();
    let known: Application | undefined;
    return (sent) => {
      known = applicationOf(sent) ?? known;
      const packet = known === undefined ? sent : { ...sent, application: known };
      if (decided !== undefined) {
        return { passes: decided === "passed", by: `${decided} connection`, alerts: [] };
      }
      const { verdict, rule } = this.judge(packet, marks);
      if (rule?.wholeConnection === true) {
        decided = verdict.passes ? "passed" : "dropped";
      }
      return verdict;
    };
  }

  private judge(
    packet: InspectedPacket,
    marks: Set<string>,
  ): { readonly verdict: PacketVerdict; readonly rule?: ReadyRule } {
    const alerts: string[] = [];
    for (const rule of this.rules) {
      if (
        !headerMatches(rule, packet) ||
        !rule.condition(packet, this.reading, marks) ||
        !this.countReached(rule, packet)
      ) {
        continue;
      }
      const { action, sid } = rule.rule;
      mark(rule, marks);
      if (action === "alert") {
        alerts.push(...(this.isLogged(rule, packet) ? [sid] : []));
      } else {
        return { verdict: { passes: action === "pass", by: sid, alerts }, rule };
      }
    }
    return { verdict: { passes: this.passesByDefault, by: "default action", alerts } };
  }

  /** The first matches inside a window stay without consequence. */
  private countReached({ rule, counted }: ReadyRule, packet: InspectedPacket): boolean {
    if (counted === undefined) {
      return true;
    }
    const key = `${rule.sid} ${packet[counted.by]}`;
    const now = packet.atSecond ?? 0;
    const recent = [...(this.seen.get(key) ?? []).filter((second) => second > now - counted.seconds), now];
    this.seen.set(key, recent);
    return recent.length > counted.count;
  }

  /** A window opens with the first match, and the next one with the first after its end. */
  private isLogged({ rule, logged, silent }: ReadyRule, packet: InspectedPacket): boolean {
    if (logged === undefined || silent) {
      return !silent;
    }
    const key = `${rule.sid} ${packet[logged.by]}`;
    const now = packet.atSecond ?? 0;
    const open = this.windows.get(key);
    const window =
      open !== undefined && now < open.since + logged.seconds
        ? { ...open, alerts: open.alerts + 1 }
        : { since: now, alerts: 1 };
    this.windows.set(key, window);
    return window.alerts <= logged.count;
  }
}

/** A rule that matches leaves its marks whatever its action. */
function mark({ flowbits }: ReadyRule, marks: Set<string>): void {
  for (const { command, name } of flowbits) {
    if (command === "set") {
      marks.add(name);
    } else if (command === "unset") {
      marks.delete(name);
    }
  }
}

function headerMatches({ rule, variables }: ReadyRule, packet: InspectedPacket): boolean {
  const protocol = APPLICATIONS.includes(rule.protocol) ? "tcp" : rule.protocol;
  if (protocol !== "ip" && protocol !== packet.protocol) {
    return false;
  }
  const flags = rule.options.find(([name]) => name === "flags")?.[1];
  if (
    flags !== undefined &&
    (!/^S(,CE)?$/.test(flags) || packet.state !== "opening" || packet.side !== "to_server")
  ) {
    return false;
  }
  const words = rule.flow;
  const side = words.includes("to_server") || words.includes("from_client") ? "to_server" : "to_client";
  const sided = words.some((word) => /^(to|from)_/.test(word));
  if (
    (sided && side !== packet.side) ||
    (words.includes("established") && packet.state !== "established") ||
    (words.includes("not_established") && packet.state !== "opening")
  ) {
    return false;
  }
  const from = holds(rule.source, packet.source) && inPorts(rule.sourcePort, packet.sourcePort);
  const to =
    holds(rule.destination, packet.destination) && inPorts(rule.destinationPort, packet.destinationPort);
  return from && to;

  function holds(expression: string, address: string): boolean {
    return addressesOf(expression, variables).containsAll(CidrSet.of(address));
  }
}

function inPorts(expression: string, port: number): boolean {
  return portsOf(expression).some(({ from, to }) => from <= port && port <= to);
}

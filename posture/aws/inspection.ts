import { CidrSet } from "../../constructs/core/cidr-set";
import { addressesOf, portsOf } from "../suricata";
import {
  type Condition,
  type CountedMatches,
  conditionOf,
  countedMatches,
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
  /** Does it decide about the whole connection once it matches? */
  readonly wholeConnection: boolean;
}

/**
 * Runs packets and requests through a policy, rule by rule, the way the engine does under strict order: the
 * first pass or drop decides, an alert goes on; a drop that has looked into the connection drops all that
 * follows in it, and a pass that has looked into it passes all that follows.
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
      wholeConnection:
        ordered.rule.protocol === "http" ||
        ordered.rule.options.some(([name]) => name === "content" || name === "pcre"),
    }));
  }

  /** A new connection; its packets are judged in the order in which they come. */
  connection(): (packet: InspectedPacket) => PacketVerdict {
    let decided: "dropped" | "passed" | undefined;
    return (packet) => {
      if (decided !== undefined) {
        return { passes: decided === "passed", by: `${decided} connection`, alerts: [] };
      }
      const { verdict, rule } = this.judge(packet);
      if (rule?.wholeConnection === true) {
        decided = verdict.passes ? "passed" : "dropped";
      }
      return verdict;
    };
  }

  private judge(packet: InspectedPacket): { readonly verdict: PacketVerdict; readonly rule?: ReadyRule } {
    const alerts: string[] = [];
    for (const rule of this.rules) {
      if (
        !headerMatches(rule, packet) ||
        !rule.condition(packet, this.reading) ||
        !this.countReached(rule, packet)
      ) {
        continue;
      }
      const { action, sid } = rule.rule;
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
  private isLogged({ rule, logged }: ReadyRule, packet: InspectedPacket): boolean {
    if (logged === undefined) {
      return true;
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

function headerMatches({ rule, variables }: ReadyRule, packet: InspectedPacket): boolean {
  const protocol = rule.protocol === "http" ? "tcp" : rule.protocol;
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

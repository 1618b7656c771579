import type { CidrSet } from "../../constructs/core/cidr-set";
import { intersect, type PacketBox, type Protocol, subtract } from "../packets";
import { isDescriptive, type ParsedRule } from "../suricata";
import type { OrderedRule } from "./firewall-rules";
import { answeringPackets, openingPackets } from "./rule-packets";

/** Answers that come back only to a client that has asked for one of some names. */
interface NameGuard {
  /** The answers: from whom, from which ports. */
  readonly box: PacketBox;
  /** Sorted; `*.` stands for every name below a domain. */
  readonly hosts: readonly string[];
}

/**
 * The rules that limit a host's connections to names: each drops answers with data on connections that bear no
 * mark, and the mark is set only where the client has asked for a name that can be read.
 *
 * Nothing else is counted, because nothing else is certain: rules that refuse a request name by name depend on
 * what the engine could read of it.
 *
 * @param rules all rules of a policy in order
 * @param host the protected host's private addresses
 */
export function nameGuards(
  rules: readonly OrderedRule[],
  protocol: Protocol,
  host: CidrSet,
): readonly NameGuard[] {
  const guards: NameGuard[] = [];
  let answered: readonly PacketBox[] = [];
  for (const ordered of rules) {
    const mark = markAskedOfAnswers(ordered.rule);
    if (mark !== undefined) {
      // An answer that has passed before is not held back.
      const held = answeringPackets(ordered, protocol, host, false).flatMap((box) =>
        answered.reduce<readonly PacketBox[]>(
          (rest, gone) => rest.flatMap((part) => subtract(part, gone)),
          [box],
        ),
      );
      for (const box of held) {
        const hosts = namesThatMark(mark, box, rules, protocol, host);
        guards.push(...(hosts === undefined ? [] : [{ box, hosts }]));
      }
    } else if (ordered.rule.action === "pass") {
      answered = [...answered, ...answeringPackets(ordered, protocol, host, true)];
    }
  }
  return guards;
}

/** A part of a box, and the names that answers to it wait for; without where they wait for none. */
interface NamedPart {
  readonly box: PacketBox;
  readonly hosts?: readonly string[];
}

/** The parts of a box by the names that answers to them wait for. */
export function limitedByName(box: PacketBox, guards: readonly NameGuard[]): readonly NamedPart[] {
  let free: readonly PacketBox[] = [box];
  const parts: NamedPart[] = [];
  for (const guard of guards) {
    for (const part of free) {
      const held = intersect(part, guard.box);
      parts.push(...(held === undefined ? [] : [{ box: held, hosts: guard.hosts }]));
    }
    free = free.flatMap((part) => subtract(part, guard.box));
  }
  return [...parts, ...free.map((part) => ({ box: part }))];
}

/** The mark without which a rule lets no answer with data come back; undefined for every other rule. */
function markAskedOfAnswers({ action, flow, options }: ParsedRule): string | undefined {
  const answers = flow.includes("to_client") || flow.includes("from_server");
  if (!/^(drop|reject)$/.test(action) || !answers || flow.includes("not_established")) {
    return undefined;
  }
  const [asked, ...more] = options.filter(
    ([name, value]) => name !== "flow" && !isDescriptive(name) && !(name === "dsize" && value === ">0"),
  );
  return asked?.[0] === "flowbits" && more.length === 0
    ? /^isnotset\s*,\s*([\w.]+)$/.exec(asked[1])?.[1]
    : undefined;
}

/** The names that set a mark; undefined where a rule sets it for any other reason, or for one that cannot be read. */
function namesThatMark(
  mark: string,
  box: PacketBox,
  rules: readonly OrderedRule[],
  protocol: Protocol,
  host: CidrSet,
): readonly string[] | undefined {
  const names = new Set<string>();
  for (const ordered of rules.filter(({ rule }) => sets(rule, mark))) {
    const asked = namesAsked(ordered.rule);
    if (asked === undefined) {
      return undefined;
    }
    const seen = openingPackets(ordered, protocol, host, "outbound", true);
    if (seen.some((packets) => intersect(packets, box) !== undefined)) {
      asked.forEach((name) => void names.add(name));
    }
  }
  return [...names].sort();
}

/** Anything that touches a mark and does not only ask for it, or take it away, may set it. */
function sets(rule: ParsedRule, mark: string): boolean {
  return rule.options.some(([name, value]) => {
    const [command = "", ...marks] = value.split(/[,|]/).map((part) => part.trim());
    return name === "flowbits" && !/^(isset|isnotset|unset)$/.test(command) && marks.includes(mark);
  });
}

/** Buffers that hold the name a client asks for, by the rule's protocol. */
const NAME_BUFFERS: Readonly<Record<string, string>> = { tls: "tls.sni", http: "http.host" };

function namesAsked(rule: ParsedRule): readonly string[] | undefined {
  const buffer = rule.options.findIndex(([name]) => name === NAME_BUFFERS[rule.protocol]);
  const [name, value] = rule.options[buffer + 1] ?? [];
  return buffer < 0 || name !== "pcre" || value === undefined ? undefined : namesOfPattern(value);
}

/** One alternative of a pattern: a name with its dots escaped, or any labels before it. */
const ALTERNATIVE = /^(\(\?:\[\\w-\]\+\\\.\)\+)?((?:[a-z0-9-]|\\\.)+)$/;

/** The names of a pattern that lists them from beginning to end; undefined for any other. */
function namesOfPattern(value: string): readonly string[] | undefined {
  const list = /^"\/\^\(\?:(.*)\)\$\/i"$/.exec(value)?.[1];
  const names = list?.split("|").map((alternative) => {
    const match = ALTERNATIVE.exec(alternative);
    return match === null
      ? undefined
      : `${match[1] === undefined ? "" : "*."}${match[2]?.replaceAll("\\.", ".")}`;
  });
  return names?.every((name) => name !== undefined) ? names : undefined;
}

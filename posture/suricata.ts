import { CidrSet } from "../constructs/core/cidr-set";
import { remembered } from "../constructs/core/remembered";
import type { PortRange } from "./packets";
import { ALL_PORTS } from "./packets";

/** A Suricata rule as far as it decides about whole packets. */
export interface ParsedRule {
  readonly action: string;
  readonly protocol: string;
  readonly source: string;
  readonly sourcePort: string;
  readonly direction: "->" | "<>";
  readonly destination: string;
  readonly destinationPort: string;
  readonly sid: string;
  /** Words of the `flow` option. */
  readonly flow: readonly string[];
  /** Does the rule look at more than addresses, ports and flow? Then it may match, or not. */
  readonly conditional: boolean;
  /** What more it looks at: option names, words of `flow`, an application protocol. */
  readonly conditions: readonly string[];
  /** All options, in order. */
  readonly options: readonly (readonly [name: string, value: string])[];
}

const HEADER =
  /^(\w+)\s+([\w-]+)\s+(\S+|!?\[.*?\])\s+(\S+|!?\[.*?\])\s+(->|<>)\s+(\S+|!?\[.*?\])\s+(\S+|!?\[.*?\])\s+\((.*)\)$/;

/** Options that say something about a rule and nothing about the packets it matches. */
const DESCRIPTIVE = new Set([
  "msg",
  "sid",
  "rev",
  "gid",
  "classtype",
  "reference",
  "metadata",
  "priority",
  "target",
  "alert",
  "noalert",
]);

/** Does an option say something about a rule and nothing about the packets it matches? */
export function isDescriptive(option: string): boolean {
  return DESCRIPTIVE.has(option);
}

/** Protocols that are decided by the packet's header alone. */
const PACKET_PROTOCOLS = new Set(["ip", "tcp", "udp", "icmp"]);

/**
 * The rules of a `rules_string`, in order; comments and empty lines left out.
 *
 * @throws Error when a line is not a rule, with the line
 */
export function parseRules(text: string): readonly ParsedRule[] {
  return text
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "" && !line.startsWith("#"))
    .map(parseRule);
}

const parseRule = remembered((line): ParsedRule => {
  const match = HEADER.exec(line);
  if (match === null) {
    throw new Error(`not a Suricata rule: ${JSON.stringify(line)}`);
  }
  const [
    ,
    action = "",
    protocol = "",
    source = "",
    sourcePort = "",
    direction,
    destination = "",
    destinationPort = "",
    body = "",
  ] = match;
  const options = splitOptions(body);
  const flow = (options.find(([name]) => name === "flow")?.[1] ?? "").split(",").map((word) => word.trim());
  const conditions = [
    ...(PACKET_PROTOCOLS.has(protocol) ? [] : [protocol]),
    ...options
      .filter(([name, value]) => action === "pass" || !limitsLogging(name, value))
      .map(([name]) => name)
      .filter((name) => name !== "flow" && !DESCRIPTIVE.has(name)),
    ...flow.filter((word) => word === "established" || word === "not_established"),
  ];
  return {
    action,
    protocol,
    source,
    sourcePort,
    direction: direction === "<>" ? "<>" : "->",
    destination,
    destinationPort,
    sid: options.find(([name]) => name === "sid")?.[1] ?? "",
    flow: flow.filter((word) => word !== ""),
    conditional: conditions.length > 0,
    conditions,
    options,
  };
});

/** A limit spares the log and nothing else (https://docs.suricata.io/en/suricata-7.0.8/rules/thresholding.html). */
function limitsLogging(option: string, value: string): boolean {
  return option === "threshold" && /^type limit\b/.test(value);
}

function splitOptions(body: string): readonly (readonly [name: string, value: string])[] {
  return [...body.matchAll(/\s*([\w.-]+)\s*(?::\s*((?:"(?:\\.|[^"\\])*"|\\.|[^;"\\])*))?;/g)].map(
    ([, name = "", value = ""]) => [name, value.trim()] as const,
  );
}

/** Is it decided by who sends, to which port, and by nothing that is sent? */
export function isBySender({ conditions }: ParsedRule): boolean {
  return conditions.every((condition) => condition === "geoip");
}

/** Address sets by variable name, without the dollar sign; with the at sign of a reference. */
export type AddressVariables = ReadonlyMap<string, CidrSet>;

/**
 * The addresses of an expression: `any`, a network, `$VARIABLE`, `@REFERENCE`, a list in brackets, `!` before any of
 * them.
 *
 * @param opposite what the variables stand for under a `!`, where they are not known exactly: the least, if they are
 * the most, or the most, if they are the least
 * @throws Error for a variable that is not declared
 */
export function addressesOf(
  expression: string,
  variables: AddressVariables,
  opposite: AddressVariables = variables,
): CidrSet {
  if (expression.startsWith("!")) {
    return CidrSet.ANY.minus(addressesOf(expression.slice(1), opposite, variables));
  }
  if (expression.startsWith("[")) {
    const items = splitList(expression);
    const wanted = items
      .filter((item) => !item.startsWith("!"))
      .map((item) => addressesOf(item, variables, opposite));
    const unwanted = items
      .filter((item) => item.startsWith("!"))
      .map((item) => addressesOf(item.slice(1), opposite, variables));
    const base =
      wanted.length === 0 ? CidrSet.ANY : wanted.reduce((all, part) => all.union(part), CidrSet.EMPTY);
    return unwanted.reduce((all, part) => all.minus(part), base);
  }
  if (expression === "any") {
    return CidrSet.ANY;
  }
  if (/^[$@]/.test(expression)) {
    const addresses = variables.get(expression.replace(/^\$/, ""));
    if (addresses === undefined) {
      throw new Error(`the variable ${expression} is not declared`);
    }
    return addresses;
  }
  return CidrSet.of(expression);
}

/**
 * The ports of an expression: `any`, `25`, `1024:2048`, `1024:`, a list in brackets, `!` before any of them.
 */
export function portsOf(expression: string): readonly PortRange[] {
  if (expression.startsWith("!")) {
    return complement(portsOf(expression.slice(1)));
  }
  if (expression.startsWith("[")) {
    const items = splitList(expression);
    const wanted = items.filter((item) => !item.startsWith("!")).flatMap(portsOf);
    const unwanted = items.filter((item) => item.startsWith("!")).flatMap((item) => portsOf(item.slice(1)));
    const base = wanted.length === 0 ? [ALL_PORTS] : wanted;
    return base.flatMap((range) => complement(unwanted).flatMap((free) => overlap(range, free)));
  }
  if (expression === "any") {
    return [ALL_PORTS];
  }
  const [from = "", to = from] = expression.split(":");
  return [{ from: from === "" ? ALL_PORTS.from : Number(from), to: to === "" ? ALL_PORTS.to : Number(to) }];
}

function complement(ranges: readonly PortRange[]): readonly PortRange[] {
  return ranges.reduce<readonly PortRange[]>(
    (free, range) =>
      free.flatMap((part) => [
        ...overlap(part, { from: ALL_PORTS.from, to: range.from - 1 }),
        ...overlap(part, { from: range.to + 1, to: ALL_PORTS.to }),
      ]),
    [ALL_PORTS],
  );
}

function overlap(a: PortRange, b: PortRange): readonly PortRange[] {
  const range = { from: Math.max(a.from, b.from), to: Math.min(a.to, b.to) };
  return range.from <= range.to ? [range] : [];
}

/** Items of a bracketed list, inner lists kept whole. */
function splitList(expression: string): readonly string[] {
  const items: string[] = [];
  let depth = 0;
  let item = "";
  for (const character of expression.slice(1, -1)) {
    depth += character === "[" ? 1 : character === "]" ? -1 : 0;
    if (character === "," && depth === 0) {
      items.push(item.trim());
      item = "";
    } else {
      item += character;
    }
  }
  return [...items, item.trim()].filter((part) => part !== "");
}

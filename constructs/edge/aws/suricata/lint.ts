import type { Problem } from "../../../core/errors";
import { valueProblem } from "./option-values";
import {
  ACTIONS,
  PACKET_PROTOCOLS,
  PASS_OPTIONS,
  REJECTED_KEYWORDS,
  REJECTED_PROTOCOLS,
  REJECTED_VALUES,
} from "./rejected-keywords";

/** A rule group as it would be sent to AWS. */
export interface RuleGroupText {
  /** Which group, for people. */
  readonly id: string;
  /** One rule to a line. */
  readonly text: string;
  /** Variables that the group declares, without the dollar sign. */
  readonly variables: readonly string[];
  /** Units reserved; a rule takes one. */
  readonly capacity: number;
}

/** Characters that the engine reads of a rule (https://aws.github.io/aws-security-services-best-practices/guides/network-firewall/). */
const LONGEST_RULE = 8192;

/** What a policy declares for all its groups; the second is the inverse of the first. */
const POLICY_VARIABLES = ["HOME_NET", "EXTERNAL_NET"];

interface RuleText {
  readonly group: string;
  readonly action: string;
  readonly protocol: string;
  readonly header: string;
  readonly options: readonly (readonly [name: string, value: string])[];
}

/**
 * What is wrong with the rules of a policy, as text: all of it at once.
 *
 * AWS refuses some of it at deployment, one mistake at a time; the rest it accepts and the rule never
 * matches, or passes what it should not.
 *
 * @param groups all groups of one policy, because ids must be unique over all of them
 */
export function suricataProblems(groups: readonly RuleGroupText[]): readonly Problem[] {
  const parsed = groups.map((group) => ({
    group,
    variables: new Set([...POLICY_VARIABLES, ...group.variables]),
    lines: linesOf(group.text).map((line) => ({ line, rule: parse(group.id, line) })),
  }));
  const rules = parsed.flatMap(({ lines }) => lines.map(({ rule }) => rule));
  const problems = parsed.flatMap(({ group, variables, lines }) => [
    ...lines.flatMap(({ line, rule }) =>
      rule === undefined
        ? [
            {
              code: "SuricataSyntax" as const,
              message: `${group.id}: ${JSON.stringify(line)} is not a rule of the form "action protocol source port -> destination port (options)"`,
            },
          ]
        : [...ruleProblems(rule, variables), ...lengthProblems(rule, line)],
    ),
    ...(lines.length > group.capacity
      ? [
          {
            code: "RuleGroupTooSmall" as const,
            message: `${group.id}: ${lines.length} rules do not fit the ${group.capacity} units reserved; raise the capacity`,
          },
        ]
      : []),
  ]);
  return [...problems, ...duplicateIds(rules), ...unsetFlowbits(rules.filter((rule) => rule !== undefined))];
}

function linesOf(text: string): readonly string[] {
  return text
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "" && !line.startsWith("#"));
}

function parse(group: string, line: string): RuleText | undefined {
  const match = /^(\w+)\s+([\w-]+)\s+([^(]*?(?:->|<>)[^(]*?)\s*\((.*)\)$/.exec(line);
  if (match === null) {
    return undefined;
  }
  const [, action = "", protocol = "", header = "", body = ""] = match;
  const options = optionsOf(body);
  return options === undefined ? undefined : { group, action, protocol, header, options };
}

/** Options in order; undefined where something is left over that is no option. */
function optionsOf(body: string): RuleText["options"] | undefined {
  const option = /\s*([\w.-]+)\s*(?::\s*((?:"(?:\\.|[^"\\])*"|[^";])*))?;\s*/y;
  const options: (readonly [string, string])[] = [];
  while (option.lastIndex < body.length) {
    const match = option.exec(body);
    if (match === null) {
      return undefined;
    }
    options.push([match[1] ?? "", (match[2] ?? "").trim()]);
  }
  return options;
}

function ruleProblems(rule: RuleText, declared: ReadonlySet<string>): readonly Problem[] {
  const { action, protocol, header, options } = rule;
  const name = nameOf(rule);
  const names = options.map(([option]) => option);
  const missing = ["msg", "sid", "rev"].filter((option) => !names.includes(option));
  const unsupported = [
    ...(ACTIONS.has(action) ? [] : [`the action ${JSON.stringify(action)}`]),
    ...(REJECTED_PROTOCOLS.has(protocol) ? [`the protocol ${JSON.stringify(protocol)}`] : []),
    ...options
      .filter(
        ([option, value]) =>
          REJECTED_KEYWORDS.has(option) || REJECTED_VALUES.get(option)?.test(value) === true,
      )
      .map(([option]) => `the keyword ${JSON.stringify(option)}`),
  ];
  const looksInside =
    action === "pass" &&
    (!PACKET_PROTOCOLS.has(protocol) || names.some((option) => !PASS_OPTIONS.has(option)));
  const unknown = [
    ...new Set([...header.matchAll(/\$(\w+)/g)].map(([, variable]) => variable as string)),
  ].filter((variable) => !declared.has(variable));
  return [
    ...unsupported.map((what) => ({
      code: "SuricataUnsupported" as const,
      message: `${name}: AWS Network Firewall does not take ${what}; express it otherwise or leave it out`,
    })),
    ...options.flatMap(([option, value]) => {
      const problem = valueProblem(option, value);
      return problem === undefined
        ? []
        : [
            {
              code: "SuricataBadValue" as const,
              message: `${name}: ${JSON.stringify(`${option}:${value}`)} is not understood: ${problem}`,
            },
          ];
    }),
    ...(names.includes("threshold") && names.includes("detection_filter")
      ? [
          {
            code: "SuricataBadValue" as const,
            message: `${name}: "threshold" and "detection_filter" do not go together; keep one of the two`,
          },
        ]
      : []),
    ...(names.includes("priority")
      ? [
          {
            code: "SuricataPriority" as const,
            message: `${name}: "priority" has no place under strict order; the order of groups and rules decides`,
          },
        ]
      : []),
    ...(looksInside
      ? [
          {
            code: "SuricataAppLayerPass" as const,
            message: `${name}: a pass that looks into the connection lets every later request of it through unseen; pass packets by address and port, and write the rest as drops`,
          },
        ]
      : []),
    ...(missing.length > 0
      ? [
          {
            code: "SuricataIncomplete" as const,
            message: `${name}: ${missing.join(", ")} ${missing.length === 1 ? "is" : "are"} missing; without them a log line cannot be traced back`,
          },
        ]
      : []),
    ...unknown.map((variable) => ({
      code: "SuricataUndeclaredVariable" as const,
      message: `${name}: $${variable} is declared neither by the group nor by the policy (${[...declared].sort().join(", ")})`,
    })),
  ];
}

function lengthProblems(rule: RuleText, line: string): readonly Problem[] {
  return line.length <= LONGEST_RULE
    ? []
    : [
        {
          code: "SuricataTooLong",
          message: `${nameOf(rule)}: ${line.length} characters are more than the ${LONGEST_RULE} that the engine reads; split the rule`,
        },
      ];
}

/** Marks that are asked for and that nothing sets: such a rule matches always, or never. */
function unsetFlowbits(rules: readonly RuleText[]): readonly Problem[] {
  const flowbits = rules.flatMap((rule) =>
    rule.options
      .filter(([option]) => option === "flowbits")
      .map(([, value]) => {
        const [command = "", name = ""] = value.split(",").map((part) => part.trim());
        return { rule, command, name };
      }),
  );
  const set = new Set(
    flowbits.filter(({ command }) => /^(set|toggle)$/.test(command)).map(({ name }) => name),
  );
  return flowbits
    .filter(({ command, name }) => /^is(not)?set$/.test(command) && !set.has(name))
    .map(({ rule, name }) => ({
      code: "SuricataFlowbitUnset",
      message: `${nameOf(rule)}: no rule of the policy sets the mark ${JSON.stringify(name)}; correct the name`,
    }));
}

function duplicateIds(rules: readonly (RuleText | undefined)[]): readonly Problem[] {
  const holders = new Map<string, string>();
  return rules.flatMap((rule) => {
    const sid = rule === undefined ? undefined : optionOf(rule, "sid");
    if (rule === undefined || sid === undefined) {
      return [];
    }
    const holder = holders.get(sid);
    holders.set(sid, holder ?? rule.group);
    return holder === undefined
      ? []
      : [
          {
            code: "SuricataDuplicateSid" as const,
            message: `${nameOf(rule)}: the id is already that of a rule in ${holder}; ids are unique over all groups of a policy`,
          },
        ];
  });
}

function optionOf({ options }: RuleText, name: string): string | undefined {
  return options.find(([option]) => option === name)?.[1];
}

function nameOf(rule: RuleText): string {
  return `${rule.group} sid ${optionOf(rule, "sid") ?? "?"}`;
}

import type { Json } from "../../posture/terraform-json";
import { formatProblem } from "../../stacks/file-problem";
import { diagram } from "./diagram";
import type { Change, CostChange, RecordChange } from "./fact-differences";
import type { ReachDifference, Reached } from "./reach-difference";
import { reachText, stepTexts } from "./reach-text";
import { REASONS } from "./reasons";
import { stableText } from "./resource-blocks";
import { type Cause, isDescriptive, type ResourceChanges } from "./resource-changes";
import type { Review } from "./review";
import { code, codes, html } from "./safe-text";
import type { StackReview } from "./stack-review";

/** First line of every page: by it the one comment on a pull request is found again. */
export const MARKER = "<!-- protected-exchange-review -->";

/** GitHub refuses a comment of more than 65,536 characters; the rest is for what a workflow adds. */
const LONGEST_PAGE = 60_000;

/** Longer lists are cut: whoever needs all of it reads the JSON. */
const LONGEST_LIST = 40;

const VERDICTS: Readonly<Record<Review["verdict"], string>> = {
  problems: "the client files have problems",
  look: "a human must look",
  changes: "nothing that a human must look at",
  none: "no semantic change",
};

/**
 * A review as Markdown, for a comment on a pull request: the verdict first, then each client that changes, those
 * that need a look before the others. The same review gives the same page.
 */
export function reviewPage(review: Review): string {
  const { verdict, stacks, problems } = review;
  const head = [MARKER, `## Protected Exchange: ${VERDICTS[verdict]}`, "", ...summary(review)];
  if (problems.length > 0) {
    return fitted([...head, "", ...list(problems.map((problem) => code(formatProblem(problem))))], []);
  }
  const shown = [
    ...stacks.filter((stack) => stack.verdict === "look"),
    ...stacks.filter((stack) => stack.verdict === "changes"),
  ];
  return fitted([...head, "", ...shown.map(line)], shown.map(section));
}

/** Sections as long as there is room for them. */
function fitted(head: readonly string[], sections: readonly (readonly string[])[]): string {
  let page = head.join("\n");
  if (page.length > LONGEST_PAGE) {
    const lines = page.slice(0, LONGEST_PAGE).split("\n").slice(0, -1);
    page = [
      ...lines,
      `- … and ${head.length - lines.length} more lines; \`--format json\` has them all`,
    ].join("\n");
  }
  let left = sections.length;
  for (const section of sections) {
    const text = `\n\n${section.join("\n")}`;
    if (page.length + text.length > LONGEST_PAGE) {
      break;
    }
    page += text;
    left -= 1;
  }
  return left === 0
    ? `${page}\n`
    : `${page}\n\nThe details of ${left} more clients have no room in a comment; \`--format json\` has them all.\n`;
}

function summary({
  base,
  stacks,
  untouched,
  code: files,
  otherVersion,
  problems,
}: Review): readonly string[] {
  const against =
    base === null ? "" : ` Compared with ${code(base.ref)} at ${code(base.commit.slice(0, 12))}.`;
  if (problems.length > 0) {
    return [
      `${problems.length} ${problems.length === 1 ? "problem" : "problems"}; each code is explained in docs/errors.md.${against}`,
    ];
  }
  const changing = stacks.filter(({ verdict }) => verdict !== "none").length;
  const looks = stacks.filter(({ verdict }) => verdict === "look").length;
  const all = stacks.length + untouched;
  return [
    `${changing} of ${all} ${all === 1 ? "client" : "clients"} ${changing === 1 ? "changes" : "change"}${changing === 0 ? "" : `, ${looks} ${looks === 1 ? "needs" : "need"} a look`}.${against}`,
    ...(files.length === 0
      ? []
      : [
          "",
          `Code changed, so base and head were each built and synthesized by their own code: ${enumerated(files)}.`,
        ]),
    ...(otherVersion
      ? [
          "",
          "The versions of packages changed, perhaps that of this program: both sides were synthesized by the present one.",
        ]
      : []),
  ];
}

/** A client in one line. */
function line(stack: StackReview): string {
  return `- ${stack.verdict === "look" ? "**look**" : "changes"} ${code(stack.name)}: ${gist(stack).join(", ") || "details below"}`;
}

/** What happens to a client, in a few words without anything that came from its file. */
function gist({
  state,
  exposures,
  egress,
  mailFlow,
  records,
  resources,
  lookAt,
}: StackReview): readonly string[] {
  const counted = (count: number, what: string): readonly string[] =>
    count === 0 ? [] : [`${what} ${count}`];
  return [
    ...(state === "new" || state === "removed" ? [state] : []),
    ...counted(exposures.opens.length, "becomes reachable"),
    ...counted(exposures.closes.length, "closes"),
    ...counted(egress.opens.length + egress.closes.length, "outgoing"),
    ...counted(mailFlow.length, "mail flow"),
    ...counted(records.length, "records"),
    ...counted(resources.destroyed.length, "destroyed"),
    ...counted(resources.replaced.length, "replaced"),
    ...counted(lookAt.length, "reasons to look"),
  ];
}

function section(stack: StackReview): readonly string[] {
  const { name, state, verdict, exposures, egress, mailFlow, records, ips, facts, settings, cost } = stack;
  const words = state === "new" || state === "removed" ? `${state}, ${VERDICTS[verdict]}` : VERDICTS[verdict];
  return [
    `<details${verdict === "look" ? " open" : ""}>`,
    `<summary><b><code>${html(name)}</code></b>: ${words}</summary>`,
    ...part("Look at this", lookLines(stack)),
    ...part("The ways that change", diagram(stack)),
    ...part("Becomes reachable", reachLines(exposures.opens, "from")),
    ...part("Closes", reachLines(exposures.closes, "from")),
    ...part("Reached another way", rerouteLines(exposures)),
    ...part("The server may reach", reachLines(egress.opens, "to")),
    ...part("The server may no longer reach", reachLines(egress.closes, "to")),
    ...part("Mail flow", changeLines(mailFlow)),
    ...part("Records", recordLines(records)),
    ...part("Other facts", changeLines(facts)),
    ...part(
      "What the firewall looks for",
      ips.flatMap(({ address, mode, changes }) => [
        `- ${code(address)}: ${mode.before === mode.after ? mode.after : `${mode.before} → ${mode.after}`}`,
        ...changeLines(changes).map((text) => `  ${text}`),
      ]),
    ),
    ...part("Rules", findingLines(stack)),
    ...part("Cost", costLines(cost)),
    ...part("Resources", resourceLines(stack.resources, state)),
    ...part("Settings", changeLines(settings)),
    "",
    "</details>",
  ];
}

function part(title: string, lines: readonly string[]): readonly string[] {
  return lines.length === 0 ? [] : ["", `**${title}**`, "", ...lines];
}

function lookLines({ lookAt }: StackReview): readonly string[] {
  return REASONS.flatMap(({ id, title, why }) => {
    const places = lookAt.filter(({ reason }) => reason === id);
    return places.length === 0
      ? []
      : [
          `- **${title}.** ${why}`,
          ...list(
            places.map(({ at, what }) => `${code(at)}: ${code(what)}`),
            "  ",
          ),
        ];
  });
}

function reachLines(reached: readonly Reached[], direction: "from" | "to"): readonly string[] {
  const servers = new Map<string, string[]>();
  for (const one of reached) {
    const way = `${code(reachText(one, direction))}, through ${chain(one.via)}`;
    servers.set(way, [...(servers.get(way) ?? []), one.server]);
  }
  return list([...servers].map(([way, all]) => `${all.map(code).join(", ")}: ${way}`));
}

function rerouteLines({ reroutes }: ReachDifference): readonly string[] {
  return list(
    reroutes.map(
      ({ before, after, ...reached }) =>
        `${code(reachText(reached, "from"))}, ${code(reached.server)}: through ${chain(after)} instead of ${chain(before)}`,
    ),
  );
}

function chain(via: readonly string[]): string {
  return stepTexts(via).length === 0 ? "nothing" : stepTexts(via).map(code).join(" > ");
}

function changeLines(changes: readonly Change[]): readonly string[] {
  return list(
    changes.flatMap(({ what, before, after }) =>
      members(before, after).map(
        ([path, old, now]) => `${code([what, ...path].join(" "))}: ${difference(old, now)}`,
      ),
    ),
  );
}

/** The parts in which two values differ: of objects, the members that do. */
function members(before: Json, after: Json): readonly (readonly [path: readonly string[], Json, Json])[] {
  if (!isObject(before) || !isObject(after)) {
    return stableText(before) === stableText(after) ? [] : [[[], before, after]];
  }
  return [...new Set([...Object.keys(before), ...Object.keys(after)])]
    .sort()
    .flatMap((name) =>
      members(before[name] ?? null, after[name] ?? null).map(
        ([path, was, is]) => [[name, ...path], was, is] as const,
      ),
    );
}

function isObject(json: Json): json is { readonly [key: string]: Json } {
  return typeof json === "object" && json !== null && !Array.isArray(json);
}

/** One value and another; of lists with a common part, what is no longer in them and what is now. */
function difference(before: Json, after: Json): string {
  const [old, now] = [before, after].map((json) => (Array.isArray(json) ? json.map(itemText) : []));
  const gone = old?.filter((item) => !now?.includes(item)) ?? [];
  const come = now?.filter((item) => !old?.includes(item)) ?? [];
  const common = (old?.length ?? 0) - gone.length;
  if (common === 0 || gone.length + come.length === 0) {
    return pair(before, after).join(" → ");
  }
  return [
    ...(gone.length === 0 ? [] : [`no longer ${gone.map(code).join(", ")}`]),
    ...(come.length === 0 ? [] : [`now also ${come.map(code).join(", ")}`]),
  ].join("; ");
}

function itemText(item: Json): string {
  return typeof item === "string" ? item : stableText(item);
}

function pair(before: Json, after: Json): readonly [string, string] {
  if (before === null || after === null) {
    return [before === null ? "nothing" : code(text(before)), after === null ? "nothing" : code(text(after))];
  }
  return codes(text(before), text(after));
}

function text(json: Json): string {
  const items = [json].flat();
  return items.length > 0 && items.every((item) => typeof item === "string")
    ? items.join(", ")
    : stableText(json);
}

function recordLines(records: readonly RecordChange[]): readonly string[] {
  return list(
    records.map(({ name, type, before, after }) => {
      const gone = before.filter((record) => !after.includes(record));
      const come = after.filter((record) => !before.includes(record));
      const [was = "", is = ""] = [gone[0], come[0]];
      const [old, now] =
        gone.length === 1 && come.length === 1
          ? codes(was, is).map((shown) => [shown])
          : [gone.map(code), come.map(code)];
      return [
        code(`${name} ${type}`),
        ...(old ?? []).map((shown) => `  - before ${shown}`),
        ...(now ?? []).map((shown) => `  - after ${shown}`),
      ].join("\n");
    }),
  );
}

function findingLines({ findings }: StackReview): readonly string[] {
  return list([
    ...findings.new.map(
      ({ severity, rule, address, message }) =>
        `newly broken, ${severity} ${code(rule)}: ${code(address)}: ${code(message)}`,
    ),
    ...findings.fixed.map(({ rule, address }) => `no longer broken ${code(rule)}: ${code(address)}`),
    ...findings.acknowledged.map(
      ({ rule, address, acknowledgement: { reason, owner, until } }) =>
        `set aside until ${code(until)} by ${code(owner)} ${code(rule)}: ${code(address)}: ${code(reason)}`,
    ),
    ...findings.released.map(({ rule, address }) => `no longer set aside ${code(rule)}: ${code(address)}`),
  ]);
}

function costLines({ standing, perGigabyte, items }: CostChange): readonly string[] {
  const differs = standing.before !== standing.after || perGigabyte.before !== perGigabyte.after;
  return differs
    ? [
        `- a month ${dollars(standing.before)} → ${dollars(standing.after)}, a gigabyte ${dollars(perGigabyte.before)} → ${dollars(perGigabyte.after)}`,
        ...changeCounts(items),
      ]
    : [];
}

function changeCounts(items: readonly Change[]): readonly string[] {
  return items.map(({ what, before, after }) => `  - ${code(what)}: ${before ?? 0} → ${after ?? 0}`);
}

function dollars(amount: number): string {
  return `$${amount.toFixed(2)}`;
}

function resourceLines(
  { created, destroyed, replaced, updated, renamed }: ResourceChanges,
  state: StackReview["state"],
): readonly string[] {
  if (state === "new" || state === "removed") {
    const count = created.length + destroyed.length;
    return [
      `- ${count} ${count === 1 ? "resource" : "resources"}${state === "new" ? " would be made" : ", which removing the file does not destroy"}`,
    ];
  }
  const telling = updated.filter((update) => !isDescriptive(update));
  const words = updated.length - telling.length;
  return [
    ...list(
      destroyed.map(
        ({ address, kept }) => `${kept ? "forgotten, not destroyed" : "**destroyed**"} ${code(address)}`,
      ),
    ),
    ...list(
      replaced.map(
        ({ address, because, newFirst }) =>
          `**replaced**${newFirst ? ", the new one first," : ""} ${code(address)}, because of ${because.map(causeText).join("; ")}`,
      ),
    ),
    ...list(
      renamed.map(({ from, to, moved }) =>
        moved
          ? `moved ${code(from)} to ${code(to)}`
          : `**destroyed and made again** ${code(from)} as ${code(to)}: the same but for its address; a \`moved\` block would keep it`,
      ),
    ),
    ...list(created.map((address) => `made ${code(address)}`)),
    ...list(
      telling.map(
        ({ address, attributes, uncertain }) =>
          `changed ${uncertain ? "in place or, which is not known here, replaced" : "in place"} ${code(address)}: ${attributes.map(code).join(", ")}`,
      ),
    ),
    ...(words === 0
      ? []
      : [`- ${words} more ${words === 1 ? "has" : "have"} other tags or descriptions only`]),
  ];
}

function causeText({ attribute, before, after, through }: Cause): string {
  if (through !== undefined) {
    return `${code(attribute)}, through ${code(through)}`;
  }
  return before === undefined && after === undefined
    ? code(attribute)
    : `${code(attribute)} ${pair(before ?? null, after ?? null).join(" → ")}`;
}

function enumerated(files: readonly string[]): string {
  const more = files.length - 10;
  return `${files.slice(0, 10).map(code).join(", ")}${more > 0 ? ` and ${more} more` : ""}`;
}

function list(items: readonly string[], indent = ""): readonly string[] {
  const more = items.length - LONGEST_LIST;
  return [
    ...items.slice(0, more > 1 ? LONGEST_LIST : items.length).map((item) => `${indent}- ${item}`),
    ...(more > 1 ? [`${indent}- … and ${more} more; \`--format json\` has them all`] : []),
  ];
}

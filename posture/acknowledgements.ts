import type { AcknowledgedFinding, Acknowledgement, Finding } from "./facts";
import { RULES } from "./rules";

/** Findings, and those set aside. */
interface AcknowledgedFindings {
  /** What is left, and what is wrong with the acknowledgements themselves. */
  readonly findings: readonly Finding[];
  readonly acknowledged: readonly AcknowledgedFinding[];
}

/**
 * Sets aside the findings that somebody answers for.
 *
 * An acknowledgement that is not sound sets nothing aside: without a reason or an owner nobody has decided
 * anything, and past its day the decision has to be made again. One that no finding needs is said, because it
 * would hide the next one.
 *
 * @param today `YYYY-MM-DD`
 */
export function applyAcknowledgements(
  findings: readonly Finding[],
  acknowledgements: readonly Acknowledgement[],
  today: string,
): AcknowledgedFindings {
  const known = new Set([...RULES.map(({ id }) => id), ...findings.map(({ rule }) => rule)]);
  const judged = acknowledgements.map((acknowledgement) => ({
    acknowledgement,
    objections: objections(acknowledgement, findings, known, today),
  }));
  const sound = judged
    .filter((candidate) => candidate.objections.length === 0)
    .map(({ acknowledgement }) => acknowledgement);
  const acknowledged = findings.flatMap((finding) => {
    const acknowledgement = sound.find((candidate) => isAbout(candidate, finding));
    return acknowledgement === undefined ? [] : [{ ...finding, acknowledgement }];
  });
  return {
    findings: [
      ...findings.filter((finding) => !sound.some((acknowledgement) => isAbout(acknowledgement, finding))),
      ...judged.flatMap((candidate) => candidate.objections),
    ],
    acknowledged,
  };
}

function isAbout({ rule, address }: Acknowledgement, finding: Finding): boolean {
  return rule === finding.rule && (address === undefined || address === finding.address);
}

function objections(
  acknowledgement: Acknowledgement,
  findings: readonly Finding[],
  known: ReadonlySet<string>,
  today: string,
): readonly Finding[] {
  const { rule, until } = acknowledgement;
  const unsound = [
    ...(known.has(rule)
      ? []
      : [
          objection(
            acknowledgement,
            "unknown-rule",
            `there is no rule ${JSON.stringify(rule)}; correct the id, or remove the acknowledgement`,
          ),
        ]),
    ...(acknowledgement.reason.trim() === ""
      ? [
          objection(
            acknowledgement,
            "without-reason",
            `${named(acknowledgement)} gives no reason; say why the finding may stand`,
          ),
        ]
      : []),
    ...(acknowledgement.owner.trim() === ""
      ? [
          objection(
            acknowledgement,
            "without-owner",
            `${named(acknowledgement)} names no owner; say who answers for it`,
          ),
        ]
      : []),
    ...(isDay(until)
      ? []
      : [
          objection(
            acknowledgement,
            "bad-date",
            `${named(acknowledgement)} holds until ${JSON.stringify(until)}, which is no day; write it as "2027-01-31"`,
          ),
        ]),
  ];
  if (unsound.length > 0) {
    return unsound;
  }
  if (until < today) {
    return [
      objection(
        acknowledgement,
        "expired",
        `${named(acknowledgement)} held until ${until}; ${acknowledgement.owner} mends the finding, or decides again and moves the day`,
      ),
    ];
  }
  return findings.some((finding) => isAbout(acknowledgement, finding))
    ? []
    : [objection(acknowledgement, "unused", `${named(acknowledgement)} matches no finding; remove it`)];
}

/** What can be wrong with an acknowledgement, and how much that matters. */
const SEVERITIES = {
  "unknown-rule": "error",
  "without-reason": "error",
  "without-owner": "error",
  "bad-date": "error",
  expired: "warning",
  unused: "warning",
} as const;

function objection({ address }: Acknowledgement, kind: keyof typeof SEVERITIES, message: string): Finding {
  return {
    rule: `acknowledgement-${kind}`,
    severity: SEVERITIES[kind],
    address: address ?? "acknowledgements",
    message,
  };
}

function named({ rule, address }: Acknowledgement): string {
  return `the acknowledgement of ${JSON.stringify(rule)}${address === undefined ? "" : ` at ${address}`}`;
}

/** Does a text name a day of the calendar? `2027-02-30` does not. */
export function isDay(text: string): boolean {
  const day = /^\d{4}-\d{2}-\d{2}$/.test(text) ? new Date(`${text}T00:00:00Z`) : undefined;
  return day !== undefined && !Number.isNaN(day.getTime()) && day.toISOString().startsWith(text);
}

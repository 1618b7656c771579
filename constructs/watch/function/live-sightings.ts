import type { Observation } from "../checks/check";
import { UNASKED_CHECKS } from "../checks/checks";
import { CONNECTIONS_AT_ONCE, type Vantage } from "../checks/vantage";
import type { Declaration } from "../declaration";
import type { Finding, Sighting } from "./sighting";

/** Checks that are not run here: blocklists have a schedule of their own, and the other one connects to port 25 too. */
const OTHERS: ReadonlySet<string> = new Set(["blocklists", "starttls"]);

/** Checks that a schedule runs. */
export const LIVE_CHECKS = UNASKED_CHECKS.filter(({ id }) => !OTHERS.has(id));

/** What the checks saw. */
interface LiveSightings {
  readonly sightings: readonly Sighting[];
  /** Ids of checks that were not done in time: of what they look at, nothing is known. */
  readonly unfinished: readonly string[];
}

/**
 * What is live, against what is declared.
 *
 * Nothing connects to port 25: AWS blocks it for functions
 * (https://repost.aws/knowledge-center/ec2-port-25-throttle), and it is the relay's alone anyway.
 *
 * @param milliseconds how long each check may take
 */
export async function liveSightings(
  declaration: Declaration,
  vantage: Vantage,
  milliseconds: number,
): Promise<LiveSightings> {
  const withoutSmtp = { ...declaration, names: declaration.names.map((name) => ({ ...name, mail: false })) };
  const looks = await Promise.all(
    LIVE_CHECKS.map(async ({ id, run }) => ({
      id,
      observations: await inTime(run(withoutSmtp, vantage), milliseconds),
    })),
  );
  return {
    sightings: looks.flatMap(({ id, observations }) => [
      ...sightingsOf(id, observations ?? []),
      lookItself(id, observations !== undefined),
    ]),
    unfinished: looks.flatMap(({ id, observations }) => (observations === undefined ? [id] : [])),
  };
}

/** What something comes to, undefined where it takes too long. */
async function inTime<T>(something: Promise<T>, milliseconds: number): Promise<T | undefined> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<undefined>((resolve) => {
    timer = setTimeout(() => resolve(undefined), milliseconds);
  });
  try {
    return await Promise.race([something, late]);
  } finally {
    clearTimeout(timer);
  }
}

/** A check that is never done sees nothing, and somebody has to know. */
function lookItself(id: string, isDone: boolean): Sighting {
  const finding: Finding = {
    code: "unfinished",
    pages: true,
    what: `the check ${id} was not done in time, so what it looks at is not known`,
    remedy: null,
    runbook: "unfinished",
  };
  return { subject: `look/${id}`, seen: "whole", findings: isDone ? [] : [finding] };
}

/** Longest time of one connection. */
const CONNECTION_MILLISECONDS = 8000;

/**
 * How long one connection may take, so that a check ends in time where none is answered: a server that lets in named
 * networks only answers nobody here.
 *
 * @param milliseconds how long the check may take
 */
export function connectionMilliseconds({ names, servers }: Declaration, milliseconds: number): number {
  const addresses = Math.max(1, ...servers.map((server) => server.addresses.length));
  const rounds = Math.ceil((names.length * addresses) / CONNECTIONS_AT_ONCE);
  // The DNS takes a part, too.
  return Math.min(CONNECTION_MILLISECONDS, Math.floor(milliseconds / (rounds + 1)));
}

/** What a check saw, thing by thing. */
export function sightingsOf(check: string, observations: readonly Observation[]): readonly Sighting[] {
  return placesOf(check, observations).map((place) => sighting(check, place));
}

/** Observations of one thing. */
interface Place {
  readonly subject: string;
  /** For people: the name, and what of it. */
  readonly what: string;
  readonly observations: readonly Observation[];
}

/** The things that a check looked at, each once. */
function placesOf(check: string, observations: readonly Observation[]): readonly Place[] {
  const places = new Map<string, Place>();
  for (const observation of observations) {
    const { name, part = null, port, address } = observation;
    const what = [name, part, port, address].filter((each) => each !== null).join(" ");
    const known = places.get(what)?.observations ?? [];
    places.set(what, { subject: `${check}/${what}`, what, observations: [...known, observation] });
  }
  return [...places.values()];
}

/** Checks whose warnings page: a renewal that is due is a warning while there is still time to look. */
const WARNS_IN_TIME: ReadonlySet<string> = new Set(["certificates"]);

/** Findings that say that something is not known. */
const UNANSWERED = /(?:^|-)unanswered$/;

/**
 * What was seen of a thing. Where nothing was, although something should be, that is the one fault, whatever the cause:
 * a server that refuses today and is silent tomorrow is one that does not answer.
 */
function sighting(check: string, { subject, what, observations }: Place): Sighting {
  const all = observations.flatMap((observation) => {
    const unseen = isUnseen(observation);
    return (unseen ? observation.findings.slice(0, 1) : observation.findings).map((finding) => ({
      ...finding,
      code: unseen ? "unseen" : finding.code,
    }));
  });
  const codes = [...new Set(all.map(({ code }) => code))];
  const hidden = observations.some(isUnseen) || codes.some((code) => UNANSWERED.test(code));
  const known = observations.some(({ verdict }) => verdict !== "not-seen");
  const whole = !hidden && observations.every(({ verdict }) => verdict !== "not-seen");
  return {
    subject,
    seen: whole ? "whole" : known ? "part" : "nothing",
    findings: codes.map((code): Finding => {
      const of = all.filter((finding) => finding.code === code);
      return {
        code,
        pages: WARNS_IN_TIME.has(check) || of.some(({ severity }) => severity === "error"),
        what: `${what}: ${of.map(({ message }) => message).join("; ")}`,
        remedy: null,
        runbook: check,
      };
    }),
  };
}

function isUnseen({ details, verdict }: Observation): boolean {
  return details === null && (verdict === "error" || verdict === "warning");
}

/**
 * Is nothing known of a remembered thing, because its check was not done, or saw nothing of the name or of what it is
 * below? What is right has no line of its own in every check, so that a thing that is missing may be right or unseen.
 */
export function isUnknown(subject: string, { sightings, unfinished }: LiveSightings): boolean {
  const [check = "", name = ""] = split(subject);
  return (
    unfinished.includes(check) ||
    sightings.some((other) => {
      const [otherCheck, otherName = ""] = split(other.subject);
      return (
        other.seen !== "whole" &&
        otherCheck === check &&
        (name === otherName || name.endsWith(`.${otherName}`))
      );
    })
  );
}

/** Check and name of a subject. */
function split(subject: string): readonly [check: string, name: string] {
  const slash = subject.indexOf("/");
  return [subject.slice(0, slash), subject.slice(slash + 1).split(" ")[0] ?? ""];
}

import { createHash } from "node:crypto";
import type { Observation } from "../checks/check";
import { UNASKED_CHECKS } from "../checks/checks";
import type { Vantage } from "../checks/vantage";
import type { Declaration } from "../declaration";
import type { Finding, Sighting } from "./sighting";

/** Checks that are not run here: blocklists have a schedule of their own, and the other one connects to port 25 too. */
const OTHERS: ReadonlySet<string> = new Set(["blocklists", "starttls"]);

/** Checks that a schedule runs. */
export const LIVE_CHECKS = UNASKED_CHECKS.filter(({ id }) => !OTHERS.has(id));

/** What the checks saw. */
export interface LiveSightings {
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
      ...(observations ?? []).map((one) => sighting(id, one)),
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

/** What one look saw. Where nothing was seen although something should be, that is the one fault, whatever the cause. */
function sighting(check: string, observation: Observation): Sighting {
  const { name, part = null, port, address, verdict, findings, details } = observation;
  const place = [name, part, port, address].filter((each) => each !== null).join(" ");
  const unseen = details === null && verdict !== "ok";
  return {
    subject: `${check}/${place}`,
    seen: verdict === "not-seen" ? "nothing" : unseen ? "part" : "whole",
    findings: (unseen ? findings.slice(0, 1) : findings).map(
      ({ code, severity, message }): Finding => ({
        code: unseen ? "unseen" : uniqueCode(code, message, findings),
        pages: severity === "error",
        what: `${place}: ${message}`,
        remedy: null,
        runbook: check,
      }),
    ),
  };
}

/** Of several findings with one code, each has its own. */
function uniqueCode(code: string, message: string, findings: Observation["findings"]): string {
  return findings.filter((other) => other.code === code).length === 1
    ? code
    : `${code}-${createHash("sha256").update(message).digest("hex").slice(0, 8)}`;
}

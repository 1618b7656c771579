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

/**
 * What is live, against what is declared.
 *
 * Nothing connects to port 25: AWS blocks it for functions
 * (https://repost.aws/knowledge-center/ec2-port-25-throttle), and it is the relay's alone anyway.
 */
export async function liveSightings(
  declaration: Declaration,
  vantage: Vantage,
): Promise<readonly Sighting[]> {
  const withoutSmtp = { ...declaration, names: declaration.names.map((name) => ({ ...name, mail: false })) };
  const looks = await Promise.all(
    LIVE_CHECKS.map(async ({ id, run }) => ({ id, observations: await run(withoutSmtp, vantage) })),
  );
  return looks.flatMap(({ id, observations }) => observations.map((one) => sighting(id, one)));
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

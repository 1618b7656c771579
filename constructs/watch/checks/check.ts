import type { Declaration } from "../declaration";
import type { FindingCode } from "./finding-codes";
import type { Vantage } from "./vantage";

/** Something that is wrong with what was seen. */
export interface CheckFinding {
  /** What it means, docs/check-findings.md says. */
  readonly code: FindingCode;
  readonly severity: "error" | "warning";
  /** What is wrong and what to do; lower case, no final period. */
  readonly message: string;
}

/** One thing that a check looked at. */
export interface Observation {
  /** The name it is about, as A-labels. */
  readonly name: string;
  /**
   * What of the name it is about, such as the type of its records. With name, port and address it says from one look
   * to the next which observation is of the same thing.
   *
   * @default - the whole
   */
  readonly part?: string;
  /** The port; null where it is not about one. */
  readonly port: number | null;
  /** The address that was connected to; null where there was none. */
  readonly address: string | null;
  /** What was seen, in one line for people. */
  readonly seen: string;
  /** `not-seen` is what the stack itself keeps from being looked at from here. */
  readonly verdict: CheckFinding["severity"] | "ok" | "not-seen";
  readonly findings: readonly CheckFinding[];
  /** Of what is not seen, why that is right, and what is not known of the rest, in lines; null where nothing is to say. */
  readonly note: string | null;
  /** What was seen, for programs; its shape is the check's own. Null where nothing was. */
  readonly details: object | null;
}

/** Something about a live installation that is held against what its stack declares. One to a file. */
export interface Check {
  /** Stable id, kebab-case. */
  readonly id: string;
  /** What it looks at. */
  readonly what: string;
  /**
   * Option of the command without which it is not run.
   *
   * @default - it always is
   */
  readonly option?: "ports";
  /**
   * Looks. What cannot be reached is an observation, never a rejection.
   *
   * @param declaration what the stack declares
   * @param vantage from where, and how patiently
   */
  run(declaration: Declaration, vantage: Vantage): Promise<readonly Observation[]>;
}

/** What the findings come to. */
export function verdictOf(findings: readonly CheckFinding[]): "ok" | CheckFinding["severity"] {
  return findings.some(({ severity }) => severity === "error")
    ? "error"
    : findings.length > 0
      ? "warning"
      : "ok";
}

/** A finding that somebody has to act on. */
export function error(code: FindingCode, message: string): CheckFinding {
  return { code, severity: "error", message };
}

/** A finding that somebody should look at. */
export function warning(code: FindingCode, message: string): CheckFinding {
  return { code, severity: "warning", message };
}

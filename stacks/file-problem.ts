import type { ErrorCode } from "../constructs/core/error-codes";

/** One thing that is wrong in a file, at its place. */
export interface FileProblem {
  /** Stable code, listed in docs/errors.md. */
  readonly code: ErrorCode;
  /** The file, relative to the working directory where it lies below it. */
  readonly file: string;
  /** Line, from 1. */
  readonly line: number;
  /** Column, from 1. */
  readonly column: number;
  /** What was given, what is allowed, how to fix it; lower case, no final period. */
  readonly message: string;
  /**
   * The place as keys from the top, such as `relay.smartHost.host`.
   *
   * @default - the problem is about the file as a whole
   */
  readonly property?: string;
}

/** Thrown with all problems of all files; nothing has been written when it is. */
export class ClientFilesError extends Error {
  /** By file, then by place. */
  readonly problems: readonly FileProblem[];

  constructor(problems: readonly FileProblem[]) {
    const ordered = [...problems].sort(
      (a, b) => compare(a.file, b.file) || a.line - b.line || a.column - b.column || compare(a.code, b.code),
    );
    super(ordered.map(formatProblem).join("\n"));
    this.name = "ClientFilesError";
    this.problems = ordered;
  }
}

/** A problem as one line: `clients/clinic.yaml:4:3: UnknownKey: …`, which editors and terminals can jump to. */
export function formatProblem(problem: FileProblem): string {
  return `${problem.file}:${problem.line}:${problem.column}: ${problem.code}: ${problem.message}`;
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

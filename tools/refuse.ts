import pc from "picocolors";
import { EXIT } from "./exit-status";

/** What was thrown, for people. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** Ends a subcommand whose input cannot be used: the reason in red, and the exit status. */
export function refuse(error: unknown): void {
  console.error(pc.red(messageOf(error)));
  process.exitCode = EXIT.badInput;
}

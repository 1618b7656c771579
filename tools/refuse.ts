import pc from "picocolors";
import { messageOf } from "../constructs/core/thrown";
import { EXIT } from "./exit-status";

/** Ends a subcommand whose input cannot be used: the reason in red, and the exit status. */
export function refuse(error: unknown): void {
  console.error(pc.red(messageOf(error)));
  process.exitCode = EXIT.badInput;
}

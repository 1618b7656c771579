import type { ExchangeFacts } from "./exchange-facts";

/** One thing the runbook does: the same step stands in the script, in its rollback and in the readable runbook. */
export interface RunbookStep {
  /** For people; ASCII. */
  readonly title: string;
  /** Why it is done; ASCII. */
  readonly why: string;
  /** Pages that document the cmdlets and the behaviour relied on. */
  readonly sources: readonly string[];
  /**
   * PowerShell that does it. It is the same for every client: what differs comes from the table `$Client`.
   * Changing cmdlets carry `@Changing`, reading ones `@Reading`.
   */
  readonly install: string;
  /** PowerShell that restores what was recorded; undefined where nothing was changed. */
  readonly rollback: string | undefined;
  /** What is done for this client, for people. */
  readonly does: (facts: ExchangeFacts) => readonly string[];
  /** What to look at afterwards. */
  readonly check: string;
  /** How to go back, and what does not go back. */
  readonly goBack: string;
}

/** Reference pages of Exchange's cmdlets. */
export function cmdletPages(...cmdlets: readonly string[]): readonly string[] {
  return cmdlets.map(
    (cmdlet) => `https://learn.microsoft.com/powershell/module/exchangepowershell/${cmdlet.toLowerCase()}`,
  );
}

import { synthesizeClient } from "../../../stacks/synthesize";
import { type ExchangeFacts, exchangeFacts } from "../../../tools/runbook/exchange-facts";
import { literal } from "../../../tools/runbook/powershell";
import { values } from "../../../tools/runbook/script";
import { CLIENTS, type Tree } from "../../clinic";

/** A day on which the samples' exceptions hold. */
export const TODAY = "2026-11-24";

/** A sample client's Terraform JSON. */
export function sampleJson(client: string): Tree {
  return synthesizeClient(CLIENTS, client) as Tree;
}

/** What Exchange is told for a sample client. */
export function sampleFacts(client: string): ExchangeFacts {
  return exchangeFacts(client, sampleJson(client), TODAY);
}

/** The part of a script that stands in every client's: without comments in the header, and without the table. */
export function codeOf(script: string, facts: ExchangeFacts): string {
  const table = `$Client = ${literal(values(facts))}`;
  const [before, after, ...more] = script.split(table);
  if (before === undefined || after === undefined || more.length > 0) {
    throw new Error("the script does not hold the client's table exactly once");
  }
  return `${before.replace(/^(#.*\n)+/, "")}${after}`;
}

import { synthesizeClient } from "../../../stacks/synthesize";
import { type ExchangeFacts, exchangeFacts } from "../../../tools/runbook/exchange-facts";
import { literal } from "../../../tools/runbook/powershell";
import { values } from "../../../tools/runbook/script";
import { CLIENTS, TODAY, type Tree } from "../../clinic";
import { clientsFolder, MAIL_MANAGER_CLIENT } from "../../stacks/client-files";

/** A client whose relay signs in; the other samples' relays do not. */
export const SIGNED_IN = "office";

/** Terraform JSON of a sample client, or of {@link SIGNED_IN}. */
export function sampleJson(client: string): Tree {
  const folder = client === SIGNED_IN ? clientsFolder({ "office.yaml": MAIL_MANAGER_CLIENT }) : CLIENTS;
  return synthesizeClient(folder, client) as Tree;
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

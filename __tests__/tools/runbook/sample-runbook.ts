import { synthesizeClient } from "../../../stacks/synthesize";
import { type ExchangeFacts, exchangeFacts } from "../../../tools/runbook/exchange-facts";
import { literal } from "../../../tools/runbook/powershell";
import { values } from "../../../tools/runbook/script";
import { sampleJson as goldenJson, TODAY, type Tree } from "../../clinic";
import { clientsFolder, MAIL_MANAGER_CLIENT, ON_SERVER_CLIENT } from "../../stacks/client-files";

/** A client whose relay signs in; the other samples' relays do not. */
export const SIGNED_IN = "office";

/** A client whose server is in an office and orders its certificate itself. */
export const ORDERING = "branch";

const BRANCH = ON_SERVER_CLIENT.replace("id: office", "id: branch").replace(
  "edge:\n",
  "edge:\n  onPremises: { servers: [192.168.10.5], publicAddress: 8.8.4.4, networks: [192.168.10.0/24] }\n",
);

const FILES: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  [SIGNED_IN]: { "office.yaml": MAIL_MANAGER_CLIENT },
  [ORDERING]: { "branch.yaml": BRANCH },
};

const synthesized = new Map<string, string>();

/** Terraform JSON of a sample client, of {@link SIGNED_IN} or of {@link ORDERING}; a new copy for each caller. */
export function sampleJson(client: string): Tree {
  const files = FILES[client];
  if (files === undefined) {
    return goldenJson(client as "clinic" | "notary" | "law-firm");
  }
  const text = synthesized.get(client) ?? JSON.stringify(synthesizeClient(clientsFolder(files), client));
  synthesized.set(client, text);
  return JSON.parse(text) as Tree;
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

import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { synthesizeClient } from "../../stacks/synthesize";
import { reviewPage } from "./page";
import { reviewPairs } from "./review";

/** The client that the example is about. */
const CLIENT = "clinic";

/** Day on which the example is written, so that it stays the same. */
export const EXAMPLE_DAY = "2026-11-24";

/** What a change puts in the place of the client's relay. */
const OTHER_RELAY = `relay:
  vendor: custom
  name: Example Filter
  mx: [{ host: mx1.filter.example, preference: 10 }, { host: mx2.filter.example, preference: 20 }]
  deliversFrom: [192.88.99.0/25]
  spf: include:spf.filter.example
  smartHost: { host: out.filter.example, credentials: ssm:/clinic/smart-host }
  continuity: { queueDays: 7, webmail: read, activation: The archive is always open. }

`;

/**
 * The page that shows a whole review, of a sample client that moves to another relay.
 *
 * @param clientsDirectory folder of the sample clients
 */
export function examplePage(clientsDirectory: string): string {
  const folder = mkdtempSync(join(tmpdir(), "example-"));
  try {
    writeFileSync(join(folder, "fleet.yaml"), readFileSync(join(clientsDirectory, "fleet.yaml")));
    const client = readFileSync(join(clientsDirectory, `${CLIENT}.yaml`), "utf8");
    writeFileSync(join(folder, `${CLIENT}.yaml`), client.replace(/^relay:\n(?: .*\n|\n)+/m, OTHER_RELAY));
    const [base, head] = [clientsDirectory, folder].map((clients) => synthesizeClient(clients, CLIENT));
    return [
      "# A review, as it looks",
      "",
      `The sample client \`${CLIENT}\` moves to another relay: in its file, the section \`relay\` becomes`,
      "",
      "```yaml",
      OTHER_RELAY.trimEnd(),
      "```",
      "",
      reviewPage(reviewPairs([{ name: CLIENT, base, head }], EXAMPLE_DAY)).trimEnd(),
      "",
    ].join("\n");
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

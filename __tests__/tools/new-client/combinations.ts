import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { loadClientFiles } from "../../../stacks/client";
import { ClientFilesError } from "../../../stacks/file-problem";
import {
  type Answers,
  DNS_HOSTS,
  EDGE_KINDS,
  issuersFor,
  NO_ACCOUNT,
  needsAws,
} from "../../../tools/new-client/answers";
import { clientFileText, fleetFileText } from "../../../tools/new-client/file-text";
import { OFFICE_REQUEST } from "../../certificate-requests";

const SCHEMA = "../schemas/client.schema.json";
const DAY = "2026-11-24";

/** Every set of answers with one of the relays. */
export function combinations(relays: readonly string[]): readonly Answers[] {
  return relays.flatMap((relay) =>
    EDGE_KINDS.flatMap((edge) =>
      DNS_HOSTS.flatMap((dns) =>
        issuersFor(edge).map((issuer): Answers => {
          const choice = { edge, dns, relay, issuer };
          return {
            ...choice,
            id: "office",
            name: "Boulangerie « L'Épi »: pain & cie",
            domain: "office.example",
            hostName: "mail.office.example",
            zoneId: undefined,
            request: issuer === "lets-encrypt" ? OFFICE_REQUEST : undefined,
            aws: needsAws(choice) ? { account: NO_ACCOUNT, region: "eu-west-3" } : undefined,
          };
        }),
      ),
    ),
  );
}

/** What the checks say of files made from answers, one line for each problem. */
export function problemsWith(all: readonly Answers[]): readonly string[] {
  const folder = mkdtempSync(join(tmpdir(), "new-client-"));
  try {
    writeFileSync(join(folder, "fleet.yaml"), fleetFileText("../schemas/fleet.schema.json"));
    return all.flatMap((answers) => {
      const text = clientFileText(answers, DAY, SCHEMA);
      const { edge, dns, relay, issuer } = answers;
      writeFileSync(join(folder, "office.yaml"), text);
      try {
        loadClientFiles(folder);
        return text.startsWith(`# yaml-language-server: $schema=${SCHEMA}\n`) ? [] : ["no schema line"];
      } catch (error) {
        if (!(error instanceof ClientFilesError)) {
          throw error;
        }
        return error.problems.map(
          ({ property, code, message }) =>
            `${edge} ${dns} ${relay} ${issuer}: ${property}: ${code}: ${message}`,
        );
      }
    });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

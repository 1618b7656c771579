import { mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

const SAMPLE = resolve(__dirname, "..", "..", "clients");

/** The sample clients, each of another kind; generated clients take turns. */
export const KINDS = ["clinic", "notary", "law-firm"] as const;

/** Id of a generated client. */
export function clientId(index: number): string {
  return `c${index}-${KINDS[index % KINDS.length]}`;
}

/** A folder with so many client files, each with names, domains and an account of its own. */
export function generatedClients(count: number): string {
  const folder = mkdtempSync(join(tmpdir(), "clients-"));
  writeFileSync(join(folder, "fleet.yaml"), readFileSync(join(SAMPLE, "fleet.yaml")));
  const texts = KINDS.map((kind) => readFileSync(join(SAMPLE, `${kind}.yaml`), "utf8"));
  for (let index = 0; index < count; index += 1) {
    const kind = KINDS[index % KINDS.length] as string;
    const text = (texts[index % KINDS.length] as string)
      .replaceAll(kind, clientId(index))
      .replaceAll("notaries.example", `notaries-${index}.example`)
      .replaceAll("étude-notariale", `étude-notariale-${index}`)
      .replace(/account: "\d+"/, `account: "${200_000_000_000 + index}"`);
    writeFileSync(join(folder, `${clientId(index)}.yaml`), text);
  }
  return folder;
}

/** Gives one client another network. */
export function changeOne(folder: string): void {
  const file = join(folder, `${clientId(0)}.yaml`);
  writeFileSync(file, readFileSync(file, "utf8").replace("cidr: 10.20.0.0/24", "cidr: 10.21.0.0/24"));
}

import fc from "fast-check";
import { type ExchangeFacts, exchangeFacts } from "../../../tools/runbook/exchange-facts";
import { runbookMarkdown } from "../../../tools/runbook/markdown";
import { installScript, rollbackScript, values } from "../../../tools/runbook/script";
import { STEPS } from "../../../tools/runbook/steps";
import type { Tree } from "../../clinic";
import { expectGolden } from "../../golden-file";
import { codeOf, sampleFacts, sampleJson, TODAY } from "./sample-runbook";

const SAMPLES = ["clinic", "notary"] as const;

/** Every text and number of a tree. */
function scalars(tree: unknown): readonly (string | number)[] {
  if (typeof tree === "string" || typeof tree === "number") {
    return [tree];
  }
  return typeof tree === "object" && tree !== null ? Object.values(tree).flatMap(scalars) : [];
}

const ADDRESS =
  /\b\d{1,3}(?:\.\d{1,3}){3}(?:\/\d{1,2})?|\b[0-9a-f]{1,4}(?::[0-9a-f]{0,4}){2,}(?:\/\d{1,3})?/gi;
const HOST = /\b(?:[a-z0-9_](?:[a-z0-9-]*[a-z0-9])?\.)+(?:example|com|net|org|fr|io|eu)\b/g;
/** Where the pages are that the comments point to. */
const PAGES = /https:\/\/(?:learn\.microsoft|docs\.aws\.amazon)\.com\/\S*/g;

function namesAndAddresses(text: string): readonly string[] {
  const own = text.replace(PAGES, "");
  return [...(own.match(ADDRESS) ?? []), ...(own.match(HOST) ?? [])];
}

describe.each(SAMPLES)("the runbook of the %s", (client) => {
  const facts = sampleFacts(client);
  const install = installScript(facts);
  const rollback = rollbackScript(facts);
  const page = runbookMarkdown(facts);
  const json = sampleJson(client);
  const held = new Set(scalars(json));

  test("is the one a reviewer has read", () => {
    expectGolden(`${client}.runbook.ps1`, install);
    expectGolden(`${client}.rollback.ps1`, rollback);
    expectGolden(`${client}.runbook.md`, page);
  });

  test("is the same each time it is written", () => {
    expect(installScript(sampleFacts(client))).toBe(install);
    expect(rollbackScript(sampleFacts(client))).toBe(rollback);
    expect(runbookMarkdown(sampleFacts(client))).toBe(page);
  });

  test("tells Exchange no value that the Terraform JSON does not hold", () => {
    const told = scalars(values(facts));

    expect(told.length).toBeGreaterThan(9);
    expect(told.filter((value) => !held.has(value))).toEqual([]);
  });

  test.each([
    ["script", install],
    ["rollback", rollback],
    ["page", page],
  ])("names no host and no address in its %s that the JSON does not hold", (_, text) => {
    expect(namesAndAddresses(text).filter((found) => !held.has(found))).toEqual([]);
  });

  test("names no port but those of the JSON", () => {
    const ports = [
      ...`${install}${rollback}${page}`.matchAll(/\bport[^\w\n{]{1,12}(\d+)|:(\d{2,5})\b/gi),
    ].map(([, spelled, suffix]) => Number(spelled ?? suffix));

    expect(ports).toEqual(expect.arrayContaining([facts.smtpPort, facts.smartHost.port]));
    expect(ports.filter((port) => !held.has(port))).toEqual([]);
  });

  test.each([
    ["script", install],
    ["rollback", rollback],
  ])("is a %s in ASCII with ends of lines that version control compares", (_, text) => {
    expect(text).toMatch(/^[\x20-\x7e\n]*\n$/);
  });
});

describe("the code of the script", () => {
  const clinic = sampleFacts("clinic");
  const code = codeOf(installScript(clinic), clinic);

  test("is the same for every client: what differs stands in the table", () => {
    const notary = sampleFacts("notary");

    expect(codeOf(installScript(notary), notary)).toBe(code);
    expect(namesAndAddresses(code)).toEqual([]);
  });

  test("stays the same whatever the client's values are", () => {
    const text = fc.string({ unit: fc.constantFrom("'", '"', "$", "(", ")", "`", ";", "#", "\\", "a", " ") });
    const facts: fc.Arbitrary<ExchangeFacts> = fc.record({
      client: text,
      mailHost: text,
      certificateNames: fc.array(text),
      mailDomains: fc.array(text, { minLength: 1 }),
      smtpPort: fc.nat(),
      relayNetworks: fc.array(text, { minLength: 1 }),
      smartHost: fc.record({ host: text, port: fc.nat(), credentials: text }),
      region: text,
    });

    fc.assert(
      fc.property(facts, (given) => {
        expect(codeOf(installScript(given), given)).toBe(code);
      }),
      { numRuns: 50 },
    );
  });

  const lines = [...STEPS.flatMap(({ install, rollback = "" }) => `${install}\n${rollback}`.split("\n"))];
  const own = new Set(
    [...lines.join("\n").matchAll(/^function ([\w-]+)/gm)].map(([, name]) => name as string),
  );
  const calls = (verbs: string): readonly (readonly [string, string])[] =>
    lines
      .filter((line) => !line.includes("Write-Host"))
      .flatMap((line) =>
        [...line.matchAll(new RegExp(`(?<![\\w'-])((?:${verbs})-\\w+)(?=[\\s)])`, "g"))].map(
          ([, name]) => [name as string, line] as const,
        ),
      )
      .filter(([name]) => !own.has(name));

  test("hands -WhatIf, -Confirm and -ErrorAction to every cmdlet that changes something", () => {
    const changing = calls("New|Set|Enable|Disable|Add|Remove").filter(([name]) => name !== "New-Object");

    expect(new Set(changing.map(([name]) => name)).size).toBeGreaterThan(15);
    expect(changing.filter(([, line]) => !line.includes("@Changing"))).toEqual([]);
  });

  test("stops at the first error of a cmdlet of Exchange that reads", () => {
    const reading = calls("Get").filter(
      ([name, line]) =>
        !/^Get-(Command|Credential|Before|ValueOrNull)$/.test(name) && !/-ErrorAction/.test(line),
    );

    expect(new Set(reading.map(([name]) => name)).size).toBeGreaterThan(12);
    expect(reading.filter(([, line]) => !line.includes("@Reading"))).toEqual([]);
  });

  test("records the former value before each change, and restores each kind it records", () => {
    const recorded = [...lines.join("\n").matchAll(/Save-Before -Kind '(\w+)'/g)].map(([, kind]) => kind);
    const restored = [...lines.join("\n").matchAll(/Get-Before -Kind '(\w+)'/g)].map(([, kind]) => kind);

    expect(new Set(recorded).size).toBeGreaterThan(12);
    expect([...new Set(recorded)].sort()).toEqual([...restored].sort());
    for (const { install } of STEPS) {
      const first = install.search(/^ *(New|Set|Enable|Add)-\w+ .*@Changing/m);
      expect(first === -1 || install.slice(0, first).includes("Save-Before")).toBe(true);
    }
  });

  test("leaves size limits and Extended Protection alone", () => {
    expect(code).not.toContain("MaxMessageSize");
    expect(code).not.toMatch(/Set-WebConfiguration|ExtendedProtectionTokenChecking/);
  });

  test("writes no secret anywhere", () => {
    expect(code.match(/\$secret\b[^\n]*/g)).toEqual(["$secret = Get-StoredSecret", "$secret) {", "$secret"]);
  });

  test("opens the new way before it closes the old one, in both directions", () => {
    const place = (step: string): number => code.indexOf(step);

    expect(place("New-ReceiveConnector")).toBeLessThan(place("'AnonymousConnector'"));
    expect(place("New-SendConnector")).toBeLessThan(place("'OtherSendConnector'"));

    const back = rollbackScript(clinic);
    expect(back.indexOf("'OtherSendConnector'")).toBeLessThan(back.indexOf("Remove-SendConnector"));
    expect(back.indexOf("'AnonymousConnector'")).toBeLessThan(back.indexOf("Remove-ReceiveConnector"));
  });
});

describe("a change of the Terraform JSON", () => {
  test("changes what Exchange is told", () => {
    const json = sampleJson("clinic") as Tree & { output: { smart_host: { value: { host: unknown } } } };
    json.output.smart_host.value.host = "smtp.other.example";

    const facts = exchangeFacts("clinic", json, TODAY);

    expect(installScript(facts)).toContain("SmartHost            = 'smtp.other.example'");
  });
});

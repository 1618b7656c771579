import fc from "fast-check";
import { type ExchangeFacts, exchangeFacts } from "../../../tools/runbook/exchange-facts";
import { runbookMarkdown } from "../../../tools/runbook/markdown";
import { installScript, rollbackScript, values } from "../../../tools/runbook/script";
import { stepsFor } from "../../../tools/runbook/steps";
import { TODAY, type Tree } from "../../clinic";
import { expectGolden } from "../../golden-file";
import { scalars } from "./held-values";
import { codeOf, ORDERING, SIGNED_IN, sampleFacts, sampleJson } from "./sample-runbook";

const SAMPLES = ["clinic", "notary", SIGNED_IN, ORDERING] as const;

const ADDRESS =
  /\b\d{1,3}(?:\.\d{1,3}){3}(?:\/\d{1,2})?|\b[0-9a-f]{1,4}(?::[0-9a-f]{0,4}){2,}(?:\/\d{1,3})?/gi;
const HOST = /\b(?:[a-z0-9_](?:[a-z0-9-]*[a-z0-9])?\.)+(?:example|com|net|org|fr|io|eu)\b/g;
/** Where the pages are that the comments point to. */
const PAGES =
  /https:\/\/(?:(?:learn\.microsoft|docs\.aws\.amazon|helpcenter\.veeam)\.com|docslib\.org|poshac\.me|letsencrypt\.org)\/\S*/g;

function namesAndAddresses(text: string): readonly string[] {
  const own = text.replace(PAGES, "");
  return [...(own.match(ADDRESS) ?? []), ...(own.match(HOST) ?? [])];
}

/** Values that stay. */
const constant = <Values extends object>(values: Values) =>
  Object.fromEntries(Object.entries(values).map(([key, value]) => [key, fc.constant(value)])) as {
    [Key in keyof Values]: fc.Arbitrary<Values[Key]>;
  };

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

test("clients whose relay does not sign in have the same code: what differs stands in the table", () => {
  const [clinic, notary] = [sampleFacts("clinic"), sampleFacts("notary")];

  expect(codeOf(installScript(notary), notary)).toBe(codeOf(installScript(clinic), clinic));
});

test("a stack that delivers its certificate has it installed by hand only for the first time", () => {
  const [clinic, notary] = [sampleFacts("clinic"), sampleFacts("notary")];

  expect(installScript(clinic)).toContain("InstallCertificate   = 'aws ssm send-command --region eu-west-3 ");
  expect(runbookMarkdown(clinic)).toContain("aws ssm send-command");
  expect(values(notary)).not.toHaveProperty("InstallCertificate");
  expect(runbookMarkdown(notary)).not.toContain("Certificate delivery");
});

describe.each(["clinic", SIGNED_IN])("the code of the script of the %s", (client) => {
  const sample = sampleFacts(client);
  const code = codeOf(installScript(sample), sample);
  const steps = stepsFor(sample);

  test("names no host and no address", () => {
    expect(namesAndAddresses(code)).toEqual([]);
  });

  test("stays the same whatever the client's values are", () => {
    const text = fc.string({ unit: fc.constantFrom("'", '"', "$", "(", ")", "`", ";", "#", "\\", "a", " ") });
    const facts: fc.Arbitrary<ExchangeFacts> = fc.record({
      client: text,
      mailHost: text,
      certificateNames: fc.array(text),
      ...(sample.installCertificate === undefined ? {} : { installCertificate: text }),
      mailDomains: fc.array(text, { minLength: 1 }),
      smtpPort: fc.nat(),
      relayNetworks: fc.array(text, { minLength: 1 }),
      connectionsFrom: fc.array(text, { minLength: 1 }),
      ...(sample.relayCredentials === undefined ? {} : { relayCredentials: text }),
      smartHost: fc.record({ host: text, port: fc.nat(), credentials: text }),
      region: text,
      ...(sample.backup === undefined
        ? {}
        : { backup: fc.record({ ...constant(sample.backup), product: text, everyHours: fc.nat() }) }),
    });

    fc.assert(
      fc.property(facts, (given) => {
        expect(codeOf(installScript(given), given)).toBe(code);
      }),
      { numRuns: 50 },
    );
  });

  const lines = [...steps.flatMap(({ install, rollback = "" }) => `${install}\n${rollback}`.split("\n"))];
  const own = new Set([...code.matchAll(/^function ([\w-]+)/gm)].map(([, name]) => name as string));
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
    for (const { install } of steps) {
      const first = install.search(/^ *(New|Set|Enable|Add)-\w+ .*@Changing/m);
      expect(first === -1 || install.slice(0, first).includes("Save-Before")).toBe(true);
    }
  });

  test("leaves size limits and Extended Protection alone", () => {
    expect(code).not.toContain("MaxMessageSize");
    expect(code).not.toMatch(/Set-WebConfiguration|ExtendedProtectionTokenChecking/);
  });

  test("writes no secret anywhere", () => {
    expect(code.match(/\$secret\b[^\n]*/g)).toEqual([
      "$secret = Get-StoredSecret -Reference $Reference",
      "$secret) {",
      "$secret",
    ]);
    expect(code.match(/\.password\b[^\n]*/gi)).toEqual([".password -AsPlainText -Force"]);
    expect(code).not.toContain("GetNetworkCredential");
  });

  test("opens the new way before it closes the old one, in both directions", () => {
    const place = (step: string): number => code.indexOf(step);

    expect(place("New-ReceiveConnector")).toBeLessThan(place("'AnonymousConnector'"));
    expect(place("New-SendConnector")).toBeLessThan(place("'OtherSendConnector'"));

    const back = rollbackScript(sample);
    expect(back.indexOf("'OtherSendConnector'")).toBeLessThan(back.indexOf("Remove-SendConnector"));
    expect(back.indexOf("'AnonymousConnector'")).toBeLessThan(back.indexOf("Remove-ReceiveConnector"));
  });
});

describe("the connector of a relay that signs in", () => {
  const facts = sampleFacts(SIGNED_IN);
  const install = installScript(facts);
  const rollback = rollbackScript(facts);
  const table = install.slice(install.indexOf("$receiving = "), install.indexOf("$identity = "));
  const place = (text: string): number => {
    expect(install).toContain(text);
    return install.indexOf(text);
  };

  test("lets nobody in without signing in over TLS", () => {
    expect(table).toContain("PermissionGroups = 'None'");
    expect(table).toContain("AuthMechanism = 'Tls, BasicAuth, BasicAuthRequireTLS'");
    expect(install).not.toMatch(/PermissionGroups = '[^']*(Anonymous|ExchangeUsers)/);
  });

  test("gives the one account what anonymous senders may elsewhere, and denies it the way to any recipient", () => {
    expect(install).toContain(
      "$givenRights = @('ms-Exch-SMTP-Submit', 'ms-Exch-SMTP-Accept-Any-Sender', 'ms-Exch-SMTP-Accept-Authoritative-Domain-Sender', 'ms-Exch-Accept-Headers-Routing')",
    );
    expect(install).toContain("$relayRight = 'ms-Exch-SMTP-Accept-Any-Recipient'");
    expect(install).toContain("$deniedRights = @($relayRight, 'ms-Exch-Bypass-Anti-Spam')");
    expect(place("-Deny -ExtendedRights $toDeny @Changing")).toBeLessThan(
      place("-ExtendedRights $toGive @Changing"),
    );
    expect(install.match(/Add-ADPermission [^\n]*/g)).toHaveLength(2);
  });

  test("has connectors behind it on which the account is given and denied the same", () => {
    const behind = install.slice(
      install.lastIndexOf("foreach ($connector in Get-ReceiveConnector", place("--- 4.")),
    );

    expect(behind).toMatch(/'HubTransport' -and [^\n]* -match 'ExchangeUsers'\) \{\n +Set-AccountRight/);
  });

  test("is not touched before the account is known to exist", () => {
    expect(place("@(Get-User -Identity $relayUser")).toBeLessThan(place("New-ReceiveConnector -Name"));
    expect(place("accounts here; the relay signs in with exactly one")).toBeLessThan(
      place("New-ReceiveConnector -Name"),
    );
    expect(install).not.toMatch(/^\s*(New-ADUser|New-Mailbox|Enable-ADAccount)/m);
  });

  test("is given back with the rights that were given, and only with those", () => {
    expect(rollback).toContain("-Deny -ExtendedRights $surplus @Changing");
    expect(rollback).toContain("$before.Values.Lacked | Where-Object { $rights -contains $_ }");
    expect(rollback).not.toContain("Add-ADPermission");
    expect(rollback.indexOf("'AccountRight'")).toBeLessThan(rollback.indexOf("Remove-ReceiveConnector"));
  });

  test("asks for no account where nobody signs in", () => {
    const anonymous = installScript(sampleFacts("clinic"));

    expect(anonymous).not.toMatch(/Get-User|RelayUserName|RelayCredentials|BasicAuth, /);
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

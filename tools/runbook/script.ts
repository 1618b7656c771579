import type { ExchangeFacts } from "./exchange-facts";
import { comment, literal, type PowerShellValue, wrapped } from "./powershell";
import { PRELUDE, RECORDED, RECORDING, SECRETS } from "./prelude";
import type { RunbookStep } from "./step";
import { stepsFor } from "./steps";
import { issuedValues } from "./steps/issued-certificate";
import { orderValues } from "./steps/order-certificate";

/** Widest line of comment. */
const WIDTH = 112;

/** A parameter of the scripts for relays that sign in. */
const RELAY_USER_NAME = `,
    # Account that the relay signs in with, when its name is not to be read from where it is kept.
    [string] $RelayUserName`;

/**
 * The script that sets Exchange up for a client. Only its header and the table `$Client` differ between clients
 * whose relay signs in, and between those whose relay does not.
 *
 * ASCII, so that Windows PowerShell 5.1 needs no byte order mark; lines end in LF, which both PowerShells read
 * and version control compares.
 */
export function installScript(facts: ExchangeFacts): string {
  return script([
    installHeader(facts),
    "#Requires -Version 5.1\n#Requires -RunAsAdministrator",
    parameters(`,
    # Credentials for the smart host, when they are not to be read from where they are kept.
    [System.Management.Automation.PSCredential] $SmartHostCredential${facts.relayCredentials === undefined ? "" : RELAY_USER_NAME}`),
    `$Client = ${literal(values(facts))}`,
    PRELUDE,
    RECORDING,
    SECRETS,
    ...stepsFor(facts).map((step, index) => section(step, index + 1, step.install)),
    `
Write-Host ''
Write-Host ('What was there before is recorded in {0}; keep it for the rollback.' -f $RecordFile)
Stop-Transcript | Out-Null
`.trim(),
  ]);
}

/** The script that restores what the installing one recorded, last change first. */
export function rollbackScript(facts: ExchangeFacts): string {
  const changed = stepsFor(facts).flatMap((step, index) =>
    step.rollback === undefined ? [] : [{ step, number: index + 1, code: step.rollback }],
  );
  return script([
    rollbackHeader(facts),
    "#Requires -Version 5.1\n#Requires -RunAsAdministrator",
    parameters(""),
    `$Client = ${literal({ Id: facts.client })}`,
    PRELUDE,
    RECORDED,
    ...changed.reverse().map(({ step, number, code }) => section(step, number, code)),
    `
# A next installation records anew.
if (-not $WhatIfPreference) {
    Move-Item -LiteralPath $RecordFile -Destination ('{0}.restored' -f $RecordFile) -Force @Writing
}
Stop-Transcript | Out-Null
`.trim(),
  ]);
}

/** What differs between clients, by the names the script uses. */
export function values(facts: ExchangeFacts): { readonly [key: string]: PowerShellValue } {
  return {
    Id: facts.client,
    MailHost: facts.mailHost,
    CertificateNames: facts.certificateNames,
    ...(facts.installCertificate === undefined ? {} : { InstallCertificate: facts.installCertificate }),
    ...issuedValues(facts),
    ...orderValues(facts),
    MailDomains: facts.mailDomains,
    SmtpPort: facts.smtpPort,
    RelayNetworks: facts.relayNetworks,
    ConnectionsFrom: facts.connectionsFrom,
    ...(facts.relayCredentials === undefined ? {} : { RelayCredentials: facts.relayCredentials }),
    SmartHost: facts.smartHost.host,
    SmartHostPort: facts.smartHost.port,
    SmartHostCredentials: facts.smartHost.credentials,
    Region: facts.region,
    ...(facts.backup === undefined
      ? {}
      : { BackupProduct: facts.backup.product, BackupEveryHours: facts.backup.everyHours }),
  };
}

function parameters(more: string): string {
  return `
[CmdletBinding(SupportsShouldProcess)]
param(
    # Name of the Exchange server; the script runs on it.
    [ValidateNotNullOrEmpty()]
    [string] $Server = $env:COMPUTERNAME,
    # Where the record of former values and the log are written.
    [ValidateNotNullOrEmpty()]
    [string] $RecordFolder = $PSScriptRoot${more}
)
`.trim();
}

function installHeader(facts: ExchangeFacts): string {
  const { client, relayNetworks, relayCredentials, smartHost, mailHost, smtpPort } = facts;
  return comment(
    `Exchange of the client ${client}: behind the relay, both ways.`,
    "",
    "Written by: protected-exchange runbook. Do not edit; change the client file and write it again.",
    `Every value comes from the Terraform JSON of the stack ${client}:`,
    `  mail host          ${mailHost} (address record of the output server_addresses)`,
    ...named("  certificate names  ", facts.certificateNames, "the certificate of the mail host"),
    ...named("  mail domains       ", facts.mailDomains, "MX records"),
    ...named("  relay networks     ", relayNetworks, `who reaches the server on ${smtpPort}`),
    ...named("  connections from   ", facts.connectionsFrom, "who the server sees on it"),
    ...(relayCredentials === undefined
      ? []
      : named("  relay signs in     ", [relayCredentials], "output relay")),
    `  smart host         ${smartHost.host}:${smartHost.port}, ${smartHost.credentials} (output smart_host)`,
    `  region             ${facts.region} (provider aws)`,
    "",
    "What it changes, in this order; running it again changes nothing more:",
    ...stepsFor(facts).map(({ title }, index) => `  ${index + 1}. ${title}`),
    "",
    "How to run it, in the Exchange Management Shell, as administrator, on the server:",
    `  .\\${client}.runbook.ps1 -WhatIf     shows every change and makes none`,
    `  .\\${client}.runbook.ps1             makes them, and records what was there before`,
    "The way back is the script of: protected-exchange runbook --part rollback",
  );
}

function rollbackHeader({ client }: ExchangeFacts): string {
  return comment(
    `Exchange of the client ${client}: back to what was there before the runbook.`,
    "",
    "Written by: protected-exchange runbook --part rollback. It restores what the runbook recorded, last change",
    "first; give -Server and -RecordFolder as they were then. Two things do not come back: a right that made a",
    "connector an open relay, and passwords, which the script asks for.",
    "",
    `  .\\${client}.rollback.ps1 -WhatIf     shows every change and makes none`,
    `  .\\${client}.rollback.ps1             makes them`,
  );
}

function named(label: string, items: readonly string[], origin: string): readonly string[] {
  return wrapped(`${items.join(", ")} (${origin})`, WIDTH - label.length).map(
    (line, index) => `${index === 0 ? label : " ".repeat(label.length)}${line}`,
  );
}

function section({ title, why, sources }: RunbookStep, number: number, code: string): string {
  const heading = `${number}. ${title}`;
  return [
    comment(`--- ${heading} ${"-".repeat(Math.max(3, WIDTH - heading.length - 7))}`),
    comment(...wrapped(why, WIDTH - 2), ...sources),
    `Write-Step -Title ${literal(heading)}`,
    code,
  ].join("\n");
}

function script(parts: readonly string[]): string {
  return `${parts.join("\n\n")}\n`;
}

import { codeList } from "../markdown";
import { backupPage } from "./backup/page";
import type { CertificateOrder, ExchangeFacts } from "./exchange-facts";
import { externalEdgeRules } from "./external-edge";
import { stepsFor } from "./steps";
import { issuedCertificateCommand } from "./steps/issued-certificate";
import { ACME_CLIENT } from "./steps/order-code";

/** The runbook for people: what each step does for this client, why, what to look at and how to go back. */
export function runbookMarkdown(facts: ExchangeFacts): string {
  const { client, smartHost, relayCredentials, installCertificate, issuedCertificate, order, externalEdge } =
    facts;
  return [
    `# Exchange of ${client}: behind the relay`,
    "",
    "Every value below is one that the client's Terraform JSON holds.",
    "",
    "| what | value | from |",
    "|---|---|---|",
    row("mail host", [facts.mailHost], "address record of the output `server_addresses`"),
    row("certificate names", facts.certificateNames, "the certificate of the mail host"),
    ...(order === undefined
      ? []
      : [row("challenges answered at", [order.challengeName], "output `certificate_order`")]),
    row("mail domains", facts.mailDomains, "MX records"),
    row(
      "relay networks",
      facts.relayNetworks,
      externalEdge === undefined
        ? `who reaches the server on ${facts.smtpPort}`
        : `whom the edge is asked to let in on ${facts.smtpPort}; output \`external_edge\``,
    ),
    row("connections from", facts.connectionsFrom, "who the server sees on it"),
    ...(relayCredentials === undefined ? [] : [row("relay signs in", [relayCredentials], "output `relay`")]),
    row("smart host", [`${smartHost.host}:${smartHost.port}`], "output `smart_host`"),
    row("credentials", [smartHost.credentials], `output \`smart_host\`; AWS Region \`${facts.region}\``),
    "",
    "## Before",
    "",
    ...(order === undefined ? [] : beforeOrder(order)),
    ...(issuedCertificate === undefined
      ? []
      : [
          "- The stack is deployed, and has ordered the certificate for the request of this server. Now, and after each apply that renewed it, put it beside the script, where you run Terraform:",
          "",
          "  ```sh",
          `  ${issuedCertificateCommand(issuedCertificate)}     # in cdktf.out/stacks/${client}`,
          "  ```",
          "",
        ]),
    ...(order === undefined && issuedCertificate === undefined && installCertificate === undefined
      ? ["- The stack is deployed, and the certificate is installed on the server."]
      : []),
    ...(installCertificate === undefined
      ? []
      : [
          "- The stack is deployed, and each server was launched with what its outputs `server_network_interfaces`, `server_instance_profile` and `server_tags` say. The certificate then comes to it by itself, at the latest within a day; to have it at once, where you run Terraform:",
          "",
          "  ```sh",
          `  ${installCertificate}`,
          "  ```",
          "",
        ]),
    ...(externalEdge === undefined
      ? []
      : [
          `- ${externalEdge.edge.managedBy} (${externalEdge.edge.contact}) has set the firewall up as [below](#the-firewall-that-somebody-else-manages), and \`npx protected-exchange check ${client} --ports\`, from outside, has nothing against it.`,
        ]),
    "- Printers and applications that send without signing in have a receive connector for their own addresses.",
    `- \`${smartHost.credentials}\` holds \`{"username": "...", "password": "..."}\`.`,
    ...(relayCredentials === undefined
      ? []
      : [
          `- \`${relayCredentials}\` holds the same for the relay's account, and the account exists: made for nothing else, a member of no group but the domain's users.`,
        ]),
    "",
    "## Run",
    "",
    "In the Exchange Management Shell, as administrator, on the server:",
    "",
    "```powershell",
    `.\\${client}.runbook.ps1 -WhatIf    # shows every change and makes none`,
    `.\\${client}.runbook.ps1            # makes them`,
    "```",
    "",
    `The log is \`${client}.<server>.log\`, the former values are in \`${client}.<server>.before.json\`, both beside the script.`,
    ...stepsFor(facts).flatMap(({ title, why, sources, does, check, goBack }, index) => [
      "",
      `## ${index + 1}. ${title}`,
      "",
      why,
      "",
      ...does(facts).map((line) => `- ${line}`),
      "",
      `**Check:** ${check}.`,
      "",
      `**Back:** ${goBack}.`,
      "",
      `Read more: ${sources.map((source) => `[${pageName(source)}](${source})`).join(", ")}`,
    ]),
    "",
    ...(externalEdge === undefined
      ? []
      : [
          "## The firewall that somebody else manages",
          "",
          `By itself, to hand over: \`npx protected-exchange runbook ${client} --part edge\`.`,
          "",
          ...externalEdgeRules(externalEdge.edge, externalEdge.mail).map((line) =>
            line.replace(/^## /, "### "),
          ),
        ]),
    ...(facts.backup === undefined ? [] : backupPage(facts.backup)),
    "## Go back",
    "",
    "```powershell",
    `.\\${client}.rollback.ps1 -WhatIf`,
    `.\\${client}.rollback.ps1`,
    "```",
    "",
    "It restores the former values, last change first. A right that made a connector an open relay does not come back.",
    "",
  ].join("\n");
}

function beforeOrder({ writer }: CertificateOrder): readonly string[] {
  return [
    writer === undefined
      ? "- The stack is deployed, and each server was launched with what its outputs `server_network_interfaces` and `server_instance_profile` say."
      : `- The stack is deployed. Whoever runs Terraform can make an access key for \`${writer}\`; the script asks for it.`,
    `- ${ACME_CLIENT.module} ${ACME_CLIENT.version} is in \`C:\\Program Files\\WindowsPowerShell\\Modules\`. The server does not reach the PowerShell Gallery; on a computer that does:`,
    "",
    "  ```powershell",
    `  Save-Module -Name ${ACME_CLIENT.module} -RequiredVersion ${ACME_CLIENT.version} -Path .`,
    "  ```",
    "",
  ];
}

function row(what: string, items: readonly string[], from: string): string {
  return `| ${what} | ${codeList(items)} | ${from} |`;
}

function pageName(source: string): string {
  return source
    .replace(/^.*\//, "")
    .replace(/\.html$/, "")
    .replace(/#.*$/, "");
}

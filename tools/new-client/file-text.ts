import { stringify } from "yaml";
import { type Answers, NO_ACCOUNT } from "./answers";
import { edgeSection } from "./edge-section";
import { CHANGE, marked } from "./marks";
import { relaySection } from "./relay-section";

/** A Cloudflare account that is none. */
const NO_CLOUDFLARE_ACCOUNT = "0".repeat(32);

/**
 * A client file that passes its checks and explains itself.
 *
 * @param today day from which the first stages are in force, `YYYY-MM-DD`
 * @param schema path of the schema, seen from the file
 */
export function clientFileText(answers: Answers, today: string, schema: string): string {
  const { id, name, domain, hostName, dns, zoneId, aws } = answers;
  const text = [
    `# yaml-language-server: $schema=${schema}`,
    "# Every key: docs/client-file.md. A value marked CHANGE stands in for one that was not known; one marked CONFIRM is",
    "# what the catalogue holds, but the relay's vendor does not document it.",
    "",
    `id: ${id}`,
    `name: ${JSON.stringify(name)}`,
    "",
    "# Domains whose mail the server holds, the main one first (docs/dns.md).",
    "domains:",
    `  - name: ${domain}`,
    ...(zoneId === undefined
      ? ["    # zoneId: the DNS host's id of a zone that exists; without it the stack makes the zone"]
      : [`    zoneId: ${stringify(zoneId).trim()}`]),
    "    dmarc:",
    `      - { stage: none, since: ${today} } # read the reports for a month, then add quarantine`,
    "    # mtaSts: [{ stage: testing, since: … }]",
    "    # dkim: the relay shows the keys once the domain is set up there; without them DMARC rests on SPF alone",
    "    #   - { selector: s1, record: { alias: s1.… } }",
    "",
    "dns:",
    `  host: ${dns}`,
    ...(dns === "cloudflare" && zoneId === undefined
      ? [
          marked(
            `  account: "${NO_CLOUDFLARE_ACCOUNT}"`,
            CHANGE,
            "the Cloudflare account that is to own the zone",
          ),
        ]
      : []),
    "",
    "server:",
    `  hostName: ${hostName}`,
    "  exchange: SE # 2016 and 2019 have ended, and need an acknowledgement of exchange-supported",
    "",
    ...relaySection(answers),
    "",
    ...certificateSection(answers),
    "",
    ...edgeSection(answers, today),
    "",
    "# The backup of the mailboxes is agreed here (docs/backup.md):",
    "# backup: { objectives: …, repository: … }",
    "",
    "# Warnings that somebody answers for, each until a day (docs/rules.md); `protected-exchange posture` shows them:",
    "# acknowledge:",
    "#   - { rule: smart-host-anywhere, reason: …, owner: …, until: … }",
    "",
  ].join("\n");
  return aws?.account === NO_ACCOUNT ? text.replace(NO_ACCOUNT_LINE, accountMarked) : text;
}

const NO_ACCOUNT_LINE = new RegExp(
  `^( +)(account: "${NO_ACCOUNT}"|aws: \\{ account: "${NO_ACCOUNT}".*?\\})(.*)$`,
  "m",
);

function accountMarked(_line: string, indent: string, setting: string): string {
  return marked(
    `${indent}${setting}`,
    CHANGE,
    "the client's own account; a deployment into any other is refused",
  );
}

function certificateSection({ issuer, request }: Answers): readonly string[] {
  return [
    "# The certificate that phones, laptops and tablets see (docs/certificates.md).",
    "certificate:",
    `  issuer: ${issuer}`,
    ...(issuer === "lets-encrypt"
      ? ["  appliesEveryDays: 7 # whoever applies the stack must see to it"]
      : []),
    ...(request === undefined ? [] : ["  request: |", ...indented(request)]),
  ];
}

function indented(request: string): readonly string[] {
  return request
    .trim()
    .split("\n")
    .map((line) => `    ${line}`);
}

/** The fleet file of a folder that has none. */
export function fleetFileText(schema: string): string {
  return [
    `# yaml-language-server: $schema=${schema}`,
    "# What all clients share.",
    "",
    "msp:",
    marked("  name: Example Managed Services", CHANGE, "who you are"),
    marked("  contact: noc@msp.example", CHANGE, "who is called when something is wrong"),
    marked("  dmarcReports: dmarc@msp.example", CHANGE, "mailbox of all clients' DMARC reports"),
    "",
    "# States in files beside the output: for trying out. Real clients keep them in S3:",
    "#   backend: { kind: s3, bucket: msp-terraform-states, region: eu-west-3, kmsKeyId: alias/terraform-states }",
    "backend:",
    "  kind: local",
    "",
  ].join("\n");
}

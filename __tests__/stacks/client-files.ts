import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { loadClientFiles } from "../../stacks/client";
import { ClientFilesError, type FileProblem } from "../../stacks/file-problem";

/** One wrong file: what is changed, and what the engineer reads, as `line:column: code: message`. */
export type BadFile = readonly [mistake: string, part: string, by: string, reads: string];

/** A fleet file without a mistake. */
export const FLEET = `msp:
  name: Example Managed Services
  contact: noc@msp.example
  dmarcReports: dmarc@msp.example
backend:
  kind: local
`;

/** A client file without a mistake; tests change single lines. */
export const CLIENT = `id: office
name: Example Office
domains:
  - name: office.example
    zoneId: 023e105f4ecef8ad9ca31a8372d0c353
dns:
  host: cloudflare
server:
  hostName: mail.office.example
  exchange: SE
relay:
  vendor: spamexperts
  region: eu
  spf: include:spf.antispamcloud.com
  smartHost:
    host: smtp.antispamcloud.com
    credentials: ssm:/office/smart-host
edge:
  kind: aws
  account: "123456789012"
  region: eu-west-3
  availabilityZones: [eu-west-3a]
  network:
    cidr: 10.20.0.0/24
`;

/** The `relay` section of a client whose relay is made on AWS, and signs in on the server. */
export const MAIL_MANAGER_SECTION = `relay:
  vendor: ses-mail-manager
  deliversFrom: [198.51.100.0/24]
  smartHost: { credentials: ssm:/office/ses-smtp }
  mailManager:
    serverCredentials: arn:aws:secretsmanager:eu-west-3:123456789012:secret:office/relay-1a2B3c
    spamFilter: { passedField: spamPassed }
    virusFilter: { passedField: virusPassed }
`;

/** {@link CLIENT} with that relay. */
export const MAIL_MANAGER_CLIENT = CLIENT.replace(/relay:\n(?: .*\n)+/, () => MAIL_MANAGER_SECTION);

/** Certificate of a server that orders it itself. */
export const ON_SERVER_SECTION = `certificate:
  issuer: lets-encrypt-on-server
`;

/** {@link CLIENT} with that certificate. */
export const ON_SERVER_CLIENT = CLIENT.replace("edge:\n", () => `${ON_SERVER_SECTION}edge:\n`);

/** The `edge` section of {@link CLIENT}. */
export const AWS_SECTION = CLIENT.slice(CLIENT.indexOf("edge:\n"));

/** Certificate and edge of a client behind a FortiGate in its office. */
export const FORTIGATE_SECTION = `certificate:
  issuer: lets-encrypt-on-server
edge:
  kind: fortigate
  unit:
    fortiOs: 7.6.4
  wan:
    - { interface: wan1, publicAddress: 8.8.4.4 }
  inside:
    interface: dmz
    server: 192.168.10.5
  aws: { account: "123456789012", region: eu-west-3 }
`;

/** {@link CLIENT} behind that FortiGate. */
export const FORTIGATE_CLIENT = CLIENT.replace(AWS_SECTION, () => FORTIGATE_SECTION);

/** Certificate and edge of a client behind a Meraki MX in its office, which keeps none of its own outgoing rules. */
export const MERAKI_SECTION = `certificate:
  issuer: lets-encrypt-on-server
edge:
  kind: meraki
  networkId: L_123456789012345678
  serverAddress: 192.168.10.5
  publicAddresses: [8.8.4.4]
  outgoing: { office: [] }
  aws: { account: "123456789012", region: eu-west-3 }
`;

/** {@link CLIENT} behind that Meraki MX. */
export const MERAKI_CLIENT = CLIENT.replace(AWS_SECTION, () => MERAKI_SECTION);

/** Certificate and edge of a client whose firewall somebody else manages. */
export const EXTERNAL_SECTION = `certificate:
  issuer: lets-encrypt-on-server
edge:
  kind: external
  managedBy: { name: Example IT, contact: noc@it.example }
  publicAddresses: [8.8.4.4]
  aws: { account: "123456789012", region: eu-west-3 }
`;

/** {@link CLIENT} behind that firewall. */
export const EXTERNAL_CLIENT = CLIENT.replace(AWS_SECTION, () => EXTERNAL_SECTION);

/** Writes a folder of client files; `fleet.yaml` is added unless it is given. */
export function clientsFolder(files: Readonly<Record<string, string>>): string {
  const folder = mkdtempSync(join(tmpdir(), "clients-"));
  for (const [name, text] of Object.entries({ "fleet.yaml": FLEET, ...files })) {
    writeFileSync(join(folder, name), text);
  }
  return folder;
}

/** All problems of a folder, with file names as they stand in it. */
export function problemsIn(files: Readonly<Record<string, string>>): readonly FileProblem[] {
  try {
    loadClientFiles(clientsFolder(files));
    return [];
  } catch (error) {
    if (error instanceof ClientFilesError) {
      return error.problems.map((problem) => ({ ...problem, file: problem.file.replace(/^.*\//, "") }));
    }
    throw error;
  }
}

/** A text with one part exchanged; fails when the part is not there. */
export function changed(text: string, part: string, by: string): string {
  expect(text).toContain(part);
  return text.replace(part, () => by);
}

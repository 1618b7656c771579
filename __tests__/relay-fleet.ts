import { execFile } from "node:child_process";
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { isUsable } from "../constructs/relay/confirmed-values";
import type { RelayVendor } from "../constructs/relay/vendor";
import { RELAY_VENDORS } from "../constructs/relay/vendors";
import { fleetApp } from "../stacks/fleet-app";
import { type RunningSandbox, startSandbox } from "../tools/sandbox/sandbox";
import { CLIENT, clientsFolder, FLEET, MAIL_MANAGER_SECTION } from "./stacks/client-files";

/** What an engineer writes for a vendor: the choice, and every value that has to be confirmed. */
function sectionOf(vendor: RelayVendor): string {
  const [region = ""] = Object.keys(vendor.regions);
  const known = { ...vendor, ...vendor.regions[region] };
  const host = isUsable(known.smartHost) ? "" : "host: smtp.relay.example, ";
  const smartHost = `smartHost: { ${host}credentials: ssm:/office/smart-host }`;
  return [
    `vendor: ${vendor.id}`,
    `region: ${region}`,
    ...(vendor.tenant === undefined ? [] : [`tenant: "${vendor.tenant.example}"`]),
    ...(isUsable(known.mx) ? [] : ['mx: [{ host: "{domainDashed}.mx1.relay.example", preference: 10 }]']),
    ...(isUsable(known.deliversFrom) ? [] : ["deliversFrom: [198.51.100.0/24]"]),
    ...(vendor.direction === "inbound"
      ? ["outbound: { vendor: nable-mail-assure, smartHost: { credentials: ssm:/office/smart-host } }"]
      : [...(isUsable(known.spf) ? [] : ["spf: include:spf.relay.example"]), smartHost]),
  ].join("\n  ");
}

const CUSTOM = `vendor: custom
  name: Example Filter
  mx: [{ host: mx1.filter.example, preference: 10 }, { host: mx2.filter.example, preference: 20 }]
  deliversFrom: [203.0.113.0/25]
  spf: include:spf.filter.example
  smartHost: { host: out.filter.example, port: 25, addresses: [203.0.113.128/25], credentials: ssm:/office/out }
  continuity: { queueDays: 7, webmail: read-and-answer, activation: "The inbox opens by itself." }`;

/** The relay that is made on AWS; the sandbox's life of it is in stacks/mail-manager.test.ts. */
const ON_AWS = MAIL_MANAGER_SECTION.replace(/^relay:\n {2}/, "").trimEnd();

const OLD_MX = "previousMx: { hosts: [{ host: mail.moving.example, preference: 5 }] }";

/** Relay sections by client. */
export const SECTIONS = new Map([
  ...[...RELAY_VENDORS.values()].map((vendor) => [vendor.id, sectionOf(vendor)] as const),
  ["custom", CUSTOM],
  ["ses-mail-manager", ON_AWS],
  ["observing", `${CUSTOM}\n  ${OLD_MX}\n  inbound: [{ stage: observe, since: 2026-11-01 }]`],
  [
    "cutting-over",
    `${CUSTOM}\n  ${OLD_MX}\n  inbound: [{ stage: observe, since: 2026-11-01 }, { stage: cutover, since: 2026-11-10 }]`,
  ],
]);

/** A client that differs from the others in its relay. */
function clientFile(id: string, section: string): string {
  const [before = "", after = ""] = CLIENT.split(/relay:\n(?: .*\n)+/);
  return `${before}relay:\n  ${section}\n${after}`
    .replace("id: office", `id: ${id}`)
    .replaceAll("office.example", `${id}.example`)
    .replaceAll("moving.example", `${id}.example`);
}

/** Folder of one client per relay, all alike but for it. */
export const clientsDirectory = clientsFolder({
  ...Object.fromEntries([...SECTIONS].map(([id, section]) => [`${id}.yaml`, clientFile(id, section)])),
  "fleet.yaml": `${FLEET}awsQuotas:
  - { account: "123456789012", region: eu-west-3, firewalls: 99, policies: 99, ruleGroups: 999 }
`,
});

/** A fleet with one client behind each relay, synthesized, and a sandbox to deploy it in. */
export class RelayFleet {
  private readonly directory = mkdtempSync(join(tmpdir(), "relays-"));
  private sandbox: RunningSandbox | undefined;

  constructor() {
    fleetApp({ clientsDirectory, outputDirectory: join(this.directory, "cdktf.out") }).synth();
  }

  /** Folder of a client's stack. */
  folderOf(id: string): string {
    return join(this.directory, "cdktf.out", "stacks", id);
  }

  /** What the sandbox's cloud holds. */
  get cloudFile(): string {
    return join(this.directory, "cloud.json");
  }

  /** Deploys a client, and plans again; how each command ends. */
  async deploy(id: string): Promise<readonly (readonly [command: string, status: number, output: string])[]> {
    this.sandbox ??= await startSandbox({ directory: this.directory });
    const commands = [
      ["init", "-input=false"],
      ["validate"],
      ["apply", "-auto-approve", "-input=false"],
      ["plan", "-detailed-exitcode", "-input=false"],
    ];
    const ends = [];
    for (const words of commands) {
      ends.push([words[0] as string, ...(await this.terraform(id, words))] as const);
    }
    return ends;
  }

  async stop(): Promise<void> {
    await this.sandbox?.stop();
  }

  private async terraform(
    id: string,
    words: readonly string[],
  ): Promise<readonly [status: number, output: string]> {
    try {
      await promisify(execFile)("terraform", [...words, "-no-color"], {
        cwd: this.folderOf(id),
        env: this.sandbox?.env ?? {},
        maxBuffer: 64 * 2 ** 20,
      });
      return [0, ""];
    } catch (error) {
      const { code, stdout, stderr } = error as { code: number; stdout: string; stderr: string };
      return [code, `${stdout}${stderr}`];
    }
  }
}

/** How a deployment ends that leaves nothing to do. */
export const DEPLOYED = [
  ["init", 0, ""],
  ["validate", 0, ""],
  ["apply", 0, ""],
  ["plan", 0, ""],
];

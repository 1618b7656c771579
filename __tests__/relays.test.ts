import { execFile } from "node:child_process";
import { mkdtempSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { CidrSet } from "../constructs/core/cidr-set";
import { isUsable } from "../constructs/relay/confirmed-values";
import type { RelayVendor } from "../constructs/relay/vendor";
import { RELAY_VENDORS } from "../constructs/relay/vendors";
import type { Posture } from "../posture/facts";
import { postureOf } from "../posture/posture";
import { loadClientFiles } from "../stacks/client";
import { fleetApp } from "../stacks/fleet-app";
import { relayOf } from "../stacks/relay-choice";
import { exchangeFacts } from "../tools/runbook/exchange-facts";
import { installScript, rollbackScript, values } from "../tools/runbook/script";
import { type RunningSandbox, startSandbox } from "../tools/sandbox/sandbox";
import { TODAY } from "./clinic";
import { CLIENT, clientsFolder, FLEET, MAIL_MANAGER_SECTION } from "./stacks/client-files";
import { literalsOf, scalars } from "./tools/runbook/held-values";

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
const SECTIONS = new Map([
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

const clientsDirectory = clientsFolder({
  ...Object.fromEntries([...SECTIONS].map(([id, section]) => [`${id}.yaml`, clientFile(id, section)])),
  "fleet.yaml": `${FLEET}awsQuotas:
  - { account: "123456789012", region: eu-west-3, firewalls: 99, policies: 99, ruleGroups: 999 }
`,
});
const directory = mkdtempSync(join(tmpdir(), "relays-"));
const clients = new Map(loadClientFiles(clientsDirectory).clients.map((client) => [client.id, client]));
const stacks = new Map<string, unknown>();
const postures = new Map<string, Posture>();
let sandbox: RunningSandbox;

beforeAll(async () => {
  fleetApp({ clientsDirectory, outputDirectory: join(directory, "cdktf.out") }).synth();
  for (const id of SECTIONS.keys()) {
    const stack: unknown = JSON.parse(readFileSync(join(folderOf(id), "cdk.tf.json"), "utf8"));
    stacks.set(id, stack);
    postures.set(id, postureOf(stack, TODAY));
  }
  sandbox = await startSandbox({ directory });
});

afterAll(async () => {
  await sandbox.stop();
});

const folderOf = (id: string): string => join(directory, "cdktf.out", "stacks", id);

/** Runs Terraform in a client's folder; what it prints, and how it ends. */
async function terraform(
  id: string,
  ...words: readonly string[]
): Promise<{ readonly status: number; readonly output: string }> {
  try {
    const { stdout } = await promisify(execFile)("terraform", [...words, "-no-color"], {
      cwd: folderOf(id),
      env: sandbox.env,
      maxBuffer: 64 * 2 ** 20,
    });
    return { status: 0, output: stdout };
  } catch (error) {
    const { code, stdout, stderr } = error as { code: number; stdout: string; stderr: string };
    return { status: code, output: `${stdout}${stderr}` };
  }
}

const smtpSources = (posture: Posture | undefined): readonly string[] =>
  CidrSet.of(
    ...(posture?.exposures ?? []).filter(({ fromPort }) => fromPort === 25).flatMap(({ sources }) => sources),
  ).blocks;

describe.each([...RELAY_VENDORS.keys(), "custom"])("behind the relay %s", (id) => {
  test("the whole path is shown, in and out, and no rule of severity error is broken", () => {
    const client = clients.get(id);
    const relay = relayOf(client?.relay as NonNullable<typeof client>["relay"]);
    const posture = postures.get(id);
    const [smartHost] = relay.smartHosts;

    expect(posture?.findings.filter(({ severity }) => severity === "error")).toEqual([]);
    expect(posture?.mailFlow).toMatchObject({
      inbound: [{ domain: `${id}.example`, exchanges: relay.mxHosts(`${id}.example`) }],
      deliversFrom: relay.deliversFrom.ipv4.blocks,
      relay: { name: relay.name, networks: relay.deliversFrom.blocks },
      stage: "locked",
      smartHost: { host: smartHost?.host, port: smartHost?.port },
      senders: expect.arrayContaining([
        { domain: `${id}.example`, spf: `v=spf1 ${relay.spf.join(" ")} ~all` },
      ]),
      whenDown: { webmail: relay.continuity.webmail, queueDays: relay.continuity.queueDays ?? null },
    });
    expect(smtpSources(posture)).toEqual(relay.deliversFrom.ipv4.blocks);
    expect(
      posture?.egress
        .filter(({ fromPort }) => fromPort === smartHost?.port)
        .flatMap(({ destinations }) => destinations),
    ).toEqual((smartHost?.addresses ?? CidrSet.ANY_IPV4).blocks);
  });
});

/** How a script and its rollback differ from any other one's: the client's values. */
function told(id: string): readonly (string | number)[] {
  return scalars(values(exchangeFacts(id, stacks.get(id), TODAY)));
}

describe.each([...RELAY_VENDORS.keys(), "custom", "ses-mail-manager"])(
  "the runbook of a client behind the relay %s",
  (id) => {
    test("tells Exchange what the Terraform JSON holds, value by value, and nothing else", () => {
      const held = new Set(scalars(stacks.get(id)));
      const facts = exchangeFacts(id, stacks.get(id), TODAY);

      expect(told(id).length).toBeGreaterThan(9);
      expect(told(id).filter((value) => !held.has(value))).toEqual([]);
      expect(literalsOf(installScript(facts))).toEqual(told(id));
      expect(literalsOf(rollbackScript(facts))).toEqual([id]);
    });

    test("opens the server to the relay, to no address more", () => {
      const posture = postures.get(id);

      expect(exchangeFacts(id, stacks.get(id), TODAY).relayNetworks).toEqual(posture?.mailFlow.deliversFrom);
    });
  },
);

test("only the relay whose networks are shared signs in on the server", () => {
  const signingIn = [...SECTIONS.keys()].filter((id) =>
    JSON.stringify(stacks.get(id)).includes("signs_in_with"),
  );

  expect(signingIn).toEqual(["ses-mail-manager"]);
});

describe("a client that moves to a relay", () => {
  test("keeps its old MX and an open port 25 while it observes, with a warning for each", () => {
    const posture = postures.get("observing");

    expect(posture?.mailFlow.inbound[0]?.exchanges).toEqual([
      { host: "mail.observing.example", preference: 5 },
    ]);
    expect(posture?.mailFlow.senders).toContainEqual({
      domain: "observing.example",
      spf: "v=spf1 include:spf.filter.example ~all",
    });
    expect(smtpSources(posture)).toEqual(["0.0.0.0/0"]);
    expect(posture?.findings.map(({ rule, severity }) => `${severity} ${rule}`)).toEqual(
      expect.arrayContaining(["warning smtp-from-relay-only", "warning mail-host-not-in-mx"]),
    );
  });

  test("has the relay's MX and an open port 25 after the cutover", () => {
    const posture = postures.get("cutting-over");

    expect(posture?.mailFlow.inbound[0]?.exchanges.map(({ host }) => host)).toEqual([
      "mx1.filter.example",
      "mx2.filter.example",
    ]);
    expect(smtpSources(posture)).toEqual(["0.0.0.0/0"]);
    expect(posture?.findings.map(({ rule, severity }) => `${severity} ${rule}`)).toContain(
      "warning smtp-from-relay-only",
    );
    expect(posture?.findings.map(({ rule }) => rule)).not.toContain("mail-host-not-in-mx");
  });
});

/** The vendors whose values may be used as they are, one of which nothing may, and a relay of no catalogue. */
const DEPLOYED = [
  "spamexperts",
  "cloudflare-email-security",
  "microsoft-eop",
  "hornetsecurity",
  "nable-mail-assure",
  "broadcom-email-security-cloud",
  "cisco-secure-email-cloud",
  "libraesva",
  "custom",
  "observing",
];

test.each(DEPLOYED)("%s deploys in the sandbox, after which nothing is left to do", async (id) => {
  expect(await terraform(id, "init", "-input=false")).toMatchObject({ status: 0 });
  expect(await terraform(id, "validate")).toMatchObject({ status: 0 });
  expect(await terraform(id, "apply", "-auto-approve", "-input=false")).toMatchObject({ status: 0 });
  expect(await terraform(id, "plan", "-detailed-exitcode", "-input=false")).toMatchObject({ status: 0 });
});

test("a macro of SPF arrives as the vendor writes it, not as a template of Terraform's", () => {
  expect(readFileSync(join(directory, "cloud.json"), "utf8")).toContain(
    "exists:%{i}.spf.hc1234-56.iphmx.com",
  );
});

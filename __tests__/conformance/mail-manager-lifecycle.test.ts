import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { App, LocalBackend, TerraformOutput, TerraformStack } from "cdktf";
import { CloudflarePolicyHost } from "../../constructs/dns/cloudflare-policy-host";
import { MailDomain } from "../../constructs/dns/mail-domain";
import { mtaStsId, mtaStsPolicy } from "../../constructs/dns/mta-sts";
import { AwsMailEdge } from "../../constructs/edge/aws/aws-mail-edge";
import { exchangeEgress } from "../../constructs/edge/egress";
import { Ingress } from "../../constructs/edge/ingress";
import { SesMailManagerRelay } from "../../constructs/relay/ses/ses-mail-manager-relay";
import { postureOf } from "../../posture/posture";
import { type RunningSandbox, startSandbox } from "../../tools/sandbox/sandbox";
import { CHOICES, zonesOf } from "../constructs/relay/ses/relay-stack";
import { runProgram, type TerraformRun } from "../tools/sandbox/rehearsal";

/** Terraform's own words for "there is a difference", of `plan -detailed-exitcode`. */
const DIFFERENCE = 2;

const directory = mkdtempSync(join(tmpdir(), "ses-"));
const stackFolder = join(directory, "cdktf.out", "stacks", "clinic");
let sandbox: RunningSandbox;

function synthesize(): void {
  const app = new App({ outdir: join(directory, "cdktf.out") });
  const stack = new TerraformStack(app, "clinic");
  new LocalBackend(stack, { path: "../../../terraform.clinic.tfstate" });
  const domains = zonesOf(stack, ["clinic.example"]);
  const relay = new SesMailManagerRelay(stack, "relay", { ...CHOICES, domains });
  const policies = new CloudflarePolicyHost(stack, "policies", { name: "clinic", accountId: "1".repeat(32) });
  for (const { domain, zone } of domains) {
    new MailDomain(stack, "mail", {
      zone,
      domain,
      relay,
      mailHost: CHOICES.serverHostName,
      dmarcReports: ["dmarc@clinic.example"],
      tlsReports: ["tls@msp.example"],
      mtaSts: { mode: "enforce", host: policies },
    });
  }
  new AwsMailEdge(stack, "edge", {
    name: CHOICES.name,
    ingress: Ingress.of({ smtpFrom: relay.deliversFrom }),
    egress: exchangeEgress(relay.smartHosts[0]?.port ?? 0),
    availabilityZones: ["eu-west-3a"],
    network: { cidr: "10.0.0.0/24" },
    notify: ["noc@msp.example"],
  });
  const [mx] = relay.mxHosts("clinic.example");
  new TerraformOutput(stack, "mx", { value: mx?.host, staticId: true });
  new TerraformOutput(stack, "smart_host", { value: relay.smartHosts[0], staticId: true });
  app.synth();
}

beforeAll(async () => {
  synthesize();
  sandbox = await startSandbox({ directory });
});

afterAll(async () => {
  await sandbox.stop();
  rmSync(directory, { recursive: true, force: true });
});

const terraform = (...words: readonly string[]): Promise<TerraformRun> =>
  runProgram("terraform", [...words, "-no-color"], { cwd: stackFolder, env: sandbox.env });

/** Objects of a type that the sandbox's cloud holds. */
function held(type: string): readonly Readonly<Record<string, unknown>>[] {
  const { objects } = JSON.parse(readFileSync(join(directory, "cloud.json"), "utf8")) as {
    readonly objects: Readonly<Record<string, { readonly type: string; readonly values: object }>>;
  };
  return Object.values(objects)
    .filter((object) => object.type === type)
    .map(({ values }) => ({ ...values }));
}

test("the relay, its domain and the server's edge live and die under the real Terraform", async () => {
  expect(await terraform("init", "-input=false")).toMatchObject({ status: 0 });
  expect(await terraform("validate")).toMatchObject({ status: 0 });
  expect(await terraform("plan", "-detailed-exitcode", "-input=false")).toMatchObject({ status: DIFFERENCE });
  expect((await terraform("apply", "-auto-approve", "-input=false")).text).toContain("Apply complete!");
  expect(await terraform("plan", "-detailed-exitcode", "-input=false")).toMatchObject({ status: 0 });

  const host = JSON.parse((await terraform("output", "-json", "mx")).text) as string;
  expect(host).toMatch(/^[a-z0-9]{12}\.[a-z0-9]{4}\.mail-manager-smtp\.amazonaws\.com$/);
  const records = held("cloudflare_dns_record");
  expect(records).toContainEqual(
    expect.objectContaining({ name: "clinic.example", type: "MX", content: host, priority: 10 }),
  );
  const policy = mtaStsPolicy("enforce", [host]);
  expect(records).toContainEqual(
    expect.objectContaining({
      name: "_mta-sts.clinic.example",
      content: `"v=STSv1; id=${mtaStsId(policy)}"`,
    }),
  );
  expect(held("cloudflare_workers_script")[0]?.content).toContain(JSON.stringify(policy));
  const keys = records.filter(({ name }) => /^[0-9a-f]{32}\._domainkey\.clinic\.example$/.test(String(name)));
  expect(new Set(keys.map(({ content }) => content)).size).toBe(3);

  expect(await terraform("destroy", "-auto-approve", "-input=false")).toMatchObject({ status: 0 });
  expect((await terraform("state", "list")).text.trim()).toBe("");
});

describe("the posture of such a stack", () => {
  const posture = () =>
    postureOf(JSON.parse(readFileSync(join(stackFolder, "cdk.tf.json"), "utf8")), "2026-11-24");

  test("shows the path in and out", () => {
    const { mailFlow } = posture();

    expect(mailFlow.inbound).toEqual([
      {
        domain: "bounce.clinic.example",
        exchanges: [{ host: "feedback-smtp.eu-west-3.amazonses.com", preference: 10 }],
      },
      {
        domain: "clinic.example",
        exchanges: [
          {
            host: expect.stringMatching(/^\$\{aws_cloudformation_stack\.\w+\.outputs\.IngressHost\}$/),
            preference: 10,
          },
        ],
      },
    ]);
    expect(mailFlow.deliversFrom).toEqual(["198.51.100.0/24"]);
    expect(mailFlow.smartHost).toEqual({ host: "email-smtp.eu-west-3.amazonaws.com", port: 587 });
    expect(mailFlow.senders).toEqual([
      { domain: "bounce.clinic.example", spf: "v=spf1 include:amazonses.com ~all" },
      { domain: "clinic.example", spf: "v=spf1 include:amazonses.com ~all" },
    ]);
  });

  test("has nothing against it but what AWS does not say and what is not decrypted", () => {
    expect(posture().findings.map(({ rule }) => rule)).toEqual(["smart-host-anywhere", "https-inspected"]);
  });
});

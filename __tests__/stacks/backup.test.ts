import { postureOf } from "../../posture/posture";
import { synthesizeClient } from "../../stacks/synthesize";
import { TODAY, type Tree } from "../clinic";
import { SynthesizedStack } from "../synthesized-stack";
import { CLIENT, clientsFolder, EXTERNAL_CLIENT, FLEET, MAIL_MANAGER_CLIENT } from "./client-files";

function stackOf(client: string, fleet = FLEET): SynthesizedStack {
  const folder = clientsFolder({ "office.yaml": client, "fleet.yaml": fleet });
  return new SynthesizedStack(synthesizeClient(folder, "office") as Tree);
}

/** What the stack states of its backup. */
const stated = ({ json }: SynthesizedStack): Record<string, unknown> =>
  (json.output as Record<string, { value: Record<string, unknown> }>).backup?.value as Record<
    string,
    unknown
  >;

const providers = ({ json }: SynthesizedStack): unknown => (json.provider as Record<string, unknown>).aws;

describe("the shortest backup", () => {
  let stack: SynthesizedStack;
  beforeAll(() => {
    stack = stackOf(`${CLIENT}backup:\n  repository: { consumer: veeam, region: eu-central-1 }\n`);
  });

  test("is one line, with objectives, a lock as long as the retention, and the edge's addresses", () => {
    expect(stated(stack)).toEqual({
      objectives: { rpo_hours: 24, rto_hours: 24, retention_days: 30, granular: true },
      repositories: [
        {
          role: "first",
          bucket: "office-backup-123456789012",
          account: "123456789012",
          region: "eu-central-1",
          product: "Veeam Backup & Replication",
          locked_by: "product",
          restores_messages_with: "Veeam Explorer for Microsoft Exchange",
          every_hours: 24,
          keep_days: 30,
          immutable_days: 30,
          signs_in_as: { user: "office-backup" },
        },
      ],
      restore_tests: { every_months: 3, done: [] },
      third_line: { relay: "SpamExperts Hosted Cloud", queue_days: 60 },
    });
    expect(stack.only("aws_iam_policy", { name: "office-backup" }).policy).toMatch(
      /"NotIpAddress":\{"aws:SourceIp":\["\$\{aws_eip\.[^}]*\}\/32"\]\}/,
    );
  });

  test("breaks no rule but the one that asks for a first restore", () => {
    expect(
      postureOf(stack.json, TODAY)
        .findings.map(({ rule }) => rule)
        .filter((rule) => rule.startsWith("backup-")),
    ).toEqual(["backup-tested"]);
  });

  test("opens nothing for the server, because a backup server writes", () => {
    expect(postureOf(stack.json, TODAY).egress.flatMap(({ hosts }) => hosts ?? [])).not.toContain(
      "s3.eu-central-1.amazonaws.com",
    );
  });
});

test("an agent on the server reaches its buckets, and no other name of S3 is opened", () => {
  const stack = stackOf(
    `${CLIENT}backup:\n  repository: { consumer: veeam, region: eu-central-1, writer: server, copy: { region: eu-west-1 } }\n`,
  );
  const hosts = postureOf(stack.json, TODAY).egress.flatMap((way) => way.hosts ?? []);

  expect([...new Set(hosts.filter((host) => /s3/.test(host)))].sort()).toEqual([
    "office-backup-123456789012.s3.eu-central-1.amazonaws.com",
    "office-backup-copy-123456789012.s3.eu-west-1.amazonaws.com",
    "s3.eu-central-1.amazonaws.com",
    "s3.eu-west-1.amazonaws.com",
  ]);
});

test("an agent on the server reaches the service that it signs in to with a certificate", () => {
  const stack = stackOf(`${CLIENT}backup:
  objectives: { granular: false }
  repository:
    consumer: credential-chain
    region: eu-central-1
    writer: server
    principal:
      kind: roles-anywhere
      commonName: agent.office.example
      certificateAuthority: |
        -----BEGIN CERTIFICATE-----
        MIIB
        -----END CERTIFICATE-----
`);

  expect(postureOf(stack.json, TODAY).egress.flatMap((way) => way.hosts ?? [])).toContain(
    "rolesanywhere.eu-west-3.amazonaws.com",
  );
});

test("a backup in another account has a provider of its own, and everything of it is there", () => {
  const stack = stackOf(
    `${EXTERNAL_CLIENT}backup:\n  account: "456789012345"\n  role: backup-deployer\n  repository: { consumer: veeam, region: eu-central-1 }\n`,
  );

  expect(providers(stack)).toEqual([
    expect.objectContaining({ allowed_account_ids: ["123456789012"] }),
    expect.objectContaining({
      alias: "backup",
      region: "eu-central-1",
      allowed_account_ids: ["456789012345"],
      assume_role: [expect.objectContaining({ role_arn: "arn:aws:iam::456789012345:role/backup-deployer" })],
    }),
  ]);
  const here = Object.entries(
    stack.json.resource as Record<string, Record<string, { provider?: string }>>,
  ).flatMap(([type, named]) =>
    Object.entries(named)
      .filter(([name, { provider }]) => name.startsWith("backup-repository") && provider !== "aws.backup")
      .map(([name]) => `${type}.${name}`),
  );
  expect(here).toEqual([]);
});

test("a client in its office without an account on AWS has one for its backup alone", () => {
  const office = EXTERNAL_CLIENT.replace(/ {2}aws: .*\n/, "")
    .replace("issuer: lets-encrypt-on-server", "{ issuer: lets-encrypt, key: in-state, appliesEveryDays: 7 }")
    .replace("certificate:\n  {", "certificate: {");
  const folderClient = `${office}backup:\n  account: "456789012345"\n  repository: { consumer: arcserve, region: eu-west-3 }\n`;

  expect(folderClient).not.toContain("aws:");
  const stack = stackOf(
    folderClient,
    FLEET.replace(
      "  kind: local",
      "  kind: s3\n  bucket: states\n  region: eu-west-3\n  kmsKeyId: alias/states",
    ),
  );
  expect(providers(stack)).toEqual([expect.objectContaining({ alias: "backup", region: "eu-west-3" })]);
  expect(stack.only("aws_iam_policy").policy).toContain('"aws:SourceIp":["8.8.4.4/32"]');
});

test("a bucket that the client owns is not made again", () => {
  const stack = stackOf(
    `${EXTERNAL_CLIENT}backup:\n  repository: { consumer: veeam, region: eu-central-1, bucket: { name: mailboxes } }\n`,
  );

  expect(stack.all("aws_s3_bucket")).toEqual([]);
  expect(stated(stack).repositories).toEqual([expect.objectContaining({ bucket: "mailboxes" })]);
});

test("the archive of a relay on AWS is a third line", () => {
  const stack = stackOf(
    `${MAIL_MANAGER_CLIENT}backup:\n  repository: { consumer: veeam, region: eu-central-1 }\n`,
  );

  expect(stated(stack).third_line).toMatchObject({ archive: "three months" });
  expect(postureOf(stack.json, TODAY).backup?.thirdLine?.archive).toBe("three months");
});

test("a client without a backup is told so, and may answer for it", () => {
  const rules = (client: string) =>
    postureOf(stackOf(client).json, TODAY)
      .findings.map(({ rule }) => rule)
      .filter((rule) => rule.startsWith("backup-"));

  expect(rules(EXTERNAL_CLIENT)).toEqual(["backup-declared"]);
  expect(
    rules(
      `${EXTERNAL_CLIENT}acknowledge:\n  - { rule: backup-declared, reason: The client backs up to its own tapes., owner: A. Martin, until: 2027-06-30 }\n`,
    ),
  ).toEqual([]);
});

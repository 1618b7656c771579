import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { failObject, listObjects, setAttribute, showObject } from "../../tools/sandbox/inspect";
import { startSandbox } from "../../tools/sandbox/sandbox";
import { type Rehearsal, rehearse, runProgram } from "../tools/sandbox/rehearsal";

let rehearsal: Rehearsal;

beforeEach(async () => {
  rehearsal = await rehearse();
});

afterEach(() => rehearsal.end());

const NETWORK = {
  aws_vpc: { network: { cidr_block: "10.0.0.0/16", tags: { Name: "contoso" } } },
  aws_subnet: {
    mail: { vpc_id: "${aws_vpc.network.id}", cidr_block: "10.0.1.0/24", availability_zone: "eu-west-3b" },
  },
};

async function applied(resource: object, more: object = {}): Promise<void> {
  rehearsal.declare({ resource, ...more });
  expect(await rehearsal.terraform("init")).toMatchObject({ status: 0 });
  const apply = await rehearsal.terraform("apply", "-auto-approve");
  expect(apply.text).toContain("Apply complete!");
}

async function outputs(): Promise<Readonly<Record<string, unknown>>> {
  const { text } = await rehearsal.terraform("output", "-json");
  const parsed: Readonly<Record<string, { readonly value: unknown }>> = JSON.parse(text);
  return Object.fromEntries(Object.entries(parsed).map(([name, { value }]) => [name, value]));
}

test("what was applied has nothing left to change, and destroy leaves nothing", async () => {
  await applied(NETWORK);
  expect(listObjects(rehearsal.directory)).toEqual([
    {
      address: "contoso/aws_subnet.mail",
      type: "aws_subnet",
      id: expect.stringMatching(/^subnet-[0-9a-f]{17}$/),
    },
    { address: "contoso/aws_vpc.network", type: "aws_vpc", id: expect.stringMatching(/^vpc-[0-9a-f]{17}$/) },
  ]);
  expect(await rehearsal.terraform("plan", "-detailed-exitcode")).toMatchObject({ status: 0 });
  expect(await rehearsal.terraform("destroy", "-auto-approve")).toMatchObject({ status: 0 });
  expect(listObjects(rehearsal.directory)).toEqual([]);
});

test("terraform refuses an argument and a type the provider does not have", async () => {
  rehearsal.declare({ resource: { aws_vpc: { network: { cidr_blok: "10.0.0.0/16" } } } });
  await rehearsal.terraform("init");
  const argument = await rehearsal.terraform("validate");
  expect(argument).toMatchObject({ status: 1 });
  expect(argument.text).toContain('"cidr_blok"');
  rehearsal.declare({ resource: { aws_exchange_server: { mail: {} } } });
  const type = await rehearsal.terraform("validate");
  expect(type.text).toMatch(/does not support resource type\s+"aws_exchange_server"/);
});

test("terraform refuses a resource without a required argument", async () => {
  rehearsal.declare({ resource: { aws_subnet: { mail: { cidr_block: "10.0.1.0/24" } } } });
  await rehearsal.terraform("init");
  expect((await rehearsal.terraform("validate")).text).toContain('"vpc_id" is required');
});

test("a change made behind Terraform's back shows in the next plan and is put right by apply", async () => {
  await applied(NETWORK);
  setAttribute(rehearsal.directory, "aws_vpc.network", "tags.Name", "somebody-else");
  const plan = await rehearsal.terraform("plan", "-detailed-exitcode");
  expect(plan.status).toBe(2);
  expect(plan.text).toContain('"somebody-else" -> "contoso"');
  await rehearsal.terraform("apply", "-auto-approve");
  expect(showObject(rehearsal.directory, "aws_vpc.network").tags).toEqual({ Name: "contoso" });
});

test("a changed tag updates in place, a changed network replaces", async () => {
  await applied(NETWORK);
  const before = showObject(rehearsal.directory, "aws_vpc.network").id;
  await applied({ aws_vpc: { network: { cidr_block: "10.0.0.0/16", tags: { Name: "contoso-mail" } } } });
  const renamed = showObject(rehearsal.directory, "aws_vpc.network");
  expect(renamed).toMatchObject({ id: before, tags_all: { Name: "contoso-mail", client: "contoso" } });
  rehearsal.declare({ resource: { aws_vpc: { network: { cidr_block: "10.9.0.0/16" } } } });
  const plan = await rehearsal.terraform("plan");
  expect(plan.text).toContain('"10.0.0.0/16" -> "10.9.0.0/16" # forces replacement');
});

test("a stack that is destroyed and applied again has the same values", async () => {
  const twins = Object.fromEntries(
    ["a", "b", "c"].map((name) => [name, { domain: "vpc", tags: { Name: name } }]),
  );
  const cloud = () => readFileSync(join(rehearsal.directory, "cloud.json"), "utf8");
  await applied({ ...NETWORK, aws_eip: twins });
  const first = cloud();
  await rehearsal.terraform("destroy", "-auto-approve");
  expect(cloud()).not.toBe(first);
  await rehearsal.terraform("apply", "-auto-approve");
  expect(cloud()).toBe(first);
});

test("elastic IPs get addresses of documentation networks, each its own", async () => {
  const names = ["a", "b", "c", "d"];
  await applied({ aws_eip: Object.fromEntries(names.map((name) => [name, { domain: "vpc" }])) });
  const addresses = names.map((name) => showObject(rehearsal.directory, `aws_eip.${name}`).public_ip);
  expect(new Set(addresses).size).toBe(names.length);
  for (const address of addresses) expect(address).toMatch(/^(203\.0\.113|198\.51\.100)\.\d{1,3}$/);
});

test("an injected failure stops apply with its reason, and the next apply goes on from there", async () => {
  rehearsal.declare({ resource: NETWORK });
  await rehearsal.terraform("init");
  failObject(rehearsal.directory, "aws_subnet.mail", 1);
  const failed = await rehearsal.terraform("apply", "-auto-approve");
  expect(failed.status).toBe(1);
  expect(failed.text).toContain("the sandbox was told to fail here: contoso/aws_subnet.mail");
  expect(listObjects(rehearsal.directory).map((each) => each.type)).toEqual(["aws_vpc"]);
  const resumed = await rehearsal.terraform("apply", "-auto-approve");
  expect(resumed.text).toContain("Resources: 1 added, 0 changed, 0 destroyed");
});

test("an object that Terraform forgot can be imported by its id", async () => {
  await applied(NETWORK);
  const id = String(showObject(rehearsal.directory, "aws_vpc.network").id);
  await rehearsal.terraform("state", "rm", "aws_vpc.network");
  expect(await rehearsal.terraform("import", "aws_vpc.network", id)).toMatchObject({ status: 0 });
  expect(await rehearsal.terraform("plan", "-detailed-exitcode")).toMatchObject({ status: 0 });
  const unknown = await rehearsal.terraform("import", "aws_subnet.other", "subnet-0");
  expect(unknown.status).toBe(1);
});

test("a second sandbox on the same folder sees the same cloud", async () => {
  await applied(NETWORK);
  const second = await startSandbox({ directory: rehearsal.directory });
  await rehearsal.sandbox.stop();
  const plan = await runProgram("terraform", ["plan", "-detailed-exitcode"], {
    cwd: rehearsal.stack,
    env: second.env,
  });
  await second.stop();
  expect(plan).toMatchObject({ status: 0 });
});

test("a certificate is issued once the records its validation asks for exist", async () => {
  const names = ["mail.contoso.example", "autodiscover.contoso.example"];
  const option = (name: string, field: string) =>
    `\${one([for o in aws_acm_certificate.mail.domain_validation_options : o.${field} if o.domain_name == "${name}"])}`;
  const records = names.map((name, index) => [
    `proof${index}`,
    {
      zone_id: "0123456789abcdef0123456789abcdef",
      name: option(name, "resource_record_name"),
      content: option(name, "resource_record_value"),
      type: option(name, "resource_record_type"),
      ttl: 60,
    },
  ]);
  await applied({
    aws_acm_certificate: {
      mail: { domain_name: names[0], subject_alternative_names: names, validation_method: "DNS" },
    },
    cloudflare_dns_record: Object.fromEntries(records),
    aws_acm_certificate_validation: {
      mail: {
        certificate_arn: "${aws_acm_certificate.mail.arn}",
        validation_record_fqdns: [
          "${cloudflare_dns_record.proof0.name}",
          "${cloudflare_dns_record.proof1.name}",
        ],
      },
    },
  });
  for (const [index, name] of names.entries()) {
    expect(showObject(rehearsal.directory, `cloudflare_dns_record.proof${index}`)).toMatchObject({
      name: expect.stringMatching(new RegExp(`^_[0-9a-f]{32}\\.${name}\\.$`)),
      content: expect.stringMatching(/\.acm-validations\.aws\.$/),
      type: "CNAME",
    });
  }
  expect(showObject(rehearsal.directory, "aws_acm_certificate.mail").status).toBe("ISSUED");
  expect(await rehearsal.terraform("plan", "-detailed-exitcode")).toMatchObject({ status: 0 });
});

test("a firewall's endpoint is found by the subnet it stands in", async () => {
  const mapping = ["mail", "spare"].map((name) => ({ subnet_id: `\${aws_subnet.${name}.id}` }));
  const spare = {
    vpc_id: "${aws_vpc.network.id}",
    cidr_block: "10.0.2.0/24",
    availability_zone: "eu-west-3a",
  };
  const endpoint = (name: string) =>
    `\${one([for s in aws_networkfirewall_firewall.edge.firewall_status[0].sync_states : s.attachment[0].endpoint_id if s.attachment[0].subnet_id == aws_subnet.${name}.id])}`;
  await applied(
    {
      aws_vpc: NETWORK.aws_vpc,
      aws_subnet: { ...NETWORK.aws_subnet, spare },
      aws_networkfirewall_firewall: {
        edge: {
          name: "edge",
          vpc_id: "${aws_vpc.network.id}",
          firewall_policy_arn: "arn:aws:network-firewall:eu-west-3:123456789012:firewall-policy/edge",
          subnet_mapping: mapping,
        },
      },
    },
    { output: { mail: { value: endpoint("mail") }, spare: { value: endpoint("spare") } } },
  );
  const found = await outputs();
  expect(found.mail).toMatch(/^vpce-[0-9a-f]{17}$/);
  expect(found.spare).not.toBe(found.mail);
  const [status] = showObject(rehearsal.directory, "aws_networkfirewall_firewall.edge").firewall_status as [
    { readonly sync_states: readonly { readonly availability_zone: string }[] },
  ];
  expect(status.sync_states.map((each) => each.availability_zone).sort()).toEqual([
    "eu-west-3a",
    "eu-west-3b",
  ]);
});

test("data sources answer from their arguments, from the cloud, and for what exists outside of it", async () => {
  const statement = { actions: ["s3:PutObject", "s3:GetObject"], resources: ["*"], effect: "Deny" };
  await applied(NETWORK, {
    data: {
      aws_caller_identity: { me: {} },
      aws_iam_policy_document: { deny: { statement: [statement] } },
      aws_subnet: { mail: { id: "${aws_subnet.mail.id}" } },
      cloudflare_zone: { own: { filter: { name: "contoso.example" } } },
    },
    output: {
      account: { value: "${data.aws_caller_identity.me.account_id}" },
      policy: { value: "${data.aws_iam_policy_document.deny.json}" },
      cidr: { value: "${data.aws_subnet.mail.cidr_block}" },
      zone: { value: "${data.cloudflare_zone.own.id}" },
    },
  });
  const found = await outputs();
  expect(found).toMatchObject({ account: "123456789012", cidr: "10.0.1.0/24" });
  expect(found.zone).toMatch(/^[0-9a-f]{32}$/);
  expect(JSON.parse(String(found.policy))).toEqual({
    Version: "2012-10-17",
    Statement: [{ Effect: "Deny", Action: ["s3:GetObject", "s3:PutObject"], Resource: "*" }],
  });
});

test("a provider alias has its own region", async () => {
  const [main] = [{ region: "eu-west-3" }];
  await applied(
    {
      aws_cloudwatch_log_group: {
        here: { name: "mail" },
        there: { name: "mail", provider: "aws.global" },
      },
    },
    { provider: { aws: [main, { alias: "global", region: "us-east-1" }] } },
  );
  const arn = (name: string) => showObject(rehearsal.directory, `aws_cloudwatch_log_group.${name}`).arn;
  expect(arn("here")).toBe("arn:aws:logs:eu-west-3:123456789012:log-group:mail");
  expect(arn("there")).toBe("arn:aws:logs:us-east-1:123456789012:log-group:mail");
});

test("a stack with a real backend keeps its state inside the sandbox", async () => {
  await applied({ aws_vpc: NETWORK.aws_vpc });
  expect(readdirSync(join(rehearsal.directory, "state"))).toEqual([
    expect.stringMatching(/^contoso-\d+\.tfstate$/),
  ]);
});

test("a working directory outside the sandbox is left as it was", async () => {
  const beside = await rehearse("beside");
  try {
    beside.declare({ resource: { aws_vpc: NETWORK.aws_vpc } });
    await beside.terraform("init");
    const apply = await beside.terraform("apply", "-auto-approve");
    expect(apply.text).toContain("Apply complete!");
    expect(readdirSync(beside.stack)).toEqual(["cdk.tf.json"]);
    expect(existsSync(join(beside.directory, "state"))).toBe(true);
    expect(listObjects(beside.directory)).toHaveLength(1);
  } finally {
    await beside.end();
  }
});

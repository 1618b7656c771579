import { mkdtempSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { deployApp } from "../../stacks/deploy-app";
import { synthesizeClient } from "../../stacks/synthesize";
import { CLIENTS, type Tree } from "../clinic";
import { CLIENT, changed, clientsFolder, FLEET, FORTIGATE_CLIENT } from "./client-files";

const GITHUB = `${FLEET}deploy: { from: github, repository: msp/protected-exchange }\n`;
const S3 = changed(
  GITHUB,
  "kind: local",
  "kind: s3\n  bucket: msp-states\n  region: eu-west-3\n  kmsKeyId: alias/states",
);

/** The stacks of the roles, by the account that they are for. */
function deployStacks(files: Readonly<Record<string, string>>): ReadonlyMap<string, Tree> {
  const outputDirectory = mkdtempSync(join(tmpdir(), "deploy-"));
  const app = deployApp({ clientsDirectory: clientsFolder(files), outputDirectory });
  app.synth();
  return new Map(
    app.node.children.map(({ node: { id } }) => [
      id.replace("deploy-", ""),
      JSON.parse(readFileSync(join(outputDirectory, "stacks", id, "cdk.tf.json"), "utf8")) as Tree,
    ]),
  );
}

/** The resources of a type. */
function all(stack: Tree | undefined, type: string): readonly Tree[] {
  const resources = (stack?.resource ?? {}) as Readonly<Record<string, Tree>>;
  return Object.values(resources[type] ?? {}) as Tree[];
}

/** Names of the resources of a type. */
function names(stack: Tree | undefined, type: string): readonly string[] {
  return all(stack, type)
    .map((resource) => String(resource.name))
    .sort();
}

/** All that a role's policies say. */
function said(stack: Tree | undefined, role: string): string {
  return all(stack, "aws_iam_policy")
    .filter(({ name }) => String(name).startsWith(role))
    .map(({ policy }) => String(policy))
    .join("\n");
}

const notary = readFileSync(join(CLIENTS, "notary.yaml"), "utf8");
const lawFirm = readFileSync(join(CLIENTS, "law-firm.yaml"), "utf8");
const stacks = deployStacks({
  "fleet.yaml": S3,
  "office.yaml": CLIENT,
  "office-north.yaml": CLIENT.replaceAll("office", "office-north"),
  "notary.yaml": notary,
  "law-firm.yaml": lawFirm,
});
const office = stacks.get("123456789012");

describe("the roles of the pipelines", () => {
  test("stand in one stack for each account, which trusts the issuer once", () => {
    expect([...stacks.keys()].sort()).toEqual(["123456789012", "210987654321", "345678901234"]);
    expect(names(office, "aws_iam_role")).toEqual([
      "office-apply",
      "office-north-apply",
      "office-north-plan",
      "office-plan",
    ]);
    expect(all(office, "aws_iam_openid_connect_provider")).toEqual([
      expect.objectContaining({
        client_id_list: ["sts.amazonaws.com"],
        url: "https://token.actions.githubusercontent.com",
      }),
    ]);
    expect(office?.provider).toEqual({
      aws: [expect.objectContaining({ allowed_account_ids: ["123456789012"], region: "eu-west-3" })],
    });
  });

  test("keep their own state beside the clients'", () => {
    expect(office?.terraform).toMatchObject({
      backend: { s3: { key: "protected-exchange/deploy-123456789012.tfstate", use_lockfile: true } },
    });
  });

  test("reach the client's own state, and the key by its alias", () => {
    expect(said(office, "office-plan")).toContain(
      "arn:aws:s3:::msp-states/protected-exchange/office.tfstate",
    );
    expect(said(office, "office-plan")).not.toContain("office-north.tfstate");
    expect(said(office, "office-plan")).toContain('"kms:ResourceAliases":["alias/states"]');
  });

  test("are kept from a client whose name begins alike", () => {
    expect(said(office, "office-apply")).toMatch(/"Effect":"Deny","NotAction":.*firewall\/office-north"/);
    expect(said(office, "office-north-apply")).not.toContain('"NotAction"');
  });

  test("know the networks that the client has had, and the zones it makes", () => {
    const apply = said(stacks.get("210987654321"), "notary-apply");

    expect(apply).toContain("arn:aws:ec2:eu-west-3:210987654321:vpc/vpc-0c1d2e3f4a5b60718");
    expect(apply).toContain("arn:aws:ec2:eu-west-3:210987654321:transit-gateway/tgw-0a1b2c3d4e5f60718");
    expect(apply).toContain('"route53:CreateHostedZone"');
    expect(apply).toContain('"notary.example","*.notary.example"');
  });

  test("know the zones that exist", () => {
    const given = CLIENT.replace("host: cloudflare", "host: route53").replace(
      /zoneId: \w+/,
      "zoneId: Z0123456789ABCDEFGHIJ",
    );
    const apply = said(
      deployStacks({ "fleet.yaml": GITHUB, "office.yaml": given }).get("123456789012"),
      "office-apply",
    );

    expect(apply).toContain("arn:aws:route53:::hostedzone/Z0123456789ABCDEFGHIJ");
    expect(apply).not.toMatch(/hostedzone\/\*|CreateHostedZone/);
  });

  test("read what Terraform reads while it runs", () => {
    const client = changed(
      FORTIGATE_CLIENT,
      "fortiOs: 7.6.4",
      "fortiOs: 7.6.4\n    apiToken: ssm:/office/fortigate",
    );
    const plan = said(
      deployStacks({ "fleet.yaml": GITHUB, "office.yaml": client }).get("123456789012"),
      "office-plan",
    );

    expect(plan).toContain('"arn:aws:ssm:eu-west-3:123456789012:parameter/office/fortigate"');
    expect(plan).not.toContain("s3:GetObject");
  });

  test("are believed for HCP Terraform's workspaces", () => {
    const fleet = `${changed(FLEET, "kind: local", "kind: hcp\n  organization: msp")}deploy: { from: hcp }\n`;
    const text = JSON.stringify(
      deployStacks({ "fleet.yaml": fleet, "office.yaml": CLIENT }).get("123456789012"),
    );

    expect(text).toContain(
      "organization:msp:project:Default Project:workspace:protected-exchange-office:run_phase:apply",
    );
    expect(text).toContain('"url":"https://app.terraform.io"');
  });

  test("are not made up where nobody says who deploys", () => {
    expect(() => deployStacks({ "office.yaml": CLIENT })).toThrow(
      "DeployNotDeclared: the fleet file does not say whose pipelines deploy",
    );
  });
});

describe("the roles of a client's own stack", () => {
  const boundaries = (fleet: string, client: string): readonly (readonly [unknown, unknown])[] => {
    const folder = clientsFolder({ "fleet.yaml": fleet, "law-firm.yaml": client });
    const { resource } = synthesizeClient(folder, "law-firm") as { readonly resource: Tree };
    return ["aws_iam_role", "aws_iam_user"].flatMap((type) =>
      Object.values((resource[type] ?? {}) as Tree).map((role) => {
        const { provider, permissions_boundary: boundary } = role as Tree;
        return [provider ?? "aws", boundary] as const;
      }),
    );
  };

  test("are bounded by the policy that their deploy role demands", () => {
    const boundary = "arn:aws:iam::345678901234:policy/protected-exchange/deploy/law-firm-boundary";

    expect(new Map(boundaries(GITHUB, lawFirm))).toEqual(
      // No policy bounds what is in another account.
      new Map([
        ["aws", boundary],
        ["aws.backup", undefined],
      ]),
    );
    expect(said(stacks.get("345678901234"), "law-firm-plan")).toContain(
      '"arn:aws:iam::456789012345:role/backup-deployer"',
    );
    expect(said(stacks.get("345678901234"), "law-firm-apply")).not.toContain("s3:CreateBucket");
    expect(names(stacks.get("345678901234"), "aws_iam_policy")).toContain("law-firm-boundary");
    expect(said(stacks.get("345678901234"), "law-firm-apply")).toContain(
      `"StringEquals":{"iam:PermissionsBoundary":"${boundary}"}`,
    );
  });

  test("are not, where somebody deploys with rights of their own", () => {
    expect(new Set(boundaries(FLEET, lawFirm).map(([, boundary]) => boundary))).toEqual(new Set([undefined]));
  });
});

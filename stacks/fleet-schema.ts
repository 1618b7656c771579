import { z } from "zod";
import {
  awsAccount,
  awsRegion,
  domainName,
  emailAddress,
  fullHostName,
  httpsUrl,
  report,
  tags,
} from "./schema-types";

const bucketName = z.string().superRefine((text, context) => {
  if (!/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/.test(text)) {
    report(
      context,
      "ValueNotAllowed",
      `${JSON.stringify(text)} is not a bucket name: 3 to 63 lower-case letters, digits, dots and hyphens`,
    );
  }
});

const s3Backend = z.strictObject({
  kind: z.literal("s3"),
  bucket: bucketName.describe("Bucket of the states, with versioning on."),
  region: z.string().describe("Region of the bucket."),
  kmsKeyId: z.string().min(1).describe("KMS key that encrypts the states: id, ARN or alias."),
  keyPrefix: z
    .string()
    .regex(/^[\w/-]+$/, "letters, digits, _ - /")
    .default("protected-exchange")
    .describe("Folder of the states in the bucket."),
});

/** Names of HCP Terraform: https://developer.hashicorp.com/terraform/cloud-docs/workspaces/create#workspace-naming */
const hcpName = (what: string, example: string) =>
  z.string().superRefine((text, context) => {
    if (!/^[A-Za-z0-9_-]{1,40}$/.test(text)) {
      report(
        context,
        "ValueNotAllowed",
        `${JSON.stringify(text)} is not ${what}: 1 to 40 letters, digits, - and _, such as ${example}`,
      );
    }
  });

const hcpBackend = z.strictObject({
  kind: z.literal("hcp"),
  organization: hcpName("an organization", "example-msp").describe("Organization at HCP Terraform."),
  hostname: fullHostName
    .default("app.terraform.io")
    .describe("Host of HCP Terraform, or of a Terraform Enterprise of your own."),
  project: z
    .string()
    .regex(/^[\w -]{3,40}$/, "3 to 40 letters, digits, spaces, - and _")
    .optional()
    .describe("Project in which new workspaces are made. Default: the organization's default project."),
  workspacePrefix: hcpName("the beginning of a workspace's name", "protected-exchange-")
    .default("protected-exchange-")
    .describe("What each workspace's name begins with; the client's id follows."),
});

const localBackend = z.strictObject({
  kind: z.literal("local"),
});

const branch = z
  .string()
  .regex(/^[\w./-]+$/, "letters, digits, . _ - /")
  .default("main")
  .describe("Branch that is applied.");

const githubDeploy = z.strictObject({
  from: z.literal("github"),
  repository: z
    .string()
    .regex(/^[\w.-]+\/[\w.-]+$/, "owner/name")
    .describe("Repository whose workflows deploy, as owner/name."),
  branch,
});

const gitlabDeploy = z.strictObject({
  from: z.literal("gitlab"),
  project: z
    .string()
    .regex(/^[\w.-]+(\/[\w.-]+)+$/, "group/project")
    .describe("Project whose pipelines deploy, with its groups."),
  host: fullHostName.default("gitlab.com").describe("Host of GitLab."),
  branch,
});

const hcpDeploy = z.strictObject({
  from: z.literal("hcp"),
});

/** What an account may hold of Network Firewall in a Region. */
export interface AwsQuotas {
  readonly firewalls: number;
  readonly policies: number;
  readonly ruleGroups: number;
  readonly tlsInspections: number;
}

/** Quotas of an account that has asked for nothing (https://docs.aws.amazon.com/network-firewall/latest/developerguide/quotas.html). */
export const DEFAULT_AWS_QUOTAS: AwsQuotas = {
  firewalls: 5,
  policies: 20,
  ruleGroups: 50,
  tlsInspections: 20,
};

const quota = (key: keyof AwsQuotas, what: string) =>
  z.int().min(1).default(DEFAULT_AWS_QUOTAS[key]).describe(`${what} in the Region.`);

const awsQuotas = z.array(
  z.strictObject({
    account: awsAccount.describe("AWS account."),
    region: awsRegion.describe("AWS Region."),
    firewalls: quota("firewalls", "Firewalls"),
    policies: quota("policies", "Firewall policies"),
    ruleGroups: quota("ruleGroups", "Stateful rule groups"),
    tlsInspections: quota("tlsInspections", "TLS inspection configurations"),
  }),
);

/** The fleet file: what all clients share. */
export const fleetSchema = z.strictObject({
  msp: z
    .strictObject({
      name: z.string().min(1).max(100).describe("The managed-service provider's name."),
      contact: emailAddress.describe("Who is called when something is wrong."),
      dmarcReports: emailAddress.describe("Mailbox that receives the DMARC reports of all clients."),
      tlsReports: emailAddress
        .optional()
        .describe("Mailbox that receives the TLS reports of all clients. Default: the one for DMARC."),
      runbooks: httpsUrl
        .optional()
        .describe(
          "Where your engineers read docs/ of this product; messages of the watch name pages below it. Default: the path docs/.",
        ),
      zone: z
        .discriminatedUnion("host", [
          z.strictObject({
            host: z.literal("cloudflare"),
            name: domainName.describe("The domain of the report mailboxes."),
            zoneId: z.string().min(1).describe("Cloudflare's id of its zone."),
          }),
          z.strictObject({
            host: z.literal("route53"),
            name: domainName.describe("The domain of the report mailboxes."),
            zoneId: z.string().min(1).describe("Route 53's id of its zone."),
            roleArn: z.string().min(1).describe("Role in your own account that may edit the zone."),
          }),
        ])
        .optional()
        .describe(
          "Your own zone: each client's stack allows there that its reports are sent to you. Default: by hand.",
        ),
    })
    .describe("You, the managed-service provider."),
  backend: z
    .discriminatedUnion("kind", [s3Backend, hcpBackend, localBackend])
    .describe(
      "Where Terraform keeps the states: s3 or hcp (HCP Terraform, a workspace per client) for real clients, local (files beside the output) for trying out.",
    ),
  awsQuotas: awsQuotas
    .default([])
    .describe(
      "Quotas of Network Firewall that AWS has raised, by account and Region. Default: 5 firewalls, 20 policies, 50 rule groups, 20 TLS inspections.",
    ),
  deploy: z
    .discriminatedUnion("from", [githubDeploy, gitlabDeploy, hcpDeploy])
    .optional()
    .describe(
      "Whose pipelines deploy: they take roles made for them (docs/fleet.md), and every role of a client's stack is bounded. Default: somebody with rights of their own.",
    ),
  tags: tags.default({}).describe("Tags for every AWS resource of every client."),
});

/** The fleet as the stacks use it. */
export type Fleet = z.output<typeof fleetSchema>;

import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { TerraformOutput, TerraformStack } from "cdktf";
import type { Construct } from "constructs";
import type { StateInS3 } from "../constructs/deploy/deploy-permissions";
import { DeployIdentityProvider, DeployRole } from "../constructs/deploy/deploy-role";
import { type DeployTrust, githubTrust, gitlabTrust, hcpTrust } from "../constructs/deploy/trust";
import type { Client } from "./client-schema";
import { type AwsPlace, awsPlaceOf } from "./edge-schema";
import type { Fleet } from "./fleet-schema";
import { declareBackend, stateKey, workspaceName } from "./state-backend";

/** A client with the JSON of its stack. */
export interface DeployedClient {
  readonly client: Client;
  readonly json: unknown;
}

/** Whose roles a stack holds. */
export interface DeployStackProps {
  readonly fleet: Fleet & { readonly deploy: Deploy };
  readonly place: AwsPlace;
  /** Clients in the account, by id. */
  readonly deployed: readonly DeployedClient[];
}

type Deploy = NonNullable<Fleet["deploy"]>;

/**
 * The roles by which the pipelines deploy the clients of one AWS account, and the account's trust in those pipelines.
 *
 * Somebody who administers the account applies it, before the first deployment and whenever a client begins to use
 * another service.
 */
export class DeployStack extends TerraformStack {
  constructor(scope: Construct, id: string, { fleet, place, deployed }: DeployStackProps) {
    super(scope, id);
    this.addOverride("terraform.required_version", ">= 1.10");
    declareBackend(this, fleet.backend);
    new AwsProvider(this, "aws", {
      region: place.region,
      allowedAccountIds: [place.account],
      defaultTags: [{ tags: fleet.tags }],
    });
    const [first] = deployed as readonly [DeployedClient, ...DeployedClient[]];
    const { arn } = new DeployIdentityProvider(this, "identity-provider", trustOf(fleet, first.client.id));
    const ids = deployed.map(({ client }) => client.id);
    for (const { client, json } of deployed) {
      const state = stateOf(fleet.backend, client.id);
      const role = new DeployRole(this, client.id, {
        name: client.id,
        ...(awsPlaceOf(client.edge) as AwsPlace),
        trust: trustOf(fleet, client.id),
        identityProviderArn: arn,
        domains: client.domains.map(({ name }) => name),
        siblings: ids.filter((other) => other.startsWith(`${client.id}-`)),
        ...(state === undefined ? {} : { state }),
        ...neededBy(json, fleet),
      });
      this.output(`${client.id}_plan_role`, role.planRoleArn, `Role that plans ${client.id}.`);
      this.output(`${client.id}_apply_role`, role.applyRoleArn, `Role that applies ${client.id}.`);
    }
  }

  private output(id: string, value: unknown, description: string): void {
    new TerraformOutput(this, id, { value, description, staticId: true });
  }
}

/** Whose tokens are believed for a client. */
function trustOf({ deploy, backend }: DeployStackProps["fleet"], clientId: string): DeployTrust {
  switch (deploy.from) {
    case "github":
      return githubTrust(deploy.repository, clientId);
    case "gitlab":
      return gitlabTrust(deploy.host, deploy.project, deploy.branch);
    case "hcp": {
      if (backend.kind !== "hcp") {
        throw new Error("the fleet file's check admits HCP Terraform with its own backend only");
      }
      const { hostname, organization, project = "Default Project" } = backend;
      return hcpTrust(hostname, organization, project, workspaceName(backend, clientId));
    }
  }
}

function stateOf(backend: Fleet["backend"], clientId: string): StateInS3 | undefined {
  return backend.kind === "s3"
    ? {
        bucket: backend.bucket,
        key: stateKey(backend, clientId),
        region: backend.region,
        kmsKeyId: backend.kmsKeyId,
      }
    : undefined;
}

type Tree = { readonly [key: string]: unknown };

/** What the stack itself says that its deployment needs. */
function neededBy(json: unknown, fleet: Fleet) {
  const { resource, ephemeral, provider } = json as {
    readonly resource: { readonly [type: string]: Tree };
    readonly ephemeral?: Tree;
    readonly provider: Tree;
  };
  const elsewhere = rolesTaken(provider);
  const own = Object.fromEntries(
    Object.entries(resource)
      .filter(([type]) => type.startsWith("aws_"))
      .map(([type, all]) => [type, Object.values(all).filter((one) => !isMadeBy(one, elsewhere))] as const)
      .filter(([, all]) => all.length > 0),
  );
  const types = Object.keys(own);
  const text = JSON.stringify(json);
  const found = (pattern: RegExp): readonly string[] => [...new Set(text.match(pattern) ?? [])].sort();
  const { zone } = fleet.msp;
  const ofFleet = zone?.host === "route53" ? zone.zoneId : undefined;
  return {
    resourceTypes: types,
    zoneIds: types.includes("aws_route53_zone")
      ? []
      : found(/(?<="zone_id":")Z[0-9A-Z]+(?=")/g).filter((id) => id !== ofFleet),
    networkIds: found(/\b(?:vpc|subnet|igw|rtb|sg|eni|eipalloc|tgw)-[0-9a-f]{8,17}\b/g),
    sharedFirewalls: found(/arn:aws[a-z-]*:network-firewall:[a-z0-9-]+:\d{12}:firewall\/[\w-]+/g),
    assumes: [...new Set(elsewhere.values())].sort(),
    reads: ephemeral === undefined ? [] : parameterArns(ephemeral),
  };
}

/** The roles that a stack's providers take to act in other accounts, by the providers' aliases. */
function rolesTaken({ aws = [] }: Tree): ReadonlyMap<string, string> {
  return new Map(
    (aws as readonly Tree[]).flatMap(({ alias, assume_role: roles = [] }) =>
      (roles as readonly Tree[]).map(({ role_arn: arn }) => [`aws.${alias}`, String(arn)] as const),
    ),
  );
}

/** Is a resource made with the rights of one of these roles, instead of those of who deploys? */
function isMadeBy(resource: unknown, roles: ReadonlyMap<string, string>): boolean {
  return roles.has(String((resource as Tree).provider));
}

function parameterArns({ aws_ssm_parameter: parameters = {} }: Tree): readonly string[] {
  return Object.values(parameters as Tree).map((parameter) => String((parameter as Tree).arn));
}

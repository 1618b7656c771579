import type { PolicyStatement } from "../core/resource-policy";

/** Who may take a role: a pipeline's token, signed by whoever runs the pipeline, for these subjects alone. */
export interface DeployTrust {
  /** Host of the issuer, and path where it has one, without scheme. */
  readonly issuer: string;
  /** What the token is meant for. */
  readonly audience: string;
  /** Subjects that may plan; `*` and `?` stand for any text and one character. */
  readonly planners: readonly string[];
  /** Subjects that may apply, as patterns too. */
  readonly appliers: readonly string[];
}

/** Audience that AWS's own actions ask a token for. */
export const AWS_AUDIENCE = "sts.amazonaws.com";

/** Environment at GitHub in which all clients are planned; no client can be called so. */
export const PLAN_ENVIRONMENT = "read_only";

/**
 * GitHub Actions: a job in the environment `read_only` plans, one in the client's own applies
 * (https://docs.github.com/en/actions/reference/security/oidc). Who may use an environment, and from which branch, is
 * set there.
 *
 * @param repository `owner/name`
 * @param environment of the client
 */
export function githubTrust(repository: string, environment: string): DeployTrust {
  return {
    issuer: "token.actions.githubusercontent.com",
    audience: AWS_AUDIENCE,
    planners: [`repo:${repository}:environment:${PLAN_ENVIRONMENT}`],
    appliers: [`repo:${repository}:environment:${environment}`],
  };
}

/**
 * GitLab CI: any branch of the project plans, the protected one applies
 * (https://docs.gitlab.com/ci/cloud_services/aws/). A subject there says nothing of the environment.
 *
 * @param host `gitlab.com`, or a GitLab of one's own
 * @param project path of the project, such as `msp/protected-exchange`
 * @param branch from which is applied
 */
export function gitlabTrust(host: string, project: string, branch: string): DeployTrust {
  return {
    issuer: host,
    audience: AWS_AUDIENCE,
    planners: [`project_path:${project}:ref_type:branch:ref:*`],
    appliers: [`project_path:${project}:ref_type:branch:ref:${branch}`],
  };
}

/**
 * HCP Terraform: the client's workspace, by the phase of its run
 * (https://developer.hashicorp.com/terraform/cloud-docs/workspaces/dynamic-provider-credentials/aws-configuration).
 *
 * @param host `app.terraform.io`, or a Terraform Enterprise of one's own
 * @param project in which the workspace is
 */
export function hcpTrust(
  host: string,
  organization: string,
  project: string,
  workspace: string,
): DeployTrust {
  const subject = `organization:${organization}:project:${project}:workspace:${workspace}:run_phase`;
  return {
    issuer: host,
    audience: "aws.workload.identity",
    planners: [`${subject}:plan`],
    appliers: [`${subject}:apply`],
  };
}

/** The trust policy's only statement for some subjects. */
export function trustStatement(
  { issuer, audience }: DeployTrust,
  subjects: readonly string[],
  providerArn: string,
): PolicyStatement {
  return {
    Effect: "Allow",
    Principal: { Federated: providerArn },
    Action: "sts:AssumeRoleWithWebIdentity",
    Condition: {
      StringEquals: { [`${issuer}:aud`]: audience },
      StringLike: { [`${issuer}:sub`]: subjects },
    },
  };
}

import { IamOpenidConnectProvider } from "@cdktf/provider-aws/lib/iam-openid-connect-provider";
import { IamPolicy } from "@cdktf/provider-aws/lib/iam-policy";
import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { IamRolePolicyAttachment } from "@cdktf/provider-aws/lib/iam-role-policy-attachment";
import { Construct } from "constructs";
import { throwIfAny } from "../core/errors";
import { partitionOf } from "../core/partition";
import { type PolicyStatement, policyText } from "../core/resource-policy";
import { type AccessScope, CLIENT_TAG } from "./access";
import {
  boundaryArn,
  boundaryStatements,
  DEPLOY_PATH,
  deployPermissions,
  type StateInS3,
} from "./deploy-permissions";
import { networkArn } from "./network-access";
import { type DeployTrust, trustStatement } from "./trust";

/** Characters of a managed policy, blanks left out (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html). */
const POLICY_CHARACTERS = 6144;

/** Managed policies that a role may have, unless AWS has raised it. */
const POLICIES_OF_A_ROLE = 10;

/** What is deployed, for whom, and by whom. */
export interface DeployRoleProps {
  /** Beginning of the names of everything deployed, and value of its tag `client`: the client's id. */
  readonly name: string;
  /** AWS account of the client, twelve digits. */
  readonly account: string;
  readonly region: string;
  /** Whose tokens are believed, for which subjects. */
  readonly trust: DeployTrust;
  /** ARN of the identity provider of that issuer in the account. */
  readonly identityProviderArn: string;
  /** Terraform types of the AWS resources that are deployed. */
  readonly resourceTypes: readonly string[];
  /** Domains whose records and certificates may be written. */
  readonly domains: readonly string[];
  /**
   * Ids of the hosted zones at Route 53 that hold them.
   *
   * @default - the deployment makes its zones
   */
  readonly zoneIds?: readonly string[];
  /**
   * Ids of networks, subnets, gateways and the like that exist already.
   *
   * @default - the deployment makes its network
   */
  readonly networkIds?: readonly string[];
  /**
   * ARNs of firewalls that are shared with others.
   *
   * @default - none
   */
  readonly sharedFirewalls?: readonly string[];
  /**
   * ARNs of roles that the deployment takes.
   *
   * @default - none
   */
  readonly assumes?: readonly string[];
  /**
   * ARNs of parameters and secrets that Terraform reads while it runs.
   *
   * @default - none
   */
  readonly reads?: readonly string[];
  /**
   * Where the state is.
   *
   * @default - not in AWS
   */
  readonly state?: StateInS3;
  /**
   * Names of others in the account that begin like this one's, followed by a hyphen.
   *
   * @default - none
   */
  readonly siblings?: readonly string[];
}

/**
 * The roles by which a pipeline deploys one client and nobody else: one that plans and changes nothing, one that
 * applies, and the boundary without which the second makes no role and no user.
 *
 * Both believe the tokens of the pipeline itself (OpenID Connect), so there is no key to keep. What they may do comes
 * from the types that the stack declares: their names begin with the client's, or they have its tag.
 */
export class DeployRole extends Construct {
  /** The role for `plan`: reads, and takes no lock of the state. */
  readonly planRoleArn: string;
  /** The role for `apply` and `destroy`. */
  readonly applyRoleArn: string;
  /** The policy that everything the deployment gives rights must be bounded by. */
  readonly boundaryArn: string;

  /** @throws ValidationError `DeployTypeUnknown`, `DeployPolicyTooLarge` */
  constructor(scope: Construct, id: string, props: DeployRoleProps) {
    super(scope, id);
    const { name, account, region, trust, state } = props;
    const partition = partitionOf(region);
    this.boundaryArn = boundaryArn(region, account, name);
    const place = { partition, account, region };
    const access: AccessScope = {
      ...place,
      name,
      domains: [...props.domains].sort(),
      zoneIds: [...(props.zoneIds ?? [])].sort(),
      ownedNetworks: [...(props.networkIds ?? [])].sort().flatMap((each) => networkArn(place, each) ?? []),
      sharedFirewalls: [...(props.sharedFirewalls ?? [])].sort(),
    };
    const { plan, apply } = deployPermissions(access, { ...props, boundary: this.boundaryArn });
    new IamPolicy(this, "boundary", {
      name: `${name}-boundary`,
      path: DEPLOY_PATH,
      description: `what roles of ${name} may do at most`,
      policy: policyText(boundaryStatements(access, state)),
      tags: { [CLIENT_TAG]: name },
    });
    this.planRoleArn = this.role("plan", props, trust.planners, plan);
    this.applyRoleArn = this.role("apply", props, trust.appliers, apply);
  }

  private role(
    task: "plan" | "apply",
    { name, trust, identityProviderArn }: DeployRoleProps,
    subjects: readonly string[],
    statements: readonly PolicyStatement[],
  ): string {
    const role = new IamRole(this, task, {
      name: `${name}-${task}`,
      path: DEPLOY_PATH,
      description: `${task} of ${name}, by its pipeline`,
      assumeRolePolicy: policyText([trustStatement(trust, subjects, identityProviderArn)]),
      tags: { [CLIENT_TAG]: name },
    });
    const policies = packed(statements);
    throwIfAny(
      policies.length <= POLICIES_OF_A_ROLE && policies.every((part) => lengthOf(part) <= POLICY_CHARACTERS)
        ? []
        : [
            {
              code: "DeployPolicyTooLarge",
              message: `what ${name} needs takes ${policies.length} policies of up to ${Math.max(...policies.map(lengthOf))} characters, and AWS gives a role ${POLICIES_OF_A_ROLE} of ${POLICY_CHARACTERS}; deploy fewer kinds of resources, or name fewer domains and networks`,
            },
          ],
      this,
    );
    for (const [index, part] of policies.entries()) {
      const policy = new IamPolicy(this, `${task}-${index + 1}`, {
        name: `${name}-${task}-${index + 1}`,
        path: DEPLOY_PATH,
        policy: policyText(part),
        tags: { [CLIENT_TAG]: name },
      });
      new IamRolePolicyAttachment(this, `${task}-${index + 1}-attached`, {
        role: role.name,
        policyArn: policy.arn,
      });
    }
    return role.arn;
  }
}

/** An account's trust in an issuer of tokens; there is one for each issuer. */
export class DeployIdentityProvider extends Construct {
  readonly arn: string;

  constructor(scope: Construct, id: string, { issuer, audience }: DeployTrust) {
    super(scope, id);
    // AWS checks the certificate against its own list of authorities; a thumbprint is no longer asked for.
    this.arn = new IamOpenidConnectProvider(this, "Resource", {
      url: `https://${issuer}`,
      clientIdList: [audience],
    }).arn;
  }
}

function lengthOf(statements: readonly PolicyStatement[]): number {
  return policyText(statements).replaceAll(" ", "").length;
}

/** Statements in their order, in as many policies as they need. */
function packed(statements: readonly PolicyStatement[]): readonly (readonly PolicyStatement[])[] {
  const policies: PolicyStatement[][] = [];
  for (const statement of statements) {
    const last = policies.at(-1);
    if (last !== undefined && lengthOf([...last, statement]) <= POLICY_CHARACTERS) {
      last.push(statement);
    } else {
      policies.push([statement]);
    }
  }
  return policies;
}

import { runSimulation } from "@cloud-copilot/iam-simulate";
import { TerraformStack, Testing } from "cdktf";
import { DeployRole, type DeployRoleProps } from "../../../constructs/deploy/deploy-role";
import { githubTrust } from "../../../constructs/deploy/trust";
import type { Tree } from "../../clinic";

export const ACCOUNT = "123456789012";

/** A clinic that is deployed by GitHub and keeps its state in S3. */
export const CLINIC: DeployRoleProps = {
  name: "clinic",
  account: ACCOUNT,
  region: "eu-west-3",
  trust: githubTrust("msp/protected-exchange", "clinic"),
  identityProviderArn: `arn:aws:iam::${ACCOUNT}:oidc-provider/token.actions.githubusercontent.com`,
  resourceTypes: [],
  domains: ["clinic.example"],
  state: {
    bucket: "msp-states",
    key: "protected-exchange/clinic.tfstate",
    region: "eu-west-3",
    kmsKeyId: `arn:aws:kms:eu-west-3:${ACCOUNT}:key/0c1d2e3f-4a5b-6071-8293-a4b5c6d7e8f9`,
  },
};

interface Document {
  readonly Version: string;
  readonly Statement: readonly {
    readonly Effect: string;
    readonly Action?: string | readonly string[];
    readonly NotAction?: readonly string[];
    readonly Resource?: readonly string[];
    readonly Condition?: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  }[];
}

/** The policies of the roles, as Terraform would make them, asked by an evaluator that is not ours. */
export class SimulatedRoles {
  readonly json: Tree;
  private readonly policies = new Map<string, Document>();

  constructor(readonly props: DeployRoleProps) {
    const stack = new TerraformStack(Testing.app(), "deploy");
    new DeployRole(stack, "clinic", props);
    this.json = JSON.parse(Testing.synth(stack)) as Tree;
    for (const { name, policy } of Object.values(
      (this.json.resource as Tree).aws_iam_policy as Tree,
    ) as Tree[]) {
      this.policies.set(String(name), JSON.parse(String(policy)) as Document);
    }
  }

  /** Policies of a role, and their length. */
  documents(task: "plan" | "apply" | "boundary"): readonly Document[] {
    return [...this.policies]
      .filter(([name]) => name.startsWith(`${this.props.name}-${task}`))
      .map(([, policy]) => policy);
  }

  /** The trust policy of a role. */
  trust(task: "plan" | "apply"): Document {
    const roles = Object.values((this.json.resource as Tree).aws_iam_role as Tree) as Tree[];
    const role = roles.find(({ name }) => String(name) === `${this.props.name}-${task}`);
    return JSON.parse(String(role?.assume_role_policy)) as Document;
  }

  /** Does IAM let a role do this? One of the stack's own that may do anything, as far as its boundary lets it. */
  async may(
    task: "plan" | "apply" | "boundary",
    action: string,
    resource: string,
    context: Readonly<Record<string, string | string[]>> = {},
  ): Promise<boolean> {
    const response = await runSimulation(
      {
        request: {
          principal: `arn:aws:iam::${ACCOUNT}:role/protected-exchange/deploy/${this.props.name}-${task}`,
          action,
          resource: { resource, accountId: ACCOUNT },
          contextVariables: { ...context },
        },
        identityPolicies: this.documents(task).map((policy, index) => ({
          name: `${index}`,
          policy: policy as never,
        })),
        serviceControlPolicies: [],
        resourceControlPolicies: [],
        // A key's own policy leaves it to the account, as those here do.
        ...(action.startsWith("kms:")
          ? {
              resourcePolicy: {
                Version: "2012-10-17",
                Statement: [
                  {
                    Effect: "Allow",
                    Principal: { AWS: `arn:aws:iam::${ACCOUNT}:root` },
                    Action: "kms:*",
                    Resource: "*",
                  },
                ],
              } as never,
            }
          : {}),
      },
      {},
    );
    if (response.resultType === "error") {
      throw new Error(JSON.stringify(response.errors, undefined, 2));
    }
    return response.overallResult === "Allowed";
  }
}

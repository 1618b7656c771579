import { IamInstanceProfile } from "@cdktf/provider-aws/lib/iam-instance-profile";
import { IamPolicy } from "@cdktf/provider-aws/lib/iam-policy";
import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { IamRolePolicyAttachment } from "@cdktf/provider-aws/lib/iam-role-policy-attachment";
import { IamUser } from "@cdktf/provider-aws/lib/iam-user";
import { IamUserPolicyAttachment } from "@cdktf/provider-aws/lib/iam-user-policy-attachment";
import type { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { RolesanywhereProfile } from "@cdktf/provider-aws/lib/rolesanywhere-profile";
import { RolesanywhereTrustAnchor } from "@cdktf/provider-aws/lib/rolesanywhere-trust-anchor";
import { Construct } from "constructs";
import { type PolicyStatement, policyText } from "../core/resource-policy";

/**
 * Who the backup product is to AWS.
 *
 * - `user`: a user whose access key somebody makes by hand, outside Terraform, because a key that Terraform makes
 *   stands in its state. It lasts until somebody replaces it.
 * - `instance-profile`: a role for a backup server on EC2, with credentials that last hours
 * - `roles-anywhere`: a role for a server elsewhere, with a certificate of the client's own authority in the place of a
 *   key (https://docs.aws.amazon.com/rolesanywhere/latest/userguide/trust-model.html)
 */
export type BackupPrincipalChoice =
  | { readonly kind: "user" }
  | { readonly kind: "instance-profile" }
  | {
      readonly kind: "roles-anywhere";
      /** Certificate of the client's own authority, in PEM. */
      readonly certificateAuthority: string;
      /** Common name in the certificate of the backup server; no other certificate of the authority is let in. */
      readonly commonName: string;
    };

/** A principal and what it may do. */
interface BackupPrincipalProps {
  /** Name of user, role and policy. */
  readonly name: string;
  /** For people. */
  readonly description: string;
  readonly choice: BackupPrincipalChoice;
  /**
   * Provider of another account.
   *
   * @default - that of the stack
   */
  readonly provider?: AwsProvider;
}

/** Seconds for which credentials from Roles Anywhere last; an hour is its default (https://docs.aws.amazon.com/rolesanywhere/latest/APIReference/API_CreateProfile.html). */
const SESSION_SECONDS = 3600;

/** A user or a role for a backup product. No long-lived key is made. */
export class BackupPrincipal extends Construct {
  /** ARN of the user or role. */
  readonly arn: string;
  /** Name of the user to make an access key for; undefined where no key is needed. */
  readonly userName: string | undefined;
  /** Name of the profile to launch the backup server with; undefined elsewhere. */
  readonly instanceProfileName: string | undefined;
  /** ARNs that `aws_signing_helper credential-process` is told; undefined without Roles Anywhere. */
  readonly rolesAnywhere: { readonly trustAnchorArn: string; readonly profileArn: string } | undefined;

  private readonly props: BackupPrincipalProps;
  private readonly role: IamRole | undefined;
  private readonly user: IamUser | undefined;

  constructor(scope: Construct, id: string, props: BackupPrincipalProps) {
    super(scope, id);
    this.props = props;
    const { name, choice } = props;
    const at = this.place;
    if (choice.kind === "user") {
      // Its keys are not Terraform's, and would otherwise keep it from being destroyed.
      this.user = new IamUser(this, "Resource", { ...at, name, forceDestroy: true });
      this.arn = this.user.arn;
      this.userName = name;
      return;
    }
    const anchor =
      choice.kind === "roles-anywhere" ? this.trustAnchor(choice.certificateAuthority) : undefined;
    this.role = new IamRole(this, "Resource", {
      ...at,
      name,
      description: props.description,
      assumeRolePolicy: policyText([
        choice.kind === "roles-anywhere"
          ? {
              Principal: { Service: "rolesanywhere.amazonaws.com" },
              Action: ["sts:AssumeRole", "sts:SetSourceIdentity", "sts:TagSession"],
              Condition: {
                ArnEquals: { "aws:SourceArn": anchor?.arn },
                StringEquals: { "aws:PrincipalTag/x509Subject/CN": choice.commonName },
              },
            }
          : { Principal: { Service: "ec2.amazonaws.com" }, Action: "sts:AssumeRole" },
      ]),
    });
    this.arn = this.role.arn;
    if (anchor === undefined) {
      new IamInstanceProfile(this, "profile", { ...at, name, role: this.role.name });
      this.instanceProfileName = name;
      return;
    }
    const profile = new RolesanywhereProfile(this, "profile", {
      ...at,
      name,
      enabled: true,
      durationSeconds: SESSION_SECONDS,
      roleArns: [this.role.arn],
    });
    this.rolesAnywhere = { trustAnchorArn: anchor.arn, profileArn: profile.arn };
  }

  /** Gives it its one policy. */
  allow(statements: readonly PolicyStatement[]): IamPolicy {
    const { name, description } = this.props;
    const at = this.place;
    const policy = new IamPolicy(this, "policy", {
      ...at,
      name,
      description,
      policy: policyText(statements),
    });
    if (this.user !== undefined) {
      new IamUserPolicyAttachment(this, "attachment", { ...at, user: this.user.name, policyArn: policy.arn });
    }
    if (this.role !== undefined) {
      new IamRolePolicyAttachment(this, "attachment", { ...at, role: this.role.name, policyArn: policy.arn });
    }
    return policy;
  }

  private trustAnchor(certificate: string): RolesanywhereTrustAnchor {
    return new RolesanywhereTrustAnchor(this, "trust-anchor", {
      ...this.place,
      name: this.props.name,
      enabled: true,
      source: { sourceType: "CERTIFICATE_BUNDLE", sourceData: { x509CertificateData: certificate } },
    });
  }

  private get place(): Pick<BackupPrincipalProps, "provider"> {
    return this.props.provider === undefined ? {} : { provider: this.props.provider };
  }
}

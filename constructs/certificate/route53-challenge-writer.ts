import { IamInstanceProfile } from "@cdktf/provider-aws/lib/iam-instance-profile";
import { IamPolicy } from "@cdktf/provider-aws/lib/iam-policy";
import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { IamRolePolicyAttachment } from "@cdktf/provider-aws/lib/iam-role-policy-attachment";
import { IamUser } from "@cdktf/provider-aws/lib/iam-user";
import { IamUserPolicyAttachment } from "@cdktf/provider-aws/lib/iam-user-policy-attachment";
import { Construct } from "constructs";
import { policyText } from "../core/resource-policy";

/** Who may answer challenges, and where. */
export interface Route53ChallengeWriterProps {
  /** Prefix of the resources' names; the client's id. */
  readonly name: string;
  /** Route 53's id of the challenge zone. */
  readonly zoneId: string;
  /** Owner name of the record that answers; A-labels, no trailing dot. */
  readonly challengeName: string;
  /**
   * Addresses, in CIDR notation, that a server outside AWS speaks from. It signs in with an access key, which is of
   * no use from elsewhere.
   *
   * @default - the server runs on EC2 and needs no key
   */
  readonly outsideAws?: readonly string[];
}

/**
 * Who the server is to Route 53: allowed to write the one TXT record, and nothing else of any zone.
 *
 * On EC2, a role with a profile to launch the server with. Elsewhere, a user; its access key is made by hand, because
 * a key that Terraform makes stands in its state.
 *
 * What it may read is what ACME clients need to find the zone and the record: the names of the account's zones, and
 * the challenge zone's records.
 */
export class Route53ChallengeWriter extends Construct {
  /** Name of the profile to launch the server with; undefined outside AWS. */
  readonly instanceProfileName: string | undefined;
  /** Name of the user to make an access key for; undefined on EC2. */
  readonly userName: string | undefined;
  /** Escape hatch: the server's role, for what else the server may do; undefined outside AWS. */
  readonly serverRole: IamRole | undefined;
  /** Escape hatch: the policy, for a server that has a role already. */
  readonly policy: IamPolicy;

  constructor(scope: Construct, id: string, props: Route53ChallengeWriterProps) {
    super(scope, id);
    const name = `${props.name}-challenge-writer`;
    const description = `Answers the challenges for the certificate of ${props.name}`;
    this.policy = new IamPolicy(this, "policy", { name, description, policy: writerPolicy(props) });
    if (props.outsideAws === undefined) {
      const role = new IamRole(this, "role", {
        name,
        description,
        assumeRolePolicy: policyText([
          { Principal: { Service: "ec2.amazonaws.com" }, Action: "sts:AssumeRole" },
        ]),
      });
      new IamRolePolicyAttachment(this, "role-policy", { role: role.name, policyArn: this.policy.arn });
      new IamInstanceProfile(this, "profile", { name, role: role.name });
      this.serverRole = role;
      this.instanceProfileName = name;
      this.userName = undefined;
      return;
    }
    // Its keys are not Terraform's, and would otherwise keep it from being destroyed.
    const user = new IamUser(this, "user", { name, forceDestroy: true });
    new IamUserPolicyAttachment(this, "user-policy", { user: user.name, policyArn: this.policy.arn });
    this.instanceProfileName = undefined;
    this.userName = name;
  }
}

/** https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/specifying-conditions-route53.html */
function writerPolicy({ zoneId, challengeName, outsideAws }: Route53ChallengeWriterProps): string {
  const from = outsideAws === undefined ? {} : { IpAddress: { "aws:SourceIp": outsideAws } };
  const anywhere = outsideAws === undefined ? {} : { Condition: from };
  const zone = `arn:aws:route53:::hostedzone/${zoneId}`;
  return policyText([
    {
      Sid: "WriteTheChallenge",
      Action: "route53:ChangeResourceRecordSets",
      Resource: zone,
      Condition: {
        "ForAllValues:StringEquals": {
          "route53:ChangeResourceRecordSetsActions": ["CREATE", "DELETE", "UPSERT"],
          "route53:ChangeResourceRecordSetsNormalizedRecordNames": [challengeName],
          "route53:ChangeResourceRecordSetsRecordTypes": ["TXT"],
        },
        ...from,
      },
    },
    {
      Sid: "ReadTheZone",
      Action: ["route53:GetHostedZone", "route53:ListResourceRecordSets"],
      Resource: zone,
      ...anywhere,
    },
    {
      Sid: "WaitForTheChange",
      Action: "route53:GetChange",
      Resource: "arn:aws:route53:::change/*",
      ...anywhere,
    },
    // AWS lets nobody narrow these to one zone.
    {
      Sid: "FindTheZone",
      Action: ["route53:ListHostedZones", "route53:ListHostedZonesByName"],
      Resource: "*",
      ...anywhere,
    },
  ]);
}

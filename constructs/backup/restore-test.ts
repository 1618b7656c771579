import { BackupRestoreTestingPlan } from "@cdktf/provider-aws/lib/backup-restore-testing-plan";
import { BackupRestoreTestingSelection } from "@cdktf/provider-aws/lib/backup-restore-testing-selection";
import { DefaultSecurityGroup } from "@cdktf/provider-aws/lib/default-security-group";
import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { IamRolePolicyAttachment } from "@cdktf/provider-aws/lib/iam-role-policy-attachment";
import { SecurityGroup } from "@cdktf/provider-aws/lib/security-group";
import { Subnet } from "@cdktf/provider-aws/lib/subnet";
import { Vpc } from "@cdktf/provider-aws/lib/vpc";
import { Construct } from "constructs";
import { policyText, takenBy } from "../core/resource-policy";

/** How often a restore is tried by itself, and the cron expression of AWS Backup for it; 1 is a Sunday. */
export const RESTORE_TEST_SCHEDULES = {
  weekly: "cron(0 6 ? * 1 *)",
  monthly: "cron(0 6 ? * 1#1 *)",
} as const;

/** A key of {@link RESTORE_TEST_SCHEDULES}. */
export type RestoreTestSchedule = keyof typeof RESTORE_TEST_SCHEDULES;

/** What is restored, and when. */
interface RestoreTestProps {
  /** Prefix of the resources' names; the client's id. */
  readonly name: string;
  readonly account: string;
  readonly schedule: RestoreTestSchedule;
  /** ARN of the vault that recovery points are taken from. */
  readonly vaultArn: string;
  /** Days back from which one is chosen. */
  readonly windowDays: number;
  /** Tag of the servers. */
  readonly tag: { readonly key: string; readonly value: string };
}

/** Never routed anywhere, so it may be the same for every client. */
const NETWORK = { vpc: "192.168.255.0/28", subnet: "192.168.255.0/28" };
/** Hours for which the restored server stays, so that somebody can look at it. */
const VALIDATION_HOURS = 4;
/** Hours within which the test begins. */
const START_HOURS = 4;

/**
 * A restore that AWS Backup tries by itself: it takes a recent recovery point, launches the server from it, says how
 * long that took, and throws it away.
 *
 * The copy stands in a network of its own without any way in or out. A second server with the same name and secrets in
 * the domain's network would do harm: its domain controllers and its Exchange would take it for the first.
 *
 * @see https://docs.aws.amazon.com/aws-backup/latest/devguide/restore-testing-inferred-metadata.html
 */
export class RestoreTest extends Construct {
  /** Escape hatch: the plan. */
  readonly plan: BackupRestoreTestingPlan;

  constructor(scope: Construct, id: string, props: RestoreTestProps) {
    super(scope, id);
    const { name, account, tag } = props;
    const role = new IamRole(this, "role", {
      name: `${name}-restore-test`,
      description: `Restores servers of ${name} to see that it works`,
      assumeRolePolicy: policyText([takenBy("backup.amazonaws.com", account)]),
    });
    const allowed = new IamRolePolicyAttachment(this, "restores", {
      role: role.name,
      // AWS keeps it in step with what its service does (https://docs.aws.amazon.com/aws-backup/latest/devguide/iam-service-roles.html).
      policyArn: "arn:aws:iam::aws:policy/service-role/AWSBackupServiceRolePolicyForRestores",
    });
    const vpc = new Vpc(this, "network", {
      cidrBlock: NETWORK.vpc,
      enableDnsSupport: true,
      enableDnsHostnames: false,
      tags: { Name: `${name}-restore-test` },
    });
    // Without rules: what the VPC begins with lets its members talk to each other and to everyone.
    new DefaultSecurityGroup(this, "default-group", { vpcId: vpc.id });
    const subnet = new Subnet(this, "subnet", {
      vpcId: vpc.id,
      cidrBlock: NETWORK.subnet,
      mapPublicIpOnLaunch: false,
      tags: { Name: `${name}-restore-test` },
    });
    const group = new SecurityGroup(this, "group", {
      vpcId: vpc.id,
      name: `${name}-restore-test`,
      description: "A restored server: nothing in, nothing out",
      ingress: [],
      egress: [],
    });
    const words = name.replaceAll("-", "_");
    this.plan = new BackupRestoreTestingPlan(this, "Resource", {
      name: `${words}_restore_test`,
      scheduleExpression: RESTORE_TEST_SCHEDULES[props.schedule],
      startWindowHours: START_HOURS,
      recoveryPointSelection: [
        {
          algorithm: "LATEST_WITHIN_WINDOW",
          includeVaults: [props.vaultArn],
          recoveryPointTypes: ["SNAPSHOT"],
          selectionWindowDays: props.windowDays,
        },
      ],
    });
    new BackupRestoreTestingSelection(this, "servers", {
      name: `${words}_servers`,
      restoreTestingPlanName: this.plan.name,
      protectedResourceType: "EC2",
      protectedResourceArns: ["*"],
      protectedResourceConditions: [
        { stringEquals: [{ key: `aws:ResourceTag/${tag.key}`, value: tag.value }], stringNotEquals: [] },
      ],
      iamRoleArn: role.arn,
      validationWindowHours: VALIDATION_HOURS,
      restoreMetadataOverrides: {
        iamInstanceProfileName: "null",
        securityGroupIds: JSON.stringify([group.id]),
        subnetId: subnet.id,
      },
      dependsOn: [allowed],
    });
  }
}

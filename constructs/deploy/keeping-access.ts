import {
  actions,
  arn,
  creating,
  named,
  onTagged,
  type ServiceAccess,
  tagging,
  untagging,
  withKeys,
} from "./access";

/** Buckets, not what is in them. */
const S3: ServiceAccess = {
  types: /^aws_s3_/,
  read: actions(
    "s3",
    "GetAccelerateConfiguration",
    "GetBucket*",
    "GetEncryptionConfiguration",
    "GetLifecycleConfiguration",
    "GetReplicationConfiguration",
    "ListTagsForResource",
  ),
  // Whether a bucket is there, S3 says only to who may list it
  // (https://docs.aws.amazon.com/AmazonS3/latest/API/API_HeadBucket.html).
  readOwn: ({ partition, name }) => [
    { Action: ["s3:ListBucket"], Resource: [`arn:${partition}:s3:::${name}-*`] },
  ],
  manage: ({ partition, name }) => [
    {
      Action: actions(
        "s3",
        "CreateBucket",
        "DeleteBucket",
        "DeleteBucketPolicy",
        "PutBucket*",
        "PutEncryptionConfiguration",
        "PutLifecycleConfiguration",
        "TagResource",
        "UntagResource",
      ),
      Resource: [`arn:${partition}:s3:::${name}-*`],
    },
  ],
};

/** Vaults and plans; what they hold is neither read nor deleted. */
const BACKUP: ServiceAccess = {
  types: /^aws_backup_/,
  // Not all of `List*`: AWS counts ListIndexedRecoveryPointsForSearch as a change.
  read: actions(
    "backup",
    "Describe*",
    "Get*",
    "ListBackup*",
    "ListRecoveryPoints*",
    "ListRestoreTesting*",
    "ListTags",
  ),
  manage: (scope) => {
    const plans = [arn(scope, "backup", "backup-plan:*")];
    return [
      {
        Action: actions(
          "backup",
          "CreateBackupVault",
          "CreateLogicallyAirGappedBackupVault",
          "CreateRestoreTesting*",
          "DeleteBackupVault",
          "DeleteBackupVaultAccessPolicy",
          "DeleteRestoreTesting*",
          "PutBackupVaultAccessPolicy",
          "PutBackupVaultLockConfiguration",
          "TagResource",
          "UntagResource",
          "UpdateRestoreTesting*",
        ),
        Resource: [
          ...named(scope, "backup", ["backup-vault:"]),
          // Their names have underscores instead of hyphens.
          arn(scope, "backup", `restore-testing-plan:${scope.name.replaceAll("-", "_")}_*`),
        ],
      },
      creating(scope, actions("backup", "CreateBackupPlan", "TagResource"), plans),
      onTagged(
        scope,
        actions(
          "backup",
          "CreateBackupSelection",
          "DeleteBackupPlan",
          "DeleteBackupSelection",
          "TagResource",
          "UpdateBackupPlan",
        ),
        plans,
      ),
      untagging(scope, ["backup:UntagResource"], plans),
      // https://docs.aws.amazon.com/aws-backup/latest/devguide/create-a-vault.html
      { Action: ["backup-storage:MountCapsule"], Resource: ["*"] },
      withKeys(scope, "backup", ["Decrypt", "GenerateDataKey", "RetireGrant"]),
    ];
  },
  serviceRoles: ["backup.amazonaws.com"],
  passesRolesTo: ["backup.amazonaws.com"],
};

/** Who comes in with a certificate instead of a key. */
const ROLES_ANYWHERE: ServiceAccess = {
  types: /^aws_rolesanywhere_/,
  read: actions("rolesanywhere", "Get*", "List*"),
  manage: (scope) => {
    const all = [arn(scope, "rolesanywhere", "profile/*"), arn(scope, "rolesanywhere", "trust-anchor/*")];
    return [
      creating(scope, actions("rolesanywhere", "CreateProfile", "CreateTrustAnchor"), ["*"]),
      onTagged(
        scope,
        actions(
          "rolesanywhere",
          "DeleteProfile",
          "DeleteTrustAnchor",
          "DisableProfile",
          "DisableTrustAnchor",
          "EnableProfile",
          "EnableTrustAnchor",
          "UpdateProfile",
          "UpdateTrustAnchor",
        ),
        all,
      ),
      tagging(scope, ["rolesanywhere:TagResource"], all),
      untagging(scope, ["rolesanywhere:UntagResource"], all),
    ];
  },
  passesRolesTo: ["rolesanywhere.amazonaws.com"],
};

/**
 * Roles, users and policies by their names, and never with more rights than the boundary leaves: without it in place,
 * none is made and none is given anything.
 *
 * @param boundary ARN of the policy that bounds them
 */
export function iamAccess(boundary: string): ServiceAccess {
  return {
    types: /^aws_iam_(role|user|policy|instance_profile)(_|$)/,
    read: actions("iam", "GetInstanceProfile", "GetPolicy*", "GetRole*", "GetUser*", "List*"),
    manage: (scope) => {
      const bounded = { StringEquals: { "iam:PermissionsBoundary": boundary } };
      const own = (...kinds: readonly string[]) =>
        kinds.map((kind) => `arn:${scope.partition}:iam::${scope.account}:${kind}/${scope.name}-*`);
      return [
        {
          Action: actions(
            "iam",
            "AttachRolePolicy",
            "AttachUserPolicy",
            "CreateRole",
            "CreateUser",
            "DeleteRolePolicy",
            "DeleteUserPolicy",
            "DetachRolePolicy",
            "DetachUserPolicy",
            "PutRolePermissionsBoundary",
            "PutRolePolicy",
            "PutUserPermissionsBoundary",
            "PutUserPolicy",
          ),
          Resource: own("role", "user"),
          Condition: bounded,
        },
        {
          Action: actions(
            "iam",
            "AddRoleToInstanceProfile",
            "CreateInstanceProfile",
            "CreatePolicy",
            "CreatePolicyVersion",
            "DeleteInstanceProfile",
            "DeletePolicy",
            "DeletePolicyVersion",
            "DeleteRole",
            "DeleteUser",
            "RemoveRoleFromInstanceProfile",
            "TagInstanceProfile",
            "TagPolicy",
            "TagRole",
            "TagUser",
            "UntagInstanceProfile",
            "UntagPolicy",
            "UntagRole",
            "UntagUser",
            "UpdateAssumeRolePolicy",
            "UpdateRole",
            "UpdateRoleDescription",
          ),
          Resource: own("role", "user", "policy", "instance-profile"),
        },
      ];
    },
  };
}

/** Who puts a role into an instance profile hands it to EC2 (https://docs.aws.amazon.com/IAM/latest/APIReference/API_AddRoleToInstanceProfile.html). */
const INSTANCE_PROFILES: ServiceAccess = {
  types: /^aws_iam_instance_profile$/,
  read: [],
  manage: () => [],
  passesRolesTo: ["ec2.amazonaws.com"],
};

/** Services that keep things. */
export const KEEPING_ACCESS: readonly ServiceAccess[] = [S3, BACKUP, ROLES_ANYWHERE, INSTANCE_PROFILES];

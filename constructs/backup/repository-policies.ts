import { DESTRUCTIVE_BUCKET_ACTIONS, DESTRUCTIVE_KEY_ACTIONS } from "../core/destructive-actions";
import type { PolicyStatement } from "../core/resource-policy";
import { type BackupSite, fromElsewhere } from "./backup-site";
import type { BackupConsumer } from "./consumers/consumer";

/** What policies of a repository are about. */
export interface RepositoryAccess {
  readonly consumer: BackupConsumer;
  readonly bucketArn: string;
  /** Undefined where the bucket is the client's own and S3's key encrypts it. */
  readonly keyArn: string | undefined;
  readonly region: string;
  readonly site: BackupSite;
}

/** What the product's user or role may do: what its vendor documents, from the site, and nothing that destroys. */
export function principalStatements(access: RepositoryAccess): readonly PolicyStatement[] {
  const { consumer, bucketArn, keyArn, region, site } = access;
  return [
    { Sid: "UseTheBucket", Action: consumer.bucketActions, Resource: bucketArn },
    { Sid: "UseTheObjects", Action: consumer.objectActions, Resource: `${bucketArn}/*` },
    // IAM takes no statement without an action (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html).
    ...(consumer.accountActions.length === 0
      ? []
      : [{ Sid: "FindTheBucket", Action: consumer.accountActions, Resource: "*" }]),
    ...(keyArn === undefined
      ? []
      : [
          // What uploads and downloads of encrypted objects take
          // (https://docs.aws.amazon.com/AmazonS3/latest/userguide/UsingKMSEncryption.html).
          {
            Sid: "UseTheKey",
            Action: ["kms:Decrypt", "kms:GenerateDataKey"],
            Resource: keyArn,
            Condition: { StringEquals: { "kms:ViaService": `s3.${region}.amazonaws.com` } },
          },
        ]),
    { Sid: "KeepTheKey", Effect: "Deny", Action: DESTRUCTIVE_KEY_ACTIONS, Resource: "*" },
    { Sid: "KeepTheLock", Effect: "Deny", Action: DESTRUCTIVE_BUCKET_ACTIONS, Resource: "*" },
    {
      Sid: "FromTheSiteOnly",
      Effect: "Deny",
      Action: "*",
      Resource: "*",
      Condition: fromElsewhere(site),
    },
  ];
}

/**
 * Reading, writing and deleting what is in the bucket. Listing is not among them: Terraform asks whether the bucket is
 * there by HeadBucket, which is listing to S3 (https://docs.aws.amazon.com/AmazonS3/latest/API/API_HeadBucket.html).
 */
const CONTENT_ACTIONS = ["s3:DeleteObject*", "s3:GetObject*", "s3:PutObject*", "s3:RestoreObject"];

/**
 * What the bucket itself refuses, whatever policies somebody hangs on users and roles later.
 *
 * Its content is refused to everyone elsewhere. How it is set up stays with the account, or Terraform would lock itself
 * out; only the product itself is refused that, and nobody can shorten a lock.
 */
export function bucketStatements(access: RepositoryAccess, principalArn: string): readonly PolicyStatement[] {
  const everything = [access.bucketArn, `${access.bucketArn}/*`];
  return [
    {
      Sid: "NobodyShortensALock",
      Effect: "Deny",
      Principal: "*",
      Action: "s3:BypassGovernanceRetention",
      Resource: `${access.bucketArn}/*`,
    },
    {
      Sid: "ProductKeepsTheLock",
      Effect: "Deny",
      Principal: "*",
      Action: DESTRUCTIVE_BUCKET_ACTIONS.filter((action) => !OF_THE_ACCOUNT.includes(action)),
      Resource: everything,
      Condition: { ArnEquals: { "aws:PrincipalArn": principalArn } },
    },
    {
      Sid: "ContentFromTheSiteOnly",
      Effect: "Deny",
      Principal: "*",
      Action: CONTENT_ACTIONS,
      Resource: everything,
      Condition: fromElsewhere(access.site),
    },
  ];
}

/** Settings of the account; no bucket's policy may name them. */
const OF_THE_ACCOUNT: readonly string[] = ["s3:PutAccountPublicAccessBlock"];

/** What the key itself refuses the product. */
export function keyStatements(principalArn: string): readonly PolicyStatement[] {
  return [
    {
      Sid: "ProductKeepsTheKey",
      Effect: "Deny",
      Principal: "*",
      Action: DESTRUCTIVE_KEY_ACTIONS,
      Resource: "*",
      Condition: { ArnEquals: { "aws:PrincipalArn": principalArn } },
    },
  ];
}

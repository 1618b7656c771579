import type { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { type Construct, Node } from "constructs";
import type { BackupPrincipal } from "../constructs/backup/backup-principal";
import {
  BackupRepository,
  type BackupRepositoryProps,
  repositoryBucketName,
} from "../constructs/backup/backup-repository";
import type { BackupSite } from "../constructs/backup/backup-site";
import { BACKUP_CONSUMERS } from "../constructs/backup/consumers";
import type { BackupConsumer } from "../constructs/backup/consumers/consumer";
import { SnapshotPlan, VSS_POLICY_ARN } from "../constructs/backup/snapshot-plan";
import { CertificateDelivery } from "../constructs/certificate/certificate-delivery";
import { Route53ChallengeWriter } from "../constructs/certificate/route53-challenge-writer";
import type { EgressService } from "../constructs/edge/egress-services";
import type { MailEdge } from "../constructs/edge/mail-edge";
import type { Relay } from "../constructs/relay/relay";
import { backupPlaceOf, immutableDaysOf, isOwnAccount, keepDaysOf } from "./backup-place";
import type { BackupSection } from "./backup-schema";
import type { Client } from "./client-schema";
import { type AwsPlace, givenAwsPlaceOf } from "./edge-schema";

/** What a client's backup is made for. */
interface BackupWiringProps {
  readonly client: Client;
  readonly edge: MailEdge;
  readonly relay: Pick<Relay, "name" | "continuity">;
  /** Topic that hears of failed and missing jobs; undefined where the edge has none. */
  readonly alarmTopicArn: string | undefined;
  /** Provider of the account that keeps the backup; undefined where it is the stack's own. */
  readonly provider: AwsProvider | undefined;
}

/** What the server must reach to write to its repository itself; none where a backup server does. */
export function backupServices({ id: name, backup, edge }: Client): readonly EgressService[] {
  const { repository } = backup ?? {};
  if (backup === undefined || repository?.writer !== "server") {
    return [];
  }
  const { account, region } = givenPlaceOf(backup, edge);
  const places = [
    { region, bucket: repository.bucket?.name ?? repositoryBucketName({ name, account }) },
    ...(repository.copy === undefined
      ? []
      : [{ region: repository.copy.region, bucket: repositoryBucketName({ name, account, suffix: COPY }) }]),
  ];
  // By its own host, and by the path of the Region's, as products choose.
  const buckets = places.map((place) => ({
    service: "Amazon S3, the backup's repository",
    port: 443 as const,
    hosts: [`${place.bucket}.s3.${place.region}.amazonaws.com`, `s3.${place.region}.amazonaws.com`],
    purpose: "backup of the mailboxes",
    source: "https://docs.aws.amazon.com/AmazonS3/latest/userguide/VirtualHosting.html",
  }));
  if (repository.principal?.kind !== "roles-anywhere") {
    return buckets;
  }
  // Its trust anchor is in the Region of the provider.
  const home = isOwnAccount(backup, edge) ? givenAwsPlaceOf(edge).region : region;
  return [
    ...buckets,
    {
      service: "IAM Roles Anywhere",
      port: 443,
      hosts: [`rolesanywhere.${home}.amazonaws.com`],
      purpose: "sign-in of the backup product",
      source: "https://docs.aws.amazon.com/general/latest/gr/rolesanywhere.html",
    },
  ];
}

/** What tells the second repository of a client from the first. */
const COPY = "copy";

/**
 * Declares the backup of a client, as its file asks for it.
 *
 * @returns what the stack states of it: objectives, and what people need to set the product up
 */
export function backupOf(scope: Construct, id: string, props: BackupWiringProps): unknown {
  const { client } = props;
  const { backup } = client;
  if (backup === undefined) {
    return undefined;
  }
  const { objectives, repository, restoreTests } = backup;
  return {
    objectives: {
      rpo_hours: objectives.rpoHours,
      rto_hours: objectives.rtoHours,
      retention_days: objectives.retentionDays,
      granular: objectives.granular,
    },
    ...(repository === undefined
      ? {}
      : { repositories: repositoriesOf(scope, `${id}-repository`, backup, repository, props) }),
    ...snapshotsOf(scope, `${id}-snapshots`, backup, props),
    restore_tests: { every_months: restoreTests.everyMonths, done: restoreTests.done },
    ...thirdLineOf(props),
  };
}

function repositoriesOf(
  scope: Construct,
  id: string,
  backup: BackupSection,
  repository: NonNullable<BackupSection["repository"]>,
  { client, edge, provider }: BackupWiringProps,
): readonly unknown[] {
  const place = givenPlaceOf(backup, client.edge);
  const shared: Omit<BackupRepositoryProps, "region"> = {
    name: client.id,
    consumer: repository.consumer,
    account: place.account,
    site: siteOf(repository, edge),
    immutableDays: immutableDaysOf(backup),
    ...(repository.principal === undefined ? {} : { principal: repository.principal }),
    ...(provider === undefined ? {} : { provider }),
  };
  const first = { ...shared, region: place.region };
  const { bucket, copy } = repository;
  const made: readonly (readonly [string, BackupRepository])[] = [
    [
      place.region,
      bucket === undefined
        ? new BackupRepository(scope, id, first)
        : BackupRepository.fromBucket(scope, id, {
            ...first,
            bucketName: bucket.name,
            ...(bucket.keyArn === undefined ? {} : { keyArn: bucket.keyArn }),
          }),
    ],
    ...(copy === undefined
      ? []
      : [
          [
            copy.region,
            new BackupRepository(scope, `${id}-copy`, {
              ...shared,
              region: copy.region,
              suffix: COPY,
              // An endpoint leads to buckets of its own Region only.
              site: { addresses: repository.addresses ?? edge.egressAddresses.map(asNetwork) },
            }),
          ] as const,
        ]),
  ];
  const product: BackupConsumer = BACKUP_CONSUMERS[repository.consumer];
  return made.map(([region, { bucketName, principal }], index) => ({
    role: index === 0 ? "first" : "copy",
    bucket: bucketName,
    account: place.account,
    region,
    product: product.name,
    locked_by: product.locksBy,
    ...(product.restoresMessagesWith === undefined
      ? {}
      : { restores_messages_with: product.restoresMessagesWith }),
    every_hours: repository.everyHours,
    keep_days: keepDaysOf(backup),
    immutable_days: immutableDaysOf(backup),
    signs_in_as: signInOf(principal),
  }));
}

function signInOf({ userName, instanceProfileName, rolesAnywhere, arn }: BackupPrincipal): unknown {
  return userName !== undefined
    ? { user: userName }
    : rolesAnywhere === undefined
      ? { instance_profile: instanceProfileName }
      : { role: arn, trust_anchor: rolesAnywhere.trustAnchorArn, profile: rolesAnywhere.profileArn };
}

function siteOf(
  { addresses, vpcEndpoint }: NonNullable<BackupSection["repository"]>,
  edge: MailEdge,
): BackupSite {
  const own = vpcEndpoint === undefined ? edge.egressAddresses.map(asNetwork) : [];
  return {
    addresses: addresses ?? own,
    ...(vpcEndpoint === undefined ? {} : { vpcEndpointId: vpcEndpoint }),
  };
}

/** A single address in CIDR notation; the edge's are all IPv4 while only Terraform knows them. */
function asNetwork(address: string): string {
  return address.includes("/") ? address : `${address}/${address.includes(":") ? 128 : 32}`;
}

function snapshotsOf(
  scope: Construct,
  id: string,
  { snapshots }: BackupSection,
  { client: { id: name, edge }, alarmTopicArn }: BackupWiringProps,
): { readonly snapshots?: unknown } {
  if (snapshots === undefined || edge.kind !== "aws" || alarmTopicArn === undefined) {
    return {};
  }
  const { everyHours, keepDays, lock, copyTo, airGapped, restoreTest } = snapshots;
  if (restoreTest === "none") {
    throw new Error("the client file's check admits no snapshots without a restore test");
  }
  const serverRoleName = serverRoleIn(scope);
  const plan = new SnapshotPlan(scope, id, {
    name,
    account: edge.account,
    region: edge.region,
    alarmTopicArn,
    everyHours,
    retentionDays: keepDays,
    lock,
    airGapped,
    restoreTest,
    ...(copyTo === undefined ? {} : { copyToRegion: copyTo }),
    ...(serverRoleName === undefined ? {} : { serverRoleName }),
  });
  return {
    snapshots: {
      every_hours: everyHours,
      keep_days: keepDays,
      server_tags: { [plan.tag.key]: plan.tag.value },
      ...(serverRoleName === undefined ? { server_policy: VSS_POLICY_ARN } : {}),
    },
  };
}

/** The role that the stack has the servers launched with, for their certificate; undefined where it has none. */
function serverRoleIn(scope: Construct): string | undefined {
  for (const each of Node.of(scope).findAll()) {
    if (each instanceof CertificateDelivery || each instanceof Route53ChallengeWriter) {
      return each.serverRole?.name;
    }
  }
  return undefined;
}

/** What the relay still has of the mail that came in, when server and backup are lost. */
function thirdLineOf({ client: { relay: section }, relay }: BackupWiringProps): {
  readonly third_line?: unknown;
} {
  const { queueDays } = relay.continuity;
  const { mailManager } = section;
  const archive =
    mailManager === undefined || !mailManager.archive
      ? undefined
      : mailManager.archiveRetention.toLowerCase().replaceAll("_", " ");
  return queueDays === undefined && archive === undefined
    ? {}
    : {
        third_line: {
          relay: relay.name,
          ...(queueDays === undefined ? {} : { queue_days: queueDays }),
          ...(archive === undefined ? {} : { archive }),
        },
      };
}

/** Where the repository is, of a client whose file the rules have passed. */
export function givenPlaceOf(backup: BackupSection, edge: Client["edge"]): AwsPlace {
  const place = backupPlaceOf(backup, edge);
  if (place === undefined) {
    throw new Error("the client file's check admits no backup without a place");
  }
  return place;
}

/** Does the backup need a provider of its own? */
export function needsOwnProvider({ backup, edge }: Client): boolean {
  return backup?.repository !== undefined && !isOwnAccount(backup, edge);
}

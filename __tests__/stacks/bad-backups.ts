import { AWS_SECTION, type BadFile, FORTIGATE_SECTION } from "./client-files";

/** A backup without a mistake, of servers on EC2; it begins on line 25 of the file. */
const BACKUP = `backup:
  objectives: { rpoHours: 24, rtoHours: 8, retentionDays: 30 }
  repository:
    consumer: veeam
    region: eu-central-1
    keepDays: 40
  snapshots:
    copyTo: eu-central-1
    keepDays: 35
  restoreTests:
    done: [{ day: 2026-11-04, restored: mailbox, minutes: 60 }]
`;

function mistakeIn(edge: string, mistake: string, part: string, by: string, reads: string): BadFile {
  if (!BACKUP.includes(part)) {
    throw new Error(`the section has no ${JSON.stringify(part)}`);
  }
  return [mistake, AWS_SECTION, `${edge}${BACKUP.replace(part, () => by)}`, reads];
}

const ec2 = mistakeIn.bind(undefined, AWS_SECTION);
const office = mistakeIn.bind(undefined, FORTIGATE_SECTION);
const lonely = mistakeIn.bind(undefined, FORTIGATE_SECTION.replace(/ {2}aws: .*\n/, ""));

const REPOSITORY = BACKUP.slice(BACKUP.indexOf("  repository:\n"), BACKUP.indexOf("  snapshots:\n"));
const SNAPSHOTS = BACKUP.slice(BACKUP.indexOf("  snapshots:\n"), BACKUP.indexOf("  restoreTests:\n"));

/** What can be wrong with a backup. */
export const BAD_BACKUPS: readonly BadFile[] = [
  ec2(
    "a backup that goes nowhere",
    `${REPOSITORY}${SNAPSHOTS}`,
    "",
    '26:3: BackupWithoutPlan: nothing says where backups go; add "repository" (docs/backup.md)',
  ),
  ec2(
    "snapshots that are to bring one message back",
    REPOSITORY,
    "",
    '26:15: BackupNotGranular: a snapshot brings back whole disks, so restoring one message would lose everyone\'s later mail; add "repository" with a product that restores messages (veeam, arcserve), or agree on "granular: false"',
  ),
  ec2(
    "snapshots that stay beside the server",
    `${REPOSITORY}${SNAPSHOTS}`,
    "  snapshots: {}\n",
    '27:14: BackupOnSite: the servers are in eu-west-3, and so is every snapshot; add "copyTo" with another Region',
  ),
  ec2(
    "a product of which nobody says that it restores messages",
    "veeam",
    "credential-chain",
    '26:15: BackupNotGranular: nobody says that "credential-chain" restores single messages; use veeam or arcserve, or agree on "granular: false"',
  ),
  ec2(
    "backups that are made too seldom",
    "    keepDays: 40",
    "    everyHours: 48",
    "30:17: BackupTooSeldom: every 48 hours is less often than objectives.rpoHours allows (24); what was written in between would be lost",
  ),
  ec2(
    "snapshots that are made too seldom",
    "rpoHours: 24",
    "rpoHours: 12",
    "32:5: BackupTooSeldom: every 24 hours is less often than objectives.rpoHours allows (12); what was written in between would be lost",
  ),
  ec2(
    "backups that are kept too short",
    "keepDays: 40",
    "keepDays: 14",
    "30:15: BackupKeptTooShort: kept 14 days, and objectives.retentionDays asks for 30",
  ),
  ec2(
    "snapshots that are kept too short",
    "keepDays: 35",
    "keepDays: 20",
    "33:15: BackupKeptTooShort: kept 20 days, and objectives.retentionDays asks for 30",
  ),
  ec2(
    "a lock beyond the retention",
    "keepDays: 40",
    "keepDays: 40\n    immutableDays: 90",
    "31:20: BackupLockTooLong: locked for 90 days and kept for 40: what the product no longer needs would still be paid for; lock for 40 days or fewer",
  ),
  ec2(
    "a lock beyond what the product can set",
    "keepDays: 40",
    "keepDays: 2000",
    "28:5: BackupLockTooLong: Veeam Backup & Replication locks for 1 to 999 days, not for 2000",
  ),
  ec2(
    "a role for a product that wants a key",
    "keepDays: 40",
    "principal: { kind: instance-profile }",
    '30:24: BackupPrincipalRefused: Veeam Backup & Replication cannot sign in by "instance-profile": it signs in with the access key of an IAM user, also where it runs on EC2 (https://helpcenter.veeam.com/docs/vbr_aws/deployment/permissions.html); use "user"',
  ),
  ec2(
    "a repository beside the server",
    `    region: eu-central-1\n    keepDays: 40\n${SNAPSHOTS}`,
    "",
    "28:5: BackupOnSite: the servers are in eu-west-3, and so is every backup; put the repository into another Region, such as eu-central-1",
  ),
  ec2(
    "a repository in the server's Region",
    `    region: eu-central-1\n    keepDays: 40\n${SNAPSHOTS}`,
    "    region: eu-west-3\n",
    "29:13: BackupOnSite: the servers are in eu-west-3, and so is every backup; put the repository into another Region, such as eu-central-1",
  ),
  ec2(
    "a copy where the repository is",
    "keepDays: 40",
    "copy: { region: eu-central-1 }",
    "30:21: BackupCopyHere: the repository is in eu-central-1 already; copy to another Region",
  ),
  ec2(
    "a copy of snapshots where the servers are",
    "copyTo: eu-central-1",
    "copyTo: eu-west-3",
    "32:13: BackupCopyHere: the servers are in eu-west-3 already; copy to another Region",
  ),
  ec2(
    "an endpoint of another Region",
    "keepDays: 40",
    "vpcEndpoint: vpce-0a1b2c3d4e5f60718",
    "30:18: BackupEndpointElsewhere: an endpoint of eu-west-3 does not lead to a bucket in eu-central-1; give addresses, or a repository in eu-west-3 with a copy elsewhere",
  ),
  office(
    "an endpoint in the office",
    `${SNAPSHOTS}`,
    "    vpcEndpoint: vpce-0a1b2c3d4e5f60718\n",
    "36:18: BackupEndpointElsewhere: the servers are in the office, where there is no VPC endpoint; give addresses, or nothing for those of the edge",
  ),
  office(
    "snapshots of servers in the office",
    "keepDays: 40",
    "keepDays: 41",
    "37:5: BackupSnapshotsElsewhere: AWS Backup makes snapshots of servers on EC2, and these are in the office; remove the section",
  ),
  lonely(
    "no account for the backup",
    SNAPSHOTS,
    "",
    '30:3: BackupAccountMissing: the backup goes to AWS, and the client has no account there; add "account", and "repository.region"',
  ),
  lonely(
    "an account without a Region",
    `    region: eu-central-1\n    keepDays: 40\n${SNAPSHOTS}`,
    `  account: "345678901234"\n`,
    '32:5: BackupAccountMissing: the client has no Region of its own; add "region"',
  ),
  ec2(
    "another account without a way in",
    "  objectives:",
    `  account: "345678901234"\n  objectives:`,
    '26:12: BackupRoleMissing: the rest of the client is in account 123456789012; add "role", a role of account 345678901234 that whoever deploys may take',
  ),
  ec2(
    "addresses twice",
    "keepDays: 40",
    "addresses: [198.51.100.0/28, 198.51.100.4/32]",
    '30:34: OverlappingCidrs: "198.51.100.4/32" overlaps "198.51.100.0/28" of the same list; keep the wider one',
  ),
  ec2(
    "a site as wide as a provider",
    "keepDays: 40",
    "addresses: [198.51.0.0/16]",
    "30:16: CidrTooWide: 198.51.0.0/16 is not one site; name the addresses that the backup server really has",
  ),
  ec2(
    "no test of a server's restore",
    "keepDays: 35",
    "restoreTest: none",
    "33:18: BackupUntested: no restore of a server would be tried; use monthly or weekly",
  ),
  ec2(
    "tests twice a year",
    "    done:",
    "    everyMonths: 6\n    done:",
    "35:18: BackupUntested: a restore that nobody has tried for 6 months is a hope; test at least every 3 months",
  ),
  ec2(
    "a restore that took too long",
    "minutes: 60",
    "minutes: 600",
    "35:59: BackupTooSlow: the restore of one mailbox took 600 minutes, and objectives.rtoHours allows 480; make restores faster, or agree on more",
  ),
  ec2(
    "a lock for ever that nobody agreed on",
    "keepDays: 35",
    "lock: { mode: compliance }",
    "33:11: BackupComplianceUnacknowledged: after its days of grace nobody can take a compliance lock away, and everything in the vault is paid for to its last day; use governance, or say acknowledgeIrreversible",
  ),
  ec2(
    "snapshots that no day can hold",
    "keepDays: 35",
    "everyHours: 5",
    "33:17: ValueNotAllowed: 5 hours do not divide a day; use 1, 2, 3, 4, 6, 8, 12, 24",
  ),
  ec2(
    "an authority that is no certificate",
    "consumer: veeam",
    "consumer: veeam\n    principal: { kind: roles-anywhere, certificateAuthority: secret, commonName: backup }",
    '29:62: ValueNotAllowed: "secret" is not allowed: a certificate in PEM, beginning with -----BEGIN CERTIFICATE-----',
  ),
];

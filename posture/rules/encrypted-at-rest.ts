import { blockOf, listOf, objectOf, type Resource } from "../terraform-json";
import type { Rule } from "./rule";

/** Types that AWS encrypts only where it is told to, and the switch. What it encrypts by itself is left out: buckets, log groups, tables. */
const SWITCHES: Readonly<Record<string, string>> = {
  aws_db_instance: "storage_encrypted",
  aws_ebs_volume: "encrypted",
  aws_efs_file_system: "encrypted",
  aws_rds_cluster: "storage_encrypted",
};

const DISKS = ["root_block_device", "ebs_block_device"] as const;

/** What is stored cannot be read off a disk. */
export const ENCRYPTED_AT_REST: Rule = {
  id: "encrypted-at-rest",
  what: "Disks, databases and file systems are encrypted, where AWS does not do that by itself; so is what a bucket's own settings say.",
  why: "Mailboxes and logs lie on them, and in every copy and snapshot of them.",
  reference: "https://docs.aws.amazon.com/ebs/latest/userguide/ebs-encryption.html; advice sheet, row 9",
  severity: "error",
  check: (_facts, stack) => [
    ...Object.entries(SWITCHES).flatMap(([type, attribute]) =>
      stack
        .all(type)
        .filter(({ attributes }) => attributes[attribute] !== true)
        .map(({ address }) => ({ address, message: `it is not encrypted; set ${attribute} = true` })),
    ),
    ...stack
      .all("aws_instance")
      .filter(hasOpenDisk)
      .map(({ address }) => ({ address, message: "a disk of it is not encrypted; set encrypted = true" })),
  ],
};

/** A disk that is said and not said to be encrypted; of one that is not said, the image and the account decide. */
function hasOpenDisk({ attributes }: Resource): boolean {
  return DISKS.some((kind) =>
    listOf(attributes[kind])
      .map((disk) => (Array.isArray(disk) ? blockOf(disk) : objectOf(disk)))
      .some(({ encrypted, snapshot_id: snapshot }) => encrypted !== true && snapshot === undefined),
  );
}

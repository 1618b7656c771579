import type { BackupPlanFacts } from "./backup-plan";
import { productSteps } from "./product-steps";

/** The backup in the runbook for people: how the product is set up, and the test of every quarter. */
export function backupPage(facts: BackupPlanFacts): readonly string[] {
  const { product, targets, rtoHours, testEveryMonths, snapshotTag, snapshotPolicy } = facts;
  const { settings, restores, sources } = productSteps(product);
  return [
    "## The backup",
    "",
    `${product} keeps the mailboxes. It signs in with:`,
    "",
    ...targets.map(({ bucket, signsInAs }) => `- for \`${bucket}\`: ${signsInAs}`),
    "",
    "| where | setting |",
    "|---|---|",
    ...settings(facts).map(([where, setting]) => `| ${where} | ${setting} |`),
    "",
    ...(snapshotTag === undefined
      ? []
      : [
          `Snapshots of whole servers stand beside it, and truncate no logs: each server has the tag \`${snapshotTag}\`, AwsVssComponents installed (\`Get-Package -Name AwsVssComponents\`)${snapshotPolicy === undefined ? "" : `, and its role the policy \`${snapshotPolicy}\``}.`,
          "",
        ]),
    "**Log truncation:** after the first run, `LastFullBackup` of every database is that run's (last step above), and the folder of the logs is small again. Circular logging is off: with it, mail since the last backup cannot be replayed.",
    "",
    `### Every ${testEveryMonths} months: restore`,
    "",
    "In this order, each with a watch; nothing of it touches a production mailbox or database.",
    "",
    "| what | how | it has worked when |",
    "|---|---|---|",
    `| one message | ${restores.message} | it opens, with its attachment, and the original is untouched |`,
    `| one mailbox | ${restores.mailbox} | the counts are those of the mailbox on the day of the backup |`,
    `| one database | ${restores.database} | it mounts, and \`Get-MailboxStatistics\` lists its mailboxes |`,
    "",
    "The recovery database, in the Exchange Management Shell, and gone again afterwards:",
    "",
    "```powershell",
    "eseutil /mh E:\\Restore\\Mailbox.edb            # Clean Shutdown, or replay the logs: eseutil /r E00 /l E:\\Restore\\Logs /d E:\\Restore",
    "New-MailboxDatabase -Recovery -Name Test -Server $env:COMPUTERNAME -EdbFilePath E:\\Restore\\Mailbox.edb -LogFolderPath E:\\Restore\\Logs",
    "Mount-Database -Identity Test",
    "Get-MailboxStatistics -Database Test | Measure-Object",
    "Dismount-Database -Identity Test; Remove-MailboxDatabase -Identity Test",
    "```",
    "",
    `Record: the day, what was restored, from which restore point, how many minutes until it was back, who did it, and what was in the way. Day, kind and minutes go into the client file, where synth holds them against ${rtoHours} hours:`,
    "",
    "```yaml",
    "backup:",
    "  restoreTests:",
    "    done:",
    "      - { day: 2027-02-03, restored: message, minutes: 15 }",
    "```",
    "",
    ...(sources.length === 0
      ? []
      : [`Read more: ${sources.map((source) => `[${pageName(source)}](${source})`).join(", ")}`, ""]),
  ];
}

function pageName(source: string): string {
  return source.replace(/^.*\//, "").replace(/\.html$/, "");
}

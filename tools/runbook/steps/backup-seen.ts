import { cmdletPages, type RunbookStep } from "../step";

/** What Exchange itself knows of its backup. */
export const backupSeen: RunbookStep = {
  title: "See what Exchange knows of its backup",
  why: "A backup that does not tell Exchange that it has succeeded leaves its logs where they are, until the disk is full and the databases dismount.",
  sources: [
    ...cmdletPages("Get-MailboxDatabase"),
    "https://learn.microsoft.com/exchange/high-availability/disaster-recovery/disaster-recovery",
  ],
  install: `
$oldest = [DateTime]::Now.AddHours(-1 * $Client.BackupEveryHours)
foreach ($database in Get-MailboxDatabase -Server $Server -Status @Reading) {
    if ($database.CircularLoggingEnabled) {
        Write-Warning ('{0} overwrites its logs (circular logging): mail since the last backup could not be replayed. It is only looked at here.' -f $database.Name)
    }
    $last = @($database.LastFullBackup, $database.LastIncrementalBackup) | Where-Object { $null -ne $_ } | Sort-Object -Descending | Select-Object -First 1
    if ($null -eq $last) {
        Write-Warning ('{0} has never been backed up as far as Exchange knows; see that {1} processes applications and logs.' -f $database.Name, $Client.BackupProduct)
    }
    elseif ($last -lt $oldest) {
        Write-Warning ('{0} was last backed up on {1}; {2} is to do it every {3} hours.' -f $database.Name, $last, $Client.BackupProduct, $Client.BackupEveryHours)
    }
    else {
        Write-Host ('   {0} was last backed up on {1}' -f $database.Name, $last)
    }
}
`.trim(),
  rollback: undefined,
  does: ({ backup }) => [
    "shows for each database when it was last backed up, as far as Exchange knows",
    `warns where that is longer ago than ${backup?.everyHours} hours, or never; warns of circular logging; changes nothing`,
  ],
  check:
    "no warning, from the day of the first backup on; before it, that there was none is the truth. Run the script again later: it changes nothing twice",
  goBack: "nothing was changed",
};

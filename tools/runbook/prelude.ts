/**
 * What both scripts begin with: how errors stop them, how changes are simulated, shown and recorded.
 *
 * A function of a module does not see the preferences of the script that calls it, and Exchange's cmdlets are
 * such functions (https://learn.microsoft.com/powershell/exchange/exchange-management-shell): without
 * `@Changing` a run with `-WhatIf` would change the server.
 */
export const PRELUDE = `
Set-StrictMode -Version 2.0
$ErrorActionPreference = 'Stop'

# Exchange's cmdlets do not see this script's preferences; each call is handed them.
$Reading = @{ ErrorAction = 'Stop' }
$Changing = @{ ErrorAction = 'Stop'; WhatIf = [bool]$WhatIfPreference; Confirm = ($ConfirmPreference -eq 'Low') }

# The script's own files are written whatever -WhatIf and -Confirm say.
$Writing = @{ WhatIf = $false; Confirm = $false }

$FromRelay = 'From relay'
$ToRelay = 'To relay'
$RecordFile = Join-Path -Path $RecordFolder -ChildPath ('{0}.{1}.before.json' -f $Client.Id, $Server)
$LogFile = Join-Path -Path $RecordFolder -ChildPath ('{0}.{1}.log' -f $Client.Id, $Server)

function Write-Step {
    param([string] $Title)
    Write-Host ''
    Write-Host ('== {0}' -f $Title) -ForegroundColor Cyan
}

function Show-State {
    param([string] $Moment, [System.Collections.IDictionary] $State)
    if ($Moment -eq 'after' -and $WhatIfPreference) {
        $Moment = 'would be'
    }
    foreach ($key in $State.Keys) {
        Write-Host ('   {0,-8} {1} = {2}' -f $Moment, $key, (@($State[$key]) -join ', '))
    }
}

function ConvertTo-Text {
    param([object] $Value)
    @($Value | Where-Object { $null -ne $_ } | ForEach-Object { "$_" })
}

function Test-Same {
    param([object] $One, [object] $Other)
    ((ConvertTo-Text -Value $One | Sort-Object) -join '|') -eq ((ConvertTo-Text -Value $Other | Sort-Object) -join '|')
}

function Test-SameState {
    param([System.Collections.IDictionary] $One, [System.Collections.IDictionary] $Other)
    @($One.Keys | Where-Object { -not (Test-Same -One $One[$_] -Other $Other[$_]) }).Count -eq 0
}

$transcribing = $false
trap {
    Write-Warning ('Stopped: {0}' -f $_.Exception.Message)
    if ($transcribing) {
        Write-Warning ('What was done until here stands in {0}. Mend the cause and run again, or roll back.' -f $LogFile)
        Stop-Transcript | Out-Null
    }
    break
}
if ($null -eq (Get-Command -Name 'Get-ExchangeServer' -ErrorAction SilentlyContinue)) {
    throw 'Run this in the Exchange Management Shell, as administrator, on the server itself.'
}

Start-Transcript -Path $LogFile -Append @Writing | Out-Null
$transcribing = $true
`.trim();

/** What only the installing script needs: the record of what was there before. */
export const RECORDING = `
# The first value ever recorded stays: a second run must not record what the first one made.
$Entries = @()
if (Test-Path -LiteralPath $RecordFile) {
    $Entries = @((Get-Content -LiteralPath $RecordFile -Raw | ConvertFrom-Json).Entries)
}

function Save-Before {
    param([string] $Kind, [string] $Identity, [bool] $Existed, [System.Collections.IDictionary] $Values)
    Show-State -Moment 'before' -State $Values
    if (@($script:Entries | Where-Object { $_.Kind -eq $Kind -and $_.Identity -eq $Identity }).Count -gt 0) {
        return
    }
    $script:Entries += [pscustomobject]@{ Kind = $Kind; Identity = $Identity; Existed = $Existed; Values = $Values }
    if (-not $WhatIfPreference) {
        $record = [ordered]@{ Client = $Client.Id; Server = $Server; Entries = @($script:Entries) }
        Set-Content -LiteralPath $RecordFile -Value (ConvertTo-Json -InputObject $record -Depth 6) -Encoding UTF8 @Writing
    }
}
`.trim();

/**
 * What only the installing script needs: credentials from where they are kept. The password stays in a
 * credential object; neither it nor what was read is ever printed.
 *
 * Pages: https://docs.aws.amazon.com/powershell/latest/reference/items/Get-SSMParameter.html,
 * https://docs.aws.amazon.com/powershell/latest/reference/items/Get-SECSecretValue.html
 */
export const SECRETS = `
function Get-StoredSecret {
    param([string] $Reference)
    $place, $name = $Reference -split ':', 2
    # An ARN names the Region that holds it, which may be another than the server's.
    $region = $Client.Region
    if ($name -like 'arn:*') {
        $region = ($name -split ':')[3]
    }
    try {
        if ($place -eq 'ssm' -and $null -ne (Get-Command -Name 'Get-SSMParameter' -ErrorAction SilentlyContinue)) {
            return (Get-SSMParameter -Name $name -WithDecryption $true -Region $region -ErrorAction Stop).Value
        }
        if ($place -eq 'secretsmanager' -and $null -ne (Get-Command -Name 'Get-SECSecretValue' -ErrorAction SilentlyContinue)) {
            return (Get-SECSecretValue -SecretId $name -Region $region -ErrorAction Stop).SecretString
        }
        Write-Warning 'AWS Tools for PowerShell are not installed here.'
    }
    catch {
        Write-Warning ('{0} cannot be read: {1}' -f $Reference, $_.Exception.Message)
    }
}

function Get-StoredCredential {
    param([string] $Reference)
    $secret = Get-StoredSecret -Reference $Reference
    if ($null -eq $secret) {
        return
    }
    # The text of a parsing error would carry the secret into the log.
    try {
        $pair = ConvertFrom-Json -InputObject $secret
        $password = ConvertTo-SecureString -String $pair.password -AsPlainText -Force
        return New-Object -TypeName 'System.Management.Automation.PSCredential' -ArgumentList $pair.username, $password
    }
    catch {
        Write-Warning ('{0} does not hold a JSON object with username and password.' -f $Reference)
    }
}
`.trim();

/** What only the rollback needs: reading the record. */
export const RECORDED = `
if (-not (Test-Path -LiteralPath $RecordFile)) {
    throw ('Nothing to restore: {0} does not exist. Give -RecordFolder and -Server as they were at the installation.' -f $RecordFile)
}
$Entries = @((Get-Content -LiteralPath $RecordFile -Raw | ConvertFrom-Json).Entries)

function Get-Before {
    param([string] $Kind)
    @($Entries | Where-Object { $_.Kind -eq $Kind })
}

function Get-ValueOrNull {
    param([object] $Value)
    if ("$Value" -ne '') {
        $Value
    }
}
`.trim();

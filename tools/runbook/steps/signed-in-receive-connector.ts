import { codeList } from "../../markdown";
import { cmdletPages, type RunbookStep } from "../step";
import { RECEIVE_FUNCTIONS, RECEIVE_ROLLBACK, receiveConnectorCode } from "./receive-connector-code";

/**
 * What `AnonymousUsers` may do on a connector, here given to one account
 * (https://learn.microsoft.com/exchange/mail-flow/connectors/receive-connectors#receive-connector-permission-groups).
 * Without the last one Exchange cuts the `Received` headers off, which Sender ID and the hop count live on.
 */
const GIVEN = [
  "ms-Exch-SMTP-Submit",
  "ms-Exch-SMTP-Accept-Any-Sender",
  "ms-Exch-SMTP-Accept-Authoritative-Domain-Sender",
  "ms-Exch-Accept-Headers-Routing",
] as const;

/** What `ExchangeUsers` would add, beside the one that makes a relay of it: a way past Exchange's own agents. */
const BYPASS = "ms-Exch-Bypass-Anti-Spam";

/** The relay's account, from its name in the secret to the name by which rights are given. */
const ACCOUNT = String.raw`
function Get-RelayUserName {
    if ("$RelayUserName" -ne '') {
        return $RelayUserName
    }
    $stored = Get-StoredCredential -Reference $Client.RelayCredentials
    if ($null -ne $stored) {
        return $stored.UserName
    }
    Read-Host -Prompt ('User name that the relay signs in with, as kept in {0}' -f $Client.RelayCredentials)
}

$relayUser = Get-RelayUserName
if ("$relayUser" -eq '') {
    throw 'No user name of the relay; nothing was changed here.'
}
$users = @(Get-User -Identity $relayUser -ErrorAction SilentlyContinue)
if ($users.Count -ne 1) {
    $short = $relayUser -replace '^.*\\', '' -replace '@.*$', ''
    $principal = '{0}@{1}' -f $short, $env:USERDNSDOMAIN
    if ($relayUser -like '*@*') {
        $principal = $relayUser
    }
    Write-Host ('   Where the account does not exist, make it; its password is the one in {0}:' -f $Client.RelayCredentials)
    Write-Host ('      New-ADUser -Name ''{0}'' -SamAccountName ''{0}'' -UserPrincipalName ''{1}'' -AccountPassword (Read-Host -AsSecureString) -PasswordNeverExpires $true -Enabled $true' -f $short, $principal)
    Write-Host '   or, where it is to have a mailbox:'
    Write-Host ('      New-Mailbox -Name ''{0}'' -SamAccountName ''{0}'' -UserPrincipalName ''{1}'' -Password (Read-Host -AsSecureString)' -f $short, $principal)
    throw ('{0} names {1} accounts here; the relay signs in with exactly one.' -f $relayUser, $users.Count)
}
if ("$($users[0].UserAccountControl)" -match 'AccountDisabled') {
    throw ('{0} is disabled, so the relay could not sign in; enable it with Enable-ADAccount.' -f $relayUser)
}
$accountSid = New-Object -TypeName 'System.Security.Principal.SecurityIdentifier' -ArgumentList "$($users[0].Sid)"
$account = $accountSid.Translate([System.Security.Principal.NTAccount]).Value
Write-Host ('   the relay signs in as {0}' -f $account)
`.trim();

/** Rights of the account on a connector: what it lacks is given and recorded, what it must not have is denied. */
const RIGHTS = `
$givenRights = @(${GIVEN.map((right) => `'${right}'`).join(", ")})
# A denial outweighs whatever the account is given as a member of a group.
$deniedRights = @($relayRight, '${BYPASS}')

function Get-AccountRight {
    param([object] $Connector, [bool] $Denied)
    foreach ($permission in Get-ADPermission -Identity $Connector.DistinguishedName -User $account @Reading) {
        if (("$($permission.Deny)" -eq 'True') -eq $Denied -and "$($permission.IsInherited)" -ne 'True') {
            ConvertTo-Text -Value $permission.ExtendedRights
        }
    }
}

function Set-AccountRight {
    param([object] $Connector)
    $given = @(Get-AccountRight -Connector $Connector -Denied $false)
    $denied = @(Get-AccountRight -Connector $Connector -Denied $true)
    $toGive = @($givenRights | Where-Object { $given -notcontains $_ })
    $toDeny = @($deniedRights | Where-Object { $denied -notcontains $_ })
    if ($given -contains $relayRight) {
        Write-Warning ('{0} could reach any recipient through {1}.' -f $account, $Connector.Name)
        Remove-ADPermission -Identity $Connector.DistinguishedName -User $account -ExtendedRights $relayRight @Changing
    }
    if ($toGive.Count + $toDeny.Count -eq 0) {
        Write-Host ('   {0} has its rights on {1}' -f $account, $Connector.Name)
    }
    else {
        Save-Before -Kind 'AccountRight' -Identity ('{0} on {1}' -f $account, $Connector.Identity) -Existed $true -Values ([ordered]@{ Account = $account; Connector = "$($Connector.Identity)"; Lacked = $toGive; NotDenied = $toDeny })
    }
    # The denial comes first: at no moment may the account relay.
    if ($toDeny.Count -gt 0) {
        Add-ADPermission -Identity $Connector.DistinguishedName -User $account -Deny -ExtendedRights $toDeny @Changing | Out-Null
    }
    if ($toGive.Count -gt 0) {
        Add-ADPermission -Identity $Connector.DistinguishedName -User $account -ExtendedRights $toGive @Changing | Out-Null
    }
    Show-State -Moment 'after' -State ([ordered]@{ Given = $givenRights; Denied = $deniedRights })
    if (-not $WhatIfPreference -and (@(Get-AccountRight -Connector $Connector -Denied $false) -contains $relayRight -or @(Get-AccountRight -Connector $Connector -Denied $true) -notcontains $relayRight)) {
        throw ('{0} may still reach any recipient through {1}; deny it {2} there by hand.' -f $account, $Connector.Name, $relayRight)
    }
}

if ($null -ne $existing) {
    Set-AccountRight -Connector $existing
    foreach ($permission in Get-ADPermission -Identity $existing.DistinguishedName @Reading) {
        $mayRelay = @(ConvertTo-Text -Value $permission.ExtendedRights) -contains $relayRight
        $maySubmit = @(ConvertTo-Text -Value $permission.ExtendedRights) -contains $givenRights[0]
        if ("$($permission.Deny)" -ne 'True' -and "$($permission.IsInherited)" -ne 'True' -and "$($permission.User)" -ne $account -and ($mayRelay -or $maySubmit)) {
            Write-Warning ('{0} has rights on {1} as well: {2}. Remove them when it was the relay before.' -f $permission.User, $FromRelay, (@(ConvertTo-Text -Value $permission.ExtendedRights) -join ', '))
        }
    }
}
# Front End Transport hands a session that signed in on to Transport, where it is judged again, by the rights there.
foreach ($connector in Get-ReceiveConnector -Server $Server @Reading) {
    if ("$($connector.TransportRole)" -eq 'HubTransport' -and "$($connector.PermissionGroups)" -match 'ExchangeUsers') {
        Set-AccountRight -Connector $connector
    }
}
`.trim();

const RIGHTS_ROLLBACK = `
foreach ($before in Get-Before -Kind 'AccountRight') {
    $connector = Get-ReceiveConnector -Server $Server @Reading | Where-Object { "$($_.Identity)" -eq $before.Values.Connector }
    if ($null -eq $connector) {
        continue
    }
    # Asking for all and choosing works for an account that was removed since.
    foreach ($permission in Get-ADPermission -Identity $connector.DistinguishedName @Reading) {
        if ("$($permission.User)" -ne $before.Values.Account -or "$($permission.IsInherited)" -eq 'True') {
            continue
        }
        $rights = @(ConvertTo-Text -Value $permission.ExtendedRights)
        if ("$($permission.Deny)" -eq 'True') {
            $surplus = @($before.Values.NotDenied | Where-Object { $rights -contains $_ })
            if ($surplus.Count -gt 0) {
                Remove-ADPermission -Identity $connector.DistinguishedName -User $before.Values.Account -Deny -ExtendedRights $surplus @Changing
            }
        }
        else {
            $surplus = @($before.Values.Lacked | Where-Object { $rights -contains $_ })
            if ($surplus.Count -gt 0) {
                Remove-ADPermission -Identity $connector.DistinguishedName -User $before.Values.Account -ExtendedRights $surplus @Changing
            }
        }
    }
    Write-Host ('   taken back: the rights of {0}' -f $before.Identity)
}
`.trim();

/** The connector on which a relay delivers that signs in, because its networks are not its own. */
export const signedInReceiveConnector: RunbookStep = {
  title: "Receive connector: from the relay, signed in",
  why: "Mail from outside enters here and nowhere else. Others deliver from the relay's networks too, so nobody hands anything over before signing in over TLS with the relay's account. It has the rights of anonymous senders and is denied the one to reach any recipient: the group ExchangeUsers would give that to every user, and refuse senders from outside.",
  sources: [
    "https://learn.microsoft.com/exchange/mail-flow/connectors/receive-connectors",
    ...cmdletPages(
      "Get-User",
      "Get-ReceiveConnector",
      "New-ReceiveConnector",
      "Set-ReceiveConnector",
      "Get-ADPermission",
      "Add-ADPermission",
      "Remove-ADPermission",
    ),
  ],
  install: [
    RECEIVE_FUNCTIONS,
    ACCOUNT,
    receiveConnectorCode({
      permissionGroups: "None",
      authMechanism: "Tls, BasicAuth, BasicAuthRequireTLS",
    }),
    RIGHTS,
  ].join("\n\n"),
  rollback: `${RIGHTS_ROLLBACK}\n${RECEIVE_ROLLBACK}`,
  does: ({ connectionsFrom, relayCredentials, smtpPort, mailHost }) => [
    `takes the account's name from \`${relayCredentials}\`, from \`-RelayUserName\`, or asks; stops when there is no such account or it is disabled, and makes none`,
    `creates or corrects the connector \`From relay\` on port ${smtpPort} of all addresses`,
    `accepts ${codeList(connectionsFrom)} only, signed in over TLS only (\`Tls\`, \`BasicAuth\`, \`BasicAuthRequireTLS\`), no permission group`,
    `names itself \`${mailHost}\`, with the certificate of step 2, logs verbosely`,
    `gives the account ${codeList(GIVEN)}`,
    `denies it \`ms-Exch-SMTP-Accept-Any-Recipient\` and \`${BYPASS}\`: it reaches accepted domains only, and no agent is skipped`,
    "gives and denies the same on the connectors of Transport that signed-in sessions are handed on to: on a fresh server `Client Proxy <server>` and `Default <server>`",
    "warns of any other account that may hand over mail on `From relay`",
  ],
  check:
    "step 9 says where the receive log shows that the relay signed in. `550 5.7.60` means that a connector behind lacks the rights, `535 5.7.3` that user name or password differ",
  goBack:
    "the rights that were given and denied are taken back, then the connector is removed or has its former values; the account stays, and a right to reach any recipient does not come back",
};

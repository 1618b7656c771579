/**
 * PowerShell that lets the server's computer account bind certificates: what runs as SYSTEM signs in to Exchange as
 * that account. It is part of a step, which records the group under the kind `RoleGroup`.
 */
export const DELIVERY_GROUP = `
$deliveryGroup = 'Certificate delivery'
$computer = ([adsisearcher]('(&(objectClass=computer)(name={0}))' -f $Server)).FindOne()
if ($null -eq $computer) {
    throw ('{0} has no computer account in this domain.' -f $Server)
}
$account = "$($computer.Properties['distinguishedname'])"
$groups = @(Get-RoleGroup @Reading | Where-Object { $_.Name -eq $deliveryGroup })
$members = @($groups | ForEach-Object { Get-RoleGroupMember -Identity $deliveryGroup @Reading } | ForEach-Object { "$($_.DistinguishedName)" })
if ($members -contains $account) {
    Write-Host '   the delivery may already bind the certificate'
}
else {
    Save-Before -Kind 'RoleGroup' -Identity $deliveryGroup -Existed ($groups.Count -gt 0) -Values ([ordered]@{ Added = $account })
    if ($groups.Count -gt 0) {
        Add-RoleGroupMember -Identity $deliveryGroup -Member $account -BypassSecurityGroupManagerCheck @Changing
    }
    else {
        New-RoleGroup -Name $deliveryGroup -Roles 'Exchange Server Certificates', 'Receive Connectors', 'Send Connectors', 'View-Only Configuration' -Members $account @Changing | Out-Null
    }
    Show-State -Moment 'after' -State ([ordered]@{ RoleGroup = $deliveryGroup; Member = $account })
    Write-Warning 'The computer account learns of its group when the server restarts, or after: klist -li 0x3e7 purge'
}
`.trim();

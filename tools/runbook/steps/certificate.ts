import { codeList } from "../../markdown";
import { cmdletPages, type RunbookStep } from "../step";
import { DELIVERY_GROUP } from "./delivery-group";

/** The certificate that IIS and both connectors present. */
export const certificate: RunbookStep = {
  title: "Bind the certificate",
  why: "Clients and relay must see a certificate that covers the published names; the longest-lived one that is installed is taken. The certificate with which Exchange servers speak to each other stays: Microsoft advises against replacing it. Where the stack delivers the certificate, it binds each renewal as the computer's account, which needs a role group for that.",
  sources: cmdletPages(
    "Get-ExchangeCertificate",
    "Enable-ExchangeCertificate",
    "Get-TransportService",
    "New-RoleGroup",
    "Add-RoleGroupMember",
  ),
  install: `
if ($Client.ContainsKey('InstallCertificate')) {
${indented(DELIVERY_GROUP)}
}

function Test-NameCovered {
    param([string] $Name, [string[]] $CertificateNames)
    foreach ($candidate in $CertificateNames) {
        if ($candidate -eq $Name -or $candidate -eq ($Name -replace '^[^.]+', '*')) {
            return $true
        }
    }
    return $false
}

$installed = @(Get-ExchangeCertificate -Server $Server @Reading)
$usable = @()
foreach ($candidate in $installed) {
    $names = @(ConvertTo-Text -Value $candidate.CertificateDomains)
    $uncovered = @($Client.CertificateNames | Where-Object { -not (Test-NameCovered -Name $_ -CertificateNames $names) })
    if ($uncovered.Count -eq 0 -and $candidate.HasPrivateKey -and -not $candidate.IsSelfSigned -and "$($candidate.Status)" -eq 'Valid') {
        $usable += $candidate
    }
}
if ($usable.Count -eq 0) {
    if ($Client.ContainsKey('InstallCertificate')) {
        throw ('No installed certificate is valid and covers {0}. Where you run Terraform, start the delivery, then run again: {1}' -f ($Client.CertificateNames -join ', '), $Client.InstallCertificate)
    }
    throw ('No installed certificate is valid and covers {0}. Import one, then run again.' -f ($Client.CertificateNames -join ', '))
}
$certificate = @($usable | Sort-Object -Property 'NotAfter' -Descending)[0]
$tlsCertificateName = '<I>{0}<S>{1}' -f $certificate.Issuer, $certificate.Subject
Write-Host ('   taken: {0}, valid until {1:yyyy-MM-dd}' -f $certificate.Subject, $certificate.NotAfter)

$services = "$($certificate.Services)"
if ($services -match 'IIS' -and $services -match 'SMTP') {
    Write-Host '   already serves IIS and SMTP'
}
else {
    $onIis = @($installed | Where-Object { "$($_.Services)" -match 'IIS' } | ForEach-Object { "$($_.Thumbprint)" })
    Save-Before -Kind 'Certificate' -Identity $Server -Existed $true -Values ([ordered]@{ IisThumbprint = @($onIis + '')[0] })
    $between = "$((Get-TransportService -Identity $Server @Reading).InternalTransportCertificateThumbprint)"
    Enable-ExchangeCertificate -Thumbprint $certificate.Thumbprint -Server $Server -Services 'IIS, SMTP' -Force @Changing
    if ($between -ne '' -and $between -ne "$($certificate.Thumbprint)") {
        # -Force also made it the certificate between Exchange servers; give that back to the one it was.
        Enable-ExchangeCertificate -Thumbprint $between -Server $Server -Services 'SMTP' -Force @Changing
    }
    Show-State -Moment 'after' -State ([ordered]@{ IisThumbprint = "$($certificate.Thumbprint)" })
}
`.trim(),
  rollback: `
foreach ($before in Get-Before -Kind 'RoleGroup') {
    foreach ($group in Get-RoleGroup @Reading | Where-Object { $_.Name -eq $before.Identity }) {
        if ($before.Existed) {
            Remove-RoleGroupMember -Identity $before.Identity -Member $before.Values.Added -BypassSecurityGroupManagerCheck @Changing
        }
        else {
            Remove-RoleGroup -Identity $before.Identity -BypassSecurityGroupManagerCheck @Changing
        }
    }
}
foreach ($before in Get-Before -Kind 'Certificate') {
    if ($before.Values.IisThumbprint -ne '') {
        Enable-ExchangeCertificate -Thumbprint $before.Values.IisThumbprint -Server $Server -Services 'IIS' -Force @Changing
        Show-State -Moment 'after' -State ([ordered]@{ IisThumbprint = $before.Values.IisThumbprint })
    }
}
`.trim(),
  does: ({ certificateNames, installCertificate }) => [
    ...(installCertificate === undefined
      ? []
      : [
          "lets the server's computer account bind certificates: role group `Certificate delivery`, with the roles for certificates, receive connectors, send connectors and for reading the configuration",
        ]),
    `takes the valid certificate with the latest expiry that covers ${codeList(certificateNames)}; stops when there is none`,
    "enables it for IIS and SMTP",
    "leaves the certificate between Exchange servers as it was",
  ],
  check: "open `https://<mail host>/owa` and look at the certificate; restart IIS if the old one still shows",
  goBack:
    "IIS presents the former certificate again; SMTP stays enabled on the new one too, which Exchange cannot undo and which does nothing once no connector names it; a role group that was made is removed, a member that was added is taken out",
};

/** Lines inside a block. */
function indented(code: string): string {
  return code.replace(/^(?=.)/gm, "    ");
}

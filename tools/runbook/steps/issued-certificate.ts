import { CERTIFICATE_STORE } from "../../../constructs/certificate/exchange-binding-code";
import type { ExchangeFacts } from "../exchange-facts";
import { cmdletPages, type RunbookStep } from "../step";

/** Command that writes the certificate that Terraform holds into the file that the script reads. */
export function issuedCertificateCommand(file: string): string {
  return `terraform output -raw certificate_pem > ${file}`;
}

/** What the script is told of it. */
export function issuedValues({
  issuedCertificate,
}: Pick<ExchangeFacts, "issuedCertificate">): Readonly<Record<string, string>> {
  return issuedCertificate === undefined
    ? {}
    : {
        IssuedCertificate: issuedCertificate,
        IssuedCertificateCommand: issuedCertificateCommand(issuedCertificate),
      };
}

/** A certificate that was issued for a request of this server meets its key. */
export const issuedCertificate: RunbookStep = {
  title: "Install the issued certificate",
  why: "Terraform orders the certificate for the request that this server made; the key never left it. The first one completes the request. A renewed one has the same key, which Windows finds by itself. Run this script again after each apply that renewed the certificate.",
  sources: [
    ...cmdletPages("Import-ExchangeCertificate", "Get-ExchangeCertificate"),
    "https://learn.microsoft.com/windows-server/administration/windows-commands/certutil",
  ],
  install: `
${CERTIFICATE_STORE}

$issuedFile = Join-Path -Path $RecordFolder -ChildPath $Client.IssuedCertificate
if (-not (Test-Path -LiteralPath $issuedFile)) {
    Write-Warning ('{0} is not here, so what is installed already is taken. Where you run Terraform: {1}' -f $issuedFile, $Client.IssuedCertificateCommand)
}
else {
    $chain = @(ConvertFrom-Pem -Pem (Get-Content -LiteralPath $issuedFile -Raw) | ForEach-Object { ConvertTo-Certificate -Der $_ })
    if ($chain.Count -eq 0) {
        throw ('{0} holds no certificate.' -f $issuedFile)
    }
    $issued = $chain[0]
    Write-Host ('   issued: {0}, valid until {1:yyyy-MM-dd}' -f $issued.Thumbprint, $issued.NotAfter)
    $known = @(Get-ExchangeCertificate -Server $Server @Reading)
    if (@($known | Where-Object { "$($_.Thumbprint)" -eq $issued.Thumbprint -and $_.HasPrivateKey }).Count -gt 0) {
        Write-Host '   already installed'
    }
    elseif ($PSCmdlet.ShouldProcess($issued.Thumbprint, 'Install the issued certificate')) {
        $store = Open-Store -Name 'CA' -Access 'ReadWrite'
        foreach ($authority in $chain | Select-Object -Skip 1) {
            # Whom to trust is for Windows to say.
            if ($authority.Subject -ne $authority.Issuer) {
                $store.Add($authority)
            }
        }
        $store.Close()
        $pending = @($known | Where-Object { "$($_.Status)" -eq 'PendingRequest' -and $_.GetPublicKeyString() -eq $issued.GetPublicKeyString() })
        if ($pending.Count -gt 0) {
            Import-ExchangeCertificate -Server $Server -FileData $issued.RawData @Changing | Out-Null
        }
        else {
            # The request was completed by a former certificate, whose key this one has.
            $store = Open-Store -Name 'My' -Access 'ReadWrite'
            $store.Add($issued)
            $store.Close()
            certutil -repairstore My $issued.SerialNumber | Out-Null
        }
        $installed = @(Get-ExchangeCertificate -Server $Server @Reading | Where-Object { "$($_.Thumbprint)" -eq $issued.Thumbprint -and $_.HasPrivateKey })
        if ($installed.Count -eq 0) {
            throw 'The key of the issued certificate is not on this server: its request was made elsewhere, or removed. Make a request here, put it into the client file, and deploy.'
        }
        Show-State -Moment 'after' -State ([ordered]@{ Installed = $issued.Thumbprint })
    }
}
`.trim(),
  rollback: undefined,
  does: ({ issuedCertificate: file = "" }) => [
    `reads \`${file}\` beside the script, which holds the certificate and its chain and no secret; without it, goes on with what is installed`,
    "completes the pending request with it, or, at a renewal, lets Windows find the key of the former certificate",
    "puts the authorities above it where Windows keeps intermediate ones",
    "stops when the key is not on this server",
  ],
  check: "the certificate is listed by `Get-ExchangeCertificate` with its key",
  goBack: "it stays in the store and is used by nothing once the next step is taken back",
};

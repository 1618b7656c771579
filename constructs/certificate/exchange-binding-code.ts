/**
 * Windows PowerShell 5.1 that reads certificates and opens Windows' stores.
 *
 * What stands in it goes into the document of a Systems Manager command as well: see `install-script.ts` for the
 * characters that may not.
 */
export const CERTIFICATE_STORE = `
function ConvertFrom-Pem {
    param([string] $Pem)
    foreach ($block in [regex]::Matches($Pem, '-----BEGIN [A-Z ]+-----([^-]+)-----END [A-Z ]+-----')) {
        , [System.Convert]::FromBase64String($block.Groups[1].Value)
    }
}

function ConvertTo-Certificate {
    param([byte[]] $Der)
    New-Object -TypeName 'System.Security.Cryptography.X509Certificates.X509Certificate2' -ArgumentList @(, $Der)
}

function Open-Store {
    param([string] $Name, [string] $Access)
    $store = New-Object -TypeName 'System.Security.Cryptography.X509Certificates.X509Store' -ArgumentList $Name, 'LocalMachine'
    $store.Open($Access)
    $store
}
`.trim();

/**
 * Windows PowerShell 5.1 that binds a certificate of the machine's store to IIS and SMTP, looks at what 443 and 25
 * present afterwards, and puts back what failed.
 *
 * It needs {@link CERTIFICATE_STORE} before it, and the variables `$MailHost`, `$Stopping` (parameters that make a
 * cmdlet stop at an error) and `$ExchangeCmdlets` (names of the cmdlets that the session must have).
 */
export const EXCHANGE_BINDING = String.raw`
function Send-Line {
    param([System.IO.Stream] $Stream, [string] $Line)
    $bytes = [System.Text.Encoding]::ASCII.GetBytes($Line + [char]13 + [char]10)
    $Stream.Write($bytes, 0, $bytes.Length)
}

function Read-Reply {
    param([System.IO.Stream] $Stream, [string] $Code)
    do {
        $line = ''
        do {
            $byte = $Stream.ReadByte()
            if ($byte -lt 0) {
                throw 'the connection was closed'
            }
            $line += [char]$byte
        } while ($byte -ne 10)
    } while ($line -match '^\d{3}-')
    if (-not $line.StartsWith($Code)) {
        throw $line.Trim()
    }
}

# Thumbprint of what the server presents on its own address, where the firewall and the relay reach it too; empty
# when it presents nothing.
function Get-Presented {
    param([int] $Port)
    $connection = New-Object -TypeName 'System.Net.Sockets.TcpClient'
    try {
        $address = @([System.Net.Dns]::GetHostAddresses($env:COMPUTERNAME) | Where-Object { $_.AddressFamily -eq 'InterNetwork' })[0]
        $connection.ReceiveTimeout = 20000
        $connection.SendTimeout = 20000
        $connection.Connect($address, $Port)
        $stream = $connection.GetStream()
        if ($Port -eq 25) {
            Read-Reply -Stream $stream -Code '220'
            Send-Line -Stream $stream -Line 'EHLO localhost'
            Read-Reply -Stream $stream -Code '250'
            Send-Line -Stream $stream -Line 'STARTTLS'
            Read-Reply -Stream $stream -Code '220'
        }
        # Which certificate it is matters here, not whether it is trusted.
        $tls = New-Object -TypeName 'System.Net.Security.SslStream' -ArgumentList $stream, $false, ([System.Net.Security.RemoteCertificateValidationCallback] { $true })
        $tls.AuthenticateAsClient($MailHost, $null, 'Tls12', $false)
        (ConvertTo-Certificate -Der $tls.RemoteCertificate.GetRawCertData()).Thumbprint
    }
    catch {
        Write-Host ('{0}: nothing presented: {1}' -f $Port, $_.Exception.Message)
        ''
    }
    finally {
        $connection.Close()
    }
}

function Wait-Presented {
    param([int] $Port, [string] $Thumbprint, [int] $Seconds)
    $until = (Get-Date).AddSeconds($Seconds)
    do {
        $presented = Get-Presented -Port $Port
        if ($presented -eq $Thumbprint) {
            break
        }
        Start-Sleep -Seconds 10
    } while ((Get-Date) -lt $until)
    $presented
}

function Connect-Exchange {
    $server = [System.Net.Dns]::GetHostEntry($env:COMPUTERNAME).HostName
    try {
        $session = New-PSSession -ConfigurationName 'Microsoft.Exchange' -ConnectionUri ('http://{0}/PowerShell/' -f $server) -Authentication 'Kerberos' @Stopping
        Import-PSSession -Session $session -CommandName $ExchangeCmdlets -AllowClobber -DisableNameChecking @Stopping | Out-Null
        $missing = @($ExchangeCmdlets | Where-Object { $null -eq (Get-Command -Name $_ -ErrorAction SilentlyContinue) })
        if ($missing.Count -gt 0) {
            throw ('it has no {0}' -f ($missing -join ', '))
        }
    }
    catch {
        throw ('the certificate is in the store, but Exchange does not let the computer account bind it ({0}); run the runbook, then restart the server or purge the tickets of SYSTEM' -f $_.Exception.Message)
    }
    $session
}

function Test-Covering {
    param([object] $Certificate)
    $wildcard = $MailHost -replace '^[^.]+', '*'
    @($Certificate.CertificateDomains | Where-Object { "$_" -eq $MailHost -or "$_" -eq $wildcard }).Count -gt 0
}

function Update-Iis {
    param([string] $Thumbprint)
    $before = Get-Presented -Port 443
    if ($before -eq $Thumbprint) {
        return
    }
    Enable-ExchangeCertificate -Thumbprint $Thumbprint -Server $env:COMPUTERNAME -Services 'IIS' -Force @Stopping
    if ((Wait-Presented -Port 443 -Thumbprint $Thumbprint -Seconds 120) -eq $Thumbprint) {
        Write-Host '443: presents it'
        return
    }
    if ($before -eq '') {
        throw '443 does not present the certificate, and presented none before'
    }
    Enable-ExchangeCertificate -Thumbprint $before -Server $env:COMPUTERNAME -Services 'IIS' -Force @Stopping
    throw ('443 does not present the certificate; {0} was put back' -f $before)
}

function Set-TlsCertificateName {
    param([string] $Kind, [string] $Identity, [string] $Name)
    Write-Host ('{0} {1}: {2}' -f $Kind, $Identity, $Name)
    if ($Kind -eq 'receive connector') {
        Set-ReceiveConnector -Identity $Identity -TlsCertificateName $Name @Stopping
    }
    else {
        Set-SendConnector -Identity $Identity -TlsCertificateName $Name @Stopping
    }
}

function Update-Smtp {
    param([object] $Certificate, [object[]] $Former)
    $thumbprint = $Certificate.Thumbprint
    $formerThumbprints = @($Former | ForEach-Object { "$($_.Thumbprint)" })
    $before = Get-Presented -Port 25
    $own = @(Get-ExchangeCertificate -Thumbprint $thumbprint -Server $env:COMPUTERNAME @Stopping)[0]
    if ("$($own.Services)" -notmatch 'SMTP') {
        $between = "$((Get-TransportService -Identity $env:COMPUTERNAME @Stopping).InternalTransportCertificateThumbprint)"
        Enable-ExchangeCertificate -Thumbprint $thumbprint -Server $env:COMPUTERNAME -Services 'SMTP' -Force @Stopping
        if ($between -ne '' -and $between -ne $thumbprint -and $formerThumbprints -notcontains $between) {
            # -Force also made it the certificate between Exchange servers; give that back to the one it was.
            Enable-ExchangeCertificate -Thumbprint $between -Server $env:COMPUTERNAME -Services 'SMTP' -Force @Stopping
        }
        Write-Host 'SMTP: enabled'
    }
    $name = '<I>{0}<S>{1}' -f $Certificate.Issuer, $Certificate.Subject
    $formerNames = @($Former | ForEach-Object { '<I>{0}<S>{1}' -f $_.Issuer, $_.Subject })
    $connectors = @(Get-ReceiveConnector -Server $env:COMPUTERNAME @Stopping | ForEach-Object { @{ Kind = 'receive connector'; Identity = "$($_.Identity)"; Name = "$($_.TlsCertificateName)" } })
    $connectors += @(Get-SendConnector @Stopping | ForEach-Object { @{ Kind = 'send connector'; Identity = "$($_.Identity)"; Name = "$($_.TlsCertificateName)" } })
    $outdated = @($connectors | Where-Object { $_.Name -ne $name -and ($formerNames -contains $_.Name -or $_.Name.EndsWith('<S>' + $Certificate.Subject)) })
    try {
        foreach ($connector in $outdated) {
            Set-TlsCertificateName -Kind $connector.Kind -Identity $connector.Identity -Name $name
        }
        # What the connector for the relay presents cannot be seen from here, only what this server gets itself.
        if ($formerThumbprints -contains $before) {
            $after = Wait-Presented -Port 25 -Thumbprint $thumbprint -Seconds 300
            if ($after -eq '') {
                throw '25 presents nothing any more'
            }
        }
    }
    catch {
        foreach ($connector in $outdated) {
            Set-TlsCertificateName -Kind $connector.Kind -Identity $connector.Identity -Name $connector.Name
        }
        throw ('{0}; the connectors name the former certificate again' -f $_.Exception.Message)
    }
    if ($formerThumbprints -contains $before -and $after -ne $thumbprint) {
        throw '25 still presents the former certificate; restart MSExchangeFrontEndTransport, or see what the next run says'
    }
}
`.trim();

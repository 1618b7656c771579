import { ELLIPTIC_REQUEST, OFFICE_REQUEST, OTHER_NAMES_REQUEST } from "../certificate-requests";
import type { BadFile } from "./client-files";

const MAKE_REQUEST =
  "run this in the Exchange Management Shell on the server, and put what it prints under \"request\": New-ExchangeCertificate -GenerateRequest -FriendlyName 'mail.office.example' -SubjectName 'CN=mail.office.example' -DomainName 'mail.office.example', 'autodiscover.office.example' -KeySize 2048 -PrivateKeyExportable $false";

/** The section for a request, with the line that it stands before. */
function requested(request: string): string {
  return `certificate:
  issuer: lets-encrypt
  appliesEveryDays: 7
  request: |
${request.replace(/^(?=.)/gm, "    ")}edge:
`;
}

/** Certificates that a client file may not ask for like this. */
export const BAD_CERTIFICATES: readonly BadFile[] = [
  [
    "another name of the server that it has already",
    "edge:\n",
    "certificate: { issuer: acm, aliases: [webmail.office.example, Autodiscover.office.example] }\nedge:\n",
    '18:63: ValueNotAllowed: "autodiscover.office.example" is a name of the certificate already; remove it here',
  ],
  [
    "another name of the server in somebody else's domain",
    "edge:\n",
    "certificate: { issuer: acm, aliases: [mail.elsewhere.example] }\nedge:\n",
    '18:39: HostOutsideDomains: "mail.elsewhere.example" is in none of the client\'s domains (office.example); no zone could hold it',
  ],
  [
    "a certificate for a request that is not made yet",
    "edge:\n",
    "certificate: { issuer: lets-encrypt, appliesEveryDays: 7, aliases: [webmail.office.example] }\nedge:\n",
    `18:14: CertificateRequestMissing: the key is made on the server, and its certificate request is missing; ${MAKE_REQUEST.replace(" -KeySize", ", 'webmail.office.example' -KeySize")}`,
  ],
  [
    "a request that is none",
    "edge:\n",
    "certificate: { issuer: lets-encrypt, appliesEveryDays: 7, request: MIICsTCCAZkCAQAw }\nedge:\n",
    `18:68: CertificateRequestUnreadable: this is no certificate request in PEM, from BEGIN to END; ${MAKE_REQUEST}`,
  ],
  [
    "a request that was altered",
    "edge:\n",
    requested(OFFICE_REQUEST.replace("NzBPLlh8", "NzBPLlh9")),
    `21:12: CertificateRequestUnsigned: the request is not signed by its own key: it was altered, or cut short; ${MAKE_REQUEST}`,
  ],
  [
    "a request for an elliptic curve",
    "edge:\n",
    requested(ELLIPTIC_REQUEST),
    `21:12: CertificateRequestKey: its key is EC, and Exchange and the load balancers need RSA of at least 2048 bits; ${MAKE_REQUEST}`,
  ],
  [
    "a request for other names",
    "edge:\n",
    requested(OTHER_NAMES_REQUEST),
    `21:12: CertificateRequestNames: it lacks autodiscover.office.example and it has legacy.office.example, which is no name of this certificate; ${MAKE_REQUEST}`,
  ],
  [
    "a key in a state that is a plain file",
    "edge:\n",
    "certificate: { issuer: lets-encrypt, appliesEveryDays: 7, key: in-state }\nedge:\n",
    '18:64: CertificateKeyInState: the private key would lie in a state that is a plain file ("backend: { kind: local }" of the fleet); keep the states in S3, encrypted with a key of KMS (kind: s3), or at HCP Terraform (kind: hcp), or the key on the server (key: on-server)',
  ],
  [
    "applies that are too far apart for a certificate",
    "edge:\n",
    requested(OFFICE_REQUEST).replace("appliesEveryDays: 7", "appliesEveryDays: 30"),
    "20:21: CertificateAppliedTooSeldom: of applies every 30 days, not one surely falls into the last 15 days of a certificate of 45 days, in which it is renewed; apply every 7 days at least, so that one may fail",
  ],
  [
    "decryption with a certificate that AWS does not hold",
    "edge:\n",
    `${requested(OFFICE_REQUEST)}  tlsInspection: true\n`,
    "40:18: CertificateNotInstallable: AWS does not hold the certificate of lets-encrypt, so the firewall cannot show the server's and Extended Protection would refuse Outlook; set certificate.issuer to acm-exportable, or leave TLS inspection off",
  ],
];

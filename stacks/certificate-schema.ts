import { z } from "zod";

/** Who issues the mail host's certificate, and whether its key can be installed on the server. */
const ISSUERS = {
  acm: { installable: false },
  "acm-exportable": { installable: true },
} as const;

/** An issuer that a client file may name. */
export type CertificateIssuer = keyof typeof ISSUERS;

/** Can the key of this issuer's certificates be installed on the server, as TLS inspection needs it? */
export function isInstallable(issuer: CertificateIssuer): boolean {
  return ISSUERS[issuer].installable;
}

/** Issuers whose certificates the server can show too. */
export const INSTALLABLE_ISSUERS = (Object.keys(ISSUERS) as CertificateIssuer[]).filter(isInstallable);

/** `certificate` of a client file. */
export const certificate = z.strictObject({
  issuer: z
    .enum(Object.keys(ISSUERS) as [CertificateIssuer, ...CertificateIssuer[]])
    .default("acm")
    .describe(
      "acm: free, its key stays in AWS. acm-exportable: AWS charges for each name, and the stack installs it on the server.",
    ),
});

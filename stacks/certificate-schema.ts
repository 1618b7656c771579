import { z } from "zod";

/**
 * What a client file says of the certificate, by who issues it. An issuer joins with an entry here, and one in
 * `certificate-choice.ts`.
 */
const ISSUERS = [
  z.strictObject({
    issuer: z.literal("acm").describe("AWS Certificate Manager; free, and the key stays in AWS."),
  }),
  z.strictObject({
    issuer: z
      .literal("acm-exportable")
      .describe("AWS Certificate Manager, for each name a price; the stack installs it on the server."),
  }),
] as const;

/** `certificate` of a client file. */
export const certificate = z.discriminatedUnion("issuer", ISSUERS);

/** What a client file says of the certificate. */
export type CertificateSection = z.output<typeof certificate>;

/** An issuer that a client file may name. */
export type CertificateIssuer = CertificateSection["issuer"];

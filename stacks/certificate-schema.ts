import { z } from "zod";
import { SCHEDULABLE_PROFILES } from "../constructs/core/lets-encrypt-profiles";
import { fullHostName, report } from "./schema-types";

/** What every issuer takes. */
const common = {
  aliases: z
    .array(fullHostName)
    .default([])
    .describe("More names of the server, such as webmail.clinic.fr; each becomes an alias of the mail host."),
};

/** https://letsencrypt.org/docs/account-id/ */
const letsEncryptAccount = z.string().superRefine((text, context) => {
  if (!/^https:\/\/acme-v02\.api\.letsencrypt\.org\/acme\/acct\/\d+$/.test(text)) {
    report(
      context,
      "BadAcmeAccount",
      `${JSON.stringify(text)} is not an account of Let's Encrypt, such as "https://acme-v02.api.letsencrypt.org/acme/acct/123456789"`,
    );
  }
});

/**
 * What a client file says of the certificate, by who issues it. An issuer joins with an entry here, and one in
 * `certificate-choice.ts`.
 */
const ISSUERS = [
  z.strictObject({
    issuer: z.literal("acm").describe("AWS Certificate Manager; free, and the key stays in AWS."),
    ...common,
  }),
  z.strictObject({
    issuer: z
      .literal("acm-exportable")
      .describe("AWS Certificate Manager, for each name a price; the stack installs it on the server."),
    ...common,
  }),
  z.strictObject({
    issuer: z
      .literal("lets-encrypt")
      .describe("Let's Encrypt, at each apply that finds it near its end; free, and installed by hand."),
    key: z
      .enum(["on-server", "in-state"])
      .default("on-server")
      .describe(
        "Where the private key is: on the server, or in Terraform's state, where whoever reads it has the key.",
      ),
    request: z
      .string()
      .optional()
      .describe("Certificate request in PEM, made on the server; for the key on the server."),
    profile: z
      .enum(SCHEDULABLE_PROFILES)
      .default("classic")
      .describe("classic has a common name, by which Exchange's connectors call it; tlsserver has none."),
    appliesEveryDays: z
      .int()
      .min(1)
      .describe("Days between two applies of the stack, at most; whoever applies must see to it."),
    resolvers: z
      .array(z.string().regex(/^[\w.:[\]-]+:\d{1,5}$/, "a host and a port, such as 9.9.9.9:53"))
      .min(1)
      .optional()
      .describe("Resolvers that see the internet's DNS, where the machine that applies does not."),
    ...common,
  }),
  z.strictObject({
    issuer: z
      .literal("lets-encrypt-on-server")
      .describe("Let's Encrypt; free, and the server orders and renews it itself."),
    account: letsEncryptAccount
      .optional()
      .describe(
        "The server's account, from the log of its first order; then no other may order. Default: any.",
      ),
    challengeZone: fullHostName
      .optional()
      .describe(
        "Zone that is made for the answers to challenges, below a domain of the client. Default: acme-challenge. and the domain.",
      ),
    ...common,
  }),
] as const;

/** `certificate` of a client file. */
export const certificate = z.discriminatedUnion("issuer", ISSUERS);

/** What a client file says of the certificate. */
export type CertificateSection = z.output<typeof certificate>;

/** An issuer that a client file may name. */
export type CertificateIssuer = CertificateSection["issuer"];

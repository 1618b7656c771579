import type { CertificateLifetime } from "./certificate-lifetime";

/** A kind of certificate that Let's Encrypt issues. */
export interface LetsEncryptProfile {
  /** Lifetimes in force and announced. */
  readonly lifetimes: readonly CertificateLifetime[];
}

/**
 * Let's Encrypt's profiles for servers (https://letsencrypt.org/docs/profiles/), with the lifetimes announced in
 * https://letsencrypt.org/2025/12/02/from-90-to-45.
 */
export const LETS_ENCRYPT_PROFILES = {
  classic: { lifetimes: [{ days: 90 }, { days: 64, from: "2027-02-10" }, { days: 45, from: "2028-02-16" }] },
  tlsserver: { lifetimes: [{ days: 90 }, { days: 45, from: "2026-05-13" }] },
  // 160 hours: no schedule of applies is close enough for it.
  shortlived: { lifetimes: [{ days: 6 }] },
} as const satisfies Readonly<Record<string, LetsEncryptProfile>>;

/** The profiles whose certificates can be renewed by hand or by a schedule of applies. */
export const SCHEDULABLE_PROFILES = [
  "classic",
  "tlsserver",
] as const satisfies readonly (keyof typeof LETS_ENCRYPT_PROFILES)[];

/** Where orders for certificates that everybody trusts go. */
export const LETS_ENCRYPT_DIRECTORY = "https://acme-v02.api.letsencrypt.org/directory";

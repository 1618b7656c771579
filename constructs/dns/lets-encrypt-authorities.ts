import type { CaaIssuer } from "./caa";

/**
 * What a CAA record must name for Let's Encrypt to issue by DNS challenge (RFC 8657 § 4,
 * https://letsencrypt.org/docs/caa/).
 *
 * @param account URL of the one account that may order (RFC 8657 § 3)
 */
export function letsEncryptAuthorities(account?: string): readonly CaaIssuer[] {
  return [
    {
      domain: "letsencrypt.org",
      parameters: {
        validationmethods: "dns-01",
        ...(account === undefined ? {} : { accounturi: account }),
      },
    },
  ];
}

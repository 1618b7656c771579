import { createHash } from "node:crypto";
import { type ITerraformDependable, Lazy, Token } from "cdktf";
import type { CaaIssuer } from "./caa";
import type { DnsZone } from "./dns-zone";

/** What senders do when the relay's TLS does not hold (RFC 8461 § 5). */
export type MtaStsMode = "testing" | "enforce" | "none";

/**
 * Seconds a sender may keep a policy. Short while it is new and while it is being withdrawn, so that a
 * mistake passes within a day; two weeks once it is enforced (RFC 8461 § 3.2).
 */
const MAX_AGE_SECONDS: Readonly<Record<MtaStsMode, number>> = {
  testing: 86_400,
  enforce: 1_209_600,
  none: 86_400,
};

/**
 * The policy of a domain (RFC 8461 § 3.2), naming exactly the hosts of its MX set.
 *
 * @param mxHosts host names of the MX set
 */
export function mtaStsPolicy(mode: MtaStsMode, mxHosts: readonly string[]): string {
  return [
    "version: STSv1",
    `mode: ${mode}`,
    ...[...new Set(mxHosts)].sort().map((host) => `mx: ${host}`),
    `max_age: ${MAX_AGE_SECONDS[mode]}`,
    "",
  ].join("\r\n");
}

/**
 * The `id` of a policy (RFC 8461 § 3.1): another one exactly when the policy is another. Where a host of the
 * policy is known only after apply, so is the id.
 */
export function mtaStsId(policy: string): string {
  return Token.isUnresolved(policy)
    ? Lazy.stringValue({
        produce: (context) =>
          // JSON's escapes are Terraform's too; CDKTF's own functions render a text around a reference wrongly.
          `\${substr(sha256(${JSON.stringify(context.resolve(policy))}), 0, ${MAX_ID_LENGTH})}`,
      })
    : createHash("sha256").update(policy).digest("hex").slice(0, MAX_ID_LENGTH);
}

/** RFC 8461 § 3.1 */
const MAX_ID_LENGTH = 32;

/** Serves the policies of mail domains over HTTPS, at `mta-sts.<domain>`. */
export interface MtaStsPolicyHost {
  /** Authorities that issue the certificate of a policy's host name; a CAA record must admit one of them. */
  readonly caaIssuers: readonly CaaIssuer[];
  /** May other records stand beside the host name? Not where it is an alias of the server's name. */
  readonly namesAreOurs: boolean;

  /**
   * Serves a policy.
   *
   * @param domain the mail domain
   * @param zone the zone that holds it
   * @returns what the announcement in DNS has to wait for (RFC 8461 § 8.1)
   */
  addPolicy(domain: string, zone: DnsZone, policy: string): readonly ITerraformDependable[];
}

/** Host name of a domain's policy. */
export function policyHostName(domain: string): string {
  return `mta-sts.${domain}`;
}

/** Path of a policy (RFC 8461 § 3.3). */
export const POLICY_PATH = "/.well-known/mta-sts.txt";

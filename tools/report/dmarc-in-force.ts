import { dmarcRecords, strength } from "../../posture/dns/dmarc-record";
import { canonical, organisationalDomain } from "../../posture/dns/names";
import { tagValue } from "../../posture/dns/tag-list";
import type { Posture } from "../../posture/facts";

/** What receivers are asked to do with forged mail, weakest first. */
const POLICIES = ["none", "quarantine", "reject"] as const;

/** The rule about forged mail that holds for a domain. */
export interface DmarcInForce {
  readonly policy: (typeof POLICIES)[number];
  /** The domain whose record says so: the domain itself, or its organisation's. */
  readonly saidBy: string;
}

/**
 * The DMARC policy that receivers apply to a domain, undefined where they find none.
 *
 * With two records at a name they apply none (RFC 9989 § 4.10); a value that is no policy counts as `none`
 * (§ 4.10.1); a record in test mode counts one step lower (§ 4.7, `t`).
 */
export function dmarcInForce(posture: Posture, domain: string): DmarcInForce | undefined {
  const organisation = organisationalDomain(domain);
  for (const saidBy of [canonical(domain), organisation]) {
    const [record, ...others] = dmarcRecords(posture).filter((each) => each.domain === saidBy);
    if (record !== undefined && others.length === 0) {
      const own = saidBy === canonical(domain);
      const asked = own ? undefined : tagValue(record.list, "sp");
      const level = strength(asked ?? tagValue(record.list, "p")) ?? 0;
      const tested = tagValue(record.list, "t")?.toLowerCase() === "y";
      return { policy: POLICIES[tested ? Math.max(0, level - 1) : level] ?? "none", saidBy };
    }
    if (record !== undefined) {
      return undefined;
    }
  }
  return undefined;
}

import type { MtaStsPolicyFact } from "../../../../posture/facts";
import { afterApply } from "../zone-file";

export const MX = "clinic.example MX 10 mx1.relay.example";
export const TXT = '_mta-sts.clinic.example TXT "v=STSv1; id=20261124"';

export function policy(lines: readonly string[], more: Partial<MtaStsPolicyFact> = {}): MtaStsPolicyFact {
  return {
    domain: "clinic.example",
    text: lines.join("\r\n"),
    address: "cloudflare_workers_script.mta-sts",
    ...more,
  };
}

export function enforcing(...patterns: readonly string[]): MtaStsPolicyFact {
  return policy([
    "version: STSv1",
    "mode: enforce",
    "max_age: 604800",
    ...patterns.map((pattern) => `mx: ${pattern}`),
  ]);
}

/** A stack whose TXT names, or does not name, what must come first. */
export function ordered(attributes: { readonly depends_on: readonly string[] }) {
  return {
    resource: {
      cloudflare_dns_record: { r1: attributes },
      cloudflare_workers_route: {
        "mta-sts": { script: afterApply("cloudflare_workers_script.mta-sts.script_name") },
      },
      cloudflare_workers_script: { "mta-sts": { script_name: "mta-sts" } },
    },
  };
}

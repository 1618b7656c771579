import type { DnsRecordFact, Exposure } from "../facts";
import type { TerraformJson } from "../terraform-json";
import { proxiedExposures } from "./proxied-names";
import { spectrumExposures } from "./spectrum";
import { tunnelExposures } from "./tunnels";

/**
 * What comes in through Cloudflare: by proxied names, Spectrum applications and tunnels.
 *
 * @param exposures what comes to the origins of the stack without it
 */
export function cloudflareExposures(
  stack: TerraformJson,
  records: readonly DnsRecordFact[],
  exposures: readonly Exposure[],
): readonly Exposure[] {
  return [
    ...proxiedExposures(stack, records, exposures),
    ...spectrumExposures(stack, records, exposures),
    ...tunnelExposures(stack, records),
  ];
}

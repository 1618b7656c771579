import { AUTODISCOVER_RULES } from "../../../posture/dns/autodiscover";
import { CAA_RULES } from "../../../posture/dns/caa";
import { CLOUDFLARE_RULES } from "../../../posture/dns/cloudflare";
import { DANE_RULES } from "../../../posture/dns/dane";
import { DKIM_RULES } from "../../../posture/dns/dkim";
import { DMARC_RULES } from "../../../posture/dns/dmarc";
import { DNSSEC_RULES } from "../../../posture/dns/dnssec";
import { MTA_STS_RULES } from "../../../posture/dns/mta-sts";
import { MX_RULES } from "../../../posture/dns/mx";
import { TLS_RPT_RULES } from "../../../posture/dns/tls-rpt";
import type { Rule } from "../../../posture/rules/rule";
import { AUTODISCOVER_EXAMPLES } from "./examples/autodiscover";
import { CAA_EXAMPLES } from "./examples/caa";
import { CLOUDFLARE_EXAMPLES } from "./examples/cloudflare";
import { DANE_EXAMPLES } from "./examples/dane";
import { DKIM_EXAMPLES } from "./examples/dkim";
import { DMARC_EXAMPLES } from "./examples/dmarc";
import { DNSSEC_EXAMPLES } from "./examples/dnssec";
import type { Examples } from "./examples/example";
import { MTA_STS_EXAMPLES } from "./examples/mta-sts";
import { MX_EXAMPLES } from "./examples/mx";
import { TLS_RPT_EXAMPLES } from "./examples/tls-rpt";

/** Every family of rules about DNS, with the examples that show it at work. */
export const FAMILIES: readonly {
  readonly name: string;
  readonly rules: readonly Rule[];
  readonly examples: Examples;
}[] = [
  { name: "MX", rules: MX_RULES, examples: MX_EXAMPLES },
  { name: "DMARC", rules: DMARC_RULES, examples: DMARC_EXAMPLES },
  { name: "DKIM", rules: DKIM_RULES, examples: DKIM_EXAMPLES },
  { name: "MTA-STS", rules: MTA_STS_RULES, examples: MTA_STS_EXAMPLES },
  { name: "TLS-RPT", rules: TLS_RPT_RULES, examples: TLS_RPT_EXAMPLES },
  { name: "DANE", rules: DANE_RULES, examples: DANE_EXAMPLES },
  { name: "CAA", rules: CAA_RULES, examples: CAA_EXAMPLES },
  { name: "autodiscover", rules: AUTODISCOVER_RULES, examples: AUTODISCOVER_EXAMPLES },
  { name: "DNSSEC", rules: DNSSEC_RULES, examples: DNSSEC_EXAMPLES },
  { name: "Cloudflare", rules: CLOUDFLARE_RULES, examples: CLOUDFLARE_EXAMPLES },
];

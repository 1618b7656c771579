import { WorkersCustomDomain } from "@cdktf/provider-cloudflare/lib/workers-custom-domain";
import { WorkersScript } from "@cdktf/provider-cloudflare/lib/workers-script";
import { type ITerraformDependable, Lazy } from "cdktf";
import { Construct } from "constructs";
import { ValidationError } from "../core/errors";
import { idFor } from "../core/ids";
import type { CaaIssuer } from "./caa";
import type { DnsZone } from "./dns-zone";
import { type MtaStsPolicyHost, policyHostName } from "./mta-sts";
import { fetchPolicyScript } from "./policy-script";

/** Serves MTA-STS policies from a Cloudflare Worker. */
export interface CloudflarePolicyHostProps {
  /** Prefix of the Worker's name; the client's id. */
  readonly name: string;
  /** Cloudflare account that owns the zones: 32 hexadecimal characters. */
  readonly accountId: string;
}

/** Day whose behaviour the Worker keeps (https://developers.cloudflare.com/workers/configuration/compatibility-dates/). */
const COMPATIBILITY_DATE = "2026-01-01";

/** Authorities behind Cloudflare's edge (https://developers.cloudflare.com/ssl/reference/certificate-authorities/). */
const EDGE_AUTHORITIES: readonly CaaIssuer[] = [
  { domain: "letsencrypt.org" },
  { domain: "pki.goog", parameters: { cansignhttpexchanges: "yes" } },
  { domain: "ssl.com" },
];

/**
 * MTA-STS policies served by one Cloudflare Worker under a custom domain per mail domain; Cloudflare makes
 * the address record and the certificate.
 */
export class CloudflarePolicyHost extends Construct implements MtaStsPolicyHost {
  readonly caaIssuers = EDGE_AUTHORITIES;
  readonly namesAreOurs = true;
  private readonly policies = new Map<string, string>();
  private script: WorkersScript | undefined;

  constructor(
    scope: Construct,
    id: string,
    private readonly props: CloudflarePolicyHostProps,
  ) {
    super(scope, id);
  }

  addPolicy(domain: string, zone: DnsZone, policy: string): readonly ITerraformDependable[] {
    const hostname = policyHostName(domain);
    if (zone.servedBy !== "cloudflare") {
      throw new ValidationError(
        [
          {
            code: "PolicyHostMismatch",
            message: `the zone ${JSON.stringify(zone.zoneName)} is served by ${zone.servedBy}; a Worker answers for zones at Cloudflare only`,
          },
        ],
        this,
      );
    }
    this.policies.set(hostname, policy);
    this.script ??= new WorkersScript(this, "Resource", {
      accountId: this.props.accountId,
      scriptName: `${this.props.name}-mta-sts`,
      mainModule: "policy.mjs",
      compatibilityDate: COMPATIBILITY_DATE,
      content: Lazy.stringValue({ produce: () => fetchPolicyScript(this.policies) }),
    });
    const domainOfScript = new WorkersCustomDomain(this, idFor(hostname), {
      accountId: this.props.accountId,
      hostname,
      service: this.script.scriptName,
      environment: "production",
      zoneId: zone.zoneId,
    });
    return [domainOfScript];
  }
}

import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { Construct } from "constructs";
import { idFor } from "../constructs/core/ids";
import { CloudflarePolicyHost } from "../constructs/dns/cloudflare-policy-host";
import { CloudflareZone } from "../constructs/dns/cloudflare-zone";
import { CloudFrontPolicyHost } from "../constructs/dns/cloudfront-policy-host";
import type { DnsZone, ManagedZone } from "../constructs/dns/dns-zone";
import type { MtaStsPolicyHost } from "../constructs/dns/mta-sts";
import { Route53Zone } from "../constructs/dns/route53-zone";
import { delegateZone } from "../constructs/dns/zone-delegation";
import type { Client } from "./client-schema";
import type { Fleet } from "./fleet-schema";
import { zoneOfName } from "./zone-of-name";

/** The zones of a client, by the DNS host it chose. */
export class ClientZones extends Construct {
  private readonly zones: readonly ManagedZone[];

  constructor(scope: Construct, id: string, client: Client) {
    super(scope, id);
    this.zones = client.domains.map((domain) => this.zone(client, domain));
    for (const zone of this.zones) {
      const parent = this.parentOf(zone);
      if (parent !== undefined) {
        delegateZone(parent, zone);
      }
    }
  }

  /** The zone that holds a name: the one with the longest matching apex. */
  of(name: string): ManagedZone {
    const zone = zoneOfName(name, this.zones, ({ zoneName }) => zoneName);
    if (zone === undefined) {
      throw new Error(`no zone of the client holds ${name}; the client file's check admits none such`);
    }
    return zone;
  }

  private parentOf(zone: ManagedZone): ManagedZone | undefined {
    const others = this.zones.filter((other) => other !== zone);
    return zoneOfName(zone.zoneName, others, ({ zoneName }) => zoneName);
  }

  /** DS records that the registrars must publish, by zone, in presentation form (RFC 4034 § 5.3). */
  get delegationSigners(): Readonly<Record<string, string>> {
    const atRegistrar = this.zones.filter(
      (zone) => zone.nameServers.length === 0 || this.parentOf(zone) === undefined,
    );
    return Object.fromEntries(
      atRegistrar.flatMap(({ zoneName, delegationSigner: ds }) =>
        ds === undefined ? [] : [[zoneName, `${ds.keyTag} ${ds.algorithm} ${ds.digestType} ${ds.digest}`]],
      ),
    );
  }

  private zone(client: Client, { name, zoneId, dnssec }: Client["domains"][number]): ManagedZone {
    const id = idFor(name);
    if (client.dns.host === "route53") {
      return zoneId === undefined
        ? new Route53Zone(this, id, { zoneName: name, dnssec })
        : Route53Zone.fromZoneAttributes(this, id, { zoneName: name, zoneId, dnssec });
    }
    return zoneId === undefined
      ? new CloudflareZone(this, id, { zoneName: name, accountId: client.dns.account ?? "", dnssec })
      : CloudflareZone.fromZoneAttributes(this, id, { zoneName: name, zoneId, dnssec });
  }
}

/**
 * The managed-service provider's own zone, which receives the reports of all clients; undefined where the
 * fleet declares none. It lies in the provider's account, not in the client's.
 */
export function reportZone(scope: Construct, id: string, fleet: Fleet): DnsZone | undefined {
  const { zone } = fleet.msp;
  if (zone === undefined) {
    return undefined;
  }
  const attributes = { zoneName: zone.name, zoneId: zone.zoneId };
  if (zone.host === "cloudflare") {
    return CloudflareZone.fromZoneAttributes(scope, id, attributes);
  }
  const provider = new AwsProvider(scope, "aws", {
    alias: "msp",
    region: "us-east-1",
    assumeRole: [{ roleArn: zone.roleArn }],
  });
  return Route53Zone.fromZoneAttributes(scope, id, { ...attributes, provider });
}

/** Who serves the MTA-STS policies of a client. */
export function policyHost(scope: Construct, id: string, client: Client): MtaStsPolicyHost {
  return client.dns.host === "route53"
    ? new CloudFrontPolicyHost(scope, id, { name: client.id })
    : new CloudflarePolicyHost(scope, id, { name: client.id, accountId: client.dns.account ?? "" });
}

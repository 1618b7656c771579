import {
  DnsRecord as CloudflareDnsRecord,
  type DnsRecordConfig,
} from "@cdktf/provider-cloudflare/lib/dns-record";
import { Zone } from "@cdktf/provider-cloudflare/lib/zone";
import { ZoneDnssec } from "@cdktf/provider-cloudflare/lib/zone-dnssec";
import { Fn, type ITerraformDependable, Lazy, Token } from "cdktf";
import type { Construct } from "constructs";
import { idFor } from "../core/ids";
import type { DelegationSigner } from "./dns-record";
import { childOf, DEFAULT_TTL_SECONDS, DnsZoneBase, type RenderedRecord, recordKey } from "./dns-zone";
import { quoteTxt, withoutDirectives } from "./txt";

/** A zone to be made at Cloudflare. */
export interface CloudflareZoneProps {
  /** Apex of the zone; A-labels, no trailing dot. */
  readonly zoneName: string;
  /** Cloudflare account that owns it: 32 hexadecimal characters. */
  readonly accountId: string;
  /**
   * Sign the zone.
   *
   * @default true
   */
  readonly dnssec?: boolean;
}

/** A zone that exists at Cloudflare. */
export interface CloudflareZoneAttributes {
  /** Apex of the zone; A-labels, no trailing dot. */
  readonly zoneName: string;
  /** 32 hexadecimal characters, from the zone's overview page. */
  readonly zoneId: string;
  /**
   * Sign the zone.
   *
   * @default false
   */
  readonly dnssec?: boolean;
}

/** https://developers.cloudflare.com/dns/manage-dns-records/reference/ttl/ */
const LIMITS = { minTtlSeconds: 60, maxTtlSeconds: 86_400 } as const;

/** A zone has two (https://developers.cloudflare.com/dns/nameservers/). */
const NAME_SERVERS = 2;

/**
 * A zone served by Cloudflare, through version 5 of its provider.
 *
 * Mail names are never proxied: Cloudflare's proxy carries HTTP only, and a proxied mail host hides
 * port 25 (https://developers.cloudflare.com/dns/proxy-status/limitations/).
 */
export class CloudflareZone extends DnsZoneBase {
  /** A zone the client already has; its other records are left alone. */
  static fromZoneAttributes(
    scope: Construct,
    id: string,
    attributes: CloudflareZoneAttributes,
  ): CloudflareZone {
    return new CloudflareZone(scope, id, attributes);
  }

  readonly servedBy = "cloudflare";
  readonly zoneId: string;
  readonly nameServers: readonly string[];
  readonly delegationSigner: DelegationSigner | undefined;

  constructor(scope: Construct, id: string, props: CloudflareZoneProps | CloudflareZoneAttributes) {
    super(scope, id, props.zoneName, LIMITS);
    if ("zoneId" in props) {
      this.zoneId = props.zoneId;
      this.nameServers = [];
    } else {
      const zone = new Zone(this, "Resource", {
        account: { id: props.accountId },
        name: props.zoneName,
        type: "full",
      });
      this.zoneId = zone.id;
      this.nameServers = Array.from({ length: NAME_SERVERS }, (_, index) =>
        Fn.element(zone.nameServers, index),
      );
    }
    this.delegationSigner = (props.dnssec ?? !("zoneId" in props)) ? this.sign() : undefined;
  }

  protected override renderRecord(record: RenderedRecord): ITerraformDependable {
    const names = this.namespace(record.name);
    const key = recordKey(record);
    const [scope, id] = key === undefined ? [names, record.type] : [childOf(names, record.type), idFor(key)];
    const resource = new CloudflareDnsRecord(scope, id, {
      zoneId: this.zoneId,
      name: record.name,
      type: record.type,
      ttl: record.ttlSeconds ?? DEFAULT_TTL_SECONDS,
      proxied: false,
      ...(record.comment === undefined ? {} : { comment: record.comment }),
      ...(record.dependsOn === undefined ? {} : { dependsOn: [...record.dependsOn] }),
      ...contentOf(record),
    });
    if (record.type === "CAA") {
      // The binding takes the flags for a map; the provider wants a number.
      resource.addOverride("data.flags", record.flags);
    }
    if (record.type === "DS") {
      // Numbers that are known only after apply pass as text.
      resource.addOverride("data.key_tag", record.keyTag);
      resource.addOverride("data.algorithm", record.algorithm);
      resource.addOverride("data.digest_type", record.digestType);
    }
    return resource;
  }

  private sign(): DelegationSigner {
    const signing = new ZoneDnssec(this, "dnssec", { zoneId: this.zoneId, status: "active" });
    return {
      keyTag: Token.asString(signing.keyTag),
      algorithm: signing.algorithm,
      digestType: signing.digestType,
      digest: signing.digest,
    };
  }
}

function contentOf(record: RenderedRecord): Pick<DnsRecordConfig, "content" | "data" | "priority"> {
  switch (record.type) {
    case "A":
    case "AAAA":
      return { content: record.address };
    case "CNAME":
      return { content: record.target };
    case "MX":
      return { content: record.exchange, priority: record.preference };
    case "TXT":
      return { content: quoted(record.text) };
    case "SRV":
      return {
        priority: record.priority,
        data: { priority: record.priority, weight: record.weight, port: record.port, target: record.target },
      };
    case "CAA":
      return { data: { tag: record.tag, value: record.value } };
    case "NS":
      return { content: record.nameServer };
    case "DS":
      return { data: { digest: record.digest } };
    case "TLSA":
      return {
        data: {
          usage: record.usage,
          selector: record.selector,
          matchingType: record.matchingType,
          certificate: record.digest,
        },
      };
  }
}

/** Cloudflare stores a TXT as given: unquoted or over-long text shows as a change in every later plan. */
function quoted(text: string): string {
  return Token.isUnresolved(text)
    ? Lazy.stringValue({ produce: (context) => withoutDirectives(quoteTxt(context.resolve(text))) })
    : withoutDirectives(quoteTxt(text));
}

import {
  DnsRecord as CloudflareDnsRecord,
  type DnsRecordConfig,
} from "@cdktf/provider-cloudflare/lib/dns-record";
import { type ITerraformDependable, Lazy, Token } from "cdktf";
import type { Construct } from "constructs";
import { DEFAULT_TTL_SECONDS, DnsZoneBase, type RenderedRecord } from "./dns-zone";
import { quoteTxt } from "./txt";

/** A zone that exists at Cloudflare. */
export interface CloudflareZoneAttributes {
  /** Apex of the zone; A-labels, no trailing dot. */
  readonly zoneName: string;
  /** 32 hexadecimal characters, from the zone's overview page. */
  readonly zoneId: string;
}

/**
 * A zone served by Cloudflare, through version 5 of its provider.
 *
 * Mail names are never proxied: Cloudflare's proxy carries HTTP only, and a proxied mail host hides
 * port 25 (https://developers.cloudflare.com/dns/proxy-status/limitations/).
 */
export class CloudflareZone extends DnsZoneBase {
  /** A zone the client already has. */
  static fromZoneAttributes(
    scope: Construct,
    id: string,
    attributes: CloudflareZoneAttributes,
  ): CloudflareZone {
    return new CloudflareZone(scope, id, attributes);
  }

  /** Cloudflare's id of the zone. */
  readonly zoneId: string;

  private constructor(scope: Construct, id: string, attributes: CloudflareZoneAttributes) {
    // https://developers.cloudflare.com/dns/manage-dns-records/reference/ttl/
    super(scope, id, attributes.zoneName, { minTtlSeconds: 60, maxTtlSeconds: 86_400 });
    this.zoneId = attributes.zoneId;
  }

  protected override renderRecord(
    scope: Construct,
    id: string,
    record: RenderedRecord,
  ): ITerraformDependable {
    return new CloudflareDnsRecord(scope, id, {
      zoneId: this.zoneId,
      name: record.name,
      type: record.type,
      ttl: record.ttlSeconds ?? DEFAULT_TTL_SECONDS,
      proxied: false,
      ...(record.comment === undefined ? {} : { comment: record.comment }),
      ...contentOf(record),
    });
  }
}

function contentOf(record: RenderedRecord): Pick<DnsRecordConfig, "content" | "priority"> {
  switch (record.type) {
    case "A":
      return { content: record.address };
    case "CNAME":
      return { content: record.target };
    case "MX":
      return { content: record.exchange, priority: record.preference };
    case "TXT":
      return { content: quoted(record.text) };
  }
}

/** Cloudflare stores a TXT as given: unquoted or over-long text shows as a change in every later plan. */
function quoted(text: string): string {
  return Token.isUnresolved(text)
    ? Lazy.stringValue({ produce: (context) => quoteTxt(context.resolve(text)) })
    : quoteTxt(text);
}

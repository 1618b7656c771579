import type { DeclaredRecord } from "../../../tools/import-dns/record";
import { canonicalData } from "../../../tools/import-dns/record-data";
import { parseZoneFile, type ZoneFile } from "../../../tools/import-dns/zone-file";

/** Zone id of every declared record of the tests. */
export const ZONE_ID = "023e105f4ecef8ad9ca31a8372d0c353";

/** The zone clinic.example with these records, one a line, names relative to it. */
export function zoneOf(...lines: readonly string[]): ZoneFile {
  return parseZoneFile(["$ORIGIN clinic.example.", "$TTL 3600", ...lines].join("\n"), { file: "old.zone" });
}

/** A record the stack publishes at Cloudflare. */
export function declared(name: string, type: string, value: string, key = "r"): DeclaredRecord {
  return {
    name,
    type,
    value: value.includes("${") ? value : canonicalData(type, value),
    ttlSeconds: 3600,
    proxied: false,
    address: `cloudflare_dns_record.${key}`,
    zoneId: ZONE_ID,
    wholeSet: false,
  };
}

/** A record of a set the stack publishes at Route 53. */
export function inSet(name: string, type: string, value: string, key = "set"): DeclaredRecord {
  return {
    ...declared(name, type, value),
    address: `aws_route53_record.${key}`,
    zoneId: "Z4KAPRWWNC7JR",
    wholeSet: true,
  };
}

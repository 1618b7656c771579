import type { DnsRecordFact, ZoneFact } from "./facts";
import { type Json, objectOf, type Resource, type TerraformJson, textOf, textsOf } from "./terraform-json";

export { txtText } from "../constructs/core/txt-text";

/** Every DNS record of a stack, sorted by name, type and value. */
export function dnsRecords(stack: TerraformJson): readonly DnsRecordFact[] {
  return [
    ...stack.all("cloudflare_dns_record").map(cloudflareRecord),
    ...stack.all("aws_route53_record").flatMap(route53Records),
  ].sort((a, b) => compare(a.name, b.name) || compare(a.type, b.type) || compare(a.value, b.value));
}

/** Every zone that a stack declares or publishes in, sorted by name. */
export function zones(stack: TerraformJson): readonly ZoneFact[] {
  const declared = [
    ...stack.all("cloudflare_zone").map((zone) => zoneFact(stack, zone, "cloudflare")),
    ...stack.all("aws_route53_zone").map((zone) => zoneFact(stack, zone, "route53")),
  ];
  const adopted = [
    ...adoptedZones(stack, "cloudflare_dns_record", "cloudflare"),
    ...adoptedZones(stack, "aws_route53_record", "route53"),
  ];
  return [...declared, ...adopted].sort(
    (a, b) => compare(a.name ?? "", b.name ?? "") || compare(a.address, b.address),
  );
}

function cloudflareRecord({ address, attributes }: Resource): DnsRecordFact {
  const type = textOf(attributes.type) ?? "";
  return {
    name: textOf(attributes.name) ?? "",
    type,
    value: withoutFinalDot(type, cloudflareValue(type, attributes)),
    ttlSeconds: Number(attributes.ttl),
    proxied: attributes.proxied === true,
    address,
  };
}

function cloudflareValue(type: string, { content, priority, data }: Resource["attributes"]): string {
  const fields = objectOf(data);
  const part = (name: string): string => `${fields[name] ?? ""}`;
  switch (type) {
    case "MX":
      return `${priority} ${content}`;
    case "SRV":
      return [part("priority"), part("weight"), part("port"), part("target")].join(" ");
    case "CAA":
      return `${part("flags")} ${part("tag")} "${part("value")}"`;
    case "DS":
      return [part("key_tag"), part("algorithm"), part("digest_type"), part("digest")].join(" ");
    case "TLSA":
      return [part("usage"), part("selector"), part("matching_type"), part("certificate")].join(" ");
    default:
      return literal(textOf(content) ?? "");
  }
}

/** A text as Terraform would publish it: doubled, a percent sign begins no template. */
function literal(text: string): string {
  return text.replaceAll("%%{", "%{");
}

function route53Records({ address, attributes }: Resource): readonly DnsRecordFact[] {
  const type = textOf(attributes.type) ?? "";
  const alias = objectOf(Array.isArray(attributes.alias) ? attributes.alias[0] : attributes.alias);
  const values = alias.name === undefined ? textsOf(attributes.records) : [textOf(alias.name) ?? ""];
  return values.map((value) => ({
    name: withoutFinalDot("CNAME", textOf(attributes.name) ?? ""),
    type,
    value: type === "TXT" ? quotedTxt(literal(value)) : withoutFinalDot(type, value),
    ttlSeconds: Number(attributes.ttl ?? 0),
    proxied: false,
    address,
  }));
}

/** The AWS provider adds the outer quotes itself and sets strings off by two quotes. */
function quotedTxt(value: string): string {
  return `"${value.replaceAll('""', '" "')}"`;
}

const NAME_VALUES: ReadonlySet<string> = new Set(["CNAME", "MX", "NS", "SRV"]);

function withoutFinalDot(type: string, value: string): string {
  return NAME_VALUES.has(type) && value.length > 1 && !value.endsWith(" .")
    ? value.replace(/\.$/, "")
    : value;
}

function zoneFact(stack: TerraformJson, zone: Resource, host: ZoneFact["host"]): ZoneFact {
  return {
    name: textOf(zone.attributes.name),
    host,
    ...signing(stack, host, (id) => stack.refers(id, zone)),
    address: zone.address,
  };
}

/** Zones that the JSON names by id only: their apex is the shortest name that is published in them. */
function adoptedZones(stack: TerraformJson, type: string, host: ZoneFact["host"]): readonly ZoneFact[] {
  const records = stack
    .all(type)
    .filter(({ attributes }) => stack.referredBy(attributes.zone_id).length === 0);
  const ids = [...new Set(records.map(({ attributes }) => textOf(attributes.zone_id) ?? ""))];
  return ids.map((id) => {
    const names = records
      .filter(({ attributes }) => attributes.zone_id === id)
      .map(({ attributes }) => textOf(attributes.name) ?? "")
      .filter((name) => !name.includes("${"));
    return {
      name: commonApex(names),
      host,
      ...signing(stack, host, (zone) => zone === id),
      address: id,
    };
  });
}

function commonApex(names: readonly string[]): string | undefined {
  return [...names]
    .sort((a, b) => a.length - b.length)
    .find((apex) => names.every((name) => name === apex || name.endsWith(`.${apex}`)));
}

/** Is a zone signed, and does the data of its DS record go to whoever must publish it? */
function signing(
  stack: TerraformJson,
  host: ZoneFact["host"],
  isZone: (id: Json | undefined) => boolean,
): Pick<ZoneFact, "dnssec" | "dsHandedOver"> {
  const keys =
    host === "cloudflare"
      ? stack
          .all("cloudflare_zone_dnssec")
          .filter(({ attributes }) => isZone(attributes.zone_id) && attributes.status === "active")
      : stack
          .all("aws_route53_key_signing_key")
          .filter(({ attributes }) => isZone(attributes.hosted_zone_id));
  const switchedOn =
    host === "cloudflare" ||
    stack
      .all("aws_route53_hosted_zone_dnssec")
      .some(
        ({ attributes }) =>
          isZone(attributes.hosted_zone_id) && (attributes.signing_status ?? "SIGNING") === "SIGNING",
      );
  const delegations = [...stack.all("cloudflare_dns_record"), ...stack.all("aws_route53_record")]
    .filter(({ attributes }) => attributes.type === "DS")
    .map(({ attributes }) => attributes as Json);
  return {
    dnssec: switchedOn && keys.length > 0,
    dsHandedOver: keys.some((key) =>
      [stack.allOutputs, ...delegations].some((value) => stack.refers(value, key)),
    ),
  };
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

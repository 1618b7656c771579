import type { DnsRecordFact } from "./facts";
import { objectOf, type Resource, type TerraformJson, textOf } from "./terraform-json";

/** Every DNS record of a stack, sorted by name, type and value. */
export function dnsRecords(stack: TerraformJson): readonly DnsRecordFact[] {
  return stack
    .all("cloudflare_dns_record")
    .map(cloudflareRecord)
    .sort((a, b) => compare(a.name, b.name) || compare(a.type, b.type) || compare(a.value, b.value));
}

function cloudflareRecord({ address, attributes }: Resource): DnsRecordFact {
  const type = textOf(attributes.type) ?? "";
  const content = textOf(attributes.content) ?? JSON.stringify(objectOf(attributes.data));
  return {
    name: textOf(attributes.name) ?? "",
    type,
    value: type === "MX" ? `${attributes.priority} ${content}` : content,
    ttlSeconds: Number(attributes.ttl),
    proxied: attributes.proxied === true,
    address,
  };
}

/** The text of a TXT record in presentation form: the strings without their quotes, joined. */
export function txtText(value: string): string {
  const strings = [...value.matchAll(/"((?:\\.|[^"\\])*)"/g)].map(([, string = ""]) => string);
  return strings.length === 0 ? value : strings.join("").replace(/\\(.)/g, "$1");
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

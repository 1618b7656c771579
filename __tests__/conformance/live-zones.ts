import { createHash } from "node:crypto";
import type { Declaration, DeclaredRecords } from "../../constructs/watch/declaration";

/** The zones that a deployed stack leaves in the DNS, with all that leads to them, as lines of zone files. */
export type LiveZones = { [apex: string]: string[] };

/** Where every name server of the tests is. */
const SERVERS = [
  "ns A 127.0.0.1",
  ...[0, 1, 2, 3].map((index) => `ns${index} A 127.0.0.1`),
  "policies A 127.0.0.1",
];

/**
 * What the DNS would hold of a stack, the values filled in that only an apply knows, and what somebody else holds: the
 * delegation in the zone above, with the DS record of a key that is made up.
 */
export function liveZones(declaration: Declaration): LiveZones {
  // The operator's own zone the stack knows by an id only.
  const apexes = declaration.zones.filter(({ name }) => !name.includes("._report."));
  const zones: LiveZones = { invalid: [...SERVERS], example: [], "msp.example": [] };
  for (const { name } of apexes) {
    zones[name] = [`@ DNSKEY ${keyOf(name)}`];
  }
  for (const { name } of apexes) {
    const above = enclosing(
      Object.keys(zones).filter((zone) => zone !== name),
      name,
    );
    const delegation = declaration.records.find((set) => set.name === name && set.type === "NS");
    if (delegation === undefined) {
      zones[above]?.push(`${name}. NS ns.invalid.`, `${name}. DS ${signerOf(name)}`);
    } else {
      zones[name]?.push(...delegation.values.map((_, index) => `@ NS ns${index}.invalid.`));
    }
  }
  zones.example?.push("msp.example. NS ns.invalid.");
  for (const set of declaration.records) {
    const candidates = Object.keys(zones).filter((zone) =>
      set.type !== "DS" && set.type !== "NS" ? true : zone !== set.name,
    );
    zones[enclosing(candidates, set.name)]?.push(...linesOf(set));
  }
  for (const { domain } of declaration.mtaStsPolicies) {
    const name = `mta-sts.${domain}`;
    // Cloudflare publishes the name of a Worker's domain itself.
    if (!declaration.records.some((set) => set.name === name && set.type !== "CAA")) {
      zones[enclosing(Object.keys(zones), name)]?.push(`${name}. A 127.0.0.1`);
    }
  }
  return zones;
}

function enclosing(zones: readonly string[], name: string): string {
  const above = zones.filter((zone) => name === zone || name.endsWith(`.${zone}`));
  return above.sort((one, other) => other.length - one.length)[0] ?? "example";
}

const HOSTS_LAST: ReadonlySet<string> = new Set(["CNAME", "MX", "NS", "SRV"]);

function linesOf({ name, type, values }: DeclaredRecords): readonly string[] {
  return values.map((value, index) => {
    const known = type === "DS" && value.includes("${") ? signerOf(name) : filledIn(value, index);
    const absolute = HOSTS_LAST.has(type) && !known.endsWith(".") ? `${known}.` : known;
    return `${name}. ${type} ${absolute}`;
  });
}

/** A value as Terraform would leave it. */
function filledIn(value: string, index: number): string {
  return value
    .replace(/\$\{element\([^)]*name_servers, (\d)\)\}/g, "ns$1.invalid")
    .replace(/\$\{aws_cloudfront_distribution[^}]*\}/g, "policies.invalid")
    .replace(/\$\{[^}]*\}/g, `203.0.113.${index + 1}`);
}

function keyBytes(zone: string): Buffer {
  return createHash("sha512").update(zone).digest();
}

function keyOf(zone: string): string {
  return `257 3 13 ${keyBytes(zone).toString("base64")}`;
}

/** The DS of the zone's key (RFC 4034 § 5.1.4). */
function signerOf(zone: string): string {
  const name = Buffer.concat(
    [...zone.split("."), ""].map((label) => Buffer.concat([Buffer.from([label.length]), Buffer.from(label)])),
  );
  const digest = createHash("sha256")
    .update(Buffer.concat([name, Buffer.from([1, 1, 3, 13]), keyBytes(zone)]))
    .digest("hex");
  return `4711 13 2 ${digest}`;
}

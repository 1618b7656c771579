import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { CloudflareProvider } from "@cdktf/provider-cloudflare/lib/provider";
import type { TerraformStack } from "cdktf";
import { CloudflareZone } from "../../../constructs/dns/cloudflare-zone";
import type { DnsRecord } from "../../../constructs/dns/dns-record";
import type { DnsZone } from "../../../constructs/dns/dns-zone";
import { Route53Zone } from "../../../constructs/dns/route53-zone";
import { dnsRecords } from "../../../posture/dns-records";
import { type Json, TerraformJson } from "../../../posture/terraform-json";
import { type SynthesizedStack, synthesized } from "../../synthesized-stack";

const ZONE_ID = "023e105f4ecef8ad9ca31a8372d0c353";

/** Both adapters, of a zone that exists. */
const HOSTS: Readonly<Record<"cloudflare" | "route53", (stack: TerraformStack) => DnsZone>> = {
  cloudflare: (stack) =>
    CloudflareZone.fromZoneAttributes(stack, "zone", { zoneName: "clinic.example", zoneId: ZONE_ID }),
  route53: (stack) =>
    Route53Zone.fromZoneAttributes(stack, "zone", {
      zoneName: "clinic.example",
      zoneId: "Z0123456789ABCDEFGHIJ",
    }),
};

type Host = keyof typeof HOSTS;

function publishAt(host: Host, ...records: readonly DnsRecord[]): SynthesizedStack {
  return synthesized((stack) => {
    new AwsProvider(stack, "aws", { region: "eu-west-3" });
    new CloudflareProvider(stack, "cloudflare");
    const zone = HOSTS[host](stack);
    for (const record of records) {
      zone.addRecord(record);
    }
  });
}

const publish = (...records: readonly DnsRecord[]): SynthesizedStack => publishAt("cloudflare", ...records);

/** Records as a zone file shows them, read back from the JSON. */
const published = (host: Host, ...records: readonly DnsRecord[]): readonly string[] =>
  dnsRecords(new TerraformJson(publishAt(host, ...records).json as Json)).map(
    ({ name, type, value }) => `${name} ${type} ${value}`,
  );

describe.each(["cloudflare", "route53"] as const)("every zone, also at %s,", (host) => {
  const RECORDS: readonly (readonly [DnsRecord, string])[] = [
    [{ type: "A", name: "a.clinic.example", address: "192.0.2.1" }, "a.clinic.example A 192.0.2.1"],
    [{ type: "AAAA", name: "a.clinic.example", address: "2001:db8::1" }, "a.clinic.example AAAA 2001:db8::1"],
    [
      { type: "CNAME", name: "c.clinic.example", target: "a.clinic.example" },
      "c.clinic.example CNAME a.clinic.example",
    ],
    [
      { type: "MX", name: "clinic.example", exchange: "mx.relay.example", preference: 10 },
      "clinic.example MX 10 mx.relay.example",
    ],
    [{ type: "MX", name: "n.clinic.example", exchange: ".", preference: 0 }, "n.clinic.example MX 0 ."],
    [{ type: "TXT", name: "clinic.example", key: "t", text: 'a"b\\c' }, 'clinic.example TXT "a\\"b\\\\c"'],
    [
      {
        type: "SRV",
        name: "_s._tcp.clinic.example",
        priority: 1,
        weight: 2,
        port: 443,
        target: "a.clinic.example",
      },
      "_s._tcp.clinic.example SRV 1 2 443 a.clinic.example",
    ],
    [
      { type: "CAA", name: "clinic.example", flags: 0, tag: "issue", value: "amazon.com" },
      'clinic.example CAA 0 issue "amazon.com"',
    ],
    [
      {
        type: "TLSA",
        name: "_25._tcp.a.clinic.example",
        usage: 3,
        selector: 1,
        matchingType: 1,
        digest: "ab".repeat(32),
      },
      `_25._tcp.a.clinic.example TLSA 3 1 1 ${"ab".repeat(32)}`,
    ],
    [
      { type: "NS", name: "lab.clinic.example", key: "0", nameServer: "ns1.example.net" },
      "lab.clinic.example NS ns1.example.net",
    ],
  ];

  test.each(RECORDS)("publishes %j", (record, line) => {
    expect(published(host, record)).toEqual([line]);
  });

  test("publishes one SPF record for all who contribute to a name", () => {
    expect(
      published(
        host,
        { type: "SPF", name: "clinic.example", mechanisms: ["include:a.example"], all: "~all" },
        {
          type: "SPF",
          name: "clinic.example",
          mechanisms: ["include:b.example", "include:a.example"],
          all: "~all",
        },
      ),
    ).toEqual(['clinic.example TXT "v=spf1 include:a.example include:b.example ~all"']);
  });

  test("keeps names apart that CDKTF would merge into one resource", () => {
    expect(
      published(
        host,
        { type: "A", name: "ab.clinic.example", address: "192.0.2.1" },
        { type: "A", name: "a.b.clinic.example", address: "192.0.2.2" },
        { type: "A", name: "a-b.clinic.example", address: "192.0.2.3" },
      ),
    ).toHaveLength(3);
  });

  test("fails when contributions to one SPF record end differently", () => {
    expect(() =>
      publishAt(
        host,
        { type: "SPF", name: "clinic.example", mechanisms: ["mx"], all: "~all" },
        { type: "SPF", name: "clinic.example", mechanisms: ["a"], all: "-all" },
      ),
    ).toThrow(
      'SpfConflict: the contributions to the SPF record of "clinic.example" end differently: -all and ~all; all must agree',
    );
  });

  test("fails when an SPF record outgrows one string", () => {
    const mechanisms = Array.from({ length: 20 }, (_, index) => `include:spf-${index}.sender.example`);

    expect(() => publishAt(host, { type: "SPF", name: "clinic.example", mechanisms, all: "~all" })).toThrow(
      /SpfConflict: the SPF record of "clinic.example" has \d+ octets, more than 255 \(RFC 7208 § 3.3\); authorise fewer senders/,
    );
  });

  test("fails for a record that stands there already", () => {
    const mx: DnsRecord = {
      type: "MX",
      name: "clinic.example",
      exchange: "mx.relay.example",
      preference: 10,
    };

    expect(() => publishAt(host, mx, { ...mx, preference: 20 })).toThrow(
      'test/zone: DuplicateRecord: MX (mx.relay.example) of "clinic.example" is already declared in this zone',
    );
  });

  test("fails for a name of another zone", () => {
    expect(() =>
      publishAt(host, { type: "A", name: "mail.clinic.example.org", address: "192.0.2.1" }),
    ).toThrow('test/zone: RecordOutsideZone: "mail.clinic.example.org" is not in the zone "clinic.example"');
  });

  test("fails for an alias at the apex", () => {
    expect(() =>
      publishAt(host, { type: "CNAME", name: "clinic.example", target: "elsewhere.example" }),
    ).toThrow(
      'ApexAlias: "clinic.example" is the apex of the zone and cannot be an alias (RFC 1912 § 2.4); give it an address',
    );
  });
});

describe("a zone at Cloudflare", () => {
  test("publishes an address that its proxy never touches", () => {
    const stack = publish({
      type: "A",
      name: "mail.clinic.example",
      address: "192.0.2.1",
      comment: "the server",
    });

    expect(stack.only("cloudflare_dns_record")).toMatchObject({
      zone_id: ZONE_ID,
      name: "mail.clinic.example",
      type: "A",
      content: "192.0.2.1",
      ttl: 3600,
      proxied: false,
      comment: "the server",
    });
  });

  test("publishes an MX with its preference", () => {
    const stack = publish({
      type: "MX",
      name: "clinic.example",
      exchange: "mx.relay.example",
      preference: 10,
    });

    expect(stack.only("cloudflare_dns_record", { type: "MX", content: "mx.relay.example" }).priority).toBe(
      10,
    );
  });

  test("quotes a text and cuts it after 255 octets, so that a second plan shows nothing", () => {
    const stack = publish({ type: "TXT", name: "clinic.example", key: "long", text: "x".repeat(300) });

    expect(stack.only("cloudflare_dns_record").content).toBe(`"${"x".repeat(255)}" "${"x".repeat(45)}"`);
  });

  test("escapes quotes and backslashes inside a text", () => {
    const stack = publish({ type: "TXT", name: "clinic.example", key: "odd", text: 'a"b\\c' });

    expect(stack.only("cloudflare_dns_record").content).toBe('"a\\"b\\\\c"');
  });

  test("keeps a macro of SPF from being read as a template by Terraform", () => {
    const stack = publish({
      type: "SPF",
      name: "clinic.example",
      mechanisms: ["exists:%{i}.spf.relay.example"],
      all: "~all",
    });

    expect(stack.only("cloudflare_dns_record").content).toBe('"v=spf1 exists:%%{i}.spf.relay.example ~all"');
  });

  test.each([59, 86_401])("fails for a TTL of %i seconds", (ttlSeconds) => {
    expect(() => publish({ type: "A", name: "clinic.example", address: "192.0.2.1", ttlSeconds })).toThrow(
      `BadTtl: a TTL of ${ttlSeconds} s on A of "clinic.example"; allowed are 60 to 86400 s`,
    );
  });

  test.each([60, 86_400])("accepts a TTL of %i seconds", (ttlSeconds) => {
    const stack = publish({ type: "A", name: "clinic.example", address: "192.0.2.1", ttlSeconds });

    expect(stack.only("cloudflare_dns_record").ttl).toBe(ttlSeconds);
  });
});

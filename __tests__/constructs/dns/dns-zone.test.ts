import { CloudflareProvider } from "@cdktf/provider-cloudflare/lib/provider";
import { CloudflareZone } from "../../../constructs/dns/cloudflare-zone";
import type { DnsRecord } from "../../../constructs/dns/dns-record";
import { type SynthesizedStack, synthesized } from "../../synthesized-stack";

const ZONE_ID = "023e105f4ecef8ad9ca31a8372d0c353";

function publish(...records: readonly DnsRecord[]): SynthesizedStack {
  return synthesized((stack) => {
    new CloudflareProvider(stack, "cloudflare");
    const zone = CloudflareZone.fromZoneAttributes(stack, "zone", {
      zoneName: "clinic.example",
      zoneId: ZONE_ID,
    });
    for (const record of records) {
      zone.addRecord(record);
    }
  });
}

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

  test("publishes one SPF record for all who contribute to a name", () => {
    const stack = publish(
      { type: "SPF", name: "clinic.example", mechanisms: ["include:a.example"], all: "~all" },
      {
        type: "SPF",
        name: "clinic.example",
        mechanisms: ["include:b.example", "include:a.example"],
        all: "~all",
      },
    );

    expect(stack.only("cloudflare_dns_record", { type: "TXT" }).content).toBe(
      '"v=spf1 include:a.example include:b.example ~all"',
    );
  });

  test("fails when contributions to one SPF record end differently", () => {
    expect(() =>
      publish(
        { type: "SPF", name: "clinic.example", mechanisms: ["mx"], all: "~all" },
        { type: "SPF", name: "clinic.example", mechanisms: ["a"], all: "-all" },
      ),
    ).toThrow(
      'SpfConflict: the contributions to the SPF record of "clinic.example" end differently: -all and ~all; all must agree',
    );
  });

  test("fails when an SPF record outgrows one string", () => {
    const mechanisms = Array.from({ length: 20 }, (_, index) => `include:spf-${index}.sender.example`);

    expect(() => publish({ type: "SPF", name: "clinic.example", mechanisms, all: "~all" })).toThrow(
      /SpfConflict: the SPF record of "clinic.example" has \d+ octets, more than 255 \(RFC 7208 § 3.3\); authorise fewer senders/,
    );
  });

  test("keeps names apart that CDKTF would merge into one resource", () => {
    const stack = publish(
      { type: "A", name: "ab.clinic.example", address: "192.0.2.1" },
      { type: "A", name: "a.b.clinic.example", address: "192.0.2.2" },
      { type: "A", name: "a-b.clinic.example", address: "192.0.2.3" },
    );

    expect(stack.all("cloudflare_dns_record")).toHaveLength(3);
  });

  test("fails for a record that stands there already", () => {
    const mx: DnsRecord = {
      type: "MX",
      name: "clinic.example",
      exchange: "mx.relay.example",
      preference: 10,
    };

    expect(() => publish(mx, { ...mx, preference: 20 })).toThrow(
      'test/zone: DuplicateRecord: MX (mx.relay.example) of "clinic.example" is already declared in this zone',
    );
  });

  test("fails for a name of another zone", () => {
    expect(() => publish({ type: "A", name: "mail.clinic.example.org", address: "192.0.2.1" })).toThrow(
      'test/zone: RecordOutsideZone: "mail.clinic.example.org" is not in the zone "clinic.example"',
    );
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

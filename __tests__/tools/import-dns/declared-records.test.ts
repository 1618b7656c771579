import { dnsRecords } from "../../../posture/dns-records";
import type { DnsRecordFact } from "../../../posture/facts";
import { TerraformJson } from "../../../posture/terraform-json";
import { declaredRecords } from "../../../tools/import-dns/declared-records";

const APEX_ZONE = "023e105f4ecef8ad9ca31a8372d0c353";
const LOWER_ZONE = "9a7806061c88ada191ed06f989cc3dac";

function record(zone_id: string, name: string, type: string, content: string) {
  return { zone_id, name, type, content, ttl: 3600, proxied: false };
}

const stack = new TerraformJson({
  resource: {
    cloudflare_dns_record: {
      apex: { ...record(APEX_ZONE, "clinic.example", "MX", "MX1.relay.example"), priority: 10 },
      proof: record(APEX_ZONE, "$" + "{aws_acm_certificate.c.x}", "CNAME", "$" + "{aws_acm_certificate.c.y}"),
      lower: record(LOWER_ZONE, "lab.clinic.example", "TXT", '"v=spf1 " "-all"'),
      below: record(LOWER_ZONE, "a.lab.clinic.example", "A", "192.0.2.1"),
    },
  },
});

function addresses(apex: string): readonly string[] {
  return declaredRecords(stack, dnsRecords(stack), apex).map(({ address }) => address.split(".")[1] ?? "");
}

test("a zone has its own records and those whose names only Terraform knows, not those of a zone below it", () => {
  expect([...addresses("clinic.example")].sort()).toEqual(["apex", "proof"]);
  expect([...addresses("lab.clinic.example")].sort()).toEqual(["below", "lower"]);
});

test("a zone of somebody else has none", () => {
  expect(addresses("other.example")).toEqual([]);
  expect(addresses("c.example")).toEqual([]);
});

test("values come in canonical form, with the zone's id", () => {
  const [mx] = declaredRecords(stack, dnsRecords(stack), "clinic.example").filter(
    ({ type }) => type === "MX",
  );
  expect(mx).toEqual({
    name: "clinic.example",
    type: "MX",
    value: "10 mx1.relay.example",
    ttlSeconds: 3600,
    proxied: false,
    address: "cloudflare_dns_record.apex",
    zoneId: APEX_ZONE,
    wholeSet: false,
  });
});

test("a record set of Route 53 is one resource with several records", () => {
  const set = new TerraformJson({
    resource: {
      aws_route53_record: { mx: { zone_id: "Z1", name: "clinic.example", set_identifier: "blue" } },
    },
  });
  const fact = (value: string): DnsRecordFact => ({
    name: "Clinic.Example.",
    type: "MX",
    value,
    ttlSeconds: 300,
    proxied: false,
    address: "aws_route53_record.mx",
  });
  expect(declaredRecords(set, [fact("10 a."), fact("20 b.")], "clinic.example")).toEqual(
    ["10 a", "20 b"].map((value) => ({
      ...fact(value),
      name: "clinic.example",
      zoneId: "Z1",
      setIdentifier: "blue",
      wholeSet: true,
    })),
  );
});

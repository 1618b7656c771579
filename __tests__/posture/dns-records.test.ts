import { postureOf } from "../../posture/posture";
import { TODAY } from "../clinic";

/** The posture of a zone at Cloudflare with one DS record for a zone below. */
function withDs(data: Readonly<Record<string, unknown>>) {
  return postureOf(
    {
      resource: {
        cloudflare_dns_record: {
          below: { zone_id: "z", name: "below.office.example", type: "DS", ttl: 3600, data },
        },
      },
    },
    TODAY,
  );
}

describe("a DS record at Cloudflare", () => {
  test("is shown with its key tag, algorithm, digest type and digest", () => {
    const { records } = withDs({ key_tag: 2371, algorithm: 13, digest_type: 2, digest: "1F98" });

    expect(records.map(({ name, type, value }) => `${name} ${type} ${value}`)).toEqual([
      "below.office.example DS 2371 13 2 1F98",
    ]);
  });

  test("is judged by them", () => {
    const rules = (algorithm: number): readonly string[] =>
      withDs({ key_tag: 2371, algorithm, digest_type: 2, digest: "1F98" }).findings.map(({ rule }) => rule);

    expect(rules(8)).toContain("dnssec-ds-weak");
    expect(rules(13)).not.toContain("dnssec-ds-weak");
  });

  test("is not judged where only Terraform knows them", () => {
    const { findings, records } = withDs({
      key_tag: "${a.b.tag}",
      algorithm: "${a.b.type}",
      digest_type: 2,
      digest: "x",
    });

    expect(records[0]?.value).toBe("${a.b.tag} ${a.b.type} 2 x");
    expect(findings.map(({ rule }) => rule)).not.toContain("dnssec-ds-weak");
  });
});

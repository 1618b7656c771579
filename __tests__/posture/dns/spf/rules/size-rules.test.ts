import { SPF_RULES } from "../../../../../posture/dns/spf/rules";
import { RULES } from "../../../../../posture/rules";
import { broken, messages, txt, type Written } from "../facts-of";

/** A TXT value of strings of these lengths; the first begins an SPF record. */
function strings(...octets: readonly number[]): string {
  return octets.map((length, index) => `"${(index === 0 ? "v=spf1 " : "").padEnd(length, "x")}"`).join(" ");
}

/** Records at clinic.fr (9 octets) with so many octets in all. */
function atName(octets: number): readonly Written[] {
  return [txt("clinic.fr", "v=spf1 -all"), txt("Clinic.fr", "".padEnd(octets - 20, "x"))];
}

describe("spf-string-octets", () => {
  test.each([
    ["255 octets", strings(255), []],
    ["two strings of 255 octets", strings(255, 255), []],
    [
      "a string of 256 octets",
      strings(256),
      ['SPF of "clinic.fr": a string of 256 octets, allowed are 255; write it as "..." "..."'],
    ],
    [
      "256 octets without quotes",
      "v=spf1 ".padEnd(256, "x"),
      ['SPF of "clinic.fr": a string of 256 octets, allowed are 255; write it as "..." "..."'],
    ],
  ])("%s", (_, value, expected) => {
    expect(messages("spf-string-octets", ["clinic.fr", "TXT", value])).toEqual(expected);
  });

  test("counts an escaped character once, and what is known only after apply not at all", () => {
    const value = `"v=spf1 ${"x".repeat(247)}\\"\${cloudflare_zone.x.token}"`;
    expect(broken("spf-string-octets", ["clinic.fr", "TXT", value])).toEqual([]);
  });
});

describe("the octets of an answer", () => {
  test.each([
    [450, [], []],
    [
      451,
      [
        '"clinic.fr" and its TXT records have 451 octets, allowed are 450; remove old ownership proofs, or move senders to a subdomain',
      ],
      [],
    ],
    [
      512,
      [
        '"clinic.fr" and its TXT records have 512 octets, allowed are 450; remove old ownership proofs, or move senders to a subdomain',
      ],
      [],
    ],
    [
      513,
      [],
      [
        '"clinic.fr" and its TXT records have 513 octets, allowed are 512; remove old ownership proofs, or move senders to a subdomain',
      ],
    ],
  ])("%i at a name", (octets, warnings, errors) => {
    expect(messages("spf-answer-octets", ...atName(octets))).toEqual(warnings);
    expect(messages("spf-answer-too-large", ...atName(octets))).toEqual(errors);
  });

  test("are no matter at a name without SPF", () => {
    expect(broken("spf-answer-too-large", txt("clinic.fr", "x".repeat(600)))).toEqual([]);
  });
});

describe("SPF_RULES", () => {
  test("have ids of their own and run at every synth", () => {
    const ids = RULES.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    expect(RULES).toEqual(expect.arrayContaining([...SPF_RULES]));
  });

  test.each(SPF_RULES.map((rule) => [rule.id, rule] as const))(
    "%s says what, why and where from",
    (id, rule) => {
      expect(id).toMatch(/^spf-[a-z0-9-]+$/);
      expect(rule.what).toMatch(/\.$/);
      expect(rule.why).toMatch(/\.$/);
      expect(rule.reference).toMatch(/^RFC \d{4} § /);
    },
  );

  test("have nothing against a domain behind a relay and the server's own name", () => {
    const stack: readonly Written[] = [
      ["clinic.fr", "MX", "10 mx.spamexperts.com"],
      txt("clinic.fr", "v=spf1 include:spf.antispamcloud.com ~all"),
      txt("_dmarc.clinic.fr", "v=DMARC1; p=none; rua=mailto:dmarc@clinic.fr"),
      ["autodiscover.clinic.fr", "CNAME", "mail.clinic.fr"],
      ["mail.clinic.fr", "A", "192.0.2.1"],
      txt("mail.clinic.fr", "v=spf1 a -all"),
      ["parked.fr", "MX", "0 ."],
      txt("parked.fr", "v=spf1 -all"),
    ];
    expect(SPF_RULES.flatMap((rule) => broken(rule, ...stack))).toEqual([]);
  });
});

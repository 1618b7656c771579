import { spfBudgetRules, spfCatalogueAge } from "../../../../../posture/dns/spf/rules/budget-rules";
import { spfCatalogue } from "../../../../../posture/dns/spf/spf-catalogue";
import type { Breach, Rule } from "../../../../../posture/rules/rule";
import { broken as brokenRule, txt, type Written } from "../facts-of";

const CATALOGUE = spfCatalogue(
  Object.entries({
    "relay.example":
      "v=spf1 a:1.relay.example a:2.relay.example a:3.relay.example a:4.relay.example a:5.relay.example a:6.relay.example -all",
    "gone.example": null,
  }).map(([name, text]) => ({ name, text, asOf: "2026-05-28", confidence: "resolved", sources: ["test"] })),
);

/** What a rule over {@link CATALOGUE} has against a stack with these records. */
function broken(rule: string | Rule, ...records: readonly Written[]): readonly Breach[] {
  const found = typeof rule === "string" ? spfBudgetRules(CATALOGUE).find(({ id }) => id === rule) : rule;
  return brokenRule(found ?? rule, ...records);
}

function messages(rule: string | Rule, ...records: readonly Written[]): readonly string[] {
  return broken(rule, ...records).map(({ message }) => message);
}

/** A record that costs so many look-ups. */
function costing(lookUps: number): Written {
  const terms = Array.from({ length: lookUps }, (_, index) => `a:h${index}.clinic.fr`);
  return txt("clinic.fr", ["v=spf1", ...terms, "~all"].join(" "));
}

describe("spf-look-ups", () => {
  test.each([
    [10, 0],
    [11, 1],
  ])("%i look-ups: %i breaches", (lookUps, breaches) => {
    expect(broken("spf-look-ups", costing(lookUps))).toHaveLength(breaches);
  });

  test("says what each term costs over the catalogue's and the stack's own records", () => {
    expect(
      messages(
        "spf-look-ups",
        txt("clinic.fr", "v=spf1 mx include:relay.example include:_spf.clinic.fr include:x.example ~all"),
        txt("_spf.clinic.fr", "v=spf1 a -all"),
      ),
    ).toEqual([
      'SPF of "clinic.fr": 11 look-ups, allowed are 10 (mx 1, include:relay.example 7, include:_spf.clinic.fr 2, include:x.example 1, not known: x.example); send from a subdomain, or write the networks of a provider that seldom changes',
    ]);
  });
});

describe("spf-look-up-headroom", () => {
  test.each([
    [7, 0],
    [8, 1],
    [10, 1],
    [11, 0],
  ])("%i look-ups: %i warnings", (lookUps, warnings) => {
    expect(broken("spf-look-up-headroom", costing(lookUps))).toHaveLength(warnings);
  });

  test("says how many are left and where they went", () => {
    expect(
      messages("spf-look-up-headroom", txt("clinic.fr", "v=spf1 mx include:relay.example ~all")),
    ).toEqual([
      'SPF of "clinic.fr": 8 of 10 look-ups (mx 1, include:relay.example 7); remove services that no longer send, or give one a subdomain',
    ]);
  });
});

describe("spf-void-look-ups", () => {
  const gone = "a:gone.example";

  test("fails for three look-ups that find nothing", () => {
    expect(messages("spf-void-look-ups", txt("clinic.fr", `v=spf1 ${gone} ${gone} ${gone} ~all`))).toEqual([
      'SPF of "clinic.fr": 3 look-ups find nothing, allowed are 2; remove the terms that name nothing',
    ]);
  });

  test("passes for two", () => {
    expect(broken("spf-void-look-ups", txt("clinic.fr", `v=spf1 ${gone} ${gone} ~all`))).toEqual([]);
  });
});

describe("spf-include-without-record", () => {
  test("fails for a name that is known to publish nothing", () => {
    expect(
      messages("spf-include-without-record", txt("clinic.fr", "v=spf1 include:gone.example ~all")),
    ).toEqual([
      'SPF of "clinic.fr": "gone.example" publishes no SPF record; correct the name or remove the term',
    ]);
  });

  test("passes for a known record and for a name nobody knows", () => {
    expect(
      broken(
        "spf-include-without-record",
        txt("clinic.fr", "v=spf1 include:relay.example include:x.example ~all"),
      ),
    ).toEqual([]);
  });
});

describe("spf-include-loop", () => {
  test("fails for records that include each other, once for each", () => {
    expect(
      messages(
        "spf-include-loop",
        txt("a.fr", "v=spf1 include:b.fr ~all"),
        txt("b.fr", "v=spf1 include:a.fr ~all"),
      ),
    ).toEqual([
      'SPF of "a.fr": the record leads back to itself: a.fr > b.fr > a.fr; remove one of the includes',
      'SPF of "b.fr": the record leads back to itself: b.fr > a.fr > b.fr; remove one of the includes',
    ]);
  });

  test("passes for a record that is included twice", () => {
    expect(
      broken(
        "spf-include-loop",
        txt("a.fr", "v=spf1 include:b.fr include:b.fr ~all"),
        txt("b.fr", "v=spf1 -all"),
      ),
    ).toEqual([]);
  });
});

describe("spf-mx-hosts", () => {
  function withHosts(count: number): readonly Written[] {
    return Array.from(
      { length: count },
      (_, index): Written => ["clinic.fr", "MX", `10 mx${index}.clinic.fr`],
    );
  }

  test("fails for eleven hosts behind one mx", () => {
    expect(messages("spf-mx-hosts", ...withHosts(11), txt("clinic.fr", "v=spf1 mx ~all"))).toEqual([
      'SPF of "clinic.fr": "mx" means 11 hosts, allowed are 10; name their networks with ip4 and ip6',
    ]);
  });

  test("passes for ten, and for eleven that no mx means", () => {
    expect(broken("spf-mx-hosts", ...withHosts(10), txt("x.fr", "v=spf1 mx:clinic.fr ~all"))).toEqual([]);
    expect(broken("spf-mx-hosts", ...withHosts(11), txt("x.fr", "v=spf1 mx ~all"))).toEqual([]);
  });
});

describe("spf-catalogue-age", () => {
  const record = txt("clinic.fr", "v=spf1 include:relay.example include:x.example ~all");

  test("passes for a record of 180 days", () => {
    expect(broken(spfCatalogueAge("2026-11-24", CATALOGUE), record)).toEqual([]);
  });

  test("warns of a record of 181 days that the stack relies on", () => {
    const rule = spfCatalogueAge("2026-11-25", CATALOGUE);
    expect(rule.severity).toBe("warning");
    expect(messages(rule, record)).toEqual([
      'SPF of "clinic.fr": counted from records of the catalogue that are more than 180 days old: relay.example 181; run "protected-exchange spf refresh --write"',
    ]);
  });

  test("has nothing against old records that the stack does not use", () => {
    expect(broken(spfCatalogueAge("2030-01-01", CATALOGUE), txt("clinic.fr", "v=spf1 a ~all"))).toEqual([]);
  });
});

import { spfBudget, spfKnowledge } from "../../../../posture/dns/spf/spf-budget";
import { spfCatalogue } from "../../../../posture/dns/spf/spf-catalogue";

/** A catalogue of these names; null publishes nothing. */
function knowing(
  records: Readonly<Record<string, string | null>>,
  own: Readonly<Record<string, string>> = {},
) {
  return spfKnowledge(
    new Map(Object.entries(own)),
    spfCatalogue(
      Object.entries(records).map(([name, text]) => ({
        name,
        text,
        asOf: "2026-11-01",
        confidence: "resolved",
        sources: ["test"],
      })),
    ),
  );
}

describe("spfBudget", () => {
  test.each([
    ["v=spf1 -all", 0],
    ["v=spf1 ip4:192.0.2.1 ip6:2001:db8::1 exp=why.clinic.fr -all", 0],
    ["v=spf1 a -all", 1],
    ["v=spf1 a a:mail.clinic.fr mx mx:clinic.fr -all", 4],
    ["v=spf1 ptr exists:%{i}.example.net -all", 2],
    ["v=spf1 redirect=unknown.example", 1],
    ["v=spf1 include:unknown.example -all", 1],
    ["v=spf1 include:leaf.example include:leaf.example -all", 2],
    ["v=spf1 include:deep.example -all", 4],
    ["v=spf1 include:deep.example include:deep.example -all", 8],
  ])("counts %s as %i", (text, lookUps) => {
    const knowledge = knowing({
      "leaf.example": "v=spf1 ip4:192.0.2.0/24 -all",
      "deep.example": "v=spf1 include:leaf.example a include:leaf.example -all",
    });
    const budget = spfBudget("clinic.fr", text, knowledge);
    expect(budget.lookUps).toBe(lookUps);
    expect(budget.headroom).toBe(10 - lookUps);
  });

  test("follows redirect as it follows include", () => {
    const knowledge = knowing({ "a.example": "v=spf1 redirect=b.example", "b.example": "v=spf1 a mx -all" });
    expect(spfBudget("clinic.fr", "v=spf1 redirect=a.example", knowledge).lookUps).toBe(4);
  });

  test("counts an unknown include once and names it", () => {
    const budget = spfBudget("clinic.fr", "v=spf1 include:b.example include:A.example -all", knowing({}));
    expect(budget).toMatchObject({ lookUps: 2, unknown: ["a.example", "b.example"], missing: [] });
  });

  test("counts an include that depends on the message once and names it as written", () => {
    expect(spfBudget("clinic.fr", "v=spf1 include:%{d}.example.net -all", knowing({}))).toMatchObject({
      lookUps: 1,
      unknown: ["%{d}.example.net"],
    });
  });

  test("prefers the stack's record to the catalogue's", () => {
    const knowledge = knowing({ "spf.clinic.fr": "v=spf1 a mx -all" }, { "spf.clinic.fr": "v=spf1 -all" });
    const budget = spfBudget("clinic.fr", "v=spf1 include:spf.clinic.fr -all", knowledge);
    expect(budget).toMatchObject({ lookUps: 1, catalogued: [] });
    expect(budget.tree.branches[0]?.record?.origin).toBe("stack");
  });

  test("counts voids over the whole tree", () => {
    const knowledge = knowing({ "gone.example": null, "vendor.example": "v=spf1 include:gone.example -all" });
    const text = "v=spf1 include:vendor.example a:gone.example exists:gone.example -all";
    expect(spfBudget("clinic.fr", text, knowledge)).toMatchObject({
      lookUps: 4,
      voids: 3,
      missing: ["gone.example"],
      catalogued: ["vendor.example"],
    });
  });

  test("finds a loop, says the way round, and still counts the terms", () => {
    const knowledge = knowing({
      "a.example": "v=spf1 include:b.example -all",
      "b.example": "v=spf1 include:a.example -all",
    });
    expect(spfBudget("clinic.fr", "v=spf1 include:a.example -all", knowledge)).toMatchObject({
      lookUps: 3,
      loops: [["a.example", "b.example", "a.example"]],
    });
  });

  test("finds a record that includes itself", () => {
    expect(spfBudget("Clinic.fr.", "v=spf1 include:clinic.FR -all", knowing({})).loops).toEqual([
      ["clinic.fr", "clinic.fr"],
    ]);
  });

  test("counts a record met under a loop and beside it in full", () => {
    const knowledge = knowing({
      "a.example": "v=spf1 include:clinic.fr include:leaf.example -all",
      "leaf.example": "v=spf1 a -all",
    });
    const text = "v=spf1 include:a.example include:leaf.example include:a.example -all";
    expect(spfBudget("clinic.fr", text, knowledge).lookUps).toBe(4 + 2 + 4);
  });

  test("counts a record cut short by a loop anew where it is met outside the loop", () => {
    const knowledge = knowing({
      "a.example": "v=spf1 include:b.example -all",
      "b.example": "v=spf1 include:a.example -all",
    });
    expect(
      spfBudget("clinic.fr", "v=spf1 include:b.example include:a.example -all", knowledge),
    ).toMatchObject({
      lookUps: 3 + 3,
      loops: [
        ["b.example", "a.example", "b.example"],
        ["a.example", "b.example", "a.example"],
      ],
    });
  });

  test("stays quick where records double at every level", () => {
    const records = Object.fromEntries(
      Array.from({ length: 40 }, (_, level) => [
        `l${level}.example`,
        `v=spf1 include:l${level + 1}.example include:l${level + 1}.example -all`,
      ]),
    );
    expect(spfBudget("clinic.fr", "v=spf1 include:l0.example -all", knowing(records)).lookUps).toBe(
      2 ** 41 - 1,
    );
  });

  test("measures the record in octets", () => {
    expect(spfBudget("clinic.fr", "v=spf1 -all", knowing({})).octets).toBe(11);
  });
});

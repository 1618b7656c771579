import { spfBudget, spfKnowledge } from "../../../../posture/dns/spf/spf-budget";
import { spfCatalogue } from "../../../../posture/dns/spf/spf-catalogue";
import { spfTreeLines } from "../../../../posture/dns/spf/spf-tree";

const CATALOGUE = spfCatalogue(
  Object.entries({
    "relay.example": "v=spf1 include:east.relay.example include:west.relay.example -all",
    "east.relay.example": "v=spf1 a:gone.example -all",
    "west.relay.example": "v=spf1 include:relay.example -all",
    "gone.example": null,
  }).map(([name, text]) => ({ name, text, asOf: "2026-11-01", confidence: "resolved", sources: ["test"] })),
);

function lines(text: string): readonly string[] {
  return spfTreeLines(spfBudget("clinic.fr", text, spfKnowledge(new Map(), CATALOGUE)));
}

describe("spfTreeLines", () => {
  test("shows each look-up with what it costs, why it could not be followed, and the sum", () => {
    expect(
      lines("v=spf1 mx include:relay.example include:gone.example include:new.example ~all").join("\n"),
    ).toMatchInlineSnapshot(`
"clinic.fr  v=spf1 mx include:relay.example include:gone.example include:new.example ~all
├─ mx  1
├─ include:relay.example  5
│  ├─ include:east.relay.example  2
│  │  └─ a:gone.example  1  finds nothing
│  └─ include:west.relay.example  2
│     └─ include:relay.example  1  leads back to a record above
├─ include:gone.example  1  publishes no SPF record
└─ include:new.example  1  not known, counted as 1
at least 8 of 10 look-ups, headroom 2; 2 void; 77 octets; not known: new.example"
`);
  });

  test("says how many look-ups are too many", () => {
    expect(lines(`v=spf1 ${"a ".repeat(12)}-all`).at(-1)).toBe("12 of 10 look-ups, 2 too many; 35 octets");
  });

  test("is short for a record that asks nothing", () => {
    expect(lines("v=spf1 -all")).toEqual([
      "clinic.fr  v=spf1 -all",
      "0 of 10 look-ups, headroom 10; 11 octets",
    ]);
  });
});

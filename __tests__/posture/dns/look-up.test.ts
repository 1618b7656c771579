import { answer, exists, recordSets, zoneOf } from "../../../posture/dns/look-up";
import { afterApply, factsOf, zone } from "./zone-file";

function answers(lines: readonly string[], name: string, type: string): readonly string[] {
  return answer(factsOf(lines), name, type).map(({ value }) => value);
}

describe("an answer", () => {
  test("is the records of the name, whatever the case and the trailing dot", () => {
    expect(answers(["Mail.Clinic.Example A 192.0.2.1"], "mail.clinic.example.", "A")).toEqual(["192.0.2.1"]);
  });

  test("is the wildcard's where the name does not exist, however many labels deep", () => {
    const lines = ["*.clinic.example A 192.0.2.1"];
    expect(answers(lines, "a.b.clinic.example", "A")).toEqual(["192.0.2.1"]);
    expect(answers(lines, "clinic.example", "A")).toEqual([]);
  });

  test.each([
    ["has another type", "mail.clinic.example TXT a"],
    ["has a name below it", "a.mail.clinic.example TXT a"],
    ["shares a label with a name that exists", "other.mail.clinic.example TXT a"],
  ])("is not the wildcard's where the name %s", (_, line) => {
    const name = line.startsWith("other.") ? "x.mail.clinic.example" : "mail.clinic.example";
    expect(answers(["*.clinic.example A 192.0.2.1", line], name, "A")).toEqual([]);
  });

  test("is nothing where nothing is published", () => {
    expect(answers([], "mail.clinic.example", "A")).toEqual([]);
  });
});

test("a name exists as soon as another is below it", () => {
  const facts = factsOf(["a.b.clinic.example A 192.0.2.1"]);
  expect([exists(facts, "b.clinic.example"), exists(facts, "xb.clinic.example")]).toEqual([true, false]);
});

test("record sets leave out owners known only after apply", () => {
  const facts = factsOf(["A.example MX 10 a", `${afterApply("x.y.name")} MX 10 b`, "a.example MX 20 c"]);
  expect(recordSets(facts, "MX").map(({ name, records }) => [name, records.length])).toEqual([
    ["a.example", 2],
  ]);
});

describe("the zone of a name", () => {
  const zones = [
    zone("clinic.example"),
    zone("lab.clinic.example", { host: "route53" }),
    { ...zone("unknown"), name: undefined },
  ];

  test.each([
    ["mail.clinic.example", "clinic.example"],
    ["clinic.example", "clinic.example"],
    ["mail.LAB.clinic.example", "lab.clinic.example"],
    ["otherclinic.example", undefined],
  ])("of %s is %s", (name, expected) => {
    expect(zoneOf(factsOf([], { zones }), name)?.name).toBe(expected);
  });

  test("is none of the stack's where the stack delegates the name", () => {
    const facts = factsOf(["mx.clinic.example NS ns1.vendor.example", "clinic.example NS ns1.host.example"], {
      zones,
    });
    expect(zoneOf(facts, "a.mx.clinic.example")).toBeUndefined();
    expect(zoneOf(facts, "mail.clinic.example")?.name).toBe("clinic.example");
  });
});

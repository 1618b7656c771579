import { RULES } from "../../../posture/rules";
import type { Breach, Rule } from "../../../posture/rules/rule";
import { TerraformJson } from "../../../posture/terraform-json";
import type { Example } from "./examples/example";
import { FAMILIES } from "./families";
import { factsOf } from "./zone-file";

function breaches(rule: Rule, { stack: _, records, json, ...facts }: Example): readonly Breach[] {
  return rule.check(factsOf(records, facts), new TerraformJson(json ?? {}));
}

describe.each(FAMILIES)("$name", ({ rules, examples }) => {
  const broken = rules.flatMap((rule) =>
    (examples[rule.id]?.broken ?? []).map((example) => ({
      rule,
      example,
      id: rule.id,
      stack: example.stack,
    })),
  );
  const holds = rules.flatMap((rule) =>
    (examples[rule.id]?.holds ?? []).map((example) => ({ rule, example, id: rule.id, stack: example.stack })),
  );

  test.each(broken)("$id is broken by $stack", ({ rule, example }) => {
    const found = breaches(rule, example);
    expect(found.map(({ message }) => message)).toEqual(example.says);
    if (example.at !== undefined) {
      expect(found.map(({ address }) => address)).toEqual(example.at);
    }
  });

  test.each(holds)("$id holds for $stack", ({ rule, example }) => {
    expect(breaches(rule, example)).toEqual([]);
  });

  test("every rule is among those that are checked", () => {
    expect(rules.filter((rule) => !RULES.includes(rule)).map(({ id }) => id)).toEqual([]);
  });

  test("every rule has an example that breaks it and one that does not", () => {
    const without = rules.filter(
      ({ id }) => (examples[id]?.broken.length ?? 0) === 0 || (examples[id]?.holds.length ?? 0) === 0,
    );
    expect(without.map(({ id }) => id)).toEqual([]);
  });

  test("every example is of a rule that exists", () => {
    const known = rules.map(({ id }) => id);
    expect(Object.keys(examples).filter((id) => !known.includes(id))).toEqual([]);
  });

  test("every message is a line in lower case without final period", () => {
    for (const { message } of broken.flatMap(({ rule, example }) => breaches(rule, example))) {
      expect(message).toMatch(/^(?![A-Z][a-z]).*[^.]$/);
      expect(message).not.toContain("undefined");
    }
  });
});

test("no two rules share an id, and every id is kebab-case", () => {
  const ids = RULES.map(({ id }) => id);
  expect(ids.filter((id, index) => ids.indexOf(id) !== index)).toEqual([]);
  expect(ids.filter((id) => !/^[a-z0-9]+(?:-[a-z0-9]+)*$/.test(id))).toEqual([]);
});

test("every rule says what it demands, why, and where that comes from", () => {
  for (const { what, why, reference } of RULES) {
    expect([what, why]).toEqual([expect.stringMatching(/^\S.*\.$/s), expect.stringMatching(/^\S.*\.$/s)]);
    expect(reference).not.toBe("");
  }
});

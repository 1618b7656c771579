import fc from "fast-check";
import type { SpfContribution } from "../../../../constructs/dns/dns-record";
import { renderSpf } from "../../../../constructs/dns/spf";
import { spfBudget, spfKnowledge } from "../../../../posture/dns/spf/spf-budget";
import { SPF_CATALOGUE, spfCatalogue } from "../../../../posture/dns/spf/spf-catalogue";
import { parseSpf } from "../../../../posture/dns/spf/spf-record";

const domain = fc
  .tuple(fc.stringMatching(/^[a-z0-9]{1,8}$/), fc.constantFrom("example", "net", "co.uk", "fr"))
  .map(([label, end]) => `_${label}.${end}`);
const mechanism = fc.oneof(
  domain.map((name) => `include:${name}`),
  domain.map((name) => `a:${name}`),
  domain.map((name) => `mx:${name}/24//64`),
  domain.map((name) => `exists:%{i}.${name}`),
  fc.constantFrom("a", "mx"),
  fc.tuple(fc.ipV4(), fc.integer({ min: 0, max: 32 })).map(([address, length]) => `ip4:${address}/${length}`),
  fc
    .tuple(fc.ipV6(), fc.integer({ min: 0, max: 128 }))
    .map(([address, length]) => `ip6:${address}/${length}`),
);
const contribution = (all: SpfContribution["all"]): fc.Arbitrary<SpfContribution> =>
  fc
    .array(mechanism, { maxLength: 3 })
    .map((mechanisms) => ({ type: "SPF", name: "clinic.fr", mechanisms, all }));
const contributions = fc
  .constantFrom<SpfContribution["all"]>("~all", "-all")
  .chain((all) => fc.array(contribution(all), { minLength: 1, maxLength: 3 }))
  .filter((parts) => Buffer.byteLength(parts.flatMap(({ mechanisms }) => mechanisms).join(" ")) < 230);

const nothing = spfKnowledge(new Map(), spfCatalogue([]));

/** Counts by pattern, knowing nothing of the parser. */
function countByPattern(mechanisms: Iterable<string>): number {
  return [...mechanisms].filter((text) => /^(include:|a$|a:|mx$|mx:|exists:)/.test(text)).length;
}

describe("a record rendered from contributions", () => {
  test("can be read and keeps each mechanism in its place", () => {
    fc.assert(
      fc.property(contributions, (parts) => {
        const { problems, terms } = parseSpf(renderSpf(parts));
        const given = [...new Set(parts.flatMap(({ mechanisms }) => mechanisms)), parts[0]?.all];
        expect(problems).toEqual([]);
        expect(terms.map(({ text }) => text)).toEqual(given);
      }),
    );
  });

  test("costs what its mechanisms cost, counted another way", () => {
    fc.assert(
      fc.property(contributions, (parts) => {
        const given = new Set(parts.flatMap(({ mechanisms }) => mechanisms));
        expect(spfBudget("clinic.fr", renderSpf(parts), nothing).lookUps).toBe(countByPattern(given));
      }),
    );
  });
});

describe("a budget", () => {
  const names = fc.constantFrom(
    "spf.protection.outlook.com",
    "_netblocks.mimecast.com",
    "mailgun.org",
    "a.example",
  );
  const terms = fc.array(
    fc.oneof(
      names.map((name) => `include:${name}`),
      mechanism,
    ),
    { maxLength: 8 },
  );
  const shipped = spfKnowledge(new Map(), SPF_CATALOGUE);

  test("never falls when a term is added", () => {
    fc.assert(
      fc.property(
        terms,
        fc.oneof(
          names.map((name) => `include:${name}`),
          mechanism,
        ),
        (given, more) => {
          const before = spfBudget("clinic.fr", ["v=spf1", ...given, "~all"].join(" "), shipped);
          const after = spfBudget("clinic.fr", ["v=spf1", ...given, more, "~all"].join(" "), shipped);
          expect(after.lookUps).toBeGreaterThanOrEqual(before.lookUps);
          expect(after.voids).toBeGreaterThanOrEqual(before.voids);
          expect(after.octets).toBeGreaterThan(before.octets);
        },
      ),
    );
  });

  test("never falls when an include becomes known", () => {
    fc.assert(
      fc.property(terms, (given) => {
        const text = ["v=spf1", ...given, "~all"].join(" ");
        expect(spfBudget("clinic.fr", text, shipped).lookUps).toBeGreaterThanOrEqual(
          spfBudget("clinic.fr", text, nothing).lookUps,
        );
      }),
    );
  });

  test("does not depend on the order of the terms", () => {
    fc.assert(
      fc.property(terms, (given) => {
        const count = (ordered: readonly string[]) =>
          spfBudget("clinic.fr", ["v=spf1", ...ordered].join(" "), shipped).lookUps;
        expect(count([...given].reverse())).toBe(count(given));
      }),
    );
  });

  test("ends for any tangle of includes, and each loop leads back to its start", () => {
    const tangle = fc.array(fc.array(fc.nat({ max: 5 }), { maxLength: 3 }), { minLength: 6, maxLength: 6 });
    fc.assert(
      fc.property(tangle, (edges) => {
        const own = new Map(
          edges.map((targets, index) => [
            `n${index}.example`,
            ["v=spf1", ...targets.map((target) => `include:n${target}.example`)].join(" "),
          ]),
        );
        const { loops, unknown } = spfBudget(
          "n0.example",
          own.get("n0.example") ?? "",
          spfKnowledge(own, new Map()),
        );
        expect(unknown).toEqual([]);
        for (const loop of loops) {
          expect(loop.at(0)).toBe(loop.at(-1));
          expect(new Set(loop).size).toBe(loop.length - 1);
        }
      }),
    );
  });
});

describe("parseSpf", () => {
  test("reads any text without failing", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (text) => {
        expect(parseSpf(`v=spf1 ${text}`).terms).toBeInstanceOf(Array);
      }),
    );
  });
});

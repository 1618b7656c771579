import { readFileSync } from "node:fs";
import { spfBudget, spfKnowledge } from "../../../../posture/dns/spf/spf-budget";
import {
  ageDays,
  namesToResolve,
  PROVIDER_NAMES,
  SPF_CATALOGUE,
  spfCatalogue,
} from "../../../../posture/dns/spf/spf-catalogue";
import { catalogueText } from "../../../../posture/dns/spf/spf-catalogue-text";
import { PUBLISHED_SPF } from "../../../../posture/dns/spf/spf-published-data";
import { isSpf, parseSpf } from "../../../../posture/dns/spf/spf-record";

const DATA_FILE = "posture/dns/spf/spf-published-data.ts";

describe("the catalogue", () => {
  test.each(PUBLISHED_SPF.map((entry) => [entry.name, entry] as const))(
    "holds a record of %s that can be read, with day and source",
    (name, { text, asOf, sources }) => {
      expect(name).toBe(name.toLowerCase());
      expect(ageDays({ asOf }, "2026-11-24")).toBeGreaterThanOrEqual(0);
      expect(sources.length).toBeGreaterThan(0);
      expect(text === null || (isSpf(text) && parseSpf(text).problems.length === 0)).toBe(true);
    },
  );

  test("names every name once", () => {
    expect(new Set(PUBLISHED_SPF.map(({ name }) => name)).size).toBe(PUBLISHED_SPF.length);
    expect(new Set(PROVIDER_NAMES).size).toBe(PROVIDER_NAMES.length);
  });

  test("is written exactly as refresh would write it", () => {
    expect(readFileSync(DATA_FILE, "utf8")).toBe(catalogueText(PUBLISHED_SPF));
    expect(catalogueText([...PUBLISHED_SPF].reverse())).toBe(catalogueText(PUBLISHED_SPF));
  });

  test.each([
    ["spf.protection.outlook.com", 1, []],
    ["_spf.google.com", 1, []],
    ["_netblocks.mimecast.com", 7, []],
    ["eu._netblocks.mimecast.com", 1, []],
    ["spf.tmes.trendmicro.com", 3, []],
    ["_spf.salesforce.com", 2, []],
    ["mx.ovh.com", 3, []],
    ["sendgrid.net", 2, ["ab.sendgrid.net"]],
    ["mailgun.org", 5, ["_spf.eu.mailgun.org", "_spf1.mailgun.org", "_spf2.mailgun.org"]],
    ["spf.antispamcloud.com", 1, ["spf.antispamcloud.com"]],
  ])("including %s costs %i look-ups", (name, lookUps, unknown) => {
    const budget = spfBudget(
      "clinic.fr",
      `v=spf1 include:${name} ~all`,
      spfKnowledge(new Map(), SPF_CATALOGUE),
    );
    expect(budget).toMatchObject({ lookUps, unknown });
  });
});

describe("spfCatalogue", () => {
  test("finds a name however it is written", () => {
    const record = {
      name: "SPF.Example.net.",
      text: null,
      asOf: "2026-01-01",
      sources: [],
      confidence: "resolved",
    };
    expect(spfCatalogue([{ ...record, confidence: "resolved" }]).has("spf.example.net")).toBe(true);
  });
});

describe("namesToResolve", () => {
  test("asks for the records, for what they include, and for what clients include, without macros", () => {
    const record = {
      name: "b.example",
      text: "v=spf1 include:a.example redirect=c.example include:%{d}.example exists:%{i}.x.example",
      asOf: "2026-01-01",
      confidence: "resolved" as const,
      sources: [],
    };
    expect(namesToResolve([record], ["z.example", "a.example"])).toEqual([
      "a.example",
      "b.example",
      "c.example",
      "z.example",
    ]);
  });
});

describe("ageDays", () => {
  test.each([
    ["2026-11-24", "2026-11-24", 0],
    ["2026-05-28", "2026-11-24", 180],
    ["2026-02-28", "2026-03-01", 1],
  ])("from %s to %s are %i days", (asOf, today, days) => {
    expect(ageDays({ asOf }, today)).toBe(days);
  });

  test.each(["", "today", "2026-11", "2026-13-01", "24.11.2026"])("fails for the day %p", (today) => {
    expect(() => ageDays({ asOf: "2026-11-24" }, today)).toThrow(
      new RangeError(`${JSON.stringify(today)} is no day; write one such as "2026-11-24"`),
    );
  });
});

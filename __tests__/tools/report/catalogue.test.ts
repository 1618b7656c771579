import { CATALOGUES, type Catalogue, LANGUAGES } from "../../../tools/report/catalogue";
import { formatFor } from "../../../tools/report/format";
import { html } from "../../../tools/report/markup";
import { spoken } from "../../../tools/report/sheet";
import type { Statement, StatementId } from "../../../tools/report/statement";

/** Every value that a sentence may need; each sentence takes its own. */
const VALUES = {
  names: ["mail.example", "xn--tude-notariale-9jb.example"],
  hosts: ["mx.example"],
  host: "smtp.example",
  relay: "Relay",
  manager: "Manager",
  days: 5,
  lostHours: 12,
  backHours: 8,
  lists: 118,
  groups: 16,
  blocking: 3,
  count: 2,
  issuer: "Authority",
  ports: ["3389/tcp", "22/tcp"],
};

function allSentences(catalogue: Catalogue, values: object = VALUES): readonly string[] {
  return (Object.keys(catalogue.sentences) as StatementId[]).map((id) =>
    spoken(catalogue, { id, values: { ...VALUES, ...values } } as Statement),
  );
}

/** Paths of all values of an object. */
function paths(value: unknown, path = ""): readonly string[] {
  return typeof value === "object" && value !== null
    ? Object.entries(value).flatMap(([key, inner]) => paths(inner, `${path}.${key}`))
    : [path];
}

/** Texts of a catalogue that are no sentences of statements. */
function otherTexts(catalogue: Catalogue): readonly string[] {
  const { sentences: _, locale: __, ...rest } = catalogue;
  const texts = (value: unknown): readonly string[] =>
    typeof value === "string" ? [value] : Object.values(value ?? {}).flatMap(texts);
  return texts(rest).map(catalogue.typeset);
}

describe("the catalogues", () => {
  test("say the same things", () => {
    expect(paths(CATALOGUES.fr).toSorted()).toEqual(paths(CATALOGUES.en).toSorted());
  });

  test.each(LANGUAGES)("in %s have a whole sentence for every statement", (language) => {
    for (const text of allSentences(CATALOGUES[language])) {
      expect(text).toMatch(/^\S.*\.$/);
      expect(text).not.toMatch(/undefined|NaN|\[object|#|\$\{| {2}/);
    }
  });

  test.each(LANGUAGES)("in %s put what differs between clients into the sentences", (language) => {
    const used = allSentences(CATALOGUES[language]).join("\n");

    for (const value of [
      "mail.example",
      "étude-notariale.example",
      "mx.example",
      "smtp.example",
      "Relay",
      "5 ",
      "118 ",
      "16 ",
      "Authority",
      "3389/tcp",
    ]) {
      expect(used).toContain(value);
    }
  });

  test.each(LANGUAGES)("in %s say one thing otherwise than several", (language) => {
    const one = allSentences(CATALOGUES[language], { days: 1, lists: 1, groups: 1, count: 1 });
    const several = allSentences(CATALOGUES[language], { days: 2, lists: 2, groups: 2, count: 2 });

    expect(one.filter((text, index) => text.replace("1", "2") !== several[index]).length).toBeGreaterThan(8);
  });
});

describe("French", () => {
  const texts = [...allSentences(CATALOGUES.fr), ...otherTexts(CATALOGUES.fr)];

  test("never breaks before a double sign or inside quotation marks", () => {
    expect(texts.filter((text) => /[^\u202f][;!?]/.test(text))).toEqual([]);
    expect(texts.filter((text) => /[^\u00a0]:/.test(text))).toEqual([]);
    expect(texts.filter((text) => /«[^\u00a0]|[^\u00a0]»/.test(text))).toEqual([]);
    expect(texts.filter((text) => /[\u00a0\u202f][:;!?»]|«\u00a0/.test(text)).length).toBeGreaterThan(8);
  });

  test("has its own apostrophe", () => {
    expect(texts.filter((text) => text.includes("'"))).toEqual([]);
  });

  test("elides before a vowel, as people read the name", () => {
    const { sentences } = CATALOGUES.fr;

    expect(sentences.zonesSigned({ names: ["xn--tude-notariale-9jb.example"] })).toContain(
      "Les inscriptions d’étude-notariale.example",
    );
    expect(sentences.zonesSigned({ names: ["notary.example"] })).toContain("de notary.example");
  });

  test("writes the first of a month as an ordinal", () => {
    expect(CATALOGUES.fr.since({ day: "2026-12-01" })).toBe("depuis le 1er décembre 2026");
    expect(CATALOGUES.fr.since({ day: "2026-12-21" })).toBe("depuis le 21 décembre 2026");
  });
});

describe("a format", () => {
  const format = formatFor("en-GB", "a host still to be made");

  test.each([
    ["2026-02-30", "2 March 2026"],
    ["someday", "someday"],
  ])("writes the day %s as %s", (day, written) => {
    expect(format.day(day)).toBe(written);
  });

  test("names what is known only after apply, and leaves what is no name as it stands", () => {
    expect(format.names(["${aws_eip.mail.public_dns}", "xn--9", "<b>"])).toBe(
      "a host still to be made, xn--9 and <b>",
    );
  });
});

test("a template escapes every text and no markup", () => {
  const inner = html`<b>${"<&>\"'"}</b>`;

  expect(html`<p title="${'"'}">${inner}${["x<", inner]}</p>`.markup).toBe(
    '<p title="&quot;"><b>&lt;&amp;&gt;&quot;&#39;</b>x&lt;<b>&lt;&amp;&gt;&quot;&#39;</b></p>',
  );
});

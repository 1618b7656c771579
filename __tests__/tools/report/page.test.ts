import { HtmlValidate } from "html-validate";
import { postureOf } from "../../../posture/posture";
import { CATALOGUES, LANGUAGES, type Language } from "../../../tools/report/catalogue";
import { sheetPage } from "../../../tools/report/page";
import { STYLE } from "../../../tools/report/style";
import { clinicJson, TODAY, type Tree } from "../../clinic";
import { expectGolden } from "../../golden-file";
import { clinicSheet, notaryJson, sheetOf, state } from "./sample-sheet";

const SAMPLES = { clinic: clinicJson, notary: notaryJson } as const;

const PAGES = (Object.keys(SAMPLES) as (keyof typeof SAMPLES)[]).flatMap((client) =>
  LANGUAGES.map((language) => [client, language] as const),
);

function page(client: keyof typeof SAMPLES, language: Language): string {
  return sheetPage(sheetOf(SAMPLES[client]()), CATALOGUES[language]);
}

/** Every rule of HTML, and those of accessibility among them, as far as a page tells by itself. */
const validator = new HtmlValidate({
  extends: ["html-validate:standard", "html-validate:a11y", "html-validate:document"],
  elements: ["html5"],
});

async function mistakes(text: string): Promise<readonly string[]> {
  const { results } = await validator.validateString(text);
  return results.flatMap(({ messages }) =>
    messages.map(({ ruleId, line, message }) => `${line} ${ruleId}: ${message}`),
  );
}

/** The client's page with another name of the company. */
function pageOf(client: string): string {
  return sheetPage(
    clinicSheet((json) => state(json, "client_name", client)),
    CATALOGUES.fr,
  );
}

describe("the sheet as a page", () => {
  test.each([
    ["clinic", "fr"],
    ["notary", "en"],
  ] as const)("of the %s, in %s, is the one a reviewer has read", (client, language) => {
    expectGolden(`${client}.${language}.html`, page(client, language));
  });

  test.each(PAGES)("of the %s, in %s, is right and accessible HTML", async (client, language) => {
    expect(await mistakes(page(client, language))).toEqual([]);
  });

  test("would not be right with a table left open or a picture without words", async () => {
    const broken = page("clinic", "fr").replace("</table>", '<img src="x.png">');

    expect((await mistakes(broken)).length).toBeGreaterThan(1);
  });

  test.each(PAGES)(
    "of the %s, in %s, stands alone: no script, nothing loaded, no link",
    (client, language) => {
      const text = page(client, language);

      expect(text).not.toMatch(
        /<(?:script|link|img|iframe|object|embed|form|a)\b|\bon\w+=|@import|url\(|https?:/i,
      );
      expect(Buffer.byteLength(text)).toBeLessThan(40_000);
    },
  );

  test.each(PAGES)("of the %s, in %s, is the same each time it is written", (client, language) => {
    expect(page(client, language)).toBe(page(client, language));
  });

  test("says its language and its day", () => {
    expect(page("clinic", "fr")).toMatch(/<html lang="fr-FR">.*<p>Situation au 24 novembre 2026</s);
    expect(page("clinic", "en")).toMatch(/<html lang="en-GB">.*<p>Situation on 24 November 2026</s);
  });

  test("says every status in a word and in a sign, not by its colour alone", () => {
    const unwatched = clinicSheet((json) => {
      delete (json.resource as Tree).aws_scheduler_schedule;
    });
    const text = sheetPage(unwatched, CATALOGUES.en);
    const cells = [...text.matchAll(/<td class="([\w-]+)">(.*)<\/td>\n/g)].map(
      ([, status, content]) => `${status} ${content?.replace(/<[^>]*>/g, "")}`,
    );

    expect(new Set(cells)).toEqual(new Set(["in-place ✔ In place", "partly ◐ Partly", "missing ✘ Missing"]));
    expect(cells).toHaveLength(14);
  });

  test("tells what is unknown as what it is", () => {
    expect(page("clinic", "fr")).toContain("<li>Inconnu\u00a0: si le serveur présente ce certificat.</li>");
    expect(page("clinic", "en")).toContain("<li>Not known: whether the server shows this certificate.</li>");
  });

  test("shows internationalised names as people write them", () => {
    const text = page("notary", "en");

    expect(text).toContain("étude-notariale.example");
    expect(text).not.toContain("xn--");
  });

  test("says first that a rule is broken", () => {
    const unsigned = clinicSheet((json) => {
      delete ((json.output as Tree).ds_records as Record<string, unknown>).value;
    });

    expect(sheetPage(unsigned, CATALOGUES.en)).toContain(
      '<p class="caution">Caution: the plan breaks 1 protection rule and would be refused as it stands.</p>',
    );
    expect(page("clinic", "en")).not.toContain('class="caution"');
  });

  test("has no score where no domain takes mail", async () => {
    const empty = sheetPage(sheetOf({} as Tree), CATALOGUES.fr);

    expect(empty).toContain("Aucun domaine ne reçoit de courrier\u00a0: il n’y a rien à compter.");
    expect(await mistakes(empty)).toEqual([]);
  });
});

describe("a hostile name", () => {
  const HOSTILE = `<script>alert("1")</script> & 'x' <!-- </title></style>`;

  test("is text, in the title and in the page", async () => {
    const text = pageOf(HOSTILE);

    expect(
      text.match(/&lt;script&gt;alert\(&quot;1&quot;\)&lt;\/script&gt; &amp; &#39;x&#39; &lt;!-- /g),
    ).toHaveLength(2);
    expect(text).not.toContain("<script");
    expect(await mistakes(text)).toEqual([]);
  });

  test("turns nothing round and holds no character that a page may not", () => {
    expect(pageOf("a\u202eb\u0000c\nd")).toContain('<p class="client">a b c d</p>');
  });

  test("is text wherever it comes from", async () => {
    const json = JSON.parse(
      JSON.stringify(clinicJson())
        .replaceAll("mx1-eu.spamexperts.com", "<b>mx1</b>")
        .replaceAll("SpamExperts Hosted Cloud", "<i>relay</i>")
        .replaceAll("smtp.antispamcloud.com", "<u>smart</u>")
        .replaceAll("A. Martin, MSP", "<s>owner</s>")
        .replaceAll("autodiscover.clinic.example", "<q>name</q>"),
    ) as Tree;
    const text = sheetPage(sheetOf(json), CATALOGUES.en);

    expect(text).toContain("&lt;b&gt;mx1&lt;/b&gt;");
    expect(text).toContain("&lt;i&gt;relay&lt;/i&gt;");
    expect(text).toContain("&lt;u&gt;smart&lt;/u&gt;");
    expect(text).toContain("&lt;s&gt;owner&lt;/s&gt;");
    expect(text).not.toMatch(/<[biusq]>/);
    expect(await mistakes(text)).toEqual([]);
  });

  test("of a stack whose posture holds expressions shows none of them", () => {
    const json = JSON.parse(
      JSON.stringify(clinicJson()).replaceAll("mx1-eu.spamexperts.com", "${aws_eip.mail.public_dns}"),
    ) as Tree;

    expect(postureOf(json, TODAY).mailFlow.relay?.mxHosts).toContain("${aws_eip.mail.public_dns}");
    expect(sheetPage(sheetOf(json), CATALOGUES.en)).not.toContain("${");
  });
});

/** Relative luminance of a colour (WCAG 2.2, definition "relative luminance"). */
function luminance(hex: string): number {
  const digits =
    hex.length === 4 ? [...hex.slice(1)].map((digit) => digit + digit) : hex.slice(1).match(/../g);
  const [red = 0, green = 0, blue = 0] = (digits ?? []).map((pair) => {
    const share = Number.parseInt(pair, 16) / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

test("every field of colour has a contrast of 7:1 to its text", () => {
  const rules = [...STYLE.matchAll(/^(\S[^{]*) \{([^}]*)\}$/gm)];
  const pairs = rules.flatMap(([, selector, body = ""]) => {
    const field = /background: (#\w+)/.exec(body)?.[1];
    const text = /(?<![\w-])color: (#\w+)/.exec(body)?.[1] ?? "#111";
    return field === undefined ? [] : [{ selector, field, text }];
  });
  const contrasts = pairs.map(({ field, text }) => {
    const [light = 0, dark = 0] = [luminance(field), luminance(text)].sort((a, b) => b - a);
    return (light + 0.05) / (dark + 0.05);
  });

  expect(pairs.length).toBeGreaterThan(5);
  expect(Math.min(...contrasts)).toBeGreaterThanOrEqual(7);
});

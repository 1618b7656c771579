import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import fc from "fast-check";
import { reviewPage } from "../../tools/review/page";
import { reviewPairs } from "../../tools/review/review";
import { code, html } from "../../tools/review/safe-text";
import { clinicJson, resources, TODAY, type Tree } from "../clinic";
import { hostile } from "../tools/review/hostile-text";
import { type PythonTool, pythonTool } from "./python-tool";

const directory = mkdtempSync(join(tmpdir(), "conformance-"));
let markdown: PythonTool;
let zizmor: PythonTool;

beforeAll(() => {
  markdown = pythonTool("cmarkgfm");
  zizmor = pythonTool("zizmor");
});

afterAll(() => rmSync(directory, { recursive: true, force: true }));

/** What GitHub's own parser (https://github.com/github/cmark-gfm) makes of texts. */
function rendered(texts: readonly string[]): readonly string[] {
  const file = join(directory, "texts.json");
  writeFileSync(file, JSON.stringify(texts));
  const { status, output, errors } = markdown.run("python", join(__dirname, "github-markdown.py"), file);
  expect({ status, errors }).toEqual({ status: 0, errors: "" });
  return JSON.parse(output) as readonly string[];
}

/** Names of all elements, in order, the ends of elements left out. */
function elements(page: string): readonly string[] {
  return [...page.matchAll(/<([a-z][a-z0-9]*)[^>]*>/g)].map(([, name = ""]) => name);
}

/** What a page is made of; `pre` is the diagram. */
const PARTS = new Set(["h2", "p", "ul", "li", "strong", "code", "details", "summary", "b", "pre"]);

/** Many texts of what does something in Markdown; the same in each run. */
const TEXTS = fc.sample(hostile, { numRuns: 2000, seed: 20261124 });

describe("GitHub's Markdown", () => {
  test("takes any value for one piece of code", () => {
    const pages = rendered(TEXTS.map((text) => `- before ${code(text)} after`));

    for (const [index, page] of pages.entries()) {
      expect([TEXTS[index], elements(page)]).toEqual([TEXTS[index], ["ul", "li", "code"]]);
      expect(page).toMatch(/^<ul>\n<li>before <code>[^<]*<\/code> after<\/li>\n<\/ul>\n$/);
    }
  });

  test("takes any name of a client for the heading of its section", () => {
    const pages = rendered(
      TEXTS.map((text) => `<details>\n<summary><code>${html(text)}</code></summary>\n\ntext\n\n</details>`),
    );

    for (const [index, page] of pages.entries()) {
      expect([TEXTS[index], elements(page)]).toEqual([TEXTS[index], ["details", "summary", "code", "p"]]);
    }
  });

  test("shows of a whole page nothing but what the page is made of", () => {
    const pages = TEXTS.slice(0, 100).map((text) => {
      const head = clinicJson();
      const records = resources(head, "cloudflare_dns_record");
      Object.assign(records[0] as Tree, { content: text, name: text });
      Object.assign((head.output as Tree).relay as Tree, { value: { name: text, delivers_from: [] } });
      return reviewPage(reviewPairs([{ name: text, base: clinicJson(), head }], TODAY));
    });

    for (const page of rendered(pages)) {
      expect(elements(page).filter((name) => !PARTS.has(name))).toEqual([]);
      expect((page.match(/<pre[^>]*>/g) ?? []).filter((tag) => tag !== '<pre lang="mermaid">')).toEqual([]);
      expect(page.match(/<h2>/g)).toHaveLength(1);
      expect(page.match(/<details/g)).toHaveLength(1);
    }
  });
});

describe("zizmor", () => {
  test("has nothing against the GitHub workflows", () => {
    const folder = resolve(__dirname, "..", "..", "docs", "review");
    const files = ["github-review.yml", "github-review-comment.yml"].map((name) => join(folder, name));
    const { status, output } = zizmor.run(
      "zizmor",
      "--offline",
      "--persona=pedantic",
      "--format=plain",
      ...files,
    );

    expect({ status, output }).toEqual({
      status: 0,
      output: expect.stringContaining("No findings to report"),
    });
  });
});

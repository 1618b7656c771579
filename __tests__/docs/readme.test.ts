import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { blocksOf, PAGES, pageText, ROOT } from "../documentation";
import { problemsIn } from "../stacks/client-files";

const ENGLISH = "README.md";
const FRENCH = "README.fr.md";

/** What a page is made of, without its words: headings by level, and code by language. */
function shapeOf(page: string): readonly string[] {
  return [...pageText(page).matchAll(/^(#+) |^```(\w+)$|^(\|)[^-\n]|^(!)\[|^(-) /gm)].map((match) =>
    match[0].startsWith("```") ? match[0] : match[0].replace(/[^#|!`-].*$/, "").trim(),
  );
}

/** Commands without what is said about them. */
function commandsOf(page: string): readonly string[] {
  return blocksOf(page, "sh").map((block) => block.replace(/ +#.*$/gm, ""));
}

/** Where a page leads to. */
function linksOf(page: string): readonly string[] {
  return [...pageText(page).matchAll(/\]\(([^)\s]+)\)/g)].map(([, link = ""]) => link);
}

describe("the README in French", () => {
  test("has the parts of the English one, in their order", () => {
    expect(shapeOf(FRENCH).length).toBeGreaterThan(60);
    expect(shapeOf(FRENCH)).toEqual(shapeOf(ENGLISH));
  });

  test("has its commands and its code", () => {
    expect(commandsOf(FRENCH)).toEqual(commandsOf(ENGLISH));
    for (const language of ["yaml", "ts"]) {
      expect(blocksOf(FRENCH, language)).toEqual(blocksOf(ENGLISH, language));
    }
  });

  test("shows the same screens; the drawing has words of its own", () => {
    const [, ...screens] = blocksOf(FRENCH, "");

    expect(screens.length).toBeGreaterThan(1);
    expect(screens).toEqual(blocksOf(ENGLISH, "").slice(1));
  });

  test("leads to the same pages", () => {
    const same = linksOf(FRENCH).map((link) => link.replace("report.fr.svg", "report.en.svg"));

    expect(same.filter((link) => !link.startsWith("README"))).toEqual(
      linksOf(ENGLISH).filter((link) => !link.startsWith("README")),
    );
    expect(linksOf(ENGLISH)).toContain(FRENCH);
    expect(linksOf(FRENCH)).toContain(ENGLISH);
  });
});

test("the smallest client of the README passes its checks", () => {
  expect(problemsIn({ "bakery.yaml": blocksOf(ENGLISH, "yaml")[0] ?? "" })).toEqual([]);
});

test("the commands to try it stand first, where continuous integration looks for them", () => {
  expect(pageText(ENGLISH)).toMatch(/^## Try it$/m);
  expect(blocksOf(ENGLISH, "sh")[0]).toBe("npm ci && npm run demo\nnpm test\n");
});

test.each(PAGES)("%s leads to files that exist", (page) => {
  const missing = linksOf(page).filter(
    (link) =>
      !/^(https?:|mailto:|#)/.test(link) && !existsSync(join(ROOT, dirname(page), link.replace(/#.*$/, ""))),
  );

  expect(missing).toEqual([]);
});

test("every page can be found from the README, directly or over another one", () => {
  const found = new Set<string>([ENGLISH]);
  for (const page of found) {
    for (const link of linksOf(page).filter((each) => /^[^:]*\.md(#|$)/.test(each))) {
      const path = join(dirname(page), link.replace(/#.*$/, ""));
      if (existsSync(join(ROOT, path)) && !path.startsWith("docs/api/")) {
        found.add(path);
      }
    }
  }

  expect(PAGES.filter((page) => !found.has(page) && !page.startsWith("docs/adr/"))).toEqual([]);
});

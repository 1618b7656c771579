import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { CLIENT, problemsIn } from "../stacks/client-files";

const PAGE = readFileSync(resolve(__dirname, "..", "..", "docs", "relays.md"), "utf8");

/** What the page shows of relay sections, without their first line. */
const SECTIONS = [...PAGE.matchAll(/```yaml\nrelay:\n([\s\S]*?)```/g)].map(([, section = ""]) => section);

test("the page on relays shows sections to copy", () => {
  expect(SECTIONS.length).toBeGreaterThan(3);
});

test.each(SECTIONS)("what the page on relays shows is right:\n%s", (section) => {
  const [before = "", own = "", after = ""] = CLIENT.split(/relay:\n((?: .*\n)+)/);
  // A section without a vendor is about a move, which any client can make.
  const whole = section.includes("vendor:") ? section : `${own}${section}`;

  expect(problemsIn({ "office.yaml": `${before}relay:\n${whole}${after}` })).toEqual([]);
});

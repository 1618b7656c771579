import { readFileSync } from "node:fs";
import { resolve } from "node:path";

const ROOT = resolve(__dirname, "..", "..");
const text = (path: string): string => readFileSync(resolve(ROOT, path), "utf8");

test("the page on reviews shows one as it looks", () => {
  const [, block = ""] = /## How it looks\n[\s\S]*?```\n([\s\S]*?)```/.exec(text("docs/review.md")) ?? [];
  const lines = block.split("\n").filter((line) => line !== "");
  const whole = text("docs/review/example.md");
  let from = 0;

  expect(lines.length).toBeGreaterThan(10);
  for (const part of lines.flatMap((line) => line.split("…")).filter((line) => line !== "")) {
    const at = whole.indexOf(part, from);
    expect([part, at]).toEqual([part, expect.any(Number)]);
    expect([part, at >= from]).toEqual([part, true]);
    from = at;
  }
});

test("the page on reviews links to files that exist", () => {
  const links = [...text("docs/review.md").matchAll(/\]\(([\w./-]+)\)/g)].map(([, link = ""]) => link);

  expect(links.length).toBeGreaterThan(4);
  for (const link of links) {
    expect(text(`docs/${link}`).length).toBeGreaterThan(0);
  }
});

import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { postureOf } from "../../posture/posture";
import { postureText } from "../../tools/posture-text";
import { clinicJson, TODAY } from "../clinic";

const README = readFileSync(resolve(__dirname, "..", "..", "README.md"), "utf8");

/** What the README shows of the demo: a screen, shortened where an ellipsis stands. */
const BLOCK = /```\n(clinic\n[\s\S]*?)```/.exec(README)?.[1] ?? "";

test("the README shows the demo as it looks, line by line and in order", () => {
  const screen = postureText("clinic", postureOf(clinicJson(), TODAY));
  const lines = BLOCK.split("\n").filter((line) => line.trim() !== "");
  let from = 0;

  expect(lines.length).toBeGreaterThan(20);
  for (const part of lines.flatMap((line) => line.split("…")).filter((text) => text.trim() !== "")) {
    const at = screen.indexOf(part.trimEnd(), from);
    expect([part, at >= from]).toEqual([part, true]);
    from = at;
  }
});

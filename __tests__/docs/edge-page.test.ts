import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { EDGE_ALARMS } from "../../constructs/edge/aws/edge-alarm-definitions";
import { markdownTable } from "../../tools/markdown";

const PAGE = readFileSync(resolve(__dirname, "..", "..", "docs", "edge-aws.md"), "utf8");

test("the page on the AWS edge explains every alarm in the words of its e-mail", () => {
  const table = markdownTable(
    ["alarm", "means", "first thing to do"],
    Object.values(EDGE_ALARMS).map(({ id, means, first }) => [`\`${id}\``, means, first]),
  );

  expect(PAGE).toContain(table.join("\n"));
});

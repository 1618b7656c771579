import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { generatedFiles } from "../../tools/write-docs";

const ROOT = resolve(__dirname, "..", "..");

test.each([...generatedFiles()])("%s is as the code has it; `npm run docs` writes it anew", (path, text) => {
  expect(readFileSync(join(ROOT, path), "utf8")).toBe(text);
});

test("the JSON Schemas explain every key to the editor", () => {
  const schema = JSON.parse(generatedFiles().get("schemas/client.schema.json") as string) as {
    properties: Record<string, { description?: string }>;
  };

  expect(Object.keys(schema.properties)).toEqual([
    "id",
    "name",
    "domains",
    "dns",
    "server",
    "relay",
    "certificate",
    "edge",
    "watch",
    "backup",
    "tags",
    "acknowledge",
  ]);
  for (const property of Object.values(schema.properties)) {
    expect(property.description).toMatch(/\.$/);
  }
});

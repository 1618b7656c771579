import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { API_FOLDER, apiReference } from "../../tools/api-reference";
import { ROOT } from "../documentation";

describe("the public API", () => {
  let files: ReadonlyMap<string, string>;

  beforeAll(() => {
    files = apiReference(ROOT);
  });

  test("is the one recorded: a change of a name or a signature is written down by `npm run docs`", () => {
    const path = `${API_FOLDER}/signatures.md`;

    expect(files.get(path)).toBe(readFileSync(join(ROOT, path), "utf8"));
  });

  test("is described as the docstrings have it; `npm run docs` writes it anew", () => {
    const recorded = readdirSync(join(ROOT, API_FOLDER)).map((name) => `${API_FOLDER}/${name}`);

    expect([...files.keys()].sort()).toEqual(recorded.sort());
    for (const [path, text] of files) {
      expect([path, readFileSync(join(ROOT, path), "utf8")]).toEqual([path, text]);
    }
  });

  test("explains every class, function, value and interface", () => {
    const unexplained = [...files].flatMap(([path, text]) =>
      path.endsWith("signatures.md")
        ? []
        : [...text.matchAll(/^## (\w+)\n\n```/gm)].map(([, name]) => `${path}: ${name}`),
    );

    expect(unexplained).toEqual([]);
  });
});

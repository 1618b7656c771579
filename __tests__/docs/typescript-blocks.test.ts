import { spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join, relative, resolve } from "node:path";

const ROOT = resolve(__dirname, "..", "..");

/** What a reader has at hand already. */
const GIVEN = `import type { TerraformStack } from "cdktf";
declare const stack: TerraformStack;
`;

/** TypeScript blocks of a page, each with what a reader would have written before it. */
function blocksOf(page: string): readonly (readonly [name: string, code: string])[] {
  const text = readFileSync(join(ROOT, page), "utf8");
  return [...text.matchAll(/```ts\n([\s\S]*?)```/g)].map(
    ([, code = ""], index) =>
      [`${page.replace(/\W/g, "-")}-${index + 1}.ts`, `${GIVEN}${code}export {};\n`] as const,
  );
}

const PAGES = [
  "README.md",
  ...readdirSync(join(ROOT, "docs"), { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".md"))
    .map((file) => `docs/${file}`),
];

describe("the TypeScript that the documentation shows", () => {
  const blocks = PAGES.flatMap(blocksOf);

  test("is there", () => {
    expect(blocks.map(([name]) => name)).toContain("README-md-1.ts");
  });

  test("compiles against the package's own entries, every block of every page", () => {
    // Inside the tree, where a consumer's node_modules would be found.
    const folder = mkdtempSync(join(ROOT, "__tests__", "docs", ".blocks-"));
    try {
      for (const [name, code] of blocks) {
        writeFileSync(join(folder, name), code);
      }
      const up = relative(folder, ROOT);
      writeFileSync(
        join(folder, "tsconfig.json"),
        JSON.stringify({
          extends: `${up}/tsconfig.json`,
          compilerOptions: {
            noEmit: true,
            rootDir: up,
            noUnusedLocals: false,
            paths: {
              "protected-exchange": [`${up}/index.ts`],
              "protected-exchange/constructs": [`${up}/constructs/index.ts`],
            },
          },
          include: ["*.ts"],
        }),
      );
      const { status, stdout } = spawnSync(process.execPath, [
        join(ROOT, "node_modules", "typescript", "bin", "tsc"),
        "-p",
        folder,
      ]);

      expect(String(stdout)).toBe("");
      expect(status).toBe(0);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
});

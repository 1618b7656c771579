import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { join, relative } from "node:path";
import { blocksOf, PAGES, ROOT } from "../documentation";

/** What a reader has at hand already, where a block is a part and not a whole program. */
const GIVEN = `import type { TerraformStack } from "cdktf";
declare const stack: TerraformStack;
`;

/** TypeScript blocks of a page, each with what a reader would have written before it. */
function programsOf(page: string): readonly (readonly [name: string, code: string])[] {
  return blocksOf(page, "ts").map(
    (code, index) =>
      [
        `${page.replace(/\W/g, "-")}-${index + 1}.ts`,
        `${/\bTerraformStack\b/.test(code) ? "" : GIVEN}${code}export {};\n`,
      ] as const,
  );
}

describe("the TypeScript that the documentation shows", () => {
  const blocks = PAGES.flatMap(programsOf);

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

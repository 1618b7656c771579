import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type ApiItem, apiPages } from "./api-page";

/** Folder of the API's pages. */
export const API_FOLDER = "docs/api";

/**
 * The pages on the package's public API, by their path from the root: one per room, from the docstrings, and one with
 * every exported name and its signature, in which a change of the API shows.
 *
 * Needs a compiled tree and a development dependency.
 *
 * @param root folder of the package
 * @throws Error when the declarations do not hold together
 */
export function apiReference(root: string): ReadonlyMap<string, string> {
  // Brings a TypeScript compiler of its own, which no command needs.
  const { Extractor, ExtractorConfig } =
    require("@microsoft/api-extractor") as typeof import("@microsoft/api-extractor");
  const folder = mkdtempSync(join(tmpdir(), "api-"));
  try {
    const config = ExtractorConfig.prepare({
      configObject: {
        projectFolder: root,
        mainEntryPointFilePath: join(root, "dist", "index.d.ts"),
        compiler: {
          overrideTsconfig: {
            compilerOptions: {
              target: "es2022",
              module: "node16",
              moduleResolution: "node16",
              types: ["node"],
              strict: true,
              skipLibCheck: true,
            },
            include: ["dist/index.d.ts"],
          },
        },
        apiReport: {
          enabled: true,
          reportFolder: folder,
          reportTempFolder: join(folder, "temp"),
          reportFileName: "signatures",
          // What an exported type is made of is part of it, exported or not.
          includeForgottenExports: true,
        },
        docModel: { enabled: true, apiJsonFilePath: join(folder, "model.json") },
        tsdocMetadata: { enabled: false },
        newlineKind: "lf",
        messages: { compilerMessageReporting: { default: { logLevel: "error" as never } } },
      },
      configObjectFullPath: undefined,
      packageJsonFullPath: join(root, "package.json"),
    });
    const { errorCount } = Extractor.invoke(config, {
      localBuild: true,
      messageCallback: (message) => {
        message.handled = message.logLevel !== "error";
      },
    });
    if (errorCount > 0) {
      throw new Error("the package's declarations have errors; run npm run build");
    }
    const model = JSON.parse(readFileSync(join(folder, "model.json"), "utf8")) as {
      readonly members: readonly [{ readonly members: readonly ApiItem[] }];
    };
    return new Map([
      [
        `${API_FOLDER}/signatures.md`,
        signaturesPage(readFileSync(join(folder, "signatures.api.md"), "utf8")),
      ],
      ...[...apiPages(model.members[0].members)].map(
        ([name, text]) => [`${API_FOLDER}/${name}`, text] as const,
      ),
    ]);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The extractor's report, without its warnings: whether a docstring is there is a matter of our own tests. */
function signaturesPage(report: string): string {
  const [, declarations = ""] = /```ts\n([\s\S]*)```/.exec(report) ?? [];
  return [
    "# Signatures",
    "",
    "Everything that `protected-exchange` exports, and what it is made of. A change here is a change of the public API",
    "([versioning.md](../versioning.md)); `npm run docs` records it.",
    "",
    "```typescript",
    declarations
      .split("\n")
      .filter((line) => !/^\s*\/\/ (Warning: |\(undocumented\)|@public)/.test(line))
      .join("\n")
      .replace(/^\/\/\n/gm, "")
      .trim(),
    "```",
    "",
  ].join("\n");
}

import { mkdirSync, renameSync, writeFileSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { buildSync } from "esbuild";
import { zipSync } from "fflate";

/** Where the compiled code is. */
const DIST = resolve(__dirname, "..");

/** What AWS Lambda runs: one file, with everything that it imports. */
const ENTRY = "constructs/watch/function/handler.js";

/** Where the construct looks for it. */
const BUNDLE = "constructs/watch/watch-function.zip";

/** Mode of a regular file that everybody may read, as zip has it; without it, AWS Lambda cannot open the file. */
const READABLE = 0o100644 << 16;

/**
 * Makes of the watch's function what is uploaded to AWS Lambda: the same bytes on every machine, in every folder, at
 * any time, so that a plan shows a change only where there is one.
 */
function bundle(): Uint8Array {
  const { outputFiles } = buildSync({
    absWorkingDir: DIST,
    entryPoints: [ENTRY],
    bundle: true,
    minify: true,
    platform: "node",
    target: "node22",
    format: "cjs",
    legalComments: "eof",
    write: false,
    logLevel: "warning",
  });
  const [{ contents } = { contents: new Uint8Array() }] = outputFiles;
  return zipSync(
    // The earliest moment that zip knows, in whatever time zone.
    { "index.js": [contents, { mtime: new Date(1980, 0, 1), os: 3, attrs: READABLE, level: 9 }] },
  );
}

/** Replaced at once, so that nobody reads a half. */
function write(path: string): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(`${path}.new`, bundle());
  renameSync(`${path}.new`, path);
}

const [, , elsewhere] = process.argv;
write(elsewhere ?? resolve(DIST, BUNDLE));

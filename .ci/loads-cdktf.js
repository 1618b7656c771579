const { existsSync, readFileSync } = require("node:fs");
const { dirname, join } = require("node:path");

/** What a file imports for more than its types. */
const IMPORTS =
  /^(?:import|export)\s+(?!type\b)(?:[^;"]*?\sfrom\s+)?"([^"]+)"|\b(?:require|import)\("([^"]+)"\)/gm;

/** Runs a program of the project, or the compiler's output. */
const RUNS = /\b(?:spawn|exec|fork)\w*\(|\bdist\b/;

const found = new Map();

/** Does a file load CDKTF, or something that does, or run what does? */
function loads(file) {
  const known = found.get(file);
  if (known !== undefined) {
    return known;
  }
  found.set(file, false);
  const text = readFileSync(file, "utf8");
  const result =
    (file.includes("/__tests__/") && RUNS.test(text)) ||
    [...text.matchAll(IMPORTS)].some(([, imported, required]) => {
      const name = imported ?? required;
      if (!name.startsWith(".")) {
        return /^(?:@cdktf\/|cdktf$)/.test(name);
      }
      const path = join(dirname(file), name);
      const source = [`${path}.ts`, `${path}.js`, join(path, "index.ts")].find(existsSync);
      return source !== undefined && loads(source);
    });
  found.set(file, result);
  return result;
}

/** For jest's `--filter`: suites to which it makes no difference which CDKTF is installed are left out. */
module.exports = (paths) => ({ filtered: paths.filter(loads) });

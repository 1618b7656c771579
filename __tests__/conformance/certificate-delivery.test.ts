import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { INSTALL_SCRIPT } from "../../constructs/certificate/install-script";
import { KEY_IMPORT_CODE } from "../../constructs/certificate/key-import-code";
import { type Syntax, syntaxOf, undocumented } from "./powershell";
import { pythonTool } from "./python-tool";

// Neither a C# compiler nor the Windows functions it would need to run are to be had everywhere; where a machine
// has Mono's compiler, it has its say about types and names.
const HAS_COMPILER = spawnSync("mcs", ["--version"]).status === 0;

const directory = mkdtempSync(join(tmpdir(), "conformance-"));
const source = join(directory, "key-import.cs");

beforeAll(() => writeFileSync(source, KEY_IMPORT_CODE));

afterAll(() => rmSync(directory, { recursive: true, force: true }));

describe("the script that installs a certificate", () => {
  let syntax: Syntax;

  beforeAll(() => {
    syntax = syntaxOf(INSTALL_SCRIPT);
  });

  test("has a place for its every word in PowerShell's grammar", () => {
    expect(syntax.errors).toEqual([]);
    expect(syntax.commands.length).toBeGreaterThan(50);
  });

  test("calls only cmdlets, with parameters, that are documented", () => {
    expect(undocumented(syntax)).toEqual([]);
  });

  test("stops where a cmdlet of Exchange or AWS fails", () => {
    const careless = syntax.commands.filter(
      ({ name, splats }) =>
        /Exchange|Connector|Transport|ACM|PSSession$/.test(name) &&
        !(name in syntax.functions) &&
        name !== "Remove-PSSession" &&
        !splats.includes("Stopping"),
    );

    expect(careless).toEqual([]);
  });
});

describe("the code that imports a key", () => {
  test("has a place for its every word in C#'s grammar", () => {
    const { output, errors } = pythonTool("tree-sitter-c-sharp").run(
      "python",
      join(__dirname, "c-sharp-syntax.py"),
      source,
    );

    expect(errors).toBe("");
    expect(JSON.parse(output)).toEqual([]);
  });

  (HAS_COMPILER ? test : test.skip)("compiles as C# 5, without a warning", () => {
    const { stdout, stderr, status } = spawnSync(
      "mcs",
      [
        "-langversion:5",
        "-warnaserror",
        "-target:library",
        "-reference:System.Core",
        `-out:${source}.dll`,
        source,
      ],
      { encoding: "utf8" },
    );

    expect({ stdout, stderr, status }).toEqual({ stdout: "", stderr: "", status: 0 });
  });
});

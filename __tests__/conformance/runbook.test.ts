import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { CMDLETS, COMMON_PARAMETERS } from "./cmdlets";
import { type PythonTool, pythonTool } from "./python-tool";

// PowerShell itself is in none of the registries that a build reaches; where a machine has it, it has its say.
const HAS_PWSH = spawnSync("pwsh", ["-NoProfile", "-Command", "exit"]).status === 0;

const GOLDEN = resolve(__dirname, "..", "golden");
const SCRIPTS = ["clinic", "notary", "office"].flatMap((client) => [
  `${client}.runbook.ps1`,
  `${client}.rollback.ps1`,
]);

interface Syntax {
  readonly errors: readonly { readonly line: number; readonly text: string }[];
  readonly commands: readonly {
    readonly name: string;
    readonly parameters: readonly string[];
    readonly splats: readonly string[];
    readonly line: number;
  }[];
  readonly functions: Readonly<Record<string, readonly string[]>>;
  readonly tables: readonly { readonly variable: string; readonly keys: readonly string[] }[];
}

const directory = mkdtempSync(join(tmpdir(), "conformance-"));
let grammar: PythonTool;

beforeAll(() => {
  grammar = pythonTool("tree-sitter-powershell");
});

afterAll(() => rmSync(directory, { recursive: true, force: true }));

function syntaxOf(script: string): Syntax {
  const file = join(directory, "script.ps1");
  writeFileSync(file, script);
  const { output, errors } = grammar.run("python", join(__dirname, "powershell-syntax.py"), file);
  expect(errors).toBe("");
  return (JSON.parse(output) as Readonly<Record<string, Syntax>>)[file] as Syntax;
}

/** Commands that nobody documents, and parameters that their pages do not have. */
function undocumented({ commands, functions, tables }: Syntax): readonly string[] {
  return commands.flatMap(({ name, parameters, splats, line }) => {
    const own = functions[name];
    const known = own ?? CMDLETS.get(name)?.parameters;
    if (known === undefined) {
      return [`line ${line}: ${name} is in no page of the table`];
    }
    const splatted = splats.flatMap((variable) => {
      const keys = tables.filter((table) => table.variable === variable).flatMap((table) => table.keys);
      return keys.length === 0 ? [`@${variable}`] : keys;
    });
    return [...parameters, ...splatted]
      .filter(
        (parameter) => !(own === undefined ? [...known, ...COMMON_PARAMETERS] : known).includes(parameter),
      )
      .map((parameter) => `line ${line}: ${name} has no parameter ${parameter}`);
  });
}

describe("PowerShell's grammar", () => {
  test.each(SCRIPTS)("has a place for every word of %s", (name) => {
    const { errors, commands } = syntaxOf(readFileSync(join(GOLDEN, name), "utf8"));

    expect(errors).toEqual([]);
    expect(commands.length).toBeGreaterThan(30);
  });

  test.each(SCRIPTS)("shows in %s only cmdlets and parameters that are documented", (name) => {
    expect(undocumented(syntaxOf(readFileSync(join(GOLDEN, name), "utf8")))).toEqual([]);
  });

  test("tells of a bracket that is missing", () => {
    expect(syntaxOf("if ($a { 'x' }").errors).not.toEqual([]);
  });

  test.each([
    ["Set-ReceiveConector -Identity 'a'", "line 1: Set-ReceiveConector is in no page of the table"],
    [
      "Set-ReceiveConnector -RemoteIPRange 'a'",
      "line 1: Set-ReceiveConnector has no parameter RemoteIPRange",
    ],
    [
      "$sending = @{ SmartHost = 'a' }\nSet-SendConnector -Identity 'b' @sending",
      "line 2: Set-SendConnector has no parameter SmartHost",
    ],
    [
      "$sending = @{}\n$sending.SmartHost = 'a'\nSet-SendConnector @sending",
      "line 3: Set-SendConnector has no parameter SmartHost",
    ],
    ["Set-SendConnector @sending", "line 1: Set-SendConnector has no parameter @sending"],
    ["function Show-It { param([string] $It) }\nShow-It -That 'a'", "line 2: Show-It has no parameter That"],
  ])("tells that %j is documented nowhere", (script, problem) => {
    expect(undocumented(syntaxOf(script))).toEqual([problem]);
  });
});

(HAS_PWSH ? describe : describe.skip)("PowerShell's own parser", () => {
  test.each(SCRIPTS)("finds nothing wrong with %s", (name) => {
    const command =
      "$problems = $null; [void][System.Management.Automation.Language.Parser]::ParseFile($env:SCRIPT, [ref]$null, [ref]$problems); $problems | ForEach-Object { $_.Message }";
    const { stdout, status } = spawnSync("pwsh", ["-NoProfile", "-Command", command], {
      encoding: "utf8",
      env: { ...process.env, SCRIPT: join(GOLDEN, name) },
    });

    expect({ status, stdout }).toEqual({ status: 0, stdout: "" });
  });
});

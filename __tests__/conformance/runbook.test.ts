import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { syntaxOf, undocumented } from "./powershell";

// PowerShell itself is in none of the registries that a build reaches; where a machine has it, it has its say.
const HAS_PWSH = spawnSync("pwsh", ["-NoProfile", "-Command", "exit"]).status === 0;

const GOLDEN = resolve(__dirname, "..", "golden");
const SCRIPTS = ["branch", "clinic", "notary", "office"].flatMap((client) => [
  `${client}.runbook.ps1`,
  `${client}.rollback.ps1`,
]);

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

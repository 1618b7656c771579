import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { CMDLETS, COMMON_PARAMETERS } from "./cmdlets";
import { type PythonTool, pythonTool } from "./python-tool";

/** What a PowerShell file is made of, as its grammar has it. */
export interface Syntax {
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

let grammar: PythonTool | undefined;

/** Parses a script; installs the grammar on the first call. */
export function syntaxOf(script: string): Syntax {
  grammar ??= pythonTool("tree-sitter-powershell");
  const directory = mkdtempSync(join(tmpdir(), "conformance-"));
  try {
    const file = join(directory, "script.ps1");
    writeFileSync(file, script);
    const { output, errors } = grammar.run("python", join(__dirname, "powershell-syntax.py"), file);
    expect(errors).toBe("");
    return (JSON.parse(output) as Readonly<Record<string, Syntax>>)[file] as Syntax;
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

/** Commands that nobody documents, and parameters that their pages do not have. */
export function undocumented({ commands, functions, tables }: Syntax): readonly string[] {
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

/** A value that PowerShell can be given. */
export type PowerShellValue =
  | string
  | number
  | boolean
  | readonly PowerShellValue[]
  | { readonly [key: string]: PowerShellValue };

const PRINTABLE_ASCII = /^[\x20-\x7e]*$/;
const KEY = /^[A-Za-z][A-Za-z0-9]*$/;

/**
 * A value as PowerShell reads it back: the only place where a value becomes code.
 *
 * A single-quoted string holds everything but its own quote, which is written twice. What is not printable
 * ASCII is refused: Windows PowerShell 5.1 reads a file without byte order mark in the machine's code page,
 * and PowerShell ends a string at typographic quotes too
 * (https://learn.microsoft.com/powershell/module/microsoft.powershell.core/about/about_quoting_rules).
 *
 * @param indent spaces before the lines of a table
 * @throws RangeError when a text, a number or a key cannot be written
 */
export function literal(value: PowerShellValue, indent = 0): string {
  if (typeof value === "string") {
    return `'${printable(value).replaceAll("'", "''")}'`;
  }
  if (typeof value === "number") {
    if (!Number.isSafeInteger(value)) {
      throw new RangeError(`${value} is not a whole number`);
    }
    return String(value);
  }
  if (typeof value === "boolean") {
    return value ? "$true" : "$false";
  }
  return Array.isArray(value)
    ? `@(${value.map((item: PowerShellValue) => literal(item, indent)).join(", ")})`
    : table(value as { readonly [key: string]: PowerShellValue }, indent);
}

/**
 * Lines of comment.
 *
 * @throws RangeError when a line is not printable ASCII; a line break would end the comment
 */
export function comment(...lines: readonly string[]): string {
  return lines.map((line) => (line === "" ? "#" : `# ${printable(line)}`)).join("\n");
}

/** A text broken into lines of at most so many characters; a word that is longer has a line of its own. */
export function wrapped(text: string, width: number): readonly string[] {
  const lines: string[] = [];
  for (const word of text.split(" ")) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + 1 + word.length <= width) {
      lines[lines.length - 1] = `${last} ${word}`;
    } else {
      lines.push(word);
    }
  }
  return lines;
}

function table(entries: { readonly [key: string]: PowerShellValue }, indent: number): string {
  const width = Math.max(...Object.keys(entries).map((key) => key.length));
  const inner = " ".repeat(indent + 4);
  const lines = Object.entries(entries).map(([key, value]) => {
    if (!KEY.test(key)) {
      throw new RangeError(`${JSON.stringify(key)} is not a key of letters and digits`);
    }
    return `${inner}${key.padEnd(width)} = ${literal(value, indent + 4)}`;
  });
  return ["@{", ...lines, `${" ".repeat(indent)}}`].join("\n");
}

function printable(text: string): string {
  if (!PRINTABLE_ASCII.test(text)) {
    throw new RangeError(`${JSON.stringify(text)} is not printable ASCII; write a name as its A-label`);
  }
  return text;
}

import fc from "fast-check";
import { comment, literal, type PowerShellValue, wrapped } from "../../../tools/runbook/powershell";

/** Printable ASCII, quotes more often than chance would have it. */
const writable = fc.string({
  unit: fc.oneof(
    { weight: 3, arbitrary: fc.constantFrom("'", '"', "`", "$", "(", ")", ";", "#", "@", "{", "}", " ") },
    {
      weight: 2,
      arbitrary: fc.integer({ min: 0x20, max: 0x7e }).map((code) => String.fromCharCode(code)),
    },
  ),
});

const value: fc.Arbitrary<PowerShellValue> = fc.letrec<{ value: PowerShellValue }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 3 },
    writable,
    fc.maxSafeInteger(),
    fc.boolean(),
    fc.array(tie("value"), { maxLength: 4 }),
    fc
      .array(fc.tuple(fc.stringMatching(/^[A-Za-z][A-Za-z0-9]{0,8}$/), tie("value")), {
        minLength: 1,
        maxLength: 4,
      })
      .map((entries) => Object.fromEntries(entries) as { readonly [key: string]: PowerShellValue }),
  ),
})).value;

/** Reads a literal as PowerShell does; knows nothing else, so that anything that escapes is an error. */
class LiteralReader {
  private at = 0;

  constructor(private readonly text: string) {}

  static read(text: string): PowerShellValue {
    const reader = new LiteralReader(text);
    const read = reader.value();
    if (reader.at !== text.length) {
      throw new Error(`code after the literal: ${text.slice(reader.at)}`);
    }
    return read;
  }

  private value(): PowerShellValue {
    const found = this.take(/'((?:[^']|'')*)'(?!')/y) ?? this.take(/(\$true|\$false|-?\d+)/y);
    if (found !== undefined) {
      const [whole, inner = ""] = found;
      return whole.startsWith("'")
        ? inner.replaceAll("''", "'")
        : whole.startsWith("$")
          ? whole === "$true"
          : Number(whole);
    }
    if (this.take(/@\(/y) !== undefined) {
      const items: PowerShellValue[] = [];
      while (this.take(/\)/y) === undefined) {
        items.push(this.value());
        this.take(/, /y);
      }
      return items;
    }
    if (this.take(/@\{\n/y) === undefined) {
      throw new Error(`not a literal: ${this.text.slice(this.at)}`);
    }
    const entries: [string, PowerShellValue][] = [];
    for (
      let key = this.take(/ *([A-Za-z0-9]+) *= /y);
      key !== undefined;
      key = this.take(/ *([A-Za-z0-9]+) *= /y)
    ) {
      entries.push([key[1] ?? "", this.value()]);
      this.take(/\n/y);
    }
    if (this.take(/ *\}/y) === undefined) {
      throw new Error(`not a table: ${this.text.slice(this.at)}`);
    }
    return Object.fromEntries(entries);
  }

  private take(pattern: RegExp): RegExpExecArray | undefined {
    pattern.lastIndex = this.at;
    const found = pattern.exec(this.text) ?? undefined;
    this.at += found?.[0].length ?? 0;
    return found;
  }
}

describe("a PowerShell literal", () => {
  test("reads back as the value it was written for, whatever the value", () => {
    fc.assert(
      fc.property(value, (written) => {
        expect(LiteralReader.read(literal(written))).toEqual(written);
      }),
      { numRuns: 500 },
    );
  });

  test.each([
    ["a quote", "it's", "'it''s'"],
    ["an attempt to end the string", "'; Remove-Mailbox *; '", "'''; Remove-Mailbox *; '''"],
    ["a variable", "$env:COMPUTERNAME", "'$env:COMPUTERNAME'"],
    ["a subexpression", '$(exit)"`', "'$(exit)\"`'"],
  ])("keeps %s inside the quotes", (_, text, written) => {
    expect(literal(text)).toBe(written);
  });

  test.each([
    ["a typographic quote, which PowerShell takes for a quote", "a\u2019b"],
    ["a letter that depends on the code page", "\u00e9tude.example"],
    ["a line break", "a\nb"],
    ["a null character", "a\0b"],
  ])("fails for %s", (_, text) => {
    expect(() => literal(text)).toThrow(
      new RangeError(`${JSON.stringify(text)} is not printable ASCII; write a name as its A-label`),
    );
    expect(() => comment(text)).toThrow(RangeError);
  });

  test("refuses every text that is not printable ASCII", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (text) => {
        fc.pre(!/^[\x20-\x7e]*$/.test(text));
        expect(() => literal(text)).toThrow(RangeError);
      }),
    );
  });

  test.each([[Number.NaN], [1.5], [Number.POSITIVE_INFINITY]])("fails for the number %d", (number) => {
    expect(() => literal(number)).toThrow(new RangeError(`${number} is not a whole number`));
  });

  test("fails for a key that would be code", () => {
    expect(() => literal({ "a = 1; b": 2 })).toThrow(
      new RangeError('"a = 1; b" is not a key of letters and digits'),
    );
  });
});

describe("a comment", () => {
  test("marks every line", () => {
    expect(comment("one", "", "two")).toBe("# one\n#\n# two");
  });

  test("is broken between words only", () => {
    fc.assert(
      fc.property(fc.array(fc.stringMatching(/^[a-z.]{1,9}$/), { minLength: 1 }), (words) => {
        const lines = wrapped(words.join(" "), 20);

        expect(lines.join(" ")).toBe(words.join(" "));
        expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(20);
      }),
    );
  });
});

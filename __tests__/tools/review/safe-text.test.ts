import fc from "fast-check";
import { code, codes, html, label } from "../../../tools/review/safe-text";
import { hostile } from "./hostile-text";

describe("a value as code", () => {
  test.each([
    ["443/tcp", "`443/tcp`"],
    ["a`b", "``a`b``"],
    ["`", "`` ` ``"],
    [" a ", "`  a  `"],
    ["", "`(empty)`"],
    ["a\nb\r\nc", "`a ↵ b ↵ c`"],
    ["pay\u202elap", "`pay\\u{202e}lap`"],
    ["a\u200bb", "`a\\u{200b}b`"],
  ])("%j is %s", (text, shown) => {
    expect(code(text)).toBe(shown);
  });

  test("is one line of what is visible, between fences longer than any in it", () => {
    fc.assert(
      fc.property(hostile, (text) => {
        const shown = code(text);
        const [, fence = "", inner = ""] = /^(`+)([\s\S]*[^`])\1$/.exec(shown) ?? [];

        expect(inner).not.toMatch(/[\p{C}\p{Zl}\p{Zp}]/u);
        expect(inner.match(/`+/g) ?? []).not.toContain(fence);
      }),
    );
  });

  test("has an end", () => {
    expect(code("x".repeat(5000)).length).toBeLessThan(1100);
  });

  test("shows where two long values differ, wherever that is", () => {
    const long = "k".repeat(3000);
    const [before, after] = codes(`${long}one`, `${long}two`);

    expect(before).toMatch(/^`…k+one`$/);
    expect(after).toMatch(/^`…k+two`$/);
  });
});

describe("a value in HTML", () => {
  test("holds no markup of its own", () => {
    fc.assert(
      fc.property(hostile, (text) => {
        expect(html(text)).toMatch(/^(?:[\p{L}\p{N} ._-]|&#\d+;)*$/u);
      }),
    );
    expect(html("</code><img src=x>")).toBe("&#60;&#47;code&#62;&#60;img src&#61;x&#62;");
  });
});

describe("a value in a diagram", () => {
  test("ends no label and begins no statement", () => {
    fc.assert(
      fc.property(hostile, (text) => {
        expect(label(text)).toMatch(/^(?:[A-Za-z0-9 ._/,:-]|#\d+;)*$/);
      }),
    );
    expect(label('x"] --> y')).toBe("x#34;#93; --#62; y");
    expect(label("😀")).toBe("#128512;");
  });
});

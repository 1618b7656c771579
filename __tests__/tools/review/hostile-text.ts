import fc from "fast-check";

/** Texts of what does something in Markdown, HTML or Mermaid, mixed with anything else. */
export const hostile: fc.Arbitrary<string> = fc
  .array(
    fc.oneof(
      fc.constantFrom(
        "`",
        "``",
        "|",
        "\\",
        "\n",
        "\r\n",
        "<",
        ">",
        "&",
        '"',
        "'",
        "[x](http://a.example)",
        "@everyone",
        "#1",
        "</details>",
        "<!-- protected-exchange-review -->",
        "```mermaid",
        "**",
        "\u202e",
        "\u0000",
        "\u2028",
        '"]; click A href "javascript:x"',
        "%%{init: {}}%%",
        " ",
        "https://a.example",
        "&#60;",
        "\ud800",
      ),
      fc.string({ maxLength: 5 }),
      fc.string({ unit: "binary", maxLength: 3 }),
    ),
    { maxLength: 8 },
  )
  .map((parts) => parts.join(""));

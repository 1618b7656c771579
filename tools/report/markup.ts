/** HTML that is ready to be part of a page. */
export interface Markup {
  readonly markup: string;
}

/** What may stand in a template: text, which is escaped, and HTML, which is not. */
type Part = string | Markup | readonly (string | Markup)[];

/**
 * HTML from a template. Every text that is put into it is escaped, in elements and in quoted attributes alike
 * (https://html.spec.whatwg.org/multipage/syntax.html#syntax-text).
 */
export function html(template: TemplateStringsArray, ...parts: readonly Part[]): Markup {
  const markup = template.reduce(
    (before, text, index) => `${before}${markupOf(parts[index - 1] ?? "")}${text}`,
  );
  return { markup };
}

function markupOf(part: Part): string {
  if (typeof part === "string") {
    return escaped(part);
  }
  return "markup" in part ? part.markup : part.map(markupOf).join("");
}

const ENTITIES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

/** Characters that no page may hold, and those that turn the order of what follows round (Unicode UAX #9). */
const UNPRINTABLE = /[\p{Cc}\p{Bidi_Control}\p{Cs}]/gu;

function escaped(text: string): string {
  return text.replace(UNPRINTABLE, " ").replace(/[&<>"']/g, (character) => ENTITIES[character] ?? "");
}

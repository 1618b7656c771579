import type { PublishedSpf } from "./published-spf";

/** Longest line of the project's formatter, in characters. */
const LINE_WIDTH = 110;

const HEAD = `import type { PublishedSpf } from "./published-spf";

// Written by \`protected-exchange spf refresh --write\`; sorted by name, so that a change is a small diff.

/** The SPF records of providers, as far as their texts could be sourced. */
export const PUBLISHED_SPF: readonly PublishedSpf[] = [
`;

/**
 * The source of `spf-published-data.ts` for these records: the same records give the same octets, in the
 * project's format.
 */
export function catalogueText(records: readonly PublishedSpf[]): string {
  const sorted = [...records].sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0));
  return `${HEAD}${sorted.map(entryText).join("")}];\n`;
}

function entryText({ name, text, asOf, confidence, sources }: PublishedSpf): string {
  return [
    "  {",
    property("name", JSON.stringify(name)),
    property("text", JSON.stringify(text)),
    property("asOf", JSON.stringify(asOf)),
    property("confidence", JSON.stringify(confidence)),
    list("sources", sources),
    "  },",
    "",
  ].join("\n");
}

function property(key: string, value: string): string {
  return `    ${key}: ${value},`;
}

function list(key: string, values: readonly string[]): string {
  const quoted = values.map((value) => JSON.stringify(value));
  const line = `    ${key}: [${quoted.join(", ")}],`;
  return line.length <= LINE_WIDTH
    ? line
    : [`    ${key}: [`, ...quoted.map((value) => `      ${value},`), "    ],"].join("\n");
}

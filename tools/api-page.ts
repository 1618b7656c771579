import { markdownTable } from "./markdown";

/** One exported thing or one member of it, as the extractor's model describes it. */
export interface ApiItem {
  readonly kind: string;
  readonly name?: string;
  readonly docComment?: string;
  readonly excerptTokens: readonly { readonly text: string }[];
  /** The declaration file that it stands in, from the root; of exported things only. */
  readonly fileUrlPath?: string;
  readonly propertyTypeTokenRange?: TokenRange;
  readonly isOptional?: boolean;
  readonly isStatic?: boolean;
  readonly isProtected?: boolean;
  readonly members?: readonly ApiItem[];
}

interface TokenRange {
  readonly startIndex: number;
  readonly endIndex: number;
}

/** A docstring in its parts. */
interface Doc {
  readonly text: string;
  readonly tags: readonly { readonly tag: string; readonly text: string }[];
}

const KINDS: Readonly<Record<string, string>> = {
  Class: "class",
  Function: "function",
  Interface: "interface",
  TypeAlias: "type",
  Variable: "value",
};

/** Longest signature that is shown; a longer one is in the page of signatures. */
const LONGEST_SIGNATURE = 1200;

/** The pages, by name: one per room, and `README.md` that lists everything. */
export function apiPages(items: readonly ApiItem[]): ReadonlyMap<string, string> {
  const rooms = new Map<string, ApiItem[]>();
  for (const item of items) {
    const room = roomOf(item);
    rooms.set(room, [...(rooms.get(room) ?? []), item]);
  }
  const sorted = [...rooms].sort(([a], [b]) => (a < b ? -1 : 1));
  return new Map([
    ["README.md", listPage(sorted)],
    ...sorted.map(([room, members]) => [`${room}.md`, roomPage(room, members)] as const),
  ]);
}

/** The folder of `constructs/` that an item is in, or the folder beside it. */
function roomOf({ fileUrlPath = "" }: ApiItem): string {
  const [, folder = "", inner = ""] = fileUrlPath.split("/");
  return folder === "constructs" ? inner : folder;
}

function listPage(rooms: readonly (readonly [room: string, items: readonly ApiItem[]])[]): string {
  return [
    "# API reference",
    "",
    'What `import … from "protected-exchange"` gives, by room. How to begin: [library.md](../library.md). Every',
    "signature in one place: [signatures.md](signatures.md).",
    "",
    ...rooms.flatMap(([room, items]) => [
      `## [${room}](${room}.md)`,
      "",
      ...markdownTable(
        ["name", "", "what it is"],
        items.map((item) => [
          `[\`${item.name}\`](${room}.md#${item.name?.toLowerCase()})`,
          KINDS[item.kind] ?? item.kind,
          firstSentence(docOf(item).text),
        ]),
      ),
      "",
    ]),
  ].join("\n");
}

function roomPage(room: string, items: readonly ApiItem[]): string {
  return [`# API: ${room}`, "", ...items.flatMap(itemSection)].join("\n");
}

function itemSection(item: ApiItem): readonly string[] {
  const { text, tags } = docOf(item);
  const members = (item.members ?? []).filter(({ isProtected }) => isProtected !== true);
  const properties = members.filter(({ propertyTypeTokenRange }) => propertyTypeTokenRange !== undefined);
  const calls = members.filter(({ propertyTypeTokenRange }) => propertyTypeTokenRange === undefined);
  return [
    `## ${item.name}`,
    "",
    ...(text === "" ? [] : [text, ""]),
    "```typescript",
    signature(item),
    "```",
    "",
    ...tagLines(tags),
    ...(properties.length === 0
      ? []
      : [
          ...markdownTable(
            ["property", "type", "what it is"],
            properties.map((property) => [
              propertyName(property),
              `\`${typeOf(property)}\``,
              inCell(docOf(property)),
            ]),
          ),
          "",
        ]),
    ...calls.flatMap(callSection),
  ];
}

function callSection(call: ApiItem): readonly string[] {
  const doc = docOf(call);
  const { text } = doc;
  const lines = tagLines(doc.tags);
  return call.kind === "Constructor" && isUnexplained(doc)
    ? []
    : [
        `### ${call.kind === "Constructor" ? "constructor" : `${call.isStatic === true ? "static " : ""}${call.name}`}`,
        "",
        ...(text === "" ? [] : [text, ""]),
        "```typescript",
        signature(call),
        "```",
        "",
        ...lines,
      ];
}

function tagLines(tags: Doc["tags"]): readonly string[] {
  const lines = tags.flatMap(({ tag, text }) => {
    const [name = "", ...rest] = text.split(" - ");
    switch (tag) {
      case "param":
        return [`- \`${name}\`: ${rest.join(" - ")}`];
      case "returns":
        return [`- returns ${text}`];
      case "throws":
        return [`- throws ${text}`];
      default:
        return [];
    }
  });
  return lines.length === 0 ? [] : [...lines, ""];
}

function propertyName({ name, isOptional, isStatic }: ApiItem): string {
  return `\`${isStatic === true ? "static " : ""}${name}${isOptional === true ? "?" : ""}\``;
}

function inCell({ text, tags }: Doc): string {
  const [fallback] = tags.filter(({ tag }) => tag === "default");
  return [
    text.replaceAll("\n", " "),
    ...(fallback === undefined
      ? []
      : [`*Default: ${fallback.text.replace(/^- /, "").replaceAll("\n", " ")}*`]),
  ]
    .filter((part) => part !== "")
    .join("<br>");
}

function signature({ excerptTokens, members = [] }: ApiItem): string {
  const construction = members.find(
    (member) => member.kind === "Constructor" && isUnexplained(docOf(member)),
  );
  const text = [
    excerptTokens
      .map((token) => token.text)
      .join("")
      .replace(/^export (declare )?/, "")
      // What a class of a factory extends has a name of the compiler's.
      .replace(/ extends \w+_base\b/, "")
      .trim(),
    ...(construction === undefined ? [] : [`new ${signature(construction).replace(/^constructor/, "")}`]),
  ].join("\n");
  return text.length > LONGEST_SIGNATURE ? `${text.slice(0, LONGEST_SIGNATURE).trimEnd()}\n…` : text;
}

function typeOf({ excerptTokens, propertyTypeTokenRange: range }: ApiItem): string {
  return excerptTokens
    .slice(range?.startIndex, range?.endIndex)
    .map(({ text }) => text)
    .join("")
    .replace(/\s+/g, " ");
}

/** What the extractor writes over a constructor that has no docstring. */
const NO_DOCSTRING = /Constructs a new instance of the `\w+` class\n*/;

/** The parts of a docstring; links are their names. */
function docOf({ docComment = "" }: ApiItem): Doc {
  const plain = docComment
    .replace(NO_DOCSTRING, "")
    .replace(/^\/\*\*\n?/, "")
    .replace(/\n? *\*\/\s*$/, "")
    .replace(/^ \* ?/gm, "")
    .replace(/\{@link ([^}|]+?)(?:\s*\|[^}]*)?\}/g, "`$1`");
  const [text = "", ...blocks] = plain.split(/^@(?=[a-z])/m);
  return {
    text: text.trim(),
    tags: blocks.map((block) => {
      const [, tag = "", rest = ""] = /^(\w+)\s*([\s\S]*)$/.exec(block) ?? [];
      return { tag, text: rest.trim().replace(/\s*\n\s*/g, " ") };
    }),
  };
}

function isUnexplained({ text, tags }: Doc): boolean {
  return text === "" && tags.length === 0;
}

function firstSentence(text: string): string {
  const [paragraph = ""] = text.split(/\n\s*\n/);
  return (/^.*?[.:](?=\s|$)/.exec(paragraph.replaceAll("\n", " "))?.[0] ?? paragraph).replace(/:$/, ".");
}

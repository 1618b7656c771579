import { type Drawn, INK, pictureOf, type Run, set } from "./picture";

const WIDTH = 880;
const MARGIN = 24;

/** Where the picture ends: what follows is a drawing, which GitHub makes itself. */
const END = "**The ways that change**";

/**
 * A picture of a review as a comment on a pull request, down to its drawing.
 *
 * @param markdown the review, as the command writes it
 */
export function reviewPicture(markdown: string): string {
  const lines = markdown
    .slice(markdown.indexOf("## "), markdown.indexOf(END))
    .split("\n")
    .filter((line) => line !== "" && !/^<\/?details/.test(line));
  let y = MARGIN;
  const drawn = lines.map((line) => {
    const { svg, height } = lineOf(line, y);
    y += height;
    return svg;
  });
  const more = set({ runs: [{ text: "…", fill: INK.muted }], x: MARGIN, width: WIDTH, size: 15 }, y);
  return pictureOf(
    "A review, as a comment on a pull request",
    { svg: [...drawn, more.svg].join(""), height: y + more.height + MARGIN / 2 },
    WIDTH,
  );
}

function lineOf(line: string, y: number): Drawn {
  const heading = /^## (.*)$/.exec(line)?.[1];
  if (heading !== undefined) {
    const { svg, height } = set(
      { runs: [{ text: heading, bold: true }], x: MARGIN, width: WIDTH - 2 * MARGIN, size: 22 },
      y,
    );
    const rule = `<path d="M${MARGIN} ${y + height + 4}H${WIDTH - MARGIN}" stroke="${INK.line}"/>\n`;
    return { svg: `${svg}${rule}`, height: height + 16 };
  }
  const [, indent = "", text = ""] = /^( *)- (.*)$/.exec(line) ?? [];
  const isItem = text !== "";
  const x = MARGIN + (isItem ? 22 + indent.length * 11 : 0);
  const { svg, height } = set(
    { runs: runsOf(isItem ? text : line), x, width: WIDTH - MARGIN - x, size: 15 },
    y,
  );
  const bullet = isItem
    ? `<circle cx="${x - 12}" cy="${y + 11.5}" r="2.5" fill="${indent === "" ? INK.text : "none"}" stroke="${INK.text}"/>\n`
    : "";
  return { svg: `${bullet}${svg}`, height: height + (isItem ? 3 : 10) };
}

/** Bold and code, in Markdown and in the few tags that a review has. */
function runsOf(line: string): readonly Run[] {
  const markdown = line
    .replace(/<summary>(.*)<\/summary>/, "▾ $1")
    .replace(/<b>(.*?)<\/b>/g, "**$1**")
    .replace(/<code>(.*?)<\/code>/g, "`$1`");
  return markdown.split(/(\*\*.*?\*\*|`[^`]+`)/).flatMap((part): readonly Run[] => {
    if (part.startsWith("**")) {
      return part
        .slice(2, -2)
        .split(/(`[^`]+`)/)
        .flatMap((inner): readonly Run[] =>
          inner === "" ? [] : inner.startsWith("`") ? [code(inner)] : [{ text: inner, bold: true }],
        );
    }
    return part === "" ? [] : part.startsWith("`") ? [code(part)] : [{ text: part }];
  });
}

function code(part: string): Run {
  return { text: part.slice(1, -1), code: true };
}

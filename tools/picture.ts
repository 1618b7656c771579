/** A piece of text in one style. */
export interface Run {
  readonly text: string;
  /** @default false */
  readonly bold?: boolean;
  /**
   * A fixed-width font on a grey field.
   *
   * @default false
   */
  readonly code?: boolean;
  /** @default - the colour of text */
  readonly fill?: string;
}

/** Text that is set into lines of a width. */
interface Paragraph {
  readonly runs: readonly Run[];
  readonly x: number;
  readonly width: number;
  readonly size: number;
}

/** What was drawn, and how high it is. */
export interface Drawn {
  readonly svg: string;
  readonly height: number;
}

/** Colours of text and fields, as GitHub shows a comment on a white page. */
export const INK = { text: "#1f2328", muted: "#59636e", field: "#eff1f3", line: "#d1d9e0" } as const;

/** Helvetica's widths in thousandths, from space to tilde; Arial and Liberation Sans have the same (Adobe Core 14 AFM). */
const WIDTHS = [
  278, 278, 355, 556, 556, 889, 667, 191, 333, 333, 389, 584, 278, 333, 278, 278, 556, 556, 556, 556, 556,
  556, 556, 556, 556, 556, 278, 278, 584, 584, 584, 556, 1015, 667, 667, 722, 722, 667, 611, 778, 722, 278,
  500, 667, 556, 833, 722, 778, 667, 778, 722, 667, 611, 722, 667, 944, 667, 667, 611, 278, 278, 278, 469,
  556, 333, 556, 556, 500, 556, 556, 278, 556, 556, 222, 222, 500, 222, 833, 556, 556, 556, 556, 333, 500,
  278, 556, 500, 722, 500, 500, 500, 334, 260, 334, 584,
];
const UNKNOWN_WIDTH = 600;
/** Fixed-width fonts are 0.6 em wide, and code is set a little smaller, as GitHub does. */
const CODE_SIZE = 0.88;
const CODE_WIDTH = 0.6 * CODE_SIZE;
const BOLD = 1.1;
const LINE_HEIGHT = 1.5;

/** Width of a text, near enough to break lines by. */
function widthOf({ text, bold = false, code = false }: Run, size: number): number {
  if (code) {
    return text.length * size * CODE_WIDTH;
  }
  const plain = text.normalize("NFKD").replace(/\p{M}/gu, "");
  const thousandths = [...plain].reduce(
    (sum, character) => sum + (WIDTHS[(character.codePointAt(0) ?? 0) - 32] ?? UNKNOWN_WIDTH),
    0,
  );
  return ((thousandths * size) / 1000) * (bold ? BOLD : 1);
}

/** Sets a paragraph, its first line's top at `y`. */
export function set({ runs, x, width, size }: Paragraph, y: number): Drawn {
  const lines: Run[][] = [[]];
  let used = 0;
  for (const run of runs) {
    for (const word of run.code === true && widthOf(run, size) < width
      ? [run.text]
      : run.text.split(/(?<= )/)) {
      const piece = { ...run, text: word };
      const space = widthOf({ ...piece, text: word.trimEnd() }, size);
      if (used + space > width && used > 0) {
        lines.push([]);
        used = 0;
      }
      lines.at(-1)?.push(piece);
      used += widthOf(piece, size);
    }
  }
  const height = size * LINE_HEIGHT;
  return {
    svg: lines.map((line, index) => lineSvg(line, x, y + index * height + size * 1.1, size)).join(""),
    height: lines.length * height,
  };
}

function lineSvg(line: readonly Run[], left: number, baseline: number, size: number): string {
  let x = left;
  return joined(line)
    .map((run) => {
      const width = widthOf(run, size);
      const at = x;
      x += width;
      const style = [
        `x="${rounded(at)}" y="${rounded(baseline)}" font-size="${run.code === true ? rounded(size * CODE_SIZE) : size}" fill="${run.fill ?? INK.text}"`,
        run.bold === true ? ' font-weight="600"' : "",
        run.code === true
          ? ` font-family="ui-monospace, Menlo, Consolas, 'Liberation Mono', monospace" textLength="${rounded(width)}" lengthAdjust="spacingAndGlyphs"`
          : "",
      ].join("");
      const field =
        run.code === true
          ? `<rect x="${rounded(at - 2)}" y="${rounded(baseline - size)}" width="${rounded(width + 4)}" height="${rounded(size * 1.35)}" rx="3" fill="${INK.field}"/>`
          : "";
      return `${field}<text xml:space="preserve" ${style}>${escaped(run.text)}</text>\n`;
    })
    .join("");
}

/** Neighbours of one style as one run. */
function joined(line: readonly Run[]): readonly Run[] {
  const all: Run[] = [];
  for (const run of line) {
    const last = all.at(-1);
    if (last !== undefined && last.bold === run.bold && last.code === run.code && last.fill === run.fill) {
      all[all.length - 1] = { ...last, text: `${last.text}${run.text}` };
    } else {
      all.push(run);
    }
  }
  return all;
}

/** The picture as a file: white, with a border, the same for the same content. */
export function pictureOf(title: string, { svg, height }: Drawn, width: number): string {
  const whole = Math.ceil(height);
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${whole}" width="${width}" height="${whole}" role="img" aria-label="${escaped(title)}" font-family="Helvetica, Arial, 'Liberation Sans', sans-serif">`,
    `<title>${escaped(title)}</title>`,
    `<rect x="0.5" y="0.5" width="${width - 1}" height="${whole - 1}" rx="6" fill="#ffffff" stroke="${INK.line}"/>`,
    svg.trimEnd(),
    "</svg>",
    "",
  ].join("\n");
}

function rounded(number: number): number {
  return Math.round(number * 10) / 10;
}

function escaped(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll('"', "&quot;");
}

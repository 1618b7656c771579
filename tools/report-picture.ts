import { postureOf } from "../posture/posture";
import { type Drawn, INK, pictureOf, set } from "./picture";
import type { Subject } from "./report/advices";
import { CATALOGUES, type Language } from "./report/catalogue";
import { STATUSES, type Status } from "./report/judgement";
import { countByStatus, protectionSheet, spoken } from "./report/sheet";

const WIDTH = 880;
const MARGIN = 24;
const STATUS_X = 262;
const WHAT_X = 380;

const SIGNS: Readonly<Record<Status, string>> = { "in-place": "✔", partly: "◐", missing: "✘", unknown: "?" };

/** The colours of the sheet itself. */
const COLOURS: Readonly<Record<Status, readonly [field: string, ink: string]>> = {
  "in-place": ["#e3f4e6", "#0b3d17"],
  partly: ["#fff3d1", "#4a3300"],
  missing: ["#fdeceb", "#5c0909"],
  unknown: ["#ececf3", "#26264a"],
};

const SUBJECTS: readonly Subject[] = ["mail", "server", "name"];

/**
 * A picture of a client's protection sheet.
 *
 * @param day day on which the posture is judged, `YYYY-MM-DD`
 */
export function reportPicture(json: unknown, client: string, language: Language, day: string): string {
  const catalogue = CATALOGUES[language];
  const words = (text: string): string => catalogue.typeset(text);
  const sheet = protectionSheet(postureOf(json, day), client, day);
  const parts: string[] = [];
  let y = MARGIN - 6;
  const put = ({ svg, height }: Drawn, after = 0): void => {
    parts.push(svg);
    y += height + after;
  };
  const line = (text: string, size: number, bold = false) =>
    set({ runs: [{ text, bold }], x: MARGIN, width: WIDTH - 2 * MARGIN, size }, y);
  put(line(words(catalogue.title), 24, true));
  put(line(sheet.client, 18, true));
  put(line(words(catalogue.situation({ day })), 14), 8);
  const counts = countByStatus(sheet);
  const box = (WIDTH - 2 * MARGIN - 30) / STATUSES.length;
  for (const [index, status] of STATUSES.entries()) {
    const x = MARGIN + index * (box + 10);
    parts.push(field(status, x, y, box, 30));
    parts.push(
      set(
        {
          runs: [
            { text: `${counts[status]}  `, bold: true, fill: COLOURS[status][1] },
            { text: `${SIGNS[status]} ${catalogue.statuses[status]}`, fill: COLOURS[status][1] },
          ],
          x: x + 10,
          width: box,
          size: 15,
        },
        y + 4,
      ).svg,
    );
  }
  y += 30;
  for (const subject of SUBJECTS) {
    y += 12;
    put(line(words(catalogue.subjects[subject]), 17, true), 2);
    for (const { advice, status, what, missing, unknown } of sheet.advices.filter(
      (each) => each.subject === subject,
    )) {
      const inPlace = what.map(({ statement }) => words(spoken(catalogue, statement)));
      const open = [
        ...missing.map(({ statement }) => words(spoken(catalogue, statement))),
        ...unknown.map(({ statement }) =>
          words(`${catalogue.notKnown} ${lowered(spoken(catalogue, statement))}`),
        ),
      ].slice(0, 1);
      // Two sentences tell enough of each; the sheet has all.
      const told = [...inPlace.slice(0, 2 - open.length), ...open];
      const cell = (text: string, x: number, width: number, bold = false, fill: string = INK.text) =>
        set({ runs: [{ text, bold, fill }], x: x + 8, width: width - 16, size: 13 }, y + 5);
      const title = cell(words(catalogue.advices[advice].title), MARGIN, STATUS_X - MARGIN, true);
      const state = cell(
        `${SIGNS[status]} ${catalogue.statuses[status]}`,
        STATUS_X,
        WHAT_X - STATUS_X,
        false,
        COLOURS[status][1],
      );
      const sentences = cell(told.join(" "), WHAT_X, WIDTH - MARGIN - WHAT_X);
      const height = Math.max(title.height, sentences.height) + 10;
      parts.push(
        `<path d="M${MARGIN} ${y}H${WIDTH - MARGIN}" stroke="${INK.line}"/>\n`,
        field(status, STATUS_X, y, WHAT_X - STATUS_X - 8, height),
        title.svg,
        state.svg,
        sentences.svg,
      );
      y += height;
    }
  }
  return pictureOf(
    `${words(catalogue.title)}: ${sheet.client}`,
    { svg: parts.join(""), height: y + MARGIN },
    WIDTH,
  );
}

function lowered(text: string): string {
  return `${text.charAt(0).toLowerCase()}${text.slice(1)}`;
}

function field(status: Status, x: number, y: number, width: number, height: number): string {
  const [fill] = COLOURS[status];
  return `<rect x="${x}" y="${Math.round(y * 10) / 10}" width="${width}" height="${Math.round(height * 10) / 10}" rx="4" fill="${fill}"/>\n`;
}

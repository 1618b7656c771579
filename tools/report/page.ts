import type { JudgedAdvice, Subject } from "./advices";
import type { Catalogue } from "./catalogue";
import { readableName } from "./format";
import { CATEGORIES, type CategoryScore, type Score } from "./internet-nl";
import { type Gap, STATUSES, type Status } from "./judgement";
import { html, type Markup } from "./markup";
import { countByStatus, type ProtectionSheet, spoken } from "./sheet";
import { STYLE } from "./style";

/** Each status as a sign, for those who do not see or print its colour. */
const SIGNS: Readonly<Record<Status, string>> = {
  "in-place": "✔",
  partly: "◐",
  missing: "✘",
  unknown: "?",
};

const SUBJECTS: readonly Subject[] = ["mail", "server", "name"];

/** The sheet as one HTML page: no script, nothing loaded from elsewhere, the same for the same sheet. */
export function sheetPage(sheet: ProtectionSheet, catalogue: Catalogue): string {
  const { typeset: set } = catalogue;
  const title = `${set(catalogue.title)} – ${sheet.client}`;
  const counts = countByStatus(sheet);
  const { markup } = html`<!DOCTYPE html>
<html lang="${catalogue.locale}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title>
<style>
${{ markup: STYLE }}
</style>
</head>
<body>
<header>
<h1>${set(catalogue.title)}</h1>
<p class="client">${sheet.client}</p>
<p>${set(catalogue.situation({ day: sheet.date }))}</p>
<p>${set(catalogue.source)}</p>
${sheet.brokenRules === 0 ? "" : html`<p class="caution">${set(catalogue.brokenRules({ count: sheet.brokenRules }))}</p>\n`}</header>
<main>
<h2>${set(catalogue.overview)}</h2>
<ul class="glance">
${STATUSES.map((status) => html`<li class="${status}"><strong>${String(counts[status])}</strong> ${statusText(status, catalogue)}<small>${set(catalogue.meanings[status])}</small></li>\n`)}</ul>
${SUBJECTS.map((subject) => subjectSection(sheet, subject, catalogue))}${scoreSection(sheet.score, catalogue)}</main>
<footer>
<p>${set(catalogue.remarks)}</p>
</footer>
</body>
</html>
`;
  return markup;
}

function statusText(status: Status, { statuses }: Catalogue): Markup {
  return html`<span class="sign" aria-hidden="true">${SIGNS[status]}</span> ${statuses[status]}`;
}

function subjectSection({ advices }: ProtectionSheet, subject: Subject, catalogue: Catalogue): Markup {
  const { columns, subjects, typeset: set } = catalogue;
  return html`<section>
<h2>${set(subjects[subject])}</h2>
<table>
<caption>${set(subjects[subject])}</caption>
<thead>
<tr><th scope="col" class="advice">${set(columns.advice)}</th><th scope="col" class="status">${set(columns.status)}</th><th scope="col" class="what">${set(columns.what)}</th><th scope="col">${set(columns.missing)}</th></tr>
</thead>
<tbody>
${advices.filter((advice) => advice.subject === subject).map((advice) => adviceRow(advice, catalogue))}</tbody>
</table>
</section>
`;
}

function adviceRow(judged: JudgedAdvice, catalogue: Catalogue): Markup {
  const { advice, row, status, what, missing, unknown, details } = judged;
  const { typeset: set } = catalogue;
  const { title, term } = catalogue.advices[advice];
  const achievements = what.map(({ statement, since }) =>
    said(spoken(catalogue, statement), since === null ? undefined : catalogue.since({ day: since })),
  );
  const gaps = (all: readonly Gap[]): readonly string[] =>
    all.map(({ statement, accepted }) =>
      said(spoken(catalogue, statement), accepted === null ? undefined : catalogue.accepted(accepted)),
    );
  const questions = gaps(unknown).map((text) => `${catalogue.notKnown} ${continued(text)}`);
  return html`<tr>
<th scope="row">${set(title)}<small>${set(term)} · ${set(catalogue.row({ row }))}</small></th>
<td class="${status}">${statusText(status, catalogue)}</td>
<td>${items(achievements.map(set), catalogue)}${details.length === 0 ? "" : html`<small translate="no">${details.map(readableDetail).join(" · ")}</small>`}</td>
<td>${items([...gaps(missing), ...questions].map(set), catalogue)}</td>
</tr>
`;
}

/** A sentence with a remark in brackets before its full stop. */
function said(text: string, remark: string | undefined): string {
  return remark === undefined ? text : `${text.replace(/\.$/, "")} (${remark}).`;
}

/** A sentence after a colon; what is unknown is told as a question, and none begins with a name. */
function continued(text: string): string {
  return `${text.charAt(0).toLowerCase()}${text.slice(1)}`;
}

function items(texts: readonly string[], { nothing }: Catalogue): Markup {
  return texts.length === 0
    ? html`${nothing}`
    : html`<ul>${texts.map((text) => html`<li>${text}</li>`)}</ul>`;
}

/** A record or a rule, its names in the script people write them in. */
function readableDetail(detail: string): string {
  return detail.replace(/\bxn--[a-z0-9-]+(?:\.[a-z0-9-]+)+/g, readableName);
}

function scoreSection(score: Score, catalogue: Catalogue): Markup {
  const { score: words, typeset: set } = catalogue;
  if (score.domains.length === 0) {
    return html`<section>
<h2>${set(words.title)}</h2>
<p>${set(words.none)}</p>
</section>
`;
  }
  return html`<section>
<h2>${set(words.title)}</h2>
<p class="result">${set(words.result(score))}</p>
<p>${set(words.explanation({ rest: score.total - score.knowable, total: score.total }))}</p>
<table class="score">
<caption>${set(words.title)}</caption>
<thead>
<tr><th scope="col" class="advice">${set(words.domain)}</th>${CATEGORIES.map((category) => html`<th scope="col">${set(words.categories[category].title)}<small>${words.categories[category].term}</small></th>`)}<th scope="col">${set(words.sum)}</th></tr>
</thead>
<tbody>
${score.domains.map(
  ({ domain, categories, ...sum }) =>
    html`<tr><th scope="row">${readableName(domain)}</th>${categories.map((each) => html`<td>${set(points(each, catalogue))}</td>`)}<td>${set(words.points(sum))}</td></tr>\n`,
)}</tbody>
</table>
</section>
`;
}

function points(score: CategoryScore, { score: words }: Catalogue): string {
  if (score.total === 0) {
    return words.notCounted;
  }
  return score.knowable === 0 ? words.notKnown : words.points(score);
}

import type { AdviceId, Subject } from "./advices";
import { EN } from "./en";
import { FR } from "./fr";
import type { Category } from "./internet-nl";
import type { Status } from "./judgement";
import type { Sentences } from "./statement";

/** Everything that is said on the sheet, in one language. A key that is missing is a type error. */
export interface Catalogue {
  /** BCP 47, for programs that read the page aloud or hyphenate it. */
  readonly locale: string;
  /** What the language's typography changes in a finished text. */
  readonly typeset: (text: string) => string;
  readonly title: string;
  readonly situation: (values: { readonly day: string }) => string;
  /** What the sheet is made from, and what that cannot tell. */
  readonly source: string;
  readonly brokenRules: (values: { readonly count: number }) => string;
  readonly statuses: Readonly<Record<Status, string>>;
  /** What each status means. */
  readonly meanings: Readonly<Record<Status, string>>;
  readonly overview: string;
  readonly subjects: Readonly<Record<Subject, string>>;
  readonly columns: {
    readonly advice: string;
    readonly status: string;
    readonly what: string;
    readonly missing: string;
  };
  /** Each advice in plain words, and its technical term. */
  readonly advices: Readonly<Record<AdviceId, { readonly title: string; readonly term: string }>>;
  readonly row: (values: { readonly row: number }) => string;
  readonly since: (values: { readonly day: string }) => string;
  readonly accepted: (values: { readonly owner: string; readonly until: string }) => string;
  readonly notKnown: string;
  readonly nothing: string;
  readonly sentences: Sentences;
  readonly score: {
    readonly title: string;
    readonly result: (values: { readonly points: number; readonly knowable: number }) => string;
    /** What the points are, and how many nobody can know from here. */
    readonly explanation: (values: { readonly rest: number; readonly total: number }) => string;
    readonly none: string;
    readonly domain: string;
    readonly sum: string;
    readonly categories: Readonly<Record<Category, { readonly title: string; readonly term: string }>>;
    readonly points: (values: { readonly points: number; readonly knowable: number }) => string;
    readonly notKnown: string;
    readonly notCounted: string;
  };
  /** What is not said in the tables themselves. */
  readonly remarks: string;
}

/** Languages of the sheet. */
export const LANGUAGES = ["fr", "en"] as const;

/** A language of the sheet. */
export type Language = (typeof LANGUAGES)[number];

/** The catalogue of each language. */
export const CATALOGUES: Readonly<Record<Language, Catalogue>> = { fr: FR, en: EN };

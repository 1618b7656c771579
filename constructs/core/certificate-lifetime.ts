/** How long certificates are valid that are issued from a day on. */
export interface CertificateLifetime {
  readonly days: number;
  /**
   * First day, `YYYY-MM-DD`.
   *
   * @default - always, until another one begins
   */
  readonly from?: string;
}

/**
 * When a certificate is renewed, counted from its end: a number of days, or one part of so many of its lifetime, which
 * stays right when lifetimes shorten.
 */
export type RenewalWindow = { readonly days: number } | { readonly lifetimeDividedBy: number };

/** The lifetime of a certificate issued on a day; undefined where none is known. */
export function lifetimeOn(lifetimes: readonly CertificateLifetime[], day: string): number | undefined {
  return lifetimes
    .filter(({ from = "" }) => from <= day)
    .sort((one, other) => ((one.from ?? "") < (other.from ?? "") ? -1 : 1))
    .at(-1)?.days;
}

/** Days before a certificate's end on which its renewal becomes possible. */
export function windowDays(window: RenewalWindow, lifetimeDays: number): number {
  return "days" in window ? window.days : Math.floor(lifetimeDays / window.lifetimeDividedBy);
}

/** The shortest of some lifetimes: what a schedule must be right for, if it is to stay right. */
export function shortestLifetime(lifetimes: readonly CertificateLifetime[]): number {
  return Math.min(...lifetimes.map(({ days }) => days));
}

/** How often a certificate can be tried again: occasions that surely fall into a window of so many days. */
export function occasions(window: number, everyDays: number): number {
  return Math.floor(window / everyDays);
}

/** Fewer than this, and one failed apply leaves the certificate to run out. */
export const LEAST_OCCASIONS = 2;

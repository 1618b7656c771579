/** The calendar day in UTC, `YYYY-MM-DD`: what exceptions and the age of data are held against. */
export function today(): string {
  return new Date().toISOString().slice(0, 10);
}

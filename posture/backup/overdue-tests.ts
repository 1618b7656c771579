import type { RestoreTestsFact } from "./backup-fact";

/** Days after which a test that is due every so many months is overdue: a fortnight to find an evening for it. */
const GRACE_DAYS = 14;
const DAYS_IN_MONTH = 31;
const DAY_MS = 86_400_000;

/** What has not been restored for a test for too long, in words. */
export function overdueTests(tests: RestoreTestsFact | null, today: string): readonly string[] {
  if (tests === null) {
    return ["message", "mailbox", "database"];
  }
  const oldest = Date.parse(today) - (tests.everyMonths * DAYS_IN_MONTH + GRACE_DAYS) * DAY_MS;
  return Object.entries(tests.last)
    .filter(([, day]) => day === null || Date.parse(day) < oldest)
    .map(([what]) => what);
}

import { lifetimeOn, windowDays } from "../../../constructs/core/certificate-lifetime";

const SHORTENED = [{ days: 45, from: "2028-02-16" }, { days: 90 }, { days: 64, from: "2027-02-10" }];

test.each([
  ["2026-11-24", 90],
  ["2027-02-09", 90],
  ["2027-02-10", 64],
  ["2028-02-16", 45],
])("a certificate issued on %s has the lifetime of that day", (day, days) => {
  expect(lifetimeOn(SHORTENED, day)).toBe(days);
});

test("before the first day that is known there is no lifetime", () => {
  expect(lifetimeOn([{ days: 45, from: "2026-05-13" }], "2026-05-12")).toBeUndefined();
});

test("a window is so many days, or a part of the lifetime", () => {
  expect(windowDays({ days: 45 }, 198)).toBe(45);
  expect(windowDays({ lifetimeDividedBy: 3 }, 64)).toBe(21);
});

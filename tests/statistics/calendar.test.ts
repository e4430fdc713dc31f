import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type CalendarUnit, periodOf, periodStartMs } from "../../lambda/statistics/calendar.ts";

const units: readonly CalendarUnit[] = [
  "millisecond",
  "second",
  "minute",
  "hour",
  "day",
  "week",
  "month",
  "quarter",
  "year",
  "decade",
  "century",
];
const times = fc.date({ noInvalidDate: true }).map((date) => date.getTime());

describe("calendar periods", () => {
  it.each<[CalendarUnit, string, string]>([
    ["second", "2024-02-29T13:45:59.999Z", "2024-02-29T13:45:59.000Z"],
    ["day", "1969-12-31T23:59:59.999Z", "1969-12-31T00:00:00.000Z"],
    ["week", "2024-03-03T12:00:00.000Z", "2024-02-26T00:00:00.000Z"],
    ["week", "2024-03-04T00:00:00.000Z", "2024-03-04T00:00:00.000Z"],
    ["month", "2024-02-29T13:45:59.999Z", "2024-02-01T00:00:00.000Z"],
    ["month", "2023-12-31T23:59:59.999Z", "2023-12-01T00:00:00.000Z"],
    ["quarter", "2024-05-31T00:00:00.000Z", "2024-04-01T00:00:00.000Z"],
    ["year", "0099-06-01T00:00:00.000Z", "0099-01-01T00:00:00.000Z"],
    ["decade", "1969-12-31T00:00:00.000Z", "1960-01-01T00:00:00.000Z"],
    ["century", "2000-01-01T00:00:00.000Z", "2000-01-01T00:00:00.000Z"],
    ["century", "1999-12-31T00:00:00.000Z", "1900-01-01T00:00:00.000Z"],
  ])("the %s of %s starts at %s", (unit, time, start) => {
    const period = periodOf(unit, Date.parse(time));
    expect(new Date(periodStartMs(unit, period)).toISOString()).toBe(start);
  });

  it("hold their time and follow on each other, over all times that a Date can hold", () => {
    fc.assert(
      fc.property(times, fc.constantFrom(...units), (time, unit) => {
        const period = periodOf(unit, time);
        expect(periodStartMs(unit, period)).toBeLessThanOrEqual(time);
        expect(periodStartMs(unit, period + 1)).toBeGreaterThan(time);
        expect(periodOf(unit, periodStartMs(unit, period))).toBe(period);
      }),
      { numRuns: 2000 },
    );
  });

  it("have the months of Date", () => {
    fc.assert(
      fc.property(times, (time) => {
        const date = new Date(time);
        expect(periodOf("month", time)).toBe(date.getUTCFullYear() * 12 + date.getUTCMonth());
      }),
      { numRuns: 2000 },
    );
  });
});

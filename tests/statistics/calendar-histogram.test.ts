import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { periodOf } from "../../lambda/statistics/calendar.ts";
import { CalendarHistogram } from "../../lambda/statistics/calendar-histogram.ts";
import { random } from "./data.ts";
import { mergeTree } from "./merge-tree.ts";

const dayMs = 86_400_000;

function fill(times: Iterable<number>, binsMax?: number): CalendarHistogram {
  const histogram = new CalendarHistogram(binsMax);
  for (const time of times) histogram.add(time);
  return histogram;
}

function times(from: string, to: string, n: number): number[] {
  const next = random(1);
  const [start, end] = [Date.parse(from), Date.parse(to)];
  return Array.from({ length: n }, () => Math.floor(start + next() * (end - start)));
}

describe("CalendarHistogram", () => {
  it("is empty without times", () => {
    expect(fill([]).histogram()).toBeNull();
    expect(fill([]).quantile(0.5)).toBeNull();
  });

  it.each([
    ["2024-01-01T00:00:00.000Z", "2024-01-01T00:00:00.050Z", "millisecond", "millisecond"],
    ["2024-01-01T00:00:00Z", "2024-01-01T00:00:04Z", "second", "millisecond"],
    ["2024-01-01T00:00:00Z", "2024-01-01T00:00:30Z", "second", "second"],
    ["2024-01-01T00:00:00Z", "2024-01-01T00:50:00Z", "minute", "second"],
    ["2024-01-01T00:00:00Z", "2024-01-02T00:00:00Z", "hour", "minute"],
    ["2024-01-01T00:00:00Z", "2024-02-01T00:00:00Z", "day", "hour"],
    ["2024-01-01T00:00:00Z", "2024-12-31T00:00:00Z", "week", "day"],
    ["2020-01-01T00:00:00Z", "2024-12-31T00:00:00Z", "month", "day"],
    ["2010-01-01T00:00:00Z", "2024-12-31T00:00:00Z", "quarter", "month"],
    ["1970-01-01T00:00:00Z", "2024-12-31T00:00:00Z", "year", "month"],
    ["1500-01-01T00:00:00Z", "2024-12-31T00:00:00Z", "decade", "year"],
    ["0001-01-01T00:00:00Z", "5000-01-01T00:00:00Z", "century", "century"],
  ])("%s to %s: shown by %s, counted by %s, and exactly", (from, to, shown, counted) => {
    const data = times(from, to, 50_000);
    const histogram = fill(data);
    const result = histogram.histogram();
    expect(histogram.state().unit).toBe(counted);
    expect(result?.unit).toBe(shown);
    expect(result?.bins.length).toBeLessThanOrEqual(62);
    if (result === null) return;
    for (const [i, bin] of result.bins.entries()) {
      const end = result.bins[i + 1]?.start_ms ?? Number.POSITIVE_INFINITY;
      expect(bin.count).toBe(data.filter((time) => time >= bin.start_ms && time < end).length);
    }
  });

  it("shows the body, not the sentinel dates beside it", () => {
    const data = [
      ...times("2024-01-01T00:00:00Z", "2024-02-01T00:00:00Z", 1000),
      Date.parse("9999-12-31"),
      0,
    ];
    const result = fill(data).histogram();
    expect(result?.unit).toBe("day");
    expect(result?.above).toBeGreaterThanOrEqual(1);
    expect(result?.below).toBeGreaterThanOrEqual(1);
    const inside = result?.bins.reduce((sum, bin) => sum + bin.count, 0) ?? 0;
    expect(inside + (result?.below ?? 0) + (result?.above ?? 0)).toBe(data.length);
  });

  it("gives quantiles to the unit of its counts", () => {
    const data = times("2015-01-01T00:00:00Z", "2020-01-01T00:00:00Z", 20_001);
    const sorted = [...data].sort((a, b) => a - b);
    const histogram = fill(data);
    for (const q of [0, 0.25, 0.5, 0.99, 1]) {
      const exact = sorted[Math.floor(q * 20_000)] ?? 0;
      expect(histogram.quantile(q)).toEqual({ start_ms: Math.floor(exact / dayMs) * dayMs, unit: "day" });
    }
  });

  it("has the same state in every order and cut; its counts are those of the periods", () => {
    const time = fc.oneof(
      fc.integer({ min: -5_000, max: 5_000 }),
      fc.integer({ min: -500, max: 500 }).map((hours) => hours * 3_600_000),
      fc
        .date({ min: new Date(-6e13), max: new Date(2e14), noInvalidDate: true })
        .map((date) => date.getTime()),
    );
    fc.assert(
      fc.property(
        fc.array(time, { maxLength: 60 }),
        fc.integer(),
        fc.integer({ min: 1, max: 40 }),
        (data, seed, binsMax) => {
          const whole = fill(data, binsMax).state();
          const merged = mergeTree(
            data,
            seed,
            "shuffled",
            () => new CalendarHistogram(binsMax),
            (state, x) => state.add(x),
          );
          expect(merged.count).toBe(data.length);
          expect(merged.state()).toEqual(whole);
          expect(CalendarHistogram.from(whole, binsMax).state()).toEqual(whole);
          const counts = new Map<number, number>();
          for (const x of data) {
            const period = periodOf(whole.unit, x);
            counts.set(period, (counts.get(period) ?? 0) + 1);
          }
          expect(new Map(Array.from(whole.periods, (period, i) => [period, whole.counts[i]]))).toEqual(
            counts,
          );
          if (whole.unit !== "century") expect(whole.periods.length).toBeLessThanOrEqual(binsMax);
        },
      ),
    );
  });
});

import { describe, expect, it } from "vitest";
import { columnStatisticsBytesMax } from "../../lambda/limits.ts";
import { columnBudget } from "../../lambda/statistics/column-budget.ts";

function partsBytes(columns: number) {
  const budget = columnBudget(columns);
  return {
    values: 8 * budget.quantiles.valuesExactMax,
    hashes: (8 * budget.distinct.exactMax * 4) / 3,
    registers: 2 ** budget.distinct.precision,
    counters: 164 * budget.frequent.countersMax,
    periods: 40 * budget.calendarBinsMax,
  };
}

describe("columnBudget", () => {
  it("is the full one for the tables that are usual", () => {
    expect(columnBudget(150)).toEqual({
      figures: "all",
      quantiles: { valuesExactMax: 10_000, pagesMax: 64 },
      distinct: { exactMax: 10_000, precision: 14 },
      frequent: { exactMax: 1_000, countersMax: 1_023, textCharsMax: 100 },
      calendarBinsMax: 4_096,
      distinctSampleMax: 256,
    });
    expect(columnBudget(0)).toEqual(columnBudget(1));
  });

  it.each([
    [19, 8_000, 10_000, 10_000],
    [20, 7_672, 10_000, 10_000],
    [30, 5_115, 10_000, 10_000],
    [100, 1_534, 10_000, 10_000],
    [192, 799, 10_000, 10_000],
    [193, 795, 6_144, 10_000],
    [314, 488, 6_144, 10_000],
    [315, 487, 6_144, 9_986],
  ])("of %i columns: %i counters, %i distinct values, %i values for quantiles", (columns, ...bounds) => {
    const { frequent, distinct, quantiles } = columnBudget(columns);
    expect([frequent.countersMax, distinct.exactMax, quantiles.valuesExactMax]).toEqual(bounds);
  });

  it("keeps all columns together below the bound, up to 10,000 of them", () => {
    for (let columns = 1; columns <= 10_000; columns = Math.ceil(columns * 1.3)) {
      const bytes = Object.values(partsBytes(columns)).map((part) => part * columns);
      // At a time a column holds values or a sketch, hashes or registers.
      for (const part of bytes) expect(part).toBeLessThanOrEqual(columnStatisticsBytesMax / 4 + 1);
    }
  });

  it("never gives more to a wider table", () => {
    for (let columns = 2; columns <= 100_000; columns *= 2) {
      const wide = partsBytes(columns);
      const narrow = partsBytes(columns / 2);
      expect(wide.values).toBeLessThanOrEqual(narrow.values);
      expect(wide.hashes).toBeLessThanOrEqual(narrow.hashes);
      expect(wide.registers).toBeLessThanOrEqual(narrow.registers);
      expect(wide.counters).toBeLessThanOrEqual(narrow.counters);
      expect(wide.periods).toBeLessThanOrEqual(narrow.periods);
    }
  });
});

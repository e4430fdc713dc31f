import { describe, expect, it } from "vitest";
import { outliers } from "../../lambda/statistics/outliers.ts";
import { Quantiles } from "../../lambda/statistics/quantiles.ts";
import { sample } from "./data.ts";

function outliersOf(numbers: Iterable<number>, integral: boolean, valuesExactMax = 1e9) {
  const quantiles = new Quantiles({ valuesExactMax, pagesMax: 64 });
  for (const x of numbers) quantiles.add(x);
  const distribution = quantiles.distribution(integral);
  return distribution === null ? null : outliers(distribution);
}

describe("outliers", () => {
  it("counts what lies beyond the fences, not what lies on them", () => {
    // Q1 = 1.5, Q3 = 4.5 of 0 … 6; with the two extremes Q1 = 1, Q3 = 5, fences −5 and 11.
    expect(outliersOf([0, 1, 2, 3, 4, 5, 6, 11, -5], true)).toEqual({
      method: "exact",
      fence_low: -5,
      fence_high: 11,
      below: 0,
      above: 0,
      count: 0,
    });
    expect(outliersOf([0, 1, 2, 3, 4, 5, 6, 12, -6], true)).toMatchObject({ below: 1, above: 1, count: 2 });
  });

  it("has none where all values are equal, and every other value where most are", () => {
    expect(outliersOf([5, 5, 5, 5], true)).toMatchObject({ count: 0 });
    expect(outliersOf([5, 5, 5, 5, 5, 5, 4, 6, 9], true)).toMatchObject({ below: 1, above: 2 });
  });

  it("is the same from a sketch of small integers", () => {
    const ages = Array.from(sample("normal (0, 1)", 50_000, 8), (z) => Math.round(40 + 12 * z));
    expect(outliersOf(ages, true, 100)).toEqual({ ...outliersOf(ages, true), method: "ddsketch" });
  });

  it.each(["normal (0, 1)", "exponential, negative", "lognormal (0, 2)"])(
    "from a sketch is near: %s",
    (shape) => {
      const numbers = sample(shape, 100_000, 8);
      const exact = outliersOf(numbers, false);
      const sketched = outliersOf(numbers, false, 100);
      expect(sketched?.method).toBe("ddsketch");
      // The fences are off by up to 4/257 of the quartiles; the density at them makes that well below 0.2 % of the rows.
      expect(Math.abs((sketched?.count ?? 0) - (exact?.count ?? 0))).toBeLessThan(0.002 * numbers.length);
    },
  );

  it("from a sketch has none in the bin that holds both quartiles", () => {
    // Doubles are 256 apart there, and bins a million wide.
    const identifiers = Array.from({ length: 12_001 }, (_, i) => 1.78e18 + 7 * i);
    expect(outliersOf(identifiers, true, 100)).toMatchObject({ method: "ddsketch", below: 0, above: 0 });
    // Bins of powers of two up to 2^60 are 0.8 % wide.
    const most = Array.from({ length: 6_000 }, () => 1.001);
    const others = Array.from({ length: 1_500 }, (_, i) => 2 ** (1 + (i % 60)));
    expect(outliersOf([...most, ...others], false, 100)).toMatchObject({ below: 0, above: 1_500 });
  });

  it("is null where a fence passes the largest double", () => {
    expect(outliersOf([-1.7e308, -1.7e308, 1.7e308, 1.7e308], false)).toBeNull();
  });
});

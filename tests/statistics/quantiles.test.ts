import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ddsketchRelativeError } from "../../lambda/statistics/ddsketch.ts";
import { Quantiles } from "../../lambda/statistics/quantiles.ts";
import { mergeTree } from "./merge-tree.ts";

function fill(numbers: Iterable<number>, valuesExactMax: number): Quantiles {
  const quantiles = new Quantiles({ valuesExactMax, pagesMax: 64 });
  for (const x of numbers) quantiles.add(x);
  return quantiles;
}

const doubles = fc.array(fc.double({ min: -1e12, max: 1e12, noNaN: true }), { maxLength: 120 });

describe("Quantiles", () => {
  // By pandas 3.1.1: Series.quantile([.01, .05, .25, .5, .75, .95, .99]).
  it.each([
    [[7], [7, 7, 7, 7, 7, 7, 7]],
    [
      [1, 2, 4],
      [1.02, 1.1, 1.5, 2, 3, 3.8, 3.96],
    ],
    [
      [2, 8, 0, 4, 1, 9, 9, 0],
      [0, 0, 0.75, 3, 8.25, 9, 9],
    ],
    [
      [0.5, 1.25, -3, 1000000, 17, 42],
      [-2.825, -2.125, 0.6875, 9.125, 35.75, 750010.5, 950002.1000000002],
    ],
  ])("of %j, exactly as pandas", (numbers, expected) => {
    const distribution = fill(numbers, 10).distribution(false);
    const actual = [0.01, 0.05, 0.25, 0.5, 0.75, 0.95, 0.99].map((q) => distribution?.quantile(q));
    expect(distribution?.method).toBe("exact");
    for (const [i, value] of expected.entries()) expect(actual[i]).toBeCloseTo(value, 9);
  });

  it.each([1.78e18, -1.78e18, 2 ** 60, 9e18])("of identifiers at %d as good as doubles tell", (first) => {
    const identifiers = Array.from({ length: 12_001 }, (_, i) => first + 7 * i);
    const exact = fill(identifiers, 20_000).distribution(true);
    const sketched = fill(identifiers, 10).distribution(true);
    expect(sketched?.method).toBe("ddsketch");
    const ranks = Array.from({ length: 101 }, (_, i) => i / 100);
    const values = ranks.map((q) => sketched?.quantile(q) ?? Number.NaN);
    expect([...values].sort((a, b) => a - b)).toEqual(values);
    for (const [i, q] of ranks.entries())
      expect(Math.abs((values[i] ?? 0) - (exact?.quantile(q) ?? 0))).toBeLessThanOrEqual(2048);
    expect(sketched?.countAtMost(first + 84_000)).toBe(12_001);
    expect(Math.abs((sketched?.countBelow(first + 42_000) ?? 0) - 6_000)).toBeLessThanOrEqual(300);
  });

  it("has no distribution without values, and no quantile outside of [0, 1]", () => {
    expect(fill([], 10).distribution(false)).toBeNull();
    expect(() => fill([1], 10).distribution(false)?.quantile(1.5)).toThrow(RangeError);
  });

  it("passes to the sketch with the first value past the bound, not with the last before it", () => {
    const numbers = Array.from({ length: 100 }, (_, i) => i + 0.5);
    expect(fill(numbers, 100).distribution(false)?.method).toBe("exact");
    const beyond = fill([...numbers, 1e6], 100).distribution(false);
    expect(beyond?.method).toBe("ddsketch");
    expect(beyond?.relativeError).toBeGreaterThan(0);
    expect(beyond?.relativeError).toBeLessThan(ddsketchRelativeError(0));
    expect(beyond?.count).toBe(101);
    expect(beyond?.max).toBe(1e6);
  });

  it("answers the same in every order and cut, on both sides of the bound", () => {
    fc.assert(
      fc.property(doubles, fc.integer(), fc.integer({ min: 1, max: 120 }), (numbers, seed, bound) => {
        const whole = fill(numbers, bound).distribution(false);
        const merged = mergeTree(
          numbers,
          seed,
          "shuffled",
          () => new Quantiles({ valuesExactMax: bound, pagesMax: 64 }),
          (state, x) => state.add(x),
        );
        for (const distribution of [
          merged.distribution(false),
          Quantiles.from(merged.state(), merged.limits).distribution(false),
        ]) {
          expect(distribution?.method).toBe(whole?.method);
          expect(distribution?.count).toBe(whole?.count);
          for (const q of [0, 0.01, 0.3, 0.5, 0.99, 1]) {
            expect(distribution?.quantile(q)).toEqual(whole?.quantile(q));
          }
          for (const x of numbers.slice(0, 5)) {
            expect(distribution?.countBelow(x)).toBe(whole?.countBelow(x));
            expect(distribution?.countAtMost(x)).toBe(whole?.countAtMost(x));
          }
        }
      }),
    );
  });
});

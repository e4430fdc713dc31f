import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Moments } from "../../lambda/statistics/moments.ts";
import { sample, shapes } from "./data.ts";
import { mergeTree } from "./merge-tree.ts";

const values = fc.array(
  fc.integer({ min: -1e9, max: 1e9 }).map((x) => x / 1000),
  { maxLength: 200 },
);

function fill(numbers: Iterable<number>): Moments {
  const moments = new Moments();
  for (const x of numbers) moments.add(x);
  return moments;
}

/** The definitions, in two passes. */
function definitions(numbers: readonly number[]) {
  const n = numbers.length;
  const rough = numbers.reduce((a, b) => a + b, 0) / n;
  const mean = rough + numbers.reduce((a, b) => a + (b - rough), 0) / n;
  const power = (p: number) => numbers.reduce((sum, x) => sum + (x - mean) ** p, 0);
  const [m2, m3, m4] = [power(2), power(3), power(4)];
  return {
    mean,
    variance: m2 / (n - 1),
    skewness: ((n * Math.sqrt(n - 1)) / (n - 2)) * (m3 / m2 ** 1.5),
    kurtosis: ((n - 1) / ((n - 2) * (n - 3))) * ((n + 1) * ((n * m4) / (m2 * m2) - 3) + 6),
  };
}

function expectClose(actual: number | null, expected: number | null, scale = 0): void {
  if (actual === null || expected === null) {
    expect(actual).toBe(expected);
    return;
  }
  expect(Math.abs(actual - expected)).toBeLessThanOrEqual(1e-9 * Math.max(Math.abs(expected), scale));
}

/** Rounding as stated: 1e-9, or what the distance of the mean from zero makes of it. */
function shapeTolerance(mean: number, stddev: number, n: number): number {
  return Math.max(1, (10 * 2 ** -53 * Math.sqrt(n) * (Math.abs(mean) / stddev)) / 1e-9);
}

function expectSame(actual: Moments, expected: Moments): void {
  const spread = expected.sampleStddev() ?? 0;
  const mean = expected.mean() ?? 0;
  const scale = spread > 0 ? shapeTolerance(mean, spread, expected.count) : 1;
  expect(actual.count).toBe(expected.count);
  expectClose(actual.mean(), expected.mean(), Math.abs(mean) + spread);
  expectClose(actual.sampleVariance(), expected.sampleVariance(), (expected.sampleVariance() ?? 0) * scale);
  expectClose(actual.skewness(), expected.skewness(), scale);
  expectClose(actual.excessKurtosis(), expected.excessKurtosis(), scale);
}

describe("Moments", () => {
  // By pandas 3.1.1: Series.mean(), var(), skew(), kurt().
  it.each([
    [[], null, null, null, null],
    [[7], 7, null, null, null],
    [[1, 2], 1.5, 0.5, null, null],
    [[1, 2, 4], 2.3333333333333335, 2.333333333333333, 0.9352195295828246, null],
    [[1, 2, 3, 4], 2.5, 1.6666666666666667, 0, -1.200000000000001],
    [[2, 8, 0, 4, 1, 9, 9, 0], 4.125, 15.839285714285714, 0.3305821804079747, -2.098602258096087],
    [
      [0.5, 1.25, -3, 1000000, 17, 42],
      166676.29166666666,
      166662816968.26044,
      2.4494897335451578,
      5.999999964799443,
    ],
  ])("of %j", (numbers, mean, variance, skewness, kurtosis) => {
    const moments = fill(numbers);
    expectClose(moments.mean(), mean);
    expectClose(moments.sampleVariance(), variance);
    expectClose(moments.skewness(), skewness, 1);
    expectClose(moments.excessKurtosis(), kurtosis, 1);
  });

  it("a constant column has variance 0 and neither skewness nor kurtosis, also in blocks and merged", () => {
    const block = new Float64Array(1000).fill(0.1);
    const moments = fill(block);
    moments.addBlock(block, block.length);
    moments.merge(fill(block));
    expect(moments.mean()).toBe(0.1);
    expect(moments.sampleVariance()).toBe(0);
    expect(moments.skewness()).toBeNull();
    expect(moments.excessKurtosis()).toBeNull();
  });

  it("never answers NaN or Infinity", () => {
    fc.assert(
      fc.property(fc.array(fc.double({ noNaN: true, noDefaultInfinity: true })), (numbers) => {
        const moments = fill(numbers);
        const blocks = new Moments();
        blocks.addBlock(Float64Array.from(numbers), numbers.length);
        moments.merge(blocks);
        for (const answer of [
          moments.mean(),
          moments.sampleVariance(),
          moments.sampleStddev(),
          moments.skewness(),
          moments.excessKurtosis(),
        ]) {
          expect(answer === null || Number.isFinite(answer)).toBe(true);
        }
      }),
    );
  });

  it("keeps the mean of the extremes of both signs", () => {
    const max = Number.MAX_VALUE;
    expect(fill([max, -max]).mean()).toBe(0);
    expect(fill([max, max]).mean()).toBe(max);
    expect(fill([max, -max]).sampleVariance()).toBeNull();
  });

  it.each(Object.keys(shapes).filter((shape) => shape !== "300 decades"))(
    "equals the definitions: %s",
    (shape) => {
      const numbers = Array.from(sample(shape, 10_000, 1));
      const moments = fill(numbers);
      const expected = definitions(numbers);
      const stddev = Math.sqrt(expected.variance);
      const scale = shapeTolerance(expected.mean, stddev, numbers.length);
      expectClose(moments.mean(), expected.mean, stddev);
      expectClose(moments.sampleVariance(), expected.variance);
      expectClose(moments.skewness(), expected.skewness, scale);
      expectClose(moments.excessKurtosis(), expected.kurtosis, scale);
    },
  );

  it("does not lose the variance of values far from zero", () => {
    expect(fill([1e9 + 4, 1e9 + 7, 1e9 + 13, 1e9 + 16]).sampleVariance()).toBe(30);
  });

  it("is the same in blocks, and in random cuts merged in random order", () => {
    fc.assert(
      fc.property(values, fc.integer(), (numbers, seed) => {
        const whole = fill(numbers);
        expectSame(
          mergeTree(
            numbers,
            seed,
            "shuffled",
            () => new Moments(),
            (state, x) => state.add(x),
          ),
          whole,
        );
        const blocks = new Moments();
        const half = numbers.length >> 1;
        blocks.addBlock(Float64Array.from(numbers.slice(0, half)), half);
        blocks.addBlock(Float64Array.from(numbers.slice(half)), numbers.length - half);
        expectSame(blocks, whole);
      }),
    );
  });

  it("leaves the other as it was, and survives the way through its state", () => {
    const other = fill([1, 2, 3, 10]);
    const before = other.state();
    const moments = Moments.from(fill([4, 5]).state());
    moments.merge(other);
    expect(other.state()).toEqual(before);
    expect(moments.count).toBe(6);
    expectSame(moments, fill([4, 5, 1, 2, 3, 10]));
  });
});

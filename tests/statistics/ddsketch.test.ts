import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { DDSketch, ddsketchRelativeError } from "../../lambda/statistics/ddsketch.ts";
import { SortedValues } from "../../lambda/statistics/distribution.ts";
import { sample, shapes } from "./data.ts";
import { mergeTree } from "./merge-tree.ts";

const shown = [0, 0.01, 0.05, 0.25, 0.5, 0.75, 0.95, 0.99, 1];

function fill(numbers: Iterable<number>, pagesMax = 64): DDSketch {
  const sketch = new DDSketch(pagesMax);
  for (const x of numbers) sketch.add(x);
  return sketch;
}

/** The two order statistics between which type 7 interpolates. */
function neighbours(sorted: Float64Array, q: number): [number, number] {
  const position = q * (sorted.length - 1);
  return [sorted[Math.floor(position)] ?? Number.NaN, sorted[Math.ceil(position)] ?? Number.NaN];
}

/** As promised: of the quantile itself, or of the larger neighbour where the neighbours differ in sign. */
function errorBound(sorted: Float64Array, q: number, relativeError = ddsketchRelativeError(0)): number {
  const [low, high] = neighbours(sorted, q);
  const exact = new SortedValues(sorted).quantile(q);
  const magnitude =
    Math.sign(low) * Math.sign(high) >= 0 ? Math.abs(exact) : Math.max(Math.abs(low), Math.abs(high));
  return magnitude * relativeError * (1 + 1e-12);
}

describe("DDSketch", () => {
  it.each([
    ...Object.keys(shapes).map((shape) => [100_000, shape] as const),
    [1_000_000, "normal (0, 1)"],
    [1_000_000, "lognormal (0, 2)"],
    [1_000_000, "falling order"],
  ] as const)("keeps its bound for %i values: %s", (n, shape) => {
    const numbers = sample(shape, n, 42);
    const sketch = fill(numbers).distribution(false);
    const sorted = numbers.slice().sort();
    const exact = new SortedValues(sorted);
    for (const q of shown) {
      if (sketch === null) throw new Error("no distribution");
      const error = Math.abs(sketch.quantile(q) - exact.quantile(q));
      expect(error).toBeLessThanOrEqual(errorBound(sorted, q, sketch.relativeError));
    }
    // 300 decades are 1,000 powers of two, sixteen a page.
    expect(sketch?.relativeError).toBeLessThanOrEqual(
      ddsketchRelativeError(shape === "300 decades" ? -4 : 0),
    );
    expect(shown.every((q) => sketch?.boundHoldsAt(q))).toBe(true);
  });

  it("keeps its bound for any doubles", () => {
    fc.assert(
      fc.property(
        fc.array(fc.double({ noNaN: true, noDefaultInfinity: true }), { minLength: 1 }),
        (numbers) => {
          // Below the smallest normal number all is zero.
          const normal = numbers.map((x) => (Math.abs(x) < 2 ** -1022 ? 0 : x));
          const sketch = fill(normal, 255).distribution(false);
          const sorted = Float64Array.from(normal).sort();
          for (const q of shown) {
            const error = Math.abs(
              (sketch?.quantile(q) ?? Number.NaN) - new SortedValues(sorted).quantile(q),
            );
            expect(error).toBeLessThanOrEqual(errorBound(sorted, q, sketch?.relativeError));
          }
        },
      ),
      // Two of them multiplied are no longer below zero.
      { examples: [[[3.588404252486066e-223, -1.4662197356467883e-220]]] },
    );
  });

  it("is exact for integers below 256", () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: -255, max: 255 }), { minLength: 1 }), (numbers) => {
        const sketch = fill(numbers).distribution(true);
        const exact = new SortedValues(Float64Array.from(numbers).sort());
        for (const q of shown) expect(sketch?.quantile(q)).toBeCloseTo(exact.quantile(q), 10);
        for (const x of [-300, -17, -0.5, 0, 0.5, 1, 99, 254.5]) {
          expect(sketch?.countBelow(x)).toBe(exact.countBelow(x));
          expect(sketch?.countAtMost(x)).toBe(exact.countAtMost(x));
        }
      }),
    );
  });

  // What 0.39 % of the value could not tell apart. The errors are shares of the range.
  it.each([
    ["seconds since 1970, one a minute", true, 0.001, (i: number) => 1_714_521_600 + 60 * i],
    ["milliseconds since 1970", true, 0.001, (i: number) => 1_714_521_600_000 + 60_000 * i + (i % 977)],
    ["identifiers", true, 0.001, (i: number) => 4_500_000_000 + i],
    ["latitudes of a town", false, 0.001, (i: number) => 48.1 + (((i * 7919) % 20_000) * 0.02) / 20_000],
    ["kelvin", false, 0.001, (i: number) => 294 + 5 * Math.sin(i)],
    ["below zero", false, 0.001, (i: number) => -1e6 - ((i * 31) % 1000) / 1000],
    ["nanoseconds since 1970", true, 0.001, (i: number) => 1_714_521_600_000_000_000 + 15_000_000 * i],
    ["years", true, 0, (i: number) => 2022 + (i % 3)],
    ["months", true, 0, (i: number) => 202_401 + (i % 12)],
  ] as const)("tells values apart whose range is narrow: %s", (_, integral, rangeErrorMax, valueOf) => {
    const numbers = Float64Array.from({ length: 20_000 }, (_, i) => valueOf(i));
    const sketch = fill(numbers).distribution(integral);
    const exact = new SortedValues(numbers.slice().sort());
    const range = exact.max - exact.min;
    for (const q of shown) {
      const error = Math.abs((sketch?.quantile(q) ?? Number.NaN) - exact.quantile(q));
      expect(error).toBeLessThanOrEqual(range * rangeErrorMax);
      const x = exact.min + q * range;
      const countError = Math.abs((sketch?.countBelow(x) ?? Number.NaN) - exact.countBelow(x));
      expect(countError).toBeLessThanOrEqual(exact.count * rangeErrorMax);
    }
  });

  it("makes its bins wider when more pages are needed, whoever brings them", () => {
    const narrow = Array.from({ length: 1000 }, (_, i) => 1e9 + i);
    const wide = Array.from({ length: 40 }, (_, i) => 3 ** i);
    // From 2^29 on, a page of level 24 has 32 integers: 32 pages for these. One page more, and it has 64.
    const levels = [narrow, [...narrow, 1], wide, [...narrow, ...wide]].map((x) => fill(x).state().level);
    expect(levels).toEqual([24, 23, 0, 0]);
    const merged = fill(narrow);
    merged.merge(fill(wide));
    expect(merged.state()).toEqual(fill([...narrow, ...wide]).state());
  });

  it.each([
    ["lognormal (0, 2)", 8, -2],
    ["300 decades", 8, -7],
  ] as const)("keeps its bound in few pages, with wider bins: %s in %i", (shape, pagesMax, level) => {
    const numbers = sample(shape, 20_000, 42);
    const sketch = fill(numbers, pagesMax);
    const distribution = sketch.distribution(false);
    const sorted = numbers.slice().sort();
    expect(sketch.state().level).toBe(level);
    for (const q of shown) {
      const error = Math.abs(
        (distribution?.quantile(q) ?? Number.NaN) - new SortedValues(sorted).quantile(q),
      );
      expect(error).toBeLessThanOrEqual(errorBound(sorted, q, ddsketchRelativeError(level)));
    }
  });

  it("keeps its bound for integers of any size, and gives integers where ranks fall on one", () => {
    const numbers = sample("integers to 10^9", 50_001, 7);
    const sketch = fill(numbers).distribution(true);
    const sorted = numbers.slice().sort();
    for (const q of shown) {
      const error = Math.abs((sketch?.quantile(q) ?? Number.NaN) - new SortedValues(sorted).quantile(q));
      expect(error).toBeLessThanOrEqual(errorBound(sorted, q, sketch?.relativeError));
    }
  });

  it("has the same state in every order and cut, also when pages collapse", () => {
    const wide = fc.array(
      fc
        .tuple(fc.double({ min: -2, max: 2, noNaN: true }), fc.integer({ min: -1000, max: 1000 }))
        .map(([m, e]) => m * 2 ** e),
      { maxLength: 80 },
    );
    fc.assert(
      fc.property(wide, fc.integer(), fc.integer({ min: 1, max: 12 }), (numbers, seed, pagesMax) => {
        const merged = mergeTree(
          numbers,
          seed,
          "shuffled",
          () => new DDSketch(pagesMax),
          (state, x) => state.add(x),
        );
        expect(merged.state()).toEqual(fill(numbers, pagesMax).state());
        expect(DDSketch.from(merged.state(), pagesMax).state()).toEqual(merged.state());
      }),
    );
  });

  it("takes −0 for 0, whichever comes first", () => {
    expect(fill([-0, 0], 4).state()).toEqual(fill([0, -0], 4).state());
    expect(Object.is(fill([-0], 4).state().min, 0)).toBe(true);
  });

  it("says where collapsing has cost the bound, and keeps counts and extremes", () => {
    const sketch = fill([1e-300, 2e-300, -3e-300, 5e-150, 5e-149, 500, -600], 3).distribution(false);
    expect(sketch?.count).toBe(7);
    expect(sketch?.min).toBe(-600);
    expect(sketch?.max).toBe(500);
    expect(shown.map((q) => sketch?.boundHoldsAt(q))).toEqual([
      true,
      false,
      false,
      false,
      false,
      true,
      true,
      true,
      true,
    ]);
  });

  it("takes infinities for the largest doubles, subnormal numbers for zero, and refuses NaN", () => {
    const sketch = fill([Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 5e-324, 1e200]);
    expect(sketch.state().zeros).toBe(1);
    const distribution = sketch.distribution(false);
    expect(distribution?.max).toBe(Number.MAX_VALUE);
    expect(distribution?.min).toBe(-Number.MAX_VALUE);
    for (const q of shown) expect(Number.isFinite(distribution?.quantile(q))).toBe(true);
    expect(() => sketch.add(Number.NaN)).toThrow(RangeError);
  });

  it("does not merge across bounds", () => {
    expect(() => new DDSketch(3).merge(new DDSketch(4))).toThrow(RangeError);
  });
});

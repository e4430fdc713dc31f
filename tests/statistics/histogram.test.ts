import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { histogram, niceEdges } from "../../lambda/statistics/histogram.ts";
import { Quantiles } from "../../lambda/statistics/quantiles.ts";
import { sample, shapes } from "./data.ts";

function distributionOf(numbers: Iterable<number>, integral: boolean, valuesExactMax = 1e9) {
  const quantiles = new Quantiles({ valuesExactMax, pagesMax: 64 });
  for (const x of numbers) quantiles.add(x);
  const distribution = quantiles.distribution(integral);
  if (distribution === null) throw new RangeError("no numbers");
  return distribution;
}

describe("niceEdges", () => {
  it.each<[number, number, boolean, number, number[]]>([
    [0, 1, false, 10, [0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1]],
    [0.03, 0.97, false, 5, [0, 0.2, 0.4, 0.6, 0.8, 1]],
    [-3, 17, false, 5, [-5, 0, 5, 10, 15, 20]],
    [1, 5, true, 20, [1, 2, 3, 4, 5, 6]],
    [0, 100, true, 20, [0, 10, 20, 30, 40, 50, 60, 70, 80, 90, 100, 110]],
    [0, 99, true, 20, [0, 5, 10, 15, 20, 25, 30, 35, 40, 45, 50, 55, 60, 65, 70, 75, 80, 85, 90, 95, 100]],
    [7, 7, true, 20, [7, 7]],
    [0, 5e-324, false, 20, [0, 5e-324]],
    [2 ** 53, 2 ** 53 + 4, false, 20, [2 ** 53, 2 ** 53 + 2, 2 ** 53 + 4]],
  ])("%d to %d", (min, max, integral, binsMax, edges) => {
    expect(niceEdges(min, max, integral, binsMax)).toEqual(edges);
  });

  it("enclose the range with at most so many equal bins, for any doubles", () => {
    const double = fc.double({ noNaN: true, noDefaultInfinity: true });
    fc.assert(
      fc.property(
        double,
        double,
        fc.integer({ min: 2, max: 40 }),
        fc.boolean(),
        (a, b, binsMax, integral) => {
          const [low, high] = a < b ? [a, b] : [b, a];
          const [min, max] = integral ? [Math.trunc(low), Math.trunc(high)] : [low, high];
          const edges = niceEdges(min, max, integral, binsMax);
          expect(edges.length).toBeLessThanOrEqual(binsMax + 1);
          expect(edges.every(Number.isFinite)).toBe(true);
          // One rounding of an edge may put it on the wrong side of the extreme.
          const slack = 4 * Number.EPSILON * Math.max(Math.abs(min), Math.abs(max));
          expect(edges[0]).toBeLessThanOrEqual(min + slack);
          expect(edges[edges.length - 1]).toBeGreaterThanOrEqual(max - slack);
        },
      ),
    );
  });
});

it("comes to an end past 2^53, where a step of 1 does not count up any more", () => {
  const edges = niceEdges(2 ** 63 - 4096, 2 ** 63, true, 20);
  expect(edges[0]).toBeLessThanOrEqual(2 ** 63 - 4096);
  expect(edges.at(-1)).toBeGreaterThanOrEqual(2 ** 63);
});

describe("histogram", () => {
  it("is even for identifiers that lie in one bin of the sketch", () => {
    const identifiers = Array.from({ length: 12_001 }, (_, i) => 1.78e18 + 7 * i);
    const { counts, below, above } = histogram(distributionOf(identifiers, true, 10), true);
    expect([below, above]).toEqual([0, 0]);
    for (const count of counts.slice(0, -1)) expect(Math.abs(count - 5_000 / 7)).toBeLessThan(40);
  });

  it.each(Object.keys(shapes))("accounts for every value, exact and from a sketch: %s", (shape) => {
    const numbers = sample(shape, 30_000, 2);
    const integral = numbers.every(Number.isInteger);
    for (const bound of [1e9, 100]) {
      const result = histogram(distributionOf(numbers, integral, bound), integral);
      const inside = result.counts.reduce((a, b) => a + b, 0);
      expect(inside + result.below + result.above).toBe(numbers.length);
      expect(result.counts.length).toBe(result.edges.length - 1);
      expect(result.counts.length).toBeLessThanOrEqual(20);
      expect(result.counts.every((count) => count >= 0)).toBe(true);
      // The tails that are cut off are the outer hundredths, or what rounding to an edge adds.
      expect(result.below + result.above).toBeLessThanOrEqual(0.021 * numbers.length);
      expect(result.method).toBe(bound === 100 ? "ddsketch" : "exact");
    }
  });

  it("counts exactly while the values are exact", () => {
    const numbers = sample("lognormal (0, 2)", 5_000, 9);
    const { edges, counts, below, above } = histogram(distributionOf(numbers, false), false);
    const [first, last] = [edges[0] ?? 0, edges[edges.length - 1] ?? 0];
    expect(below).toBe(numbers.filter((x) => x < first).length);
    expect(above).toBe(numbers.filter((x) => x > last).length);
    for (const [i, count] of counts.entries()) {
      const [from, to] = [edges[i] ?? 0, edges[i + 1] ?? 0];
      const isLast = i === counts.length - 1;
      expect(count).toBe(numbers.filter((x) => x >= from && (x < to || (isLast && x === to))).length);
    }
  });

  it("of small integers is exact from the sketch too", () => {
    const ages = Array.from(sample("normal (0, 1)", 20_000, 4), (z) => Math.round(40 + 12 * z));
    const exact = histogram(distributionOf(ages, true), true);
    const sketched = histogram(distributionOf(ages, true, 100), true);
    expect({ ...sketched, method: "exact" }).toEqual(exact);
  });

  it("of a sketch is off by no more than the bins at its edges hold", () => {
    const numbers = sample("normal (0, 1)", 100_000, 4);
    const exact = histogram(distributionOf(numbers, false), false);
    const sketched = histogram(distributionOf(numbers, false, 100), false);
    expect(sketched.edges).toEqual(exact.edges);
    for (const [i, count] of sketched.counts.entries()) {
      expect(Math.abs(count - (exact.counts[i] ?? 0))).toBeLessThan(0.005 * numbers.length);
    }
  });

  it("of one value is one bin", () => {
    for (const integral of [true, false]) {
      for (const bound of [10, 1]) {
        const result = histogram(distributionOf([7, 7, 7], integral, bound), integral);
        expect(result).toMatchObject({ edges: [7, 7], counts: [3], below: 0, above: 0 });
      }
    }
  });
});

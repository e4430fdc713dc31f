import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { aggregateFunctions } from "../../scripts/insights/aggregates.ts";
import { evaluateQuery } from "../../scripts/insights/evaluate.ts";
import { binStartMs, compareValues, type Value } from "../../scripts/insights/values.ts";

function aggregate(name: string, values: readonly Value[], rank = 0): Value {
  const samples = values.map((value, i) => ({ value, timestampMs: i }));
  const known = aggregateFunctions.get(name);
  if (known === undefined) throw new RangeError(name);
  return known(samples, rank);
}

const numbers = fc.array(fc.integer({ min: -1000, max: 1000 }), { minLength: 1 });
const values = fc.oneof(
  fc.constant(null),
  fc.integer(),
  fc.string(),
  fc.constantFrom("part 2", "part 10", "7"),
);

describe("aggregates", () => {
  it("pct has at least that share of the values at or below it, and is the smallest that has", () => {
    fc.assert(
      fc.property(numbers, fc.integer({ min: 1, max: 100 }), (sample, rank) => {
        const found = Number(aggregate("pct", sample, rank));
        const share = (limit: number): number => sample.filter((x) => x <= limit).length / sample.length;
        expect(sample).toContain(found);
        expect(share(found) * 100).toBeGreaterThanOrEqual(rank - 1e-9);
        expect(share(found - 1) * 100).toBeLessThan(rank);
      }),
    );
  });

  it("min ≤ median ≤ max, min ≤ avg ≤ max, sum = avg × count", () => {
    fc.assert(
      fc.property(numbers, (sample) => {
        const of = (name: string): number => Number(aggregate(name, sample));
        expect(of("min")).toBeLessThanOrEqual(of("median"));
        expect(of("median")).toBeLessThanOrEqual(of("max"));
        expect(of("avg")).toBeGreaterThanOrEqual(of("min") - 1e-9);
        expect(of("avg")).toBeLessThanOrEqual(of("max") + 1e-9);
        expect(of("sum")).toBeCloseTo(of("avg") * of("count"), 6);
      }),
    );
  });

  it("texts of digits count as numbers, other texts do not", () => {
    expect(aggregate("sum", ["1", "2.5", "x", ""])).toBe(3.5);
    expect(aggregate("avg", ["x"])).toBeNull();
  });
});

describe("order", () => {
  it("is a total order", () => {
    fc.assert(
      fc.property(values, values, values, (a, b, c) => {
        expect(Math.sign(compareValues(a, b))).toBe(-Math.sign(compareValues(b, a)) || 0);
        if (compareValues(a, b) <= 0 && compareValues(b, c) <= 0) {
          expect(compareValues(a, c)).toBeLessThanOrEqual(0);
        }
      }),
    );
  });

  it("puts missing values before texts before numbers, and counts inside of texts", () => {
    const mixed: Value[] = [10, "part 10", null, 9, "part 2", "a"];
    expect(mixed.sort(compareValues)).toEqual([null, "a", "part 2", "part 10", 9, 10]);
  });

  it("of equal rows is kept by sort", () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 3 })), (keys) => {
        const events = keys.map((key, i) => ({
          id: String(i),
          timestampMs: 0,
          ingestionTimeMs: 0,
          logGroup: "g",
          logStream: "s",
          message: JSON.stringify({ key, i }),
        }));
        const rows = evaluateQuery(keys.length === 0 ? "limit 1" : "fields key, i | sort key desc", events);
        const pairs = rows.map((row) => [Number(row[0]?.value), Number(row[1]?.value)] as const);
        pairs.slice(1).forEach(([key, i], k) => {
          const [previousKey, previousI] = pairs[k] ?? [Number.NaN, Number.NaN];
          expect(previousKey > key || (previousKey === key && previousI < i)).toBe(true);
        });
      }),
    );
  });

  it("bins hold the time and begin at or before it", () => {
    const time = fc.integer({ min: 0, max: 4e12 });
    fc.assert(
      fc.property(time, fc.integer({ min: 1, max: 90 }), (ms, minutes) => {
        const width = minutes * 60_000;
        const start = binStartMs(ms, { unit: "ms", count: width });
        expect(start).toBeLessThanOrEqual(ms);
        expect(ms - start).toBeLessThan(width);
        expect(start % width).toBe(0);
      }),
    );
  });
});

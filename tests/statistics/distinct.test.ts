import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Distinct } from "../../lambda/statistics/distinct.ts";
import { Hash64 } from "../../lambda/statistics/hash64.ts";
import { mergeTree } from "./merge-tree.ts";

const hash = new Hash64();

function add(distinct: Distinct, text: string): void {
  hash.hashText(text);
  distinct.add(hash.high, hash.low);
}

function fill(texts: Iterable<string>, exactMax: number): Distinct {
  const distinct = new Distinct({ exactMax, precision: 12 });
  for (const text of texts) add(distinct, text);
  return distinct;
}

/** Few enough different texts that bounds are met exactly. */
const texts = fc.array(fc.string({ maxLength: 2, unit: fc.constantFrom("a", "b", "ü", "9") }), {
  maxLength: 80,
});

describe("Distinct", () => {
  it("is exact up to the bound, with it, and an estimate past it", () => {
    const keys = Array.from({ length: 101 }, (_, i) => `key ${i}`);
    expect(fill([...keys.slice(0, 100), ...keys.slice(0, 50)], 100).result()).toEqual({
      distinct: 100,
      method: "exact",
      standard_error: 0,
    });
    const beyond = fill(keys, 100).result();
    expect(beyond.method).toBe("hyperloglog");
    expect(beyond.standard_error).toBe(1.04 / 64);
  });

  it("never says more than there were values, nor fewer than it has seen for certain", () => {
    for (let n = 101; n < 2_000; n += 61) {
      const { distinct } = fill(
        Array.from({ length: n }, (_, i) => `${n}/${i}`),
        100,
      ).result();
      expect(distinct).toBeGreaterThan(100);
      expect(distinct).toBeLessThanOrEqual(n);
    }
  });

  it("estimates 200,000 distinct among 600,000 values within 3 standard errors", () => {
    const distinct = new Distinct();
    for (let i = 0; i < 600_000; i++) add(distinct, `user-${i % 200_000}`);
    const result = distinct.result();
    expect(Math.abs(result.distinct / 200_000 - 1)).toBeLessThan(3 * result.standard_error);
  });

  it("has the same state in every order and cut, on both sides of the bound", () => {
    fc.assert(
      fc.property(texts, fc.integer(), fc.integer({ min: 1, max: 25 }), (items, seed, exactMax) => {
        const sorted = (distinct: Distinct) => {
          const { count, hashes, registers } = distinct.state();
          const pairs = Array.from(
            { length: hashes.length / 2 },
            (_, i) => `${hashes[2 * i]}:${hashes[2 * i + 1]}`,
          );
          return { count, pairs: pairs.sort(), registers };
        };
        const whole = fill(items, exactMax);
        const merged = mergeTree(
          items,
          seed,
          "shuffled",
          () => new Distinct({ exactMax, precision: 12 }),
          add,
        );
        expect(sorted(merged)).toEqual(sorted(whole));
        expect(merged.result()).toEqual(whole.result());
        expect(merged.result().method).toBe(new Set(items).size <= exactMax ? "exact" : "hyperloglog");
        const restored = Distinct.from(merged.state(), merged.limits);
        expect(sorted(restored)).toEqual(sorted(whole));
      }),
    );
  });
});

import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { DuplicateRows } from "../../lambda/statistics/duplicate-rows.ts";
import { Hash64 } from "../../lambda/statistics/hash64.ts";
import { random } from "./data.ts";
import { mergeTree } from "./merge-tree.ts";

const hash = new Hash64();

function add(duplicates: DuplicateRows, row: string): void {
  hash.hashText(row);
  duplicates.add(hash.high, hash.low);
}

function fill(rows: Iterable<string>, exactMax?: number): DuplicateRows {
  const duplicates = new DuplicateRows(exactMax);
  for (const row of rows) add(duplicates, row);
  return duplicates;
}

/** Entries in an order of their own. */
function comparable(duplicates: DuplicateRows) {
  const { rows, depth, hashes, counts } = duplicates.state();
  const entries = Array.from(counts, (count, i) => `${hashes[2 * i]}:${hashes[2 * i + 1]}=${count}`);
  return { rows, depth, entries: entries.sort() };
}

describe("DuplicateRows", () => {
  it("counts the rows that repeat an earlier one", () => {
    expect(fill(["a", "b", "a", "c", "a", "", ""]).result()).toEqual({
      count: 3,
      method: "exact",
      standard_error: 0,
    });
    expect(fill([]).result().count).toBe(0);
  });

  it("is exact at the bound of distinct rows, however many repetitions there are", () => {
    const rows = Array.from({ length: 300 }, (_, i) => `row ${i % 100}`);
    expect(fill(rows, 100).result()).toEqual({ count: 200, method: "exact", standard_error: 0 });
    expect(fill([...rows, "one more"], 100).result().method).toBe("adaptive_sampling");
  });

  it("finds 0 among a million unique rows with a sample of 5,000", () => {
    const duplicates = new DuplicateRows(5_000);
    for (let i = 0; i < 1_000_000; i++) add(duplicates, `row ${i}`);
    const { depth } = duplicates.state();
    expect(duplicates.result()).toEqual({
      count: 0,
      method: "adaptive_sampling",
      standard_error: 2 ** depth,
    });
  });

  // The hash decides whether the row is in the sample: of twelve such rows some are, and some are not.
  it.each(Array.from({ length: 12 }, (_, i) => `same ${i}`))(
    "sees a row that comes 50,000 times, in the sample or not: %s",
    (same) => {
      const rows = Array.from({ length: 100_000 }, (_, i) => (i % 2 === 0 ? same : `row ${i}`));
      const { count, standard_error } = fill(rows, 4_000).result();
      // 50,001 distinct rows, known by 2,000 to 4,000 of them: 1 / √2,000.
      expect(standard_error).toBeLessThan(0.025 * 50_001);
      expect(Math.abs(count - 49_999)).toBeLessThan(4 * standard_error);
    },
  );

  it.each([
    ["every row twice", (i: number) => i >> 1],
    [
      "5 % of the rows repeat one of the last",
      (i: number, next: () => number) => (next() < 0.05 ? i >> 2 : i),
    ],
    ["skewed", (_: number, next: () => number) => Math.floor(200_000 * next() ** 3)],
  ])("estimates within 3 of its standard errors: %s", (_, rowOf) => {
    const next = random(11);
    const rows = Array.from({ length: 300_000 }, (_, i) => `row ${rowOf(i, next)}`);
    const expected = rows.length - new Set(rows).size;
    const result = fill(rows, 4_000).result();
    expect(result.method).toBe("adaptive_sampling");
    // At least 2,000 distinct rows are in the sample, and with 5 % of duplicates some 100 of these: 1 / √100.
    expect(result.standard_error).toBeLessThan(0.15 * expected);
    expect(Math.abs(result.count - expected)).toBeLessThan(3 * result.standard_error);
  });

  it("has the same state in every order and cut, on both sides of the bound", () => {
    const rows = fc.array(fc.integer({ min: 0, max: 60 }).map(String), { maxLength: 120 });
    fc.assert(
      fc.property(rows, fc.integer(), fc.integer({ min: 1, max: 70 }), (items, seed, exactMax) => {
        const whole = fill(items, exactMax);
        const merged = mergeTree(items, seed, "shuffled", () => new DuplicateRows(exactMax), add);
        expect(comparable(merged)).toEqual(comparable(whole));
        expect(merged.result()).toEqual(whole.result());
        expect(comparable(DuplicateRows.from(merged.state(), exactMax))).toEqual(comparable(whole));
        if (new Set(items).size <= exactMax) {
          expect(whole.result().count).toBe(items.length - new Set(items).size);
        }
      }),
    );
  });
});

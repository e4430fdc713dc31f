import fc from "fast-check";
import { expect, it } from "vitest";
import { DuplicateRows } from "../../lambda/statistics/duplicate-rows.ts";
import { Hash64 } from "../../lambda/statistics/hash64.ts";
import { countDuplicates, type RowLists } from "../../lambda/statistics/row-lists.ts";

const hash = new Hash64();
const lists = 256;

/** What a part of the rows comes to, as the kernel leaves it. @param counted with counts, though all may be one */
function partOf(rows: readonly string[], exactMax: number, counted: boolean): RowLists {
  const { duplicates, entries } = sampleOf(rows, exactMax);
  const byList = Array.from({ length: lists }, (_, list) =>
    entries.filter(({ low }) => low % lists === list),
  );
  let end = 0;
  const ends = Uint32Array.from(byList, ({ length }) => (end += length));
  const ordered = byList.flat();
  const someRepeat = ordered.some(({ count }) => count > 1);
  return {
    rows: rows.length,
    depth: duplicates.state().depth,
    words: Uint32Array.from(ordered.flatMap(({ low, high }) => [low, high])),
    ends,
    counts: counted || someRepeat ? Float64Array.from(ordered, ({ count }) => count) : null,
  };
}

function sampleOf(rows: readonly string[], exactMax: number) {
  const duplicates = new DuplicateRows(exactMax);
  for (const row of rows) {
    hash.hashText(row);
    duplicates.add(hash.high, hash.low);
  }
  const { hashes, counts } = duplicates.state();
  const entries = Array.from(counts, (count, i) => ({
    high: hashes[2 * i] ?? 0,
    low: hashes[2 * i + 1] ?? 0,
    count,
  }));
  return { duplicates, entries };
}

it("finds the same in the lists of parts as in all rows, on both sides of the bound", () => {
  const part = fc.array(fc.integer({ min: 0, max: 60 }).map(String), { maxLength: 60 });
  fc.assert(
    fc.property(
      fc.array(part, { maxLength: 4 }),
      fc.integer({ min: 1, max: 70 }),
      fc.boolean(),
      (parts, exactMax, counted) => {
        const found = countDuplicates(
          parts.map((rows) => partOf(rows, exactMax, counted)),
          exactMax,
        );
        expect(found).toEqual(sampleOf(parts.flat(), exactMax).duplicates.result());
      },
    ),
  );
});

it("of no parts there are no duplicates", () => {
  expect(countDuplicates([])).toEqual({ count: 0, method: "exact", standard_error: 0 });
});

import fc from "fast-check";
import { expect, test } from "vitest";
import type { RecordFacts } from "../../lambda/csv/record-reader.ts";
import { summarizeColumn } from "../../lambda/profile/summarize-column.ts";
import { TableProfile } from "../../lambda/profile/table-profile.ts";

const cell = fc.oneof(
  fc.constantFrom(
    "",
    "NA",
    "1",
    "-7",
    "2.5",
    "1e300",
    "2024-01-01",
    "13/01/2024",
    "03/04/2024",
    "x",
    "$5",
    "1.234,5",
  ),
  fc.integer().map(String),
  fc.string({ maxLength: 5 }),
);
const rows = fc.array(fc.array(cell, { minLength: 1, maxLength: 4 }), { maxLength: 40 });

function facts(line: number): RecordFacts {
  return {
    line,
    byte: 0,
    knownAt: 0,
    strayQuotes: line % 3 === 0 ? 1 : 0,
    textAfterQuotes: line % 5 === 0 ? 1 : 0,
    runawayQuote: line % 7 === 0,
  };
}

/** A profile of some rows, with lines counted from the start of the part. */
function profileOf(
  records: readonly (readonly string[])[],
  lineOfRow: (row: number) => number,
): TableProfile {
  const table = new TableProfile();
  table.header([["a", "b", "c"]], { line: 0, byte: 0 });
  for (const [row, cells] of records.entries()) table.record(cells, facts(lineOfRow(row)));
  return table;
}

function described(table: TableProfile): unknown {
  const rules = { typeShareMin: 0.9, dateOrder: null, sampleValues: true };
  const columns = table.names.map((name, i) =>
    summarizeColumn(table.column(i), name, i + 1, table.rows, rules),
  );
  const oddities = Object.values(table.oddities).map((examples) => examples.counted());
  const all = { rows: table.rows, columns, oddities, duplicates: table.duplicates };
  // Floating sums may differ in their last digits with the cuts: compare 9 of them.
  return JSON.parse(JSON.stringify(all, (_, v) => (typeof v === "number" ? Number(v.toPrecision(9)) : v)));
}

test("parts of a table, merged in any grouping, are the table", () => {
  fc.assert(
    fc.property(
      rows,
      fc.array(fc.nat(40), { maxLength: 5 }),
      fc.infiniteStream(fc.nat(10)),
      (records, cuts, choices) => {
        const ends = [...cuts.map((n) => Math.min(n, records.length)).sort((a, b) => a - b), records.length];
        let from = 0;
        const parts = ends.map((end) => {
          const start = from;
          from = end;
          // The odd facts of a record depend on its line in the file; its line here is counted within the part.
          const table = new TableProfile();
          table.header([["a", "b", "c"]], { line: 0, byte: 0 });
          records.slice(start, end).forEach((cells, i) => {
            table.record(cells, { ...facts(start + i + 1), line: i + 1 });
          });
          return { table, lines: end - start };
        });
        while (parts.length > 1) {
          const at = (choices.next().value ?? 0) % (parts.length - 1);
          const [left, right] = parts.splice(at, 2);
          if (left === undefined || right === undefined) throw new Error("two parts were there");
          left.table.merge(right.table, left.lines);
          parts.splice(at, 0, { table: left.table, lines: left.lines + right.lines });
        }
        const merged = parts[0]?.table ?? new TableProfile();
        expect(described(merged)).toEqual(described(profileOf(records, (row) => row + 1)));
      },
    ),
    { numRuns: 300 },
  );
});

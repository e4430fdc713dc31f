/** Arbitrary tables: what a profile must not depend on. */
import fc from "fast-check";
import { expect, test } from "vitest";
import type { ContentProfile } from "../../lambda/profile/summary.ts";
import { differencesOf } from "../engine/both-engines.ts";
import { anyEncoding, anyStyle, anyTable, encode, showsItsEscape } from "../generate/any-table.ts";
import { rfc4180, type WritingStyle, writeRows } from "../generate/write-table.ts";
import { profileBytes, profileText } from "./profile.ts";

const clean: WritingStyle = { ...rfc4180, careful: true };

function write(
  { header, rows }: { header: readonly string[]; rows: readonly (readonly string[])[] },
  style = clean,
): string {
  return writeRows([header, ...rows], style).join("");
}

/** But for the dialect, and the digits of floating sums that rounding leaves to chance. */
function expectSame(found: ContentProfile, expected: ContentProfile, what = ""): void {
  const { dialect: _found, ...ours } = found;
  const { dialect: _expected, ...theirs } = expected;
  expect([...differencesOf(theirs, ours, "")], what).toEqual([]);
}

test("not on the dialect and the encoding that it is written in", async () => {
  await fc.assert(
    fc.asyncProperty(anyTable, anyStyle, anyEncoding, async (table, style, encoding) => {
      fc.pre(showsItsEscape(table.rows, style));
      const bytes = encode(write(table, style), encoding);
      fc.pre(bytes !== null);
      expectSame(await profileBytes(bytes), await profileText(write(table)));
    }),
    { numRuns: 150 },
  );
});

test("not on where the bytes are cut: in chunks of any size, so at every byte", {
  timeout: 120_000,
}, async () => {
  await fc.assert(
    fc.asyncProperty(
      anyTable,
      anyStyle,
      fc.constantFrom("utf-8 with BOM", "utf-16le"),
      async (table, style, encoding) => {
        const bytes = encode(write({ ...table, rows: table.rows.slice(0, 4) }, style), encoding);
        if (bytes === null) throw new Error("both encodings have every character");
        const whole = await profileBytes(bytes);
        // Chunks of `at` bytes: one of their borders lies behind each byte in turn.
        for (let at = 1; at < bytes.length; at++)
          expectSame(await profileBytes(bytes, {}, at), whole, `cut at ${at}`);
      },
    ),
    { numRuns: 6 },
  );
});

test("not on the order of the rows, but for the places of examples", async () => {
  const withoutPlaces = ({ columns, schema, row_count, quality_issues }: ContentProfile) => ({
    schema,
    row_count,
    duplicates: quality_issues.duplicate_rows,
    columns: columns.map(({ ledger, invalid, ...column }) => ({
      ...column,
      invalid: invalid.count,
      ledger: ledger.map(({ type, verdict, fits, breaks, flip }) => ({ type, verdict, fits, breaks, flip })),
    })),
  });
  await fc.assert(
    fc.asyncProperty(
      anyTable.chain((table) =>
        fc.record({
          table: fc.constant(table),
          shuffled: fc.shuffledSubarray([...table.rows], { minLength: table.rows.length }),
        }),
      ),
      async ({ table, shuffled }) => {
        // Stated, because the sniffer sees no more of a file than its order.
        const stated = { delimiter: ",", quote: '"', header: true };
        const profile = await profileText(write(table), stated);
        const other = await profileText(write({ ...table, rows: shuffled }), stated);
        expect([...differencesOf(withoutPlaces(profile), withoutPlaces(other), "")]).toEqual([]);
      },
    ),
    { numRuns: 150 },
  );
});

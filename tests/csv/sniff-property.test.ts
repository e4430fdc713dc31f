/** Arbitrary tables, written in arbitrary dialects and encodings: the dialect is found and the table read back. */
import { gzipSync } from "node:zlib";
import fc from "fast-check";
import { expect, it } from "vitest";
import { RecordReader } from "../../lambda/csv/record-reader.ts";
import { sniff } from "../../lambda/csv/sniff.ts";
import { decodeText } from "../../lambda/text/decode.ts";
import { type WritingStyle, writeRows } from "../generate/write-table.ts";

const number = fc.oneof(
  fc.integer().map(String),
  fc.integer({ min: -99_999, max: 99_999 }).map((cents) => (cents / 100).toFixed(2)),
);
const date = fc
  .date({ min: new Date("1900-01-01"), max: new Date("2100-01-01"), noInvalidDate: true })
  .map((day) => day.toISOString().slice(0, 10));
/** Any characters at all, those that the dialects use more often than others. */
const text = fc.string({
  unit: fc.oneof(
    fc.constantFrom(..."abc \n\r\t,;|'\"\\"),
    fc.string({ unit: "grapheme", minLength: 1, maxLength: 1 }),
  ),
  maxLength: 12,
});

/** A number and a date tell the header from the rows; beside them stands anything. */
const table = fc
  .array(fc.constantFrom("number", "date", "text" as const), { minLength: 1, maxLength: 5 })
  .chain((kinds) =>
    fc.record({
      header: fc.constant(["id", "day", ...kinds.map((kind, i) => `${kind} ${i}`)]),
      rows: fc.array(
        fc.tuple(
          fc.nat().map(String),
          date,
          ...kinds.map((kind) => (kind === "number" ? number : kind === "date" ? date : text)),
        ),
        { minLength: 3, maxLength: 20 },
      ),
    }),
  );

const style: fc.Arbitrary<WritingStyle> = fc
  .record({
    delimiter: fc.constantFrom(",", ";", "\t", "|"),
    quote: fc.constantFrom('"', "'"),
    doubled: fc.boolean(),
    terminator: fc.constantFrom("\n", "\r\n", "\r"),
    quoteAll: fc.boolean(),
  })
  .map(({ doubled, ...rest }) => ({ ...rest, escape: doubled ? rest.quote : "\\", careful: true }));

const encode: Readonly<Record<string, (text: string) => Uint8Array>> = {
  "utf-8": (text) => Buffer.from(text),
  "utf-8 with BOM": (text) => Buffer.from(`\ufeff${text}`),
  "utf-16le": (text) => Buffer.from(`\ufeff${text}`, "utf16le"),
  gzip: (text) => gzipSync(text),
};

/** Without an escaped quote nobody can tell whether two backslashes are two or one. */
function showsItsEscape(rows: readonly (readonly string[])[], { escape, quote }: WritingStyle): boolean {
  const holds = (character: string | null) =>
    character !== null && rows.some((row) => row.some((cell) => cell.includes(character)));
  return escape === quote || !holds(escape) || holds(quote);
}

it("recovers table and dialect", async () => {
  await fc.assert(
    fc.asyncProperty(
      table,
      style,
      fc.constantFrom(...Object.keys(encode)),
      async ({ header, rows }, style, encoding) => {
        fc.pre(showsItsEscape(rows, style));
        const written = writeRows([header, ...rows], style).join("");
        const decoded = await decodeText(
          (async function* () {
            yield encode[encoding]?.(written) ?? new Uint8Array(0);
          })(),
        );
        const dialect = sniff(decoded.head, decoded.headIsWhole, {});
        expect(dialect).toMatchObject({
          delimiter: style.delimiter,
          header: true,
          headerLines: 1,
          preambleLines: 0,
        });
        const records: (readonly string[])[] = [];
        const reader = new RecordReader(dialect, {
          header: (header) => void records.push(...header),
          record: (cells) => void records.push(cells),
        });
        for await (const chunk of decoded.body) reader.write(chunk);
        await reader.end();
        expect(records).toEqual([header, ...rows]);
      },
    ),
    { numRuns: 300 },
  );
});

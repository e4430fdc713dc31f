/** Arbitrary tables, and the dialects and encodings to write them in. */
import { gzipSync } from "node:zlib";
import fc from "fast-check";
import type { WritingStyle } from "./write-table.ts";

export interface AnyTable {
  readonly header: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

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
export const anyTable: fc.Arbitrary<AnyTable> = fc
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

export const anyStyle: fc.Arbitrary<WritingStyle> = fc
  .record({
    delimiter: fc.constantFrom(",", ";", "\t", "|"),
    quote: fc.constantFrom('"', "'"),
    doubled: fc.boolean(),
    terminator: fc.constantFrom("\n", "\r\n", "\r"),
    quoteAll: fc.boolean(),
  })
  .map(({ doubled, ...rest }) => ({ ...rest, escape: doubled ? rest.quote : "\\", careful: true }));

/** Null where the encoding lacks a character of the text. */
const encoders: Readonly<Record<string, (text: string) => Uint8Array | null>> = {
  "utf-8": (text) => Buffer.from(text),
  "utf-8 with BOM": (text) => Buffer.from(`\ufeff${text}`),
  "utf-16le": (text) => Buffer.from(`\ufeff${text}`, "utf16le"),
  "utf-16be": (text) => Buffer.from(`\ufeff${text}`, "utf16le").swap16(),
  "windows-1252": (text) => (/^[\0-\x7f\xa0-\xff]*$/.test(text) ? Buffer.from(text, "latin1") : null),
  gzip: (text) => gzipSync(text),
};

export const anyEncoding = fc.constantFrom(...Object.keys(encoders));

export function encode(text: string, encoding: string): Uint8Array | null {
  const encoder = encoders[encoding];
  if (encoder === undefined) throw new RangeError(`no encoding is called ${encoding}`);
  return encoder(text);
}

/** Without an escaped quote nobody can tell whether two backslashes are two or one. */
export function showsItsEscape(
  rows: readonly (readonly string[])[],
  { escape, quote }: WritingStyle,
): boolean {
  const holds = (character: string | null) =>
    character !== null && rows.some((row) => row.some((cell) => cell.includes(character)));
  return escape === quote || !holds(escape) || holds(quote);
}

/** Arbitrary tables, written in arbitrary dialects and encodings: the dialect is found and the table read back. */
import fc from "fast-check";
import { expect, it } from "vitest";
import { RecordReader } from "../../lambda/csv/record-reader.ts";
import { sniff } from "../../lambda/csv/sniff.ts";
import { decodeText } from "../../lambda/text/decode.ts";
import { anyEncoding, anyStyle, anyTable, encode, showsItsEscape } from "../generate/any-table.ts";
import { writeRows } from "../generate/write-table.ts";

it("recovers table and dialect", async () => {
  await fc.assert(
    fc.asyncProperty(anyTable, anyStyle, anyEncoding, async ({ header, rows }, style, encoding) => {
      fc.pre(showsItsEscape(rows, style));
      const written = writeRows([header, ...rows], style).join("");
      const bytes = encode(written, encoding);
      fc.pre(bytes !== null);
      const decoded = await decodeText(
        (async function* () {
          yield bytes;
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
    }),
    { numRuns: 300 },
  );
});

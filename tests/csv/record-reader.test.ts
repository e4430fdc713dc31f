import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Dialect } from "../../lambda/csv/dialect.ts";
import { kernelReads } from "../../lambda/engine/kernel-reader.ts";
import { recordBytesMax } from "../../lambda/limits.ts";
import { differencesOf } from "../engine/both-engines.ts";
import { readTable } from "./both-readers.ts";
import { bytesOf, comma, cut, type ReadText, readChunks } from "./read.ts";

interface Row {
  readonly what: string;
  readonly text: string;
  readonly dialect?: Partial<Dialect>;
  /** Cells of each record. */
  readonly cells: readonly (readonly string[])[];
  readonly header?: readonly (readonly string[])[];
  /** First physical line of each record, where it is not 1, 2, 3 … */
  readonly lines?: readonly number[];
  readonly odd?: readonly string[];
  readonly blank?: number;
  readonly terminator?: string;
  readonly error?: RegExp;
}

const table: readonly Row[] = [
  { what: "nothing", text: "", cells: [], terminator: "none" },
  { what: "one cell", text: "a", cells: [["a"]], terminator: "none" },
  {
    what: "plain rows",
    text: "a,b\nc,d\n",
    cells: [
      ["a", "b"],
      ["c", "d"],
    ],
  },
  {
    what: "no line end at the end",
    text: "a,b\nc,d",
    cells: [
      ["a", "b"],
      ["c", "d"],
    ],
  },
  {
    what: "CRLF",
    text: "a,b\r\nc,d\r\n",
    cells: [
      ["a", "b"],
      ["c", "d"],
    ],
    terminator: "CRLF",
  },
  {
    what: "CR",
    text: "a,b\rc,d\r",
    cells: [
      ["a", "b"],
      ["c", "d"],
    ],
    terminator: "CR",
  },
  { what: "mixed line ends", text: "a\nb\r\nc\rd", cells: [["a"], ["b"], ["c"], ["d"]], terminator: "mixed" },
  {
    what: "empty cells",
    text: ",\n,,\n",
    cells: [
      ["", ""],
      ["", "", ""],
    ],
  },
  { what: "quoted cells", text: '"a","b, c"\n', cells: [["a", "b, c"]] },
  { what: "doubled quotes", text: '"a ""b"" c",""""\n', cells: [['a "b" c', '"']] },
  { what: "an empty quoted cell is a record", text: '""\n', cells: [[""]] },
  {
    what: "a quoted line break",
    text: '"a\nb",1\nc,2\n',
    cells: [
      ["a\nb", "1"],
      ["c", "2"],
    ],
    lines: [1, 3],
  },
  {
    what: "quoted CRLF, counted as one line end",
    text: '"a\r\nb\r\n",1\r\nc,2\r\n',
    cells: [
      ["a\r\nb\r\n", "1"],
      ["c", "2"],
    ],
    lines: [1, 4],
    terminator: "CRLF",
  },
  {
    what: "blank lines are skipped and counted",
    text: "\na,b\n\n  \n\t\nc,d\n\n",
    cells: [
      ["a", "b"],
      ["c", "d"],
    ],
    lines: [2, 6],
    blank: 5,
  },
  {
    what: "a line of delimiters is a record",
    text: "a;b\n;\n",
    dialect: { delimiter: ";" },
    cells: [
      ["a", "b"],
      ["", ""],
    ],
  },
  {
    what: "tabs that delimit are no blank line",
    text: "\t\n",
    dialect: { delimiter: "\t" },
    cells: [["", ""]],
  },
  {
    what: "a stray quote is literal",
    text: 'a"b,c"\nd,e\n',
    cells: [
      ['a"b', 'c"'],
      ["d", "e"],
    ],
    odd: ["s", ""],
  },
  { what: "text after a closing quote", text: '"a"b,c\n', cells: [['"a"b', "c"]], odd: ["t"] },
  { what: "a blank after a closing quote", text: '"a" ,c\n', cells: [['"a" ', "c"]], odd: ["t"] },
  { what: "both", text: '"a"b"c,d"\n', cells: [['"a"b"c', 'd"']], odd: ["st"] },
  { what: "a blank before an opening quote", text: 'a, "b, c"\n', cells: [["a", ' "b', ' c"']], odd: ["s"] },
  {
    what: "any white space skipped before a quote that opens",
    text: 'a,\u00a0 \ufeff"b,c"\nd,\u3000\t"e"f\n',
    dialect: { skipInitialSpace: true },
    cells: [
      ["a", "b,c"],
      ["d", '"e"f'],
    ],
    odd: ["", "t"],
  },
  {
    what: "and before one that is never closed",
    text: 'a, b\nc,\ufeff"d\n',
    dialect: { skipInitialSpace: true },
    cells: [["a", "b"]],
    error: /opened on line 2 \(byte 10\)/,
  },
  {
    what: "that blank skipped where the dialect says so",
    text: 'a, "b, c"\n',
    dialect: { skipInitialSpace: true },
    cells: [["a", "b, c"]],
  },
  { what: "no quoting", text: '"a,b"\n', dialect: { quote: null, escape: null }, cells: [['"a', 'b"']] },
  {
    what: "apostrophes quote",
    text: "'a,b',\"c\"\n",
    dialect: { quote: "'", escape: "'" },
    cells: [["a,b", '"c"']],
  },
  {
    what: "backslash escapes",
    text: '"a\\"b","c\\\\"\n',
    dialect: { escape: "\\" },
    cells: [['a"b', "c\\"]],
  },
  ...["", " ", "\t", " \t "].flatMap((blanks): Row[] =>
    ["\n", "\r\n", ""].map((end) => ({
      what: `where blanks are skipped, a last line of ${JSON.stringify(blanks + end)}`,
      text: `a, b\n${blanks}${end}`,
      dialect: { skipInitialSpace: true },
      cells: [["a", "b"]],
      blank: blanks + end === "" ? 0 : 1,
      terminator: end === "\r\n" ? "mixed" : "LF",
    })),
  ),
  {
    what: "runs of blanks delimit aligned columns",
    text: "a   b\n  1  22 \n\n",
    dialect: { delimiter: " ", whitespaceAligned: true },
    cells: [
      ["a", "b"],
      ["1", "22"],
    ],
    blank: 1,
  },
  { what: "a delimiter of two bytes", text: "a§b\n", dialect: { delimiter: "§" }, cells: [["a", "b"]] },
  {
    what: "characters of several bytes",
    text: "é,日本\n🎉,ñ\n",
    cells: [
      ["é", "日本"],
      ["🎉", "ñ"],
    ],
  },
  {
    what: "header and preamble",
    text: "made by\r\nsome tool\na,b\n1,2\n",
    dialect: { preambleLines: 2, header: true, headerLines: 1 },
    header: [["a", "b"]],
    cells: [["1", "2"]],
    lines: [4],
    terminator: "LF",
  },
  {
    what: "a header of two records",
    text: "a,b\nkg,m\n1,2\n",
    dialect: { header: true, headerLines: 2 },
    header: [
      ["a", "b"],
      ["kg", "m"],
    ],
    cells: [["1", "2"]],
    lines: [3],
  },
  {
    what: "a header only",
    text: "a,b",
    dialect: { header: true, headerLines: 1 },
    header: [["a", "b"]],
    cells: [],
    terminator: "none",
  },
  {
    what: "a preamble longer than the file",
    text: "a\nb",
    dialect: { preambleLines: 5 },
    cells: [],
    terminator: "none",
  },
  {
    what: "a quote that is never closed on the last line",
    text: 'a,b\nc,"d\n',
    cells: [["a", "b"]],
    error: /opened on line 2 \(byte 6\)/,
  },
  {
    what: "a quote that is never closed, with lines behind it that are no records",
    text: 'a,b\n"c\nd\n',
    cells: [["a", "b"]],
    error: /opened on line 2 \(byte 4\)/,
  },
  {
    what: "a runaway quote gives the lines behind it back",
    text: 'a,b\n1,"x\n2,y\n3,z\n',
    cells: [
      ["a", "b"],
      ["1", '"x'],
      ["2", "y"],
      ["3", "z"],
    ],
    odd: ["", "r", "", ""],
  },
  {
    what: "a runaway quote that the next quoted cell would close",
    text: 'a,b\n1,"x\n2,y\n3,"p, q"\n4,r\n',
    cells: [
      ["a", "b"],
      ["1", '"x'],
      ["2", "y"],
      ["3", "p, q"],
      ["4", "r"],
    ],
    odd: ["", "r", "", "", ""],
  },
  {
    what: "two runaway quotes",
    text: 'a,b\n1,"x\n2,"y\n3,z\n4,w\n',
    cells: [
      ["a", "b"],
      ["1", '"x'],
      ["2", '"y'],
      ["3", "z"],
      ["4", "w"],
    ],
    odd: ["", "r", "r", "", ""],
  },
  {
    what: "a quoted cell with lines that look like records stays one cell",
    text: 'a,b\n1,"x\n2,y\n3,z"\n4,w\n',
    cells: [
      ["a", "b"],
      ["1", "x\n2,y\n3,z"],
      ["4", "w"],
    ],
    lines: [1, 2, 5],
  },
  {
    what: "a short record of several lines is no accident",
    text: 'a,b,c\n1,"some\nlonger\ntext"\n2,y,z\n',
    cells: [
      ["a", "b", "c"],
      ["1", "some\nlonger\ntext"],
      ["2", "y", "z"],
    ],
    lines: [1, 2, 5],
  },
];

function summary(read: ReadText) {
  return {
    header: read.header,
    cells: read.records.map((record) => record.cells),
    lines: read.records.map((record) => record.line),
    odd: read.records.map((record) => record.odd),
    blank: read.lines.blank,
    terminator: read.terminator,
    failed: read.error !== null,
  };
}

/** Whatever the cuts: the reference gets the text in one piece. */
async function expectSameByKernel(chunks: readonly Uint8Array[], dialect: Dialect = comma): Promise<void> {
  const byReference = await readTable([Buffer.concat(chunks)], dialect, "reference");
  const byKernel = await readTable(chunks, dialect, "auto");
  expect(byKernel.engine).toBe("kernel");
  expect([...differencesOf(byReference.found, byKernel.found, "")]).toEqual([]);
}

describe("the record reader", () => {
  for (const row of table) {
    const dialect: Dialect = { ...comma, ...row.dialect };
    const expected = {
      header: row.header ?? [],
      cells: row.cells,
      lines: row.lines ?? row.cells.map((_, i) => i + 1),
      odd: row.odd ?? row.cells.map(() => ""),
      blank: row.blank ?? 0,
      terminator: row.terminator ?? "LF",
      failed: row.error !== undefined,
    };
    const bytes = bytesOf(row.text);

    test(`${row.what}, in one piece`, async () => {
      const read = await readChunks([bytes], dialect);
      expect(summary(read)).toEqual(expected);
      if (row.error !== undefined) expect(read.error).toMatch(row.error);
    });

    test(`${row.what}, byte by byte`, async () => {
      expect(
        summary(
          await readChunks(
            [...bytes].map((byte) => Uint8Array.of(byte)),
            dialect,
          ),
        ),
      ).toEqual(expected);
    });

    test(`${row.what}, cut once at every byte`, async () => {
      for (let at = 0; at <= bytes.length; at++)
        expect(summary(await readChunks(cut(bytes, [at]), dialect)), `cut at ${at}`).toEqual(expected);
    });

    test.runIf(kernelReads(dialect))(`${row.what}, the same by the kernel, cut at every byte`, async () => {
      for (let at = 0; at <= bytes.length; at++) await expectSameByKernel(cut(bytes, [at]), dialect);
    });
  }
});

const nasty = fc.array(
  fc.constantFrom(
    "a",
    "1",
    "é",
    '"',
    '""',
    ",",
    ",,",
    "\n",
    "\r\n",
    "\r",
    " ",
    "\t",
    "\\",
    'x"y',
    '"q,r"',
    "'",
  ),
  { maxLength: 60 },
);

test("any text is read the same however it is cut, with a balanced receipt", async () => {
  await fc.assert(
    fc.asyncProperty(
      nasty.map((parts) => parts.join("")),
      fc.array(fc.nat(80), { maxLength: 6 }),
      fc.boolean(),
      async (text, cuts, header) => {
        const dialect = { ...comma, header, headerLines: header ? 1 : 0 };
        const bytes = bytesOf(text);
        const whole = await readChunks([bytes], dialect);
        expect(await readChunks(cut(bytes, cuts), dialect)).toEqual(whole);
        await expectSameByKernel(cut(bytes, cuts), dialect);
      },
    ),
    { numRuns: 500 },
  );
});

test("what is written by RFC 4180 is read back", async () => {
  const cell = fc.string({
    unit: fc.constantFrom("a", "b", '"', ",", "\n", "\r", " ", "é", "1"),
    maxLength: 8,
  });
  const rows = fc.array(fc.array(cell, { minLength: 2, maxLength: 4 }), { maxLength: 8 });
  await fc.assert(
    fc.asyncProperty(rows, fc.constantFrom("\n", "\r\n", "\r"), async (records, end) => {
      const text = records
        .map((cells) => `${cells.map((value) => `"${value.replaceAll('"', '""')}"`).join(",")}${end}`)
        .join("");
      const read = await readChunks([bytesOf(text)]);
      // Records whose lines all look like records of this table are told apart by their quotes alone.
      expect(read.records.filter((record) => record.odd === "").map((record) => record.cells)).toEqual(
        read.records.some((record) => record.odd !== "") ? expect.anything() : records,
      );
    }),
    { numRuns: 300 },
  );
});

test("a record may have recordBytesMax bytes, and not one more", async () => {
  const sizes = [recordBytesMax - 1, recordBytesMax, recordBytesMax + 1];
  const errors: (string | null)[] = [];
  for (const size of sizes) {
    const record = new Uint8Array(size).fill(0x78);
    const { error } = await readChunks([bytesOf("a\n"), record]);
    errors.push(error);
    for (const lineEnd of ["", "\n"]) {
      const byKernel = await readTable([bytesOf("a\n"), record, bytesOf(lineEnd)], comma, "auto");
      expect(byKernel).toMatchObject({ engine: "kernel", found: { error } });
    }
  }
  expect(errors).toEqual([
    null,
    null,
    "The record that begins on line 2 (byte 2) is longer than 16777216 bytes. Look for a quote that is not closed, or " +
      "state the dialect; everything before that record was profiled.",
  ]);
}, 120_000);

test("a record past the limit is named, and what was before it is kept", async () => {
  const long = new Uint8Array(recordBytesMax + 10).fill(0x78);
  const read = await readChunks([bytesOf("a,b\n1,"), long, bytesOf("\n")]);
  expect(read.error).toMatch(/record that begins on line 2 \(byte 4\) is longer than/);
  expect(read.records.map((record) => record.cells)).toEqual([["a", "b"]]);
  await expectSameByKernel([bytesOf("a,b\n1,"), long, bytesOf("\n")]);
});

test("a quote that runs past the limit is freed when the lines behind it are records", async () => {
  const rows = bytesOf("1234567,abcdefgh\n".repeat(Math.ceil((recordBytesMax + 100_000) / 17)));
  const read = await readChunks([bytesOf('a,b\n1,"x\n'), rows]);
  expect(read.error).toBeNull();
  expect(read.records.length).toBe(2 + rows.length / 17);
  expect(read.records[1]).toEqual({ cells: ["1", '"x'], line: 2, odd: "r" });
  const byKernel = await readTable([bytesOf('a,b\n1,"x\n'), rows], comma, "auto");
  expect(byKernel).toMatchObject({ engine: "kernel", found: { error: null, records: read.records.length } });
});

/**
 * Files as they arrive: a clean table, written cleanly but for one thing. Each kind says what a reader must find
 * out about the file. The idea of one pollution at a time is that of Vitagliano, Hameed, Jiang, Reisener, Wu and
 * Naumann, "Pollock: A Data Loading Benchmark", PVLDB 16 (2023).
 */
import { gzipSync } from "node:zlib";
import type { Dialect } from "../../lambda/csv/dialect.ts";
import type { detectedEncodings } from "../../lambda/profile/options.ts";
import { type Random, seeded } from "./random.ts";
import { cleanTable, type Table, type TableOptions } from "./table.ts";
import { rfc4180, type WritingStyle, writeCell, writeRow, writeRows } from "./write-table.ts";

type DetectedEncoding = (typeof detectedEncodings)[number];

export interface PollutedFile {
  readonly kind: string;
  readonly bytes: Uint8Array;
  /**
   * What a careful reader finds in the file, its flaws included; a header of no names when it has none. Null
   * where that is a matter of taste.
   */
  readonly table: Table | null;
  readonly dialect: ExpectedDialect;
  readonly encoding: DetectedEncoding;
  readonly bom: boolean;
}

/** What can be known of the dialect: quote and escape are left out of files that use none. */
export type ExpectedDialect = Partial<Omit<Dialect, "confidence" | "candidates">>;

interface Draft {
  readonly table: Table | null;
  readonly text: string;
  readonly dialect: ExpectedDialect;
  readonly encoding?: DetectedEncoding;
  readonly bom?: boolean;
  readonly gzip?: boolean;
}

type Pollute = (random: Random) => Draft;

const terminatorNames = { "\n": "LF", "\r\n": "CRLF", "\r": "CR" } as const;

interface WrittenDraft extends Draft {
  readonly table: Table;
  readonly lines: readonly string[];
}

/** A table in one style, and what follows from it. */
function written(table: Table, style: WritingStyle): WrittenDraft {
  const lines = writeRows(table.header.length > 0 ? [table.header, ...table.rows] : table.rows, style);
  const text = lines.join("");
  const { quote } = style;
  const quotes =
    quote !== null && text.includes(quote) && lines.some((line) => line.includes(quote + style.delimiter));
  const escapes = quotes && table.rows.flat().some((cell) => cell.includes(quote));
  const terminator =
    style.terminator in terminatorNames
      ? terminatorNames[style.terminator as keyof typeof terminatorNames]
      : "none";
  return {
    table,
    lines,
    text,
    dialect: {
      delimiter: style.delimiter,
      whitespaceAligned: false,
      skipInitialSpace: false,
      ...(quotes && { quote }),
      ...(escapes && { escape: style.escape }),
      header: table.header.length > 0,
      headerLines: table.header.length > 0 ? 1 : 0,
      surplusField: "none",
      furtherTables: 0,
      preambleLines: 0,
      footerLines: 0,
      terminator,
    },
  };
}

function styled(style: Partial<WritingStyle>, options: TableOptions = {}): Pollute {
  return (random) =>
    written(cleanTable(random, options), { ...rfc4180, quoteAll: random.chance(0.2), ...style });
}

type Cells = readonly string[];

/** Change the cells of one record, the header's or a row's, after they were quoted. Two plain ones come last. */
function onOneLine(change: (written: Cells) => Cells, readable = true): Pollute {
  return (random) => {
    const clean = cleanTable(random, { columns: random.between(3, 8), rows: random.between(10, 60) });
    const records = [
      [...clean.header, "first", "last"],
      ...clean.rows.map((row, i) => [...row, `f${i}`, `l${i}`]),
    ];
    const at = random.between(0, records.length - 1);
    const raw = records.map((cells) => cells.map((cell) => writeCell(cell, rfc4180)));
    const text = raw.map((cells, i) => `${(i === at ? change(cells) : cells).join(",")}\n`).join("");
    const [header = [], ...rows] = records.map((cells, i) => (i === at ? change(cells) : cells));
    const { dialect } = written({ header: records[0] ?? [], rows: records.slice(1) }, rfc4180);
    return { table: readable ? { header, rows } : null, text, dialect };
  };
}

/** Change the cell before the last. */
const nextToLast =
  (change: (cell: string) => Cells) =>
  (cells: Cells): Cells => [...cells.slice(0, -2), ...change(cells.at(-2) ?? ""), ...cells.slice(-1)];

function surrounded(before: readonly string[], after: readonly string[], footerLines: number): Pollute {
  return (random) => {
    const draft = written(cleanTable(random), rfc4180);
    const text = [...before.map((line) => `${line}\n`), draft.text, ...after.map((line) => `${line}\n`)].join(
      "",
    );
    return { ...draft, text, dialect: { ...draft.dialect, preambleLines: before.length, footerLines } };
  };
}

function encoded(encoding: DetectedEncoding, bom: boolean): Pollute {
  return (random) => ({ ...written(cleanTable(random), rfc4180), encoding, bom });
}

function multiLineHeader(headerLines: number): Pollute {
  return (random) => {
    const table = cleanTable(random, { columns: random.between(4, 8) });
    const amounts = {
      header: ["total", "share", ...table.header],
      rows: table.rows.map((row, i) => [`${i * 3}`, `${i}.5`, ...row]),
    };
    const draft = written(amounts, rfc4180);
    const more = Array.from({ length: headerLines - 1 }, (_, i) =>
      writeRow(
        amounts.header.map((_name, column) =>
          column < 2 || random.chance(0.7) ? `unit ${i}${"abcdefghij".charAt(column)}` : "",
        ),
        rfc4180,
      ),
    );
    const [first, ...rest] = draft.lines;
    return {
      ...draft,
      text: [first, ...more.map((line) => `${line}\n`), ...rest].join(""),
      dialect: { ...draft.dialect, headerLines },
    };
  };
}

function withoutHeader(): Pollute {
  return (random) => {
    const { rows } = cleanTable(random);
    return written({ header: [], rows }, rfc4180);
  };
}

function blankLines(): Pollute {
  return (random) => {
    const draft = written(cleanTable(random), rfc4180);
    const text = draft.lines.map((line) => (random.chance(0.15) ? `${line}\n` : line)).join("");
    // Blank lines at the end are no footer.
    return { ...draft, text };
  };
}

function ragged(): Pollute {
  return (random) => {
    const table = cleanTable(random, { columns: random.between(4, 8), rows: random.between(20, 60) });
    const draft = written(table, rfc4180);
    const rows = table.rows.map((row) =>
      random.chance(0.1) ? row.slice(0, -1) : random.chance(0.1) ? [...row, "extra"] : row,
    );
    const text = [draft.lines[0], ...writeRows(rows, rfc4180)].join("");
    return { ...draft, text, table: { header: table.header, rows } };
  };
}

function mixedTerminators(): Pollute {
  return (random) => {
    const table = cleanTable(random, { rows: random.between(20, 60) });
    const draft = written(table, rfc4180);
    const rows = [table.header, ...table.rows].map(
      (row, i) => writeRow(row, rfc4180) + (i % 3 === 1 ? "\r\n" : "\n"),
    );
    return { ...draft, text: rows.join(""), dialect: { ...draft.dialect, terminator: "mixed" } };
  };
}

function aligned(): Pollute {
  return (random) => {
    const table = cleanTable(random, { plain: true });
    const widths = table.header.map(
      (name, i) => Math.max(name.length, ...table.rows.map((row) => row[i]?.length ?? 0)) + 2,
    );
    const lines = [table.header, ...table.rows].map((row) =>
      row
        .map((cell, i) => cell.padEnd(widths[i] ?? 0))
        .join("")
        .trimEnd(),
    );
    const { dialect } = written(table, { ...rfc4180, delimiter: " " });
    return { table, text: `${lines.join("\n")}\n`, dialect: { ...dialect, whitespaceAligned: true } };
  };
}

function commaAndBlank(): Pollute {
  return (random) => {
    const table = cleanTable(random);
    const draft = written(table, rfc4180);
    const lines = [table.header, ...table.rows].map((row) =>
      row.map((cell) => writeCell(cell, rfc4180)).join(", "),
    );
    return { ...draft, text: `${lines.join("\n")}\n`, dialect: { ...draft.dialect, skipInitialSpace: true } };
  };
}

function twoTables(): Pollute {
  return (random) => {
    const draft = written(cleanTable(random, { columns: 5 }), rfc4180);
    const second = written(cleanTable(random, { columns: random.between(3, 4) }), rfc4180);
    const footerLines = 1 + (second.text.match(/\n/g)?.length ?? 0);
    const dialect = { ...draft.dialect, footerLines, furtherTables: 1 };
    return { ...draft, text: `${draft.text}\n${second.text}`, dialect };
  };
}

/** Every record changed in the same way; the header is the first. */
function onEveryRecord(
  change: (cells: Cells, at: number) => Cells,
  surplusField: Dialect["surplusField"] = "none",
): Pollute {
  return (random) => {
    const table = cleanTable(random, { columns: random.between(3, 8) });
    const draft = written(table, rfc4180);
    const [header = [], ...rows] = [table.header, ...table.rows].map(change);
    return {
      ...draft,
      text: writeRows([header, ...rows], rfc4180).join(""),
      // Row names have a column, though its name is blank.
      table: { header: surplusField === "row_names" ? ["", ...header] : header, rows },
      dialect: { ...draft.dialect, surplusField },
    };
  };
}

/** Excel pads titles to the width of the sheet. */
function paddedTitles(): Pollute {
  return (random) => {
    const draft = written(cleanTable(random, { columns: random.between(3, 8) }), rfc4180);
    const padding = ",".repeat(draft.table.header.length - 1);
    const before = ["Sales report", "", "Northern region"].map((line) => `${line}${padding}\n`).join("");
    return { ...draft, text: before + draft.text, dialect: { ...draft.dialect, preambleLines: 3 } };
  };
}

/** No column of numbers or dates tells the header apart; words of the body do not turn up in it. */
function onlyText(): Pollute {
  return (random) => {
    const { rows } = cleanTable(random, { columns: 8 });
    const header = ["name", "place", "remark"];
    const cells = rows.map((row, i) => [
      `${row[0]} A${i}x`,
      `${row[1]} B${i}`,
      `C${i} ${row[2]}`.replaceAll(/[\n,;"]/g, " "),
    ]);
    return written({ header, rows: cells }, rfc4180);
  };
}

/** All at once that does not change what the lines hold. */
function anyStyle(): Pollute {
  return (random) => {
    const delimiter = random.pick([",", ";", "\t", "|"]);
    const quote = random.pick(['"', '"', "'"]);
    const style = {
      delimiter,
      quote,
      escape: random.chance(0.2) ? "\\" : quote,
      quoteAll: random.chance(0.3),
    };
    const draft = written(cleanTable(random, random.chance(0.1) ? { rows: 4000 } : {}), {
      ...style,
      terminator: random.pick(["\n", "\r\n", "\r"]),
    });
    return { ...draft, bom: random.chance(0.3), gzip: random.chance(0.2) };
  };
}

const delimiters: readonly (readonly [name: string, delimiter: string])[] = [
  ["semicolon", ";"],
  ["tab", "\t"],
  ["pipe", "|"],
  ["colon", ":"],
  ["caret", "^"],
  ["tilde", "~"],
  ["blank", " "],
];

const title = ["Sales report of the northern region", "Created by A. Smith, 2024-03-01", ""];

/** All kinds of pollution by name. */
export const pollutions: ReadonlyMap<string, Pollute> = new Map<string, Pollute>([
  ["none", styled({})],
  ...delimiters.map(([name, delimiter]): [string, Pollute] => [`delimiter ${name}`, styled({ delimiter })]),
  ["delimiter semicolon, decimal comma", styled({ delimiter: ";" }, { decimalComma: true })],
  ["delimiter comma and blank", commaAndBlank()],
  ["aligned with blanks", aligned()],
  ["quote '", styled({ quote: "'", escape: "'" })],
  ["quote ' everywhere", styled({ quote: "'", escape: "'", quoteAll: true })],
  ["quotes everywhere", styled({ quoteAll: true })],
  ["no quotes", styled({ quote: null, escape: null }, { plain: true })],
  ["escape backslash", styled({ escape: "\\", quoteAll: true })],
  ["terminator CRLF", styled({ terminator: "\r\n" })],
  ["terminator CR", styled({ terminator: "\r" })],
  ["terminators mixed", mixedTerminators()],
  [
    "no terminator at the end",
    (random) => {
      const draft = written(cleanTable(random), rfc4180);
      return { ...draft, text: draft.text.slice(0, -1) };
    },
  ],
  ["UTF-8 with BOM", encoded("utf-8", true)],
  ["UTF-16LE with BOM", encoded("utf-16le", true)],
  ["UTF-16BE with BOM", encoded("utf-16be", true)],
  ["UTF-16LE", encoded("utf-16le", false)],
  [
    "windows-1252",
    (random) => {
      const table = cleanTable(random);
      const header = ["Größe", ...table.header];
      const rows = table.rows.map((row, i) => [
        `Straße ${i}`,
        ...row.map((cell) => cell.replaceAll(/[Łź]/g, "x")),
      ]);
      return { ...written({ header, rows }, rfc4180), encoding: "windows-1252" };
    },
  ],
  ["gzip", (random) => ({ ...written(cleanTable(random), rfc4180), gzip: true })],
  ["separator missing on one line", onOneLine((cells) => [...cells.slice(0, -2), cells.slice(-2).join("")])],
  ["separator extra on one line", onOneLine(nextToLast((cell) => [cell, ""]))],
  ["quote extra on one line", onOneLine(nextToLast((cell) => [`"${cell}`]))],
  ["quote inside one field", onOneLine(nextToLast((cell) => [`${cell}"x`]))],
  ["quote missing on one line", onOneLine((cells) => cells.map((cell) => cell.replace(/^"/, "")), false)],
  ["preamble of titles", surrounded(title, [], 0)],
  ["preamble of one line", surrounded(["Sales report"], [], 0)],
  ["preamble of comments", surrounded(["# source: northern region", "# version 2, revised"], [], 0)],
  ["preamble of settings", surrounded(["Region,north", "Year,2024", ""], [], 0)],
  ["footer of a note", surrounded([], ["", "Source: own figures"], 2)],
  ["footer without a blank line", surrounded([], ["End of report"], 1)],
  [
    "footer padded by Excel",
    (random) => {
      const draft = written(cleanTable(random, { columns: random.between(3, 8) }), rfc4180);
      const text = `${draft.text}\nSource: own figures${",".repeat(draft.table.header.length - 1)}\n`;
      return { ...draft, text, dialect: { ...draft.dialect, footerLines: 2 } };
    },
  ],
  ["preamble and footer", surrounded(title, ["", "Source: own figures", "All rights reserved"], 3)],
  ["two tables", twoTables()],
  ["no header", withoutHeader()],
  ["header of 2 lines", multiLineHeader(2)],
  ["header of 3 lines", multiLineHeader(3)],
  ["header only", (random) => written({ ...cleanTable(random), rows: [] }, rfc4180)],
  [
    "sep= line",
    (random) => {
      const draft = written(cleanTable(random), { ...rfc4180, delimiter: ";" });
      return { ...draft, text: `sep=;\n${draft.text}`, dialect: { ...draft.dialect, preambleLines: 1 } };
    },
  ],
  ["blank lines", blankLines()],
  ["ragged", ragged()],
  [
    "quotes only after the first look",
    (random) => {
      const plain = cleanTable(random, { plain: true, columns: 5, rows: 400 });
      const rows = plain.rows.map((row, i) => (i > 300 ? row.map((cell) => `${cell}, "${i}"`) : row));
      return written({ ...plain, rows }, rfc4180);
    },
  ],
  ["longer than the head", styled({}, { rows: 4000 })],
  ["any style", anyStyle()],
  ["few rows", (random) => written(cleanTable(random, { columns: 5, rows: random.between(1, 3) }), rfc4180)],
  [
    "many columns",
    (random) => {
      const { header, rows } = cleanTable(random, { columns: 8, rows: 5 });
      const repeat = (row: readonly string[]) => Array.from({ length: 100 }, () => row).flat();
      return written({ header: repeat(header), rows: rows.map(repeat) }, rfc4180);
    },
  ],
  ["only text", onlyText()],
  ["titles padded by Excel", paddedTitles()],
  ["separator at the end of every line", onEveryRecord((cells) => [...cells, ""])],
  [
    "separator at the end of every row, not of the header",
    onEveryRecord((cells, at) => (at === 0 ? cells : [...cells, ""]), "trailing_delimiter"),
  ],
  [
    "row names without a name",
    onEveryRecord((cells, at) => (at === 0 ? cells : [`row${at}`, ...cells]), "row_names"),
  ],
  ["another separator on one line", onOneLine((cells) => [cells.join(";").replaceAll("\n", " ")], false)],
  ["another quote on one line", onOneLine((cells) => cells.map((cell) => cell.replaceAll('"', "'")), false)],
  [
    "row of totals",
    (random) => {
      const draft = written(cleanTable(random, { columns: 5 }), rfc4180);
      const rows = [...draft.table.rows, ["Total", "", "", "", "99"]];
      return { ...draft, text: `${draft.text}Total,,,,99\n`, table: { ...draft.table, rows } };
    },
  ],
  ["one column", styled({}, { columns: 1 })],
  ["two columns", styled({}, { columns: 2 })],
]);

/** The file of a kind and seed, the same each time. @throws RangeError for a kind that there is not. */
export function pollutedFile(kind: string, seed: number): PollutedFile {
  const pollute = pollutions.get(kind);
  if (!pollute) throw new RangeError(`no pollution is called ${kind}`);
  const { table, text, dialect, encoding = "utf-8", bom = false, gzip = false } = pollute(seeded(seed));
  const bytes = encode(bom ? `\ufeff${text}` : text, encoding);
  return { kind, bytes: gzip ? gzipSync(bytes) : bytes, table, dialect, encoding, bom };
}

function encode(text: string, encoding: DetectedEncoding): Uint8Array {
  switch (encoding) {
    case "utf-8":
      return Buffer.from(text);
    case "utf-16le":
      return Buffer.from(text, "utf16le");
    case "utf-16be":
      return Buffer.from(text, "utf16le").swap16();
    case "windows-1252":
      // The tables for it hold no character outside of Latin-1 but the apostrophe.
      return Buffer.from(text.replaceAll("’", "\x92"), "latin1");
  }
}

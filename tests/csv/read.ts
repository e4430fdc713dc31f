/** Reads a text with the reference reader in given chunks, for tests. */
import type { Dialect } from "../../lambda/csv/dialect.ts";
import { LineCounter } from "../../lambda/csv/lines.ts";
import { type LineCounts, RecordReader } from "../../lambda/csv/record-reader.ts";
import { ProfilerError } from "../../lambda/errors.ts";

export interface ReadRecord {
  readonly cells: readonly string[];
  readonly line: number;
  /** Which oddities the record has: s = stray quote, t = text after a quote, r = runaway quote. */
  readonly odd: string;
}

export interface ReadText {
  readonly header: readonly (readonly string[])[];
  readonly records: readonly ReadRecord[];
  readonly lines: LineCounts;
  readonly terminator: string;
  readonly error: string | null;
}

export const comma: Dialect = {
  delimiter: ",",
  whitespaceAligned: false,
  skipInitialSpace: false,
  quote: '"',
  escape: '"',
  columns: 0,
  header: false,
  headerLines: 0,
  headerRule: false,
  surplusField: "none",
  preambleLines: 0,
  rowsAbove: null,
  footerLines: 0,
  furtherTables: 0,
  quotedLines: null,
  terminator: "LF",
  confidence: 1,
  candidates: [],
};

/** @throws Error when the receipt does not balance: no text may be read otherwise. */
export async function readChunks(chunks: readonly Uint8Array[], dialect: Dialect = comma): Promise<ReadText> {
  const header: (readonly string[])[] = [];
  const records: ReadRecord[] = [];
  const reader = new RecordReader(dialect, {
    header: (cells) => header.push(...cells),
    record: (cells, facts) => {
      const odd = `${facts.strayQuotes > 0 ? "s" : ""}${facts.textAfterQuotes > 0 ? "t" : ""}${facts.runawayQuote ? "r" : ""}`;
      records.push({ cells: [...cells], line: facts.line, odd });
    },
  });
  const counter = new LineCounter();
  let error: string | null = null;
  try {
    for (const chunk of chunks) {
      counter.add(chunk);
      reader.write(chunk);
    }
    await reader.end();
  } catch (caught) {
    if (!(caught instanceof ProfilerError)) throw caught;
    error = caught.message;
    reader.abandon();
  }
  const { lines, terminator } = reader;
  const accounted = lines.preamble + lines.header + lines.blank + lines.record + lines.unread;
  if (accounted !== counter.lines)
    throw new Error(`receipt: ${accounted} lines accounted for, ${counter.lines} in the text`);
  if (reader.records !== records.length) throw new Error("receipt: rows are not records");
  return { header, records, lines: { ...lines }, terminator, error };
}

export function bytesOf(text: string): Uint8Array {
  return Buffer.from(text);
}

export function cut(bytes: Uint8Array, at: readonly number[]): Uint8Array[] {
  const ends = [...new Set(at.map((n) => Math.min(n, bytes.length)))].sort((a, b) => a - b);
  let from = 0;
  const parts = ends.map((end) => {
    const part = bytes.slice(from, end);
    from = end;
    return part;
  });
  return [...parts, bytes.slice(from)];
}

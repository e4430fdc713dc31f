/** Lines that are quoted as wholes: a file that was exported as CSV, and its lines as the cells of another one. */
import { type SniffedRecord, separate } from "./sniff-records.ts";

const linesMin = 3;

export interface QuotedLines {
  /** What parts the fields within the quotes. */
  readonly delimiter: string;
  readonly columns: number;
}

/** Null unless each record is one quoted field, and within all of them a delimiter parts as many. */
export function quotedLines(records: readonly SniffedRecord[]): QuotedLines | null {
  const areQuoted = records.every(({ cells, quoted }) => cells.length === 1 && quoted?.[0] === true);
  if (records.length < linesMin || !areQuoted) return null;
  const lines = records.map(({ cells }) => (cells[0] ?? "").replaceAll('""', '"'));
  const head = { lines, terminators: [], whole: true };
  for (const delimiter of [",", ";", "\t", "|"]) {
    const separation = { delimiter, whitespaceAligned: false, quote: '"', escape: '"' };
    const within = separate(head, 0, separation, true).records;
    const columns = within[0]?.cells.length ?? 1;
    const areAlike = within.length === lines.length && within.every(({ cells }) => cells.length === columns);
    // In texts such as `Doe, Jane` a blank follows.
    const isProse = within.every(({ cells }) => cells.slice(1).every((cell) => /^\s/.test(cell)));
    if (columns > 1 && areAlike && !isProse) return { delimiter, columns };
  }
  return null;
}

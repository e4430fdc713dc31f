/**
 * Where the records of a segment begin, without having read the text before it: nobody can know whether a line end is
 * inside quotes, but a wrong answer shows in the next lines, whose records have not the table's width then. It is a
 * guess all the same: the reader of the segment before checks it.
 */
import type { Dialect } from "../../csv/dialect.ts";

/** Records that have to look like the table's. */
const recordsRead = 32;

/** Line starts that are tried: a quoted cell of more lines is taken for unknown. */
const candidatesMax = 100;

const lf = 0x0a;
const cr = 0x0d;

/**
 * @param text around the border: as much before it as is at hand, and up to `evidenceBytes` behind it
 * @param border offset in `text`
 * @param width cells of the table's records
 * @returns offset of the record that is the first one not known to end by the border; null when it cannot be told
 */
export function segmentStart(
  text: Buffer,
  border: number,
  dialect: Pick<Dialect, "delimiter" | "quote">,
  width: number,
): number | null {
  const latest = lineStartBefore(text, border);
  if (latest === null) return null;
  const quote = dialect.quote?.charCodeAt(0) ?? -1;
  if (quote < 0 || text.indexOf(quote) < 0) return latest;
  let candidate: number | null = latest;
  for (let tried = 0; candidate !== null && tried < candidatesMax; tried++) {
    if (startsRecords(text, candidate, border, dialect.delimiter.charCodeAt(0), quote, width))
      return candidate;
    candidate = lineStartBefore(text, candidate - 1);
  }
  return null;
}

/** The last line start up to an offset; what follows a CR there may still be its LF. */
function lineStartBefore(text: Buffer, offset: number): number | null {
  for (let at = offset; at > 0; at--) {
    if (text[at - 1] === lf) return at;
    if (text[at - 1] === cr && at < offset && text[at] !== lf) return at;
  }
  return null;
}

function startsRecords(
  text: Buffer,
  from: number,
  border: number,
  delimiter: number,
  quote: number,
  width: number,
): boolean {
  let at = from;
  for (let read = 0; read < recordsRead; read++) {
    const record = readRecord(text, at, delimiter, quote);
    if (record === null) return read > 0;
    if (record.odd || (record.fields !== width && !record.isBlank)) return false;
    if (at === from && record.end < border) return false;
    at = record.end;
  }
  return true;
}

interface ReadRecord {
  readonly end: number;
  readonly fields: number;
  readonly isBlank: boolean;
  /** It has quotes where none belong. */
  readonly odd: boolean;
}

/** Null when it does not end in the text. */
function readRecord(text: Buffer, from: number, delimiter: number, quote: number): ReadRecord | null {
  let fields = 1;
  let odd = false;
  let fieldAt = from;
  for (let at = from; at < text.length; at++) {
    const byte = text[at];
    if (byte === delimiter) {
      fields++;
      fieldAt = at + 1;
    } else if (byte === lf) {
      return { end: at + 1, fields, isBlank: at === from, odd };
    } else if (byte === cr) {
      return { end: text[at + 1] === lf ? at + 2 : at + 1, fields, isBlank: at === from, odd };
    } else if (byte === quote) {
      if (at !== fieldAt) {
        odd = true;
        continue;
      }
      at = closingQuote(text, at, quote);
      if (at < 0) return null;
    }
  }
  return null;
}

function closingQuote(text: Buffer, opening: number, quote: number): number {
  let at = text.indexOf(quote, opening + 1);
  while (at >= 0 && text[at + 1] === quote) at = text.indexOf(quote, at + 2);
  return at;
}

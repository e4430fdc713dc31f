/** How the quotes of one record were read: what was odd about them, and whether one is still open. */
import type { Dialect } from "./dialect.ts";

export interface QuoteScan {
  /** Unquoted fields with a quote in them, which is taken literally. */
  readonly strayQuotes: number;
  /** Fields with text between their closing quote and the next delimiter, taken literally with their quotes. */
  readonly textAfterQuotes: number;
  /** Offset of the quote that is open at the end of the record; −1 when none is. */
  readonly openQuoteAt: number;
}

const lf = 0x0a;
const cr = 0x0d;

/** Bytes of the white-space character at `at`, by the definition that csv-parse shares with JavaScript; 0 for another. */
function whiteSpaceBytes(text: Uint8Array, at: number): number {
  const byte = text[at] ?? 0;
  const bytes = byte < 0x80 ? 1 : byte < 0xe0 ? 2 : 3;
  return /^\s$/.test(Buffer.from(text.subarray(at, at + bytes)).toString()) ? bytes : 0;
}

/**
 * Follow the quoting rules of csv-parse (`relax_quotes`) through the bytes of one record. Only records that
 * contain a quote are worth the call.
 */
export function scanQuotes(
  record: Uint8Array,
  dialect: Pick<Dialect, "delimiter" | "quote" | "escape" | "skipInitialSpace">,
): QuoteScan {
  const delimiter = Buffer.from(dialect.delimiter);
  const quote = dialect.quote?.charCodeAt(0) ?? -1;
  const escape = dialect.escape?.charCodeAt(0) ?? -1;
  let strayQuotes = 0;
  let textAfterQuotes = 0;
  let openQuoteAt = -1;
  let atFieldStart = true;
  let strayCounted = false;

  const endsField = (at: number): boolean =>
    record[at] === lf ||
    record[at] === cr ||
    (delimiter.every((byte, k) => record[at + k] === byte) && at + delimiter.length <= record.length);

  for (let at = 0; at < record.length; at++) {
    const byte = record[at];
    if (openQuoteAt >= 0) {
      if (byte === escape && escape !== quote) {
        at++;
      } else if (byte === quote) {
        if (escape === quote && record[at + 1] === quote) {
          at++;
        } else {
          openQuoteAt = -1;
          if (at + 1 < record.length && !endsField(at + 1)) {
            textAfterQuotes++;
            strayCounted = true;
          }
        }
      }
    } else if (endsField(at)) {
      atFieldStart = true;
      strayCounted = false;
      if (byte !== lf && byte !== cr) at += delimiter.length - 1;
      continue;
    } else if (atFieldStart && dialect.skipInitialSpace && whiteSpaceBytes(record, at) > 0) {
      at += whiteSpaceBytes(record, at) - 1;
      continue;
    } else if (byte === quote) {
      if (atFieldStart) {
        openQuoteAt = at;
      } else if (!strayCounted) {
        strayQuotes++;
        strayCounted = true;
      }
    }
    atFieldStart = false;
  }
  return { strayQuotes, textAfterQuotes, openQuoteAt };
}

/**
 * Records that are longer than `recordBytesMax`, the line end behind them not counted. What becomes of one depends on as
 * much of it as shows that it is too long, and so neither on what comes in with it nor on who reads it.
 */
import { ProfilerError } from "../errors.ts";
import { recordBytesMax } from "../limits.ts";
import type { Dialect } from "./dialect.ts";
import { bytesBeforeEnd, countLineEnds } from "./lines.ts";
import { scanQuotes } from "./quote-scan.ts";

const cr = 0x0d;

/** Whether a record that has ended is too long. @param record with or without its line end */
export function isTooLong(record: Uint8Array): boolean {
  return bytesBeforeEnd(record) > recordBytesMax;
}

/**
 * Bytes of a record that has not ended within them and is therefore too long. A CR behind as many bytes as it may have
 * ends it, or not: that is known with the byte behind.
 */
export function tooLongBytes(text: Uint8Array): number {
  return recordBytesMax + (text[recordBytesMax] === cr ? 2 : 1);
}

/**
 * Why a text that begins with a record has none: it is too long, or the text ends within its quotes. Whether a quote that
 * is open where it is too long would be closed is not known without reading on. @param place of the record
 */
export function unfinishedError(
  text: Uint8Array,
  dialect: Dialect,
  place: { readonly line: number; readonly byte: number },
): ProfilerError {
  const { line, byte } = place;
  const { quote } = dialect;
  const { openQuoteAt } = scanQuotes(text.subarray(0, tooLongBytes(text)), dialect);
  if (openQuoteAt < 0 || quote === null)
    return new ProfilerError("RECORD_TOO_LONG", { line, byte, recordBytesMax, openQuoteLine: null });
  const openQuoteLine = line + countLineEnds(text.subarray(0, openQuoteAt));
  return text.length > recordBytesMax
    ? new ProfilerError("RECORD_TOO_LONG", { line, byte, recordBytesMax, openQuoteLine })
    : new ProfilerError("QUOTE_NOT_CLOSED", { line: openQuoteLine, byte: byte + openQuoteAt, quote });
}

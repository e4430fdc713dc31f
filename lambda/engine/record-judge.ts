/**
 * Records that the kernel leaves to the driver, read as the reference reads them: where there is a quote, csv-parse
 * splits the cells, and a quote that has swallowed the lines below it is taken literally.
 */
import type { Dialect } from "../csv/dialect.ts";
import { countLineEnds, endsLine, nextLine } from "../csv/lines.ts";
import { scanQuotes } from "../csv/quote-scan.ts";
import { splitRecord } from "../csv/record-splitter.ts";
import { swallowsRecords } from "../csv/runaway-quote.ts";
import { splitLine } from "../csv/split-line.ts";

export interface JudgedRecord {
  readonly cells: readonly string[];
  /** Of the text that was judged: a runaway quote leaves all but the first line. */
  readonly bytes: number;
  readonly lines: number;
  readonly strayQuotes: boolean;
  readonly textAfterQuotes: boolean;
  readonly runawayQuote: boolean;
}

/** @param width cells of the table's records; 0 when not known yet */
export function judgeRecord(record: Buffer, dialect: Dialect, width: number): JudgedRecord {
  const quoted = dialect.quote !== null && record.includes(dialect.quote);
  const cells = quoted ? splitRecord(record, dialect) : splitLine(lineText(record, record.length), dialect);
  const lines = quoted ? countLineEnds(record) + (endsLine(record) ? 0 : 1) : 1;
  const scan = quoted ? scanQuotes(record, dialect) : null;
  const odd = scan !== null && (scan.textAfterQuotes > 0 || cells.length !== width);
  if (lines > 1 && odd && swallowsRecords(record, dialect, width)) return firstLine(record, dialect);
  return {
    cells,
    bytes: record.length,
    lines,
    strayQuotes: (scan?.strayQuotes ?? 0) > 0,
    textAfterQuotes: (scan?.textAfterQuotes ?? 0) > 0,
    runawayQuote: false,
  };
}

/** The first line of a text on its own, an open quote in it taken literally. */
export function firstLine(text: Buffer, dialect: Dialect): JudgedRecord {
  const bytes = nextLine(text, 0, true);
  return {
    cells: splitLine(lineText(text, bytes), dialect),
    bytes,
    lines: 1,
    strayQuotes: false,
    textAfterQuotes: false,
    runawayQuote: true,
  };
}

/** The line of so many bytes, without its end. */
function lineText(text: Buffer, bytes: number): string {
  return text.toString("utf8", 0, bytes).replace(/[\r\n]+$/, "");
}

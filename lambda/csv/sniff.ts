/**
 * Finds the dialect of a file from its head: the separation that explains its lines best (sniff-score.ts), then
 * where the table lies in them (sniff-table.ts) and what names its columns (sniff-header.ts).
 */
import type { ProfileOptions } from "../profile/options.ts";
import { confidence } from "./confidence.ts";
import { type Dialect, fieldsOfLog, type Separation } from "./dialect.ts";
import { isRule } from "./header-rule.ts";
import { quotedLines } from "./quoted-lines.ts";
import { rowsAbove } from "./sniff-above.ts";
import { type Candidate, haveOneShape, rankSeparations } from "./sniff-candidates.ts";
import { headerEvidence, headerRecords, surplusField } from "./sniff-header.ts";
import { commonTerminator, type HeadLines, headLines } from "./sniff-lines.ts";
import type { SniffedRecord } from "./sniff-records.ts";
import { tableBounds } from "./sniff-table.ts";

/** Used where the file shows none: quotes may still turn up after the head. */
const defaultQuote = '"';
/** In this order for a file of one column: the first that does not occur in it, so that it stays one. */
const oneColumnDelimiters = [",", "\t", ";", "|", "\x1f"];
/** Share of the delimiters that a blank must follow for it to be part of them. */
const spacedShareMin = 0.95;

/** Decide the dialect of the text that begins with `head`; what `stated` says is taken as given. */
export function sniff(head: Uint8Array, headIsWhole: boolean, stated: ProfileOptions): Dialect {
  const lines = headLines(head, headIsWhole);
  const skipped = stated.skipLines ?? 0;
  const separator = /^"?sep=(.)"?$/i.exec(lines.lines[skipped] ?? "")?.[1];
  const from = skipped + (separator === undefined ? 0 : 1);
  const given = separator === undefined ? stated : { delimiter: separator, ...stated };
  const ranked = rankSeparations(lines, from, given);
  const best = ranked[0];
  if (!best) throw new Error("no separation was tried");
  const { records } = best.separated;
  const bounds = tableBounds(records, best.rating.columns, lines.whole, stated.header === true);
  // Who states the lines to skip has looked: the table begins there.
  const named = stated.header !== false && fieldsOfLog(records[bounds.first - 1]?.cells ?? []) !== null;
  const first = stated.skipLines === undefined ? bounds.first - (named ? 1 : 0) : 0;
  const table = records.slice(first, bounds.end);
  const evidence = table[0] ? headerEvidence(table[0], table.slice(1)) : 0;
  const header = stated.header ?? evidence >= 0;
  const start = records[first];
  const headerLines = header ? headerRecordCount(table, stated) : 0;
  return {
    delimiter: best.rating.delimiter ?? oneColumnDelimiter(records),
    whitespaceAligned: best.rating.whitespaceAligned,
    skipInitialSpace: skipsInitialSpace(best),
    ...quoting(best.rating, ranked, stated),
    columns: bounds.columns,
    header,
    headerLines,
    headerRule: isRule(table[headerLines - 1]?.cells ?? [], table[headerLines - 2]?.cells ?? []),
    surplusField: header ? surplusField([...table.slice(0, 1), ...table.slice(headerLines)]) : "none",
    preambleLines: start && first > 0 ? start.line : from,
    rowsAbove: rowsAbove(records.slice(0, first)),
    footerLines: footerLines(lines, records, bounds.end),
    furtherTables: lines.whole ? bounds.further : 0,
    quotedLines: quotedLines(records),
    terminator: commonTerminator(recordEnds(lines, records)),
    confidence: confidence(ranked, table.length, evidence, given),
    candidates: ranked.map(({ rating }) => rating),
  };
}

/** Whose header is stated has said that the first record holds the names, and no other does. */
function headerRecordCount(table: readonly SniffedRecord[], { header }: ProfileOptions): number {
  return header === true ? 1 : headerRecords(table);
}

function oneColumnDelimiter(records: readonly SniffedRecord[]): string {
  const free = oneColumnDelimiters.find((delimiter) =>
    records.every(({ cells, quoted }) => quoted?.[0] || !cells[0]?.includes(delimiter)),
  );
  return free ?? "\x1f";
}

/** Nothing quotes only if quotes were tried and read worse; where none open a field, they may later. */
function quoting(
  best: Separation,
  ranked: readonly Candidate[],
  stated: ProfileOptions,
): Pick<Dialect, "quote" | "escape"> {
  if (best.quote !== null) return { quote: best.quote, escape: best.escape };
  const tried = ranked.some(({ rating }) => rating.quote === defaultQuote && haveOneShape(rating, best));
  if (stated.quote === null || tried) return { quote: null, escape: null };
  return { quote: defaultQuote, escape: stated.escape ?? defaultQuote };
}

function skipsInitialSpace({ rating, separated }: Candidate): boolean {
  if (rating.delimiter === null || rating.delimiter.trim() === "") return false;
  if (separated.spacedQuotes > 0) return true;
  let delimiters = 0;
  let spaced = 0;
  for (const { cells } of separated.records) {
    delimiters += cells.length - 1;
    for (let i = 1; i < cells.length; i++) if (cells[i]?.startsWith(" ")) spaced++;
  }
  return delimiters > 0 && spaced >= delimiters * spacedShareMin;
}

function footerLines(lines: HeadLines, records: readonly SniffedRecord[], end: number): number {
  const last = records[end - 1];
  if (!lines.whole || !last || end === records.length) return 0;
  return lines.lines.length - (last.line + last.lineCount);
}

function* recordEnds(lines: HeadLines, records: readonly SniffedRecord[]): Generator<string> {
  for (const { line, lineCount } of records) yield lines.terminators[line + lineCount - 1] ?? "";
}

/** How a file of separated values is written. */
import type { Terminator } from "../profile/summary.ts";
import type { QuotedLines } from "./quoted-lines.ts";

/**
 * A dialect as the reader needs it. The reading that goes with it: a quote opens only at the start of a field;
 * inside quotes a doubled quote (or escape and quote) is one literal quote; text after a closing quote makes the
 * whole field literal, quotes included; CRLF, LF and CR all end a record outside of quotes; blank lines are
 * skipped.
 */
export interface Dialect {
  /** One character; a blank when `whitespaceAligned`. */
  readonly delimiter: string;
  /** Runs of blanks and tabs are one delimiter, and those at the ends of a line are none. */
  readonly whitespaceAligned: boolean;
  /** Blanks after a delimiter belong to it. */
  readonly skipInitialSpace: boolean;
  /** One character, or null when nothing quotes. */
  readonly quote: string | null;
  /** One character; equal to `quote` when quotes are doubled; null when `quote` is. */
  readonly escape: string | null;
  /** Fields that most records of the head have; 0 when not known. */
  readonly columns: number;
  readonly header: boolean;
  /** Records that make up the header: 0 without one, more than 1 when names run over several lines. */
  readonly headerLines: number;
  /** Whether the last of them is a line of dashes, which names nothing. */
  readonly headerRule: boolean;
  /**
   * What most rows have that the header lacks: `row_names` before the first named column (as R's write.table has
   * them), or an empty field behind the last, because rows end with a delimiter. Or what the header has and no row does:
   * a mark of comments before the names, or a delimiter behind them.
   */
  readonly surplusField: "none" | "row_names" | "trailing_delimiter" | "comment_mark" | "header_delimiter";
  /** Physical lines before the header (or the first row), an Excel `sep=` line included. */
  readonly preambleLines: number;
  /** Records among these that look like rows: with a delimiter, of one width and kind. */
  readonly rowsAbove: RowsAbove | null;
  /**
   * Physical lines after the table: notes, or further tables, and the blank lines before them. Known only when
   * the head is the whole file, else 0.
   */
  readonly footerLines: number;
  /** Further tables among the footers; they are not read. */
  readonly furtherTables: number;
  /** What the lines have within quotes, if each is quoted as a whole; else null. */
  readonly quotedLines: QuotedLines | null;
  readonly terminator: Terminator;
  /** 0 to 1: about the share of files with such evidence whose dialect is right (confidence.ts). */
  readonly confidence: number;
  /** Best first, the chosen one included. */
  readonly candidates: readonly DialectCandidate[];
}

/** Records outside of the table. Lines count from 1. */
export interface RowsAbove {
  readonly count: number;
  readonly firstLine: number;
  readonly lastLine: number;
}

/** A record of the header as wide as the rows: with a blank name for row names, without what stands beside the names. */
export function headerCells(cells: readonly string[], dialect: Pick<Dialect, "surplusField">): string[] {
  if (dialect.surplusField === "row_names") return ["", ...cells];
  if (dialect.surplusField === "comment_mark") return fieldsOfLog(cells) ?? cells.slice(1);
  return dialect.surplusField === "header_delimiter" ? cells.slice(0, -1) : [...cells];
}

/** The names in a log of CloudFront and others, apart by blanks whatever parts the rows; null for any other record. */
export function fieldsOfLog(cells: readonly string[]): string[] | null {
  const [line = ""] = cells;
  return cells.length === 1 && line.startsWith("#Fields: ") ? line.trim().split(/\s+/).slice(1) : null;
}

/** How one line is cut into cells. A delimiter of null means that there is but one column. */
export interface Separation {
  readonly delimiter: string | null;
  readonly whitespaceAligned: boolean;
  readonly quote: string | null;
  readonly escape: string | null;
}

/** A separation that was considered, for those who want to know why another one won. */
export interface DialectCandidate extends Separation {
  /** `consistency` × `typeFit` × the delimiter's own likelihood; comparable within one file only. */
  readonly score: number;
  /** 0 to 1: how far the records agree on their number of fields. */
  readonly consistency: number;
  /** 0 to 1: how far the cells look like values and not like pieces of something else. */
  readonly typeFit: number;
  /** Fields that most records have. */
  readonly columns: number;
  readonly records: number;
}

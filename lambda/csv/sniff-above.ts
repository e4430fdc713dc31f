/** What stands right above the rows that most of a file has: a preamble, or a narrower table that they go on. */
import type { RowsAbove } from "./dialect.ts";
import { cellLook } from "./sniff-cell.ts";
import {
  columnKinds,
  haveOpenText,
  headerEvidence,
  isClearHeader,
  isNameOfKey,
  isValue,
} from "./sniff-header.ts";
import type { SniffedRecord } from "./sniff-records.ts";
import { isComment } from "./sniff-score.ts";

/** Records that a table has at the least: names and two rows. */
const tableRecordsMin = 3;

/** Where a table of fewer columns begins, how many it has, and where the next one begins, or null. */
export interface NarrowerTable {
  readonly first: number;
  readonly columns: number;
  readonly next: number | null;
}

/**
 * The table whose last row stands right above `wide`, the first record of more fields: they are its longer rows, or,
 * under names of their own, the next table. Pairs of name and value above such names are settings.
 *
 * @param whole The records reach to the end of the file: else most of the next table is out of sight, and counts more.
 */
export function narrowerTable(
  records: readonly SniffedRecord[],
  wide: number,
  end: number,
  whole: boolean,
): NarrowerTable | null {
  const first = runStart(records, wide);
  const names = records[first];
  const below = records[wide];
  if (!names || !below || wide - first < tableRecordsMin) return null;
  const columns = names.cells.length;
  if (columns < 2 || columns >= below.cells.length) return null;
  if (names.cells.every((name) => below.cells.includes(name))) return { first, columns, next: wide };
  if (!isClearHeader(records, first, wide)) return null;
  const kinds = columnKinds(records.slice(first + 1, wide), columns);
  if (isClearHeader(records, wide, end)) {
    const isSettings = columns === 2 && !isValue(kinds[0] ?? "mixed");
    return isSettings || !whole ? null : { first, columns, next: wide };
  }
  const kindsBelow = columnKinds(records.slice(wide, end), columns);
  const goesOn = kinds.every((kind, i) => kind === kindsBelow[i] || !isValue(kind));
  return goesOn && kinds.some(isValue) ? { first, columns, next: null } : null;
}

/**
 * Whether the record right above the one at `first` names the columns of rows that have more fields than it: they hold
 * delimiters that are not quoted, as in `12 Main St, Rome`.
 */
export function hasNamesAbove(
  records: readonly SniffedRecord[],
  first: number,
  end: number,
  headerStated: boolean,
): boolean {
  const names = records[first - 1];
  const row = records[first];
  if (!names || !row || names.line + names.lineCount !== row.line || isComment(names)) return false;
  if (names.cells.length < 2 || names.cells.length >= row.cells.length) return false;
  if (names.cells.some((name) => cellLook(name) !== "text" || /^\s/.test(name))) return false;
  const rows = records.slice(first, end);
  if (headerStated && headerEvidence(row, rows.slice(1)) < 0) return true;
  if (isClearHeader(records, first, end) || !isClearHeader(records, first - 1, end)) return false;
  return isNameOfKey(names.cells[0] ?? "") || haveOpenText(rows);
}

/** Index of the first of the records right above `end` that are as wide as the last of them. */
function runStart(records: readonly SniffedRecord[], end: number): number {
  const width = records[end - 1]?.cells.length;
  let first = end;
  while (first > 0) {
    const [above, below] = [records[first - 1], records[first]];
    if (!above || above.cells.length !== width || isComment(above)) break;
    if (below && above.line + above.lineCount !== below.line) break;
    first--;
  }
  return first;
}

/**
 * Rows in a preamble: at least two records, as wide as each other but for empty cells at their ends, and with numbers
 * or dates in one column, below names or not. The most of them that stand together.
 */
export function rowsAbove(preamble: readonly SniffedRecord[]): RowsAbove | null {
  let most: readonly SniffedRecord[] = [];
  for (let end = preamble.length; end > 0; ) {
    let first = end - 1;
    while (first > 0 && filledWidth(preamble[first - 1]) === filledWidth(preamble[end - 1])) first--;
    const run = preamble.slice(first, end);
    if (run.length > most.length && areRows(run)) most = run;
    end = first;
  }
  const [first, last] = [most[0], most.at(-1)];
  if (!first || !last) return null;
  return { count: most.length, firstLine: first.line + 1, lastLine: last.line + last.lineCount };
}

function areRows(run: readonly SniffedRecord[]): boolean {
  const width = filledWidth(run[0]);
  if (run.length < 2 || width < 2 || run.some(isComment)) return false;
  return [run, run.slice(1)].some((rows) => rows.length >= 2 && columnKinds(rows, width).some(isValue));
}

function filledWidth(record: SniffedRecord | undefined): number {
  return (record?.cells.findLastIndex((cell) => cell.trim() !== "") ?? -1) + 1;
}

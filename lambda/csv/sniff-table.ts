/** Where in a file its table begins and ends: what comes before is preamble, what comes after are footers. */
import { hasNamesAbove, narrowerTable } from "./sniff-above.ts";
import { cellLook } from "./sniff-cell.ts";
import { headerEvidence, headerEvidenceClear, isClearHeader, partsTables } from "./sniff-header.ts";
import type { SniffedRecord } from "./sniff-records.ts";
import { countWidths, isComment } from "./sniff-score.ts";

export interface TableBounds {
  /** Index of its first record, the header's if it has one. */
  readonly first: number;
  /** Index behind its last record. */
  readonly end: number;
}

export interface TablesFound extends TableBounds {
  /** Fields that most of its records have. */
  readonly columns: number;
  /** Tables behind it. */
  readonly further: number;
}

/**
 * `columns`: what most records have; `whole`: the records reach to the end of the file; `headerStated`: the table is
 * said to have one.
 */
export function tableBounds(
  records: readonly SniffedRecord[],
  columns: number,
  whole: boolean,
  headerStated: boolean,
): TablesFound {
  if (columns < 2) return { first: 0, end: records.length, columns, further: 0 };
  const block = firstOfSeveral(records);
  const width = block?.width ?? columns;
  const end = block?.end ?? records.length;
  const wide = firstTabular(records, width, end);
  const further = block?.further ?? 0;
  const narrower = narrowerTable(records, wide, end, whole);
  const namedAbove =
    hasNamesAbove(records, wide, end, headerStated) || hasPairOfNamesAbove(records, wide, end);
  const first = narrower?.first ?? (namedAbove ? wide - 1 : wide);
  const fields = narrower?.columns ?? width;
  if (narrower?.next) return { first, end: narrower.next, columns: fields, further: further + 1 };
  return { first, end: whole ? withoutFooter(records, first, end, width) : end, columns: fields, further };
}

/** Whether the names of two columns stand right above them, and a delimiter behind: of wider tables they are found as they are. */
function hasPairOfNamesAbove(records: readonly SniffedRecord[], first: number, end: number): boolean {
  const names = records[first - 1];
  if (names?.cells.length !== 3 || !isAdjacent(names, records[first])) return false;
  if (names.cells.findIndex(isBlank) !== 2 || records[first]?.cells.length !== 2) return false;
  return isClearHeader(records, first - 1, end) && !isClearHeader(records, first, end);
}

/** Records between blank lines. */
interface Block extends TableBounds {
  /** Fields that most of its records have. */
  readonly width: number;
  readonly isTable: boolean;
}

/** The first table, if blank lines part several: of different width, or with a header of its own. */
function firstOfSeveral(records: readonly SniffedRecord[]): (Block & { further: number }) | null {
  const blocks = blocksOf(records);
  const at = blocks.findIndex((block, i) => block.isTable && !isSettings(records, block, blocks[i + 1]));
  const table = blocks[at];
  if (!table) return null;
  const other = blocks.slice(at + 1).find((block) => isAnotherTable(records, table, block));
  if (!other) return null;
  const further = blocks.filter((block) => block.isTable && block.first >= other.first).length;
  return { ...table, end: other.first, further };
}

/** Whether a later block has a width of its own, or names: over values like theirs, or over none like those above. */
function isAnotherTable(records: readonly SniffedRecord[], table: Block, block: Block): boolean {
  if (!block.isTable || block.width !== table.width) return block.isTable;
  // A title may stand above the names.
  const at = records.findIndex(({ cells }, i) => i >= block.first && cells.length === block.width);
  const names = records[at];
  if (!names || names.cells.some(isBlank)) return false;
  const body = records.slice(at + 1, block.end);
  if (headerEvidence(names, body) > headerEvidenceClear) return true;
  return partsTables(records.slice(table.first + 1, block.first), names, body);
}

/** Records below which a block of pairs is settings, whatever its first record looks like, if their names are words. */
const settingsMax = 4;

/** Pairs of name and value above a wider table, with no names above them. */
function isSettings(records: readonly SniffedRecord[], block: Block, next: Block | undefined): boolean {
  const arePairs = records.slice(block.first, block.end).every(({ cells }) => cells.slice(2).every(isBlank));
  if (!arePairs || !next?.isTable || next.width <= 2) return false;
  if (!isClearHeader(records, block.first, block.end)) return true;
  const names = records.slice(block.first + 1, block.end).map(({ cells }) => cellLook(cells[0] ?? ""));
  return block.end - block.first < settingsMax && names.some((look) => look === "text");
}

function isBlank(cell: string): boolean {
  return cell.trim() === "";
}

function blocksOf(records: readonly SniffedRecord[]): readonly Block[] {
  const blocks: Block[] = [];
  for (let first = 0; first < records.length; ) {
    let end = first + 1;
    while (end < records.length && isAdjacent(records[end - 1], records[end])) end++;
    const members = records.slice(first, end);
    let width = 1;
    let count = 0;
    for (const [w, c] of countWidths(members)) if (c > count) [width, count] = [w, c];
    const isTable = width >= 2 && members.length >= 2 && count >= members.length * 0.8;
    blocks.push({ first, end, width, isTable });
    first = end;
  }
  return blocks;
}

function isAdjacent(before: SniffedRecord | undefined, after: SniffedRecord | undefined): boolean {
  return before !== undefined && after !== undefined && before.line + before.lineCount === after.line;
}

function firstTabular(records: readonly SniffedRecord[], width: number, end: number): number {
  let first = records.findIndex((record) => isTabular(record, width));
  if (first < 0) return 0;
  if (records[first]?.cells.length !== width) {
    // A header or a row with a separator too few or too many, or prose with as many commas? The latter when the
    // next line names the columns.
    const exact = records.findIndex((record, at) => at > first && record.cells.length === width);
    if (isClearHeader(records, exact, end) || !isAdjacent(records[first], records[first + 1])) first = exact;
  }
  const uncommented = records.findIndex((record, at) => at >= first && !isComment(record));
  if (uncommented > first && isClearHeader(records, uncommented, end)) first = uncommented;
  // The last comment may hold the names.
  while (isComment(records[first]) && isClearHeader(records, first + 1, end)) first++;
  return behindPaddedPreamble(records, first, width, end);
}

/**
 * A spreadsheet pads the lines above its table with delimiters, pairs such as `Period;2024-05;;` among them. They are
 * no header where the first record without an empty cell at its end is one, or follows a line of delimiters alone.
 */
function behindPaddedPreamble(
  records: readonly SniffedRecord[],
  first: number,
  width: number,
  end: number,
): number {
  const margin = leftMargin(records, first, end);
  let at = first;
  while (at < end && (isPadded(records[at], width, 0) || isPadded(records[at], width, margin))) at++;
  const header = records[at];
  if (at === first || at >= end || header?.cells.length !== width || header.cells.slice(margin).some(isBlank))
    return first;
  const evidence = headerEvidence(header, records.slice(at + 1, end));
  const parted = records[at - 1]?.cells.every(isBlank) ?? false;
  const isClear = evidence > headerEvidenceClear;
  // A table whose last column is empty but in some row.
  if (!(isClear && parted) && isClearHeader(records, first, at)) return first;
  return isClear || (parted && evidence >= 0) ? at : first;
}

/** Columns that are empty in all of the later records: a table in a spreadsheet need not begin in its first one. */
function leftMargin(records: readonly SniffedRecord[], first: number, end: number): number {
  const later = records.slice(first + Math.floor((end - first) / 2), end);
  const filled = later.map(({ cells }) => cells.findIndex((cell) => !isBlank(cell))).filter((at) => at >= 0);
  return filled.length === 0 ? 0 : Math.min(...filled);
}

/** Filled from the left, or from `margin` on, empty to the right, as no header is whose names span several columns. */
function isPadded(record: SniffedRecord | undefined, width: number, margin: number): boolean {
  if (record?.cells.length !== width) return false;
  const cells = record.cells.slice(margin);
  const filled = cells.findIndex(isBlank);
  return filled >= 0 && cells.slice(filled).every(isBlank);
}

/** As wide as the table or nearly, and not a title padded with empty cells. */
function isTabular({ cells }: SniffedRecord, width: number): boolean {
  const filled = cells.filter((cell) => !isBlank(cell)).length;
  if (cells.length === width) return filled >= 2 || width === 2;
  if (cells.length === 1) return width >= 3 && hasOtherDelimiter(cells[0] ?? "", width);
  const tolerance = Math.max(1, Math.floor(width / 4));
  return width >= 3 && filled >= 2 && Math.abs(cells.length - width) <= tolerance;
}

/** One line written with another delimiter than the rest of the table. */
function hasOtherDelimiter(line: string, width: number): boolean {
  return [",", ";", "\t", "|"].some((delimiter) => line.split(delimiter).length === width);
}

/**
 * Trailing records of another width: those of a single cell (in a table of two columns only comments and behind a
 * blank line), and all that follow the only blank line, notes padded to the width of the table among them.
 */
function withoutFooter(records: readonly SniffedRecord[], first: number, end: number, width: number): number {
  let last = end;
  let rowsBelow = false;
  for (let at = end - 1; at > first + 1; at--) {
    const record = records[at];
    const isRow = record !== undefined && isTabular(record, width);
    const isExact = record?.cells.length === width;
    if (!record || (isRow && isExact)) break;
    const apart = !isAdjacent(records[at - 1], record);
    const mayBeRow = isRow || isExact;
    const isFooter = mayBeRow ? apart && !hasGaps(records, first, at) : apart || record.cells.length === 1;
    const isShortRow = width < 3 && !apart && !isComment(record);
    if (!isFooter || (rowsBelow && !apart) || isShortRow) rowsBelow = true;
    else {
      last = at;
      rowsBelow = false;
    }
  }
  return last;
}

/** Whether there are blank lines between the records from `first` to before `end`. */
function hasGaps(records: readonly SniffedRecord[], first: number, end: number): boolean {
  for (let at = first + 1; at < end; at++) if (!isAdjacent(records[at - 1], records[at])) return true;
  return false;
}

/**
 * How well a separation explains the lines of a file.
 *
 * After the data consistency measure of van den Burg, Nazábal and Sutton, "Wrangling messy CSV files by detecting
 * row and type patterns", Data Mining and Knowledge Discovery 33 (2019): a dialect is as good as its rows are
 * alike, times the share of its cells that have a recognised type. Two things differ. Their pattern score
 * divides by the number of distinct row patterns, so that a single ragged line in a thousand halves it; here
 * it is the share of pairs of rows that agree. Their cells have a type or none; here a piece of prose is worth
 * less than a number and more than a cell with a foreign delimiter in it.
 */
import type { DialectCandidate, Separation } from "./dialect.ts";
import { cellFit, cellLook, ownsItsColons } from "./sniff-cell.ts";
import type { SniffedRecord, SniffedRecords } from "./sniff-records.ts";

/** Cells looked at for their type, spread over all records. */
const cellsLookedAtMax = 800;

/** Delimiters and how much to expect of them; a tie goes to the more usual one, as in every peer. */
export const delimiterPriors: ReadonlyMap<string, number> = new Map([
  [",", 1],
  ["\t", 1],
  [";", 0.99],
  ["|", 0.98],
  ["^", 0.9],
  ["~", 0.9],
  ["\x01", 0.9],
  ["\x1f", 0.9],
  ["§", 0.85],
  ["¦", 0.85],
  [":", 0.8],
  [" ", 0.75],
]);

const alignedPrior = 0.8;
/** Of commas, tabs, semicolons and pipes. */
const commonPriorMin = 0.95;
/** One column explains every file. It wins where no delimiter makes more than a quarter of perfect sense. */
const oneColumnConsistency = 0.25;
/** Blanks between words, colons in times or addresses, decimal commas and the punctuation of prose separate nothing. */
const wordsPenalty = 0.3;
/** What stands in the values of the only name above them separates nothing, whatever its pieces look like. */
const oneNamePenalty = 0.1;

export function score(separation: Separation, separated: SniffedRecords): DialectCandidate {
  const records = withoutComments(separated.records);
  const widths = countWidths(records);
  let agreement = 0;
  let columns = 1;
  let columnsCount = 0;
  for (const [width, count] of widths) {
    agreement += ((count / records.length) ** 2 * (width - 1)) / width;
    if (count > columnsCount || (count === columnsCount && width > columns)) {
      columns = width;
      columnsCount = count;
    }
  }
  const consistency = separation.delimiter === null ? oneColumnConsistency : agreement;
  const typeFit = meanFit(records);
  return {
    ...separation,
    score: consistency * typeFit * prior(separation, records, columns),
    consistency,
    typeFit,
    columns,
    records: separated.records.length,
  };
}

/** Records that a file of comments alone is not taken to have beside them. */
const uncommentedMin = 2;

/** Comments above and below a table are prose, whatever separates its cells. */
function withoutComments(records: readonly SniffedRecord[]): readonly SniffedRecord[] {
  const first = records.findIndex((record) => !isComment(record));
  const last = records.findLastIndex((record) => !isComment(record));
  return first < 0 || last - first + 1 < uncommentedMin ? records : records.slice(first, last + 1);
}

export function isComment(record: SniffedRecord | undefined): boolean {
  return record?.cells[0]?.startsWith("#") ?? false;
}

export function countWidths(records: readonly SniffedRecord[]): ReadonlyMap<number, number> {
  const widths = new Map<number, number>();
  for (const { cells } of records) widths.set(cells.length, (widths.get(cells.length) ?? 0) + 1);
  return widths;
}

function meanFit(records: readonly SniffedRecord[]): number {
  let cellCount = 0;
  for (const { cells } of records) cellCount += cells.length;
  const step = Math.max(1, Math.ceil(cellCount / cellsLookedAtMax));
  let sum = 0;
  let lookedAt = 0;
  let skip = 0;
  for (const { cells, quoted } of records) {
    let at = skip;
    for (; at < cells.length; at += step) {
      sum += quoted?.[at] ? 1 : cellFit(cells[at] ?? "");
      lookedAt++;
    }
    skip = at - cells.length;
  }
  return lookedAt === 0 ? 0 : sum / lookedAt;
}

function prior(separation: Separation, records: readonly SniffedRecord[], columns: number): number {
  const { delimiter, whitespaceAligned } = separation;
  if (delimiter === null) return 1;
  const usual = whitespaceAligned ? alignedPrior : (delimiterPriors.get(delimiter) ?? 1);
  if (!whitespaceAligned && usual < commonPriorMin && isBelowOneName(records, columns))
    return usual * oneNamePenalty;
  return belongsToCells(delimiter, records, columns) ? usual * wordsPenalty : usual;
}

function belongsToCells(delimiter: string, records: readonly SniffedRecord[], columns: number): boolean {
  if (delimiter === " ") return !hasColumnOfValues(records, columns) || isWithinDates(records);
  if (delimiter === ":") return belongsToValues(records);
  if (delimiter === "," && isDecimalComma(records)) return true;
  return /[,;]/.test(delimiter) && isPunctuation(records) && !hasColumnOfValues(records, columns);
}

/** Rows below a name that all have the same pieces, from which on these are no accident. */
const rowsBelowNameMin = 2;

/**
 * Whether the first line is one word, and every other line right below it has one and the same number of pieces, with no
 * names of their own: `card` above `4111 1111 1111 1000`.
 */
function isBelowOneName(records: readonly SniffedRecord[], columns: number): boolean {
  const [name, ...rows] = records;
  const [first, ...others] = rows;
  if (!name || !first || columns < 2 || rows.length < rowsBelowNameMin) return false;
  const [word = ""] = name.cells;
  if (name.cells.length > 1 || name.line + 1 !== first.line || !/^\p{L}[\p{L}\p{N}_.-]*$/u.test(word.trim()))
    return false;
  if (rows.some(({ cells }) => cells.length !== columns)) return false;
  // A matrix below its title: several measurements a line.
  const isMatrix = first.cells.every((cell) => cellLook(cell) === "number");
  if (isMatrix && first.cells.filter((cell) => cell.includes(".")).length > 1) return false;
  // Below a title there are names.
  return !first.cells.every((cell, i) => /^[\p{L}_]/u.test(cell) && cell !== others[0]?.cells[i]);
}

/**
 * Whether most records, taken whole, are one date or time, such as `1:30 PM` or `2024-01-10 10:10:00`, and no names say
 * that the day and the time of it are two columns.
 */
function isWithinDates(records: readonly SniffedRecord[]): boolean {
  const looked = records.slice(0, 100);
  const [names] = looked;
  if (
    /(?:date|day|datum)$/i.test(names?.cells[0] ?? "") &&
    /(?:time|hour|zeit)$/i.test(names?.cells[1] ?? "")
  )
    return false;
  return looked.filter(({ cells }) => cellLook(cells.join(" ")) === "date").length > looked.length / 2;
}

/** Share of the lines amid prose that may have none of its punctuation, from which on it is no delimiter. */
const plainShareMin = 0.05;

/** Whether a blank follows each delimiter, as in prose, and lines without any are strewn among the others. */
function isPunctuation(records: readonly SniffedRecord[]): boolean {
  const first = records.findIndex(({ cells }) => cells.length > 1);
  const last = records.findLastIndex(({ cells }) => cells.length > 1);
  const amid = records.slice(first, last + 1);
  const plain = amid.filter(({ cells }) => cells.length === 1).length;
  if (plain < amid.length * plainShareMin) return false;
  return amid.every(
    ({ cells, quoted }) => quoted === null && cells.slice(1).every((cell) => /^ \S/.test(cell)),
  );
}

/** Whether some column holds numbers or dates rather than words. */
function hasColumnOfValues(records: readonly SniffedRecord[], columns: number): boolean {
  const rows = records.filter(({ cells }) => cells.length === columns).slice(1, 40);
  for (let column = 0; column < Math.min(columns, 100); column++) {
    const looks = rows.map(({ cells }) => cellLook(cells[column] ?? ""));
    const values = looks.filter((look) => look === "number" || look === "date").length;
    if (rows.length > 0 && values >= rows.length * 0.8) return true;
  }
  return false;
}

/** Whether most colons stand between an hour and two digits, behind a drive, in a URL or in an address. */
function belongsToValues(records: readonly SniffedRecord[]): boolean {
  let colons = 0;
  let inValues = 0;
  for (const { cells, quoted } of records.slice(0, 100)) {
    let inCells = 0;
    for (let i = 1; i < cells.length; i++) {
      if (quoted?.[i - 1] || quoted?.[i]) continue;
      const [before = "", after = ""] = [cells[i - 1], cells[i]];
      const inTime = /(?:^|\D)\d{1,2}$/.test(before) && /^\d{2}(?!\d)/.test(after);
      const inUrl = /[a-z]$/i.test(before) && after.startsWith("//");
      if (inTime || inUrl || (/(?:^|[^a-z])[a-z]$/i.test(before) && after.startsWith("\\"))) inCells++;
    }
    const inRecord = cells.length - 1;
    const whole = inCells < inRecord && quoted === null ? colonsOfValues(cells.join(":")) : 0;
    colons += inRecord;
    inValues += Math.max(inCells, whole);
  }
  return inValues > colons / 2;
}

/** Colons in those pieces of a line that are one value with them. */
function colonsOfValues(line: string): number {
  let colons = 0;
  for (const piece of line.split(/[\s,;|]+/)) if (ownsItsColons(piece)) colons += piece.split(":").length - 1;
  return colons;
}

/** Whether each line below a first one without a comma is, whole, one number with a decimal comma. */
function isDecimalComma(records: readonly SniffedRecord[]): boolean {
  const [names, row] = records;
  if (names?.cells.length !== 1 || records.length < 3 || names.line + 1 !== row?.line) return false;
  return records.every(
    ({ cells, quoted }, i) => i === 0 || (quoted === null && cellLook(cells.join(",")) === "number"),
  );
}

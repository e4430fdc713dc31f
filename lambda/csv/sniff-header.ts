/** Whether the first record of a table names its columns, and how many records do. */
import { numberUnit } from "../types/number-with-unit.ts";
import { type Dialect, fieldsOfLog } from "./dialect.ts";
import { isRule } from "./header-rule.ts";
import { type CellLook, cellLook } from "./sniff-cell.ts";
import type { SniffedRecord } from "./sniff-records.ts";

const columnsLookedAtMax = 200;
const rowsLookedAtMax = 100;
/** Share of a column's cells that must look alike for the column to be of that kind. */
const kindShareMin = 0.8;
const headerRecordsMax = 4;
/** Hardly any name of a column of texts is as long; questions of surveys are, above numbers. */
const nameCharsMax = 120;

const isJson = /^(?:\{.*\}|\[.*\])$/;

/** What the cells of a column have in common; "mixed" when they have not. */
export type ColumnKind = CellLook | "mixed";

/**
 * How much speaks for `first` being the header of `body`, from −1 (certainly data) to 1 (certainly names); 0 when
 * nothing speaks for or against, as in a table of words. Like Python's csv.Sniffer and DuckDB, by comparing each
 * name with the kind of its column; unlike them also by names that turn up again as values.
 */
export function headerEvidence(first: SniffedRecord, body: readonly SniffedRecord[]): number {
  const columns = Math.min(first.cells.length, columnsLookedAtMax);
  if (body.length === 0) return first.cells.some((cell) => isValue(cellLook(cell))) ? -1 : 0;
  if (recursAsNames(first, body) || isNumbered(first, body)) return 1;
  let sum = 0;
  let heard = 0;
  for (let column = 0; column < columns; column++) {
    const evidence = columnEvidence((first.cells[column] ?? "").trim(), columnBody(body, column));
    sum += evidence;
    if (evidence !== 0) heard++;
  }
  return heard === 0 ? 0 : sum / heard;
}

/** Evidence from which a record is believed to be a header without further support. */
export const headerEvidenceClear = 0.3;

/** Whether the record at `at` is beyond doubt the header of those behind it, up to `end`. */
export function isClearHeader(records: readonly SniffedRecord[], at: number, end: number): boolean {
  const header = records[at];
  if (!header) return false;
  const body = records.slice(at + 1, end);
  return body.length > 0 && headerEvidence(header, body) > headerEvidenceClear;
}

/** Records of the header in `records`, whose first one is one: more when names run over several. */
export function headerRecords(records: readonly SniffedRecord[]): number {
  let count = 1;
  while (count < headerRecordsMax && count + 1 < records.length) {
    const next = records[count];
    if (!next) break;
    // Below a line of dashes there are rows.
    if (isRule(next.cells, records[count - 1]?.cells ?? [])) return count + 1;
    if (!continuesHeader(next, records.slice(count + 1))) break;
    count++;
  }
  return count;
}

/** Rows of another kind below which they may as well be notes. */
const otherRowsMin = 2;

/**
 * Whether `names` and the rows below cannot belong to the rows above: wherever those hold numbers or dates, it has
 * a word, and its rows have something else.
 */
export function partsTables(
  above: readonly SniffedRecord[],
  names: SniffedRecord,
  below: readonly SniffedRecord[],
): boolean {
  if (below.length < otherRowsMin) return false;
  let columns = 0;
  for (let column = 0; column < Math.min(names.cells.length, columnsLookedAtMax); column++) {
    const { kind } = columnBody(above, column);
    if (!isValue(kind)) continue;
    if (cellLook(names.cells[column] ?? "") !== "text" || columnBody(below, column).kind === kind)
      return false;
    columns++;
  }
  return columns > 0;
}

/** Share of the rows that must have prose's delimiters for these to be no accident. */
const openTextShareMin = 0.8;

/** Whether a blank follows some delimiters of the rows and not others: those stand in a text without quotes. */
export function haveOpenText(rows: readonly SniffedRecord[]): boolean {
  const looked = rows.slice(0, rowsLookedAtMax);
  const open = looked.filter(({ cells, quoted }) => {
    const behind = cells.slice(1);
    return quoted === null && behind.some(isSpaced) && !behind.every((cell) => cell === "" || isSpaced(cell));
  });
  return open.length > 0 && open.length >= looked.length * openTextShareMin;
}

function isSpaced(cell: string): boolean {
  return /^ \S/.test(cell);
}

const keyName = /^(?:#|(?:id|key|no|nr|num|number|index|idx|row|line|uuid|guid|code)\.?|.*[_ .-]id)$/i;

/** Whether a first column of that name tells rows apart, so that no other one stands before it. */
export function isNameOfKey(name: string): boolean {
  return keyName.test(name.trim()) || /[a-z]I[dD]$/.test(name.trim());
}

/** Share of the rows that must have one field more than the header for it to be no accident. */
const surplusShareMin = 0.9;
/** Rows below which one too many may well be an accident. */
const surplusRowsMin = 3;

/** A mark of comments that stands apart from the names behind it, as in `# x y` and in the logs of web servers. */
const commentMark = /^(?:#+|%|\/\/|#Fields:)$/;

/** What the rows of a table have beside the fields that its first record, the header, names, or the header beside theirs. */
export function surplusField(records: readonly SniffedRecord[]): Dialect["surplusField"] {
  const [header, ...body] = records;
  if (!header) return "none";
  if (fieldsOfLog(header.cells) !== null) return "comment_mark";
  if (body.length < surplusRowsMin) return "none";
  const columns = header.cells.length;
  if (columns > 2 && body.every(({ cells }) => cells.length === columns - 1)) {
    if (commentMark.test((header.cells[0] ?? "").trim())) return "comment_mark";
    return header.cells.findIndex((name) => name.trim() === "") === columns - 1 ? "header_delimiter" : "none";
  }
  const wider = body.filter(({ cells }) => cells.length === columns + 1);
  if (wider.length < body.length * surplusShareMin) return "none";
  const trailing = wider.filter(({ cells }) => (cells.at(-1) ?? "").trim() === "");
  if (trailing.length >= wider.length * surplusShareMin) return "trailing_delimiter";
  if (haveOpenText(wider) || goOn(body, wider, columns)) return "none";
  // Names tell rows apart; what repeats is a column whose own name was forgotten, and nobody knows which.
  const names = new Set(wider.map(({ cells }) => cells[0]));
  return names.size === wider.length ? "row_names" : "none";
}

/** Whether wider rows hold in the named columns what those as wide as the header hold there. */
function goOn(body: readonly SniffedRecord[], wider: readonly SniffedRecord[], columns: number): boolean {
  const named = body.filter(({ cells }) => cells.length === columns);
  if (named.length < 2) return false;
  const kinds = columnKinds(named, columns);
  const kindsWider = columnKinds(wider, columns);
  return kinds.some(isValue) && kinds.every((kind, i) => kind === kindsWider[i]);
}

/**
 * A second line of names stands over columns of numbers and dates and has neither. One such column is not
 * enough: the first value may be a bad one.
 */
function continuesHeader(record: SniffedRecord, body: readonly SniffedRecord[]): boolean {
  let names = 0;
  for (let column = 0; column < Math.min(record.cells.length, columnsLookedAtMax); column++) {
    const look = cellLook(record.cells[column] ?? "");
    if (isValue(look)) return false;
    if (look === "text" && isValue(columnBody(body, column).kind)) names++;
  }
  return names >= 2;
}

/** Other rows from which on a record that comes again is no row that merely repeats. */
const otherRowsApartMin = 3;

/**
 * Whether the first record comes again, whole, as in files put one behind another: while no other one does, and none
 * has a cell of it in its place.
 */
function recursAsNames(first: SniffedRecord, body: readonly SniffedRecord[]): boolean {
  const { cells } = first;
  if (cells.length < 2 || cells.some((cell) => cellLook(cell) !== "text")) return false;
  const recurs = (record: SniffedRecord) =>
    record.cells.length === cells.length && record.cells.every((cell, i) => cell === cells[i]);
  if (!body.some(recurs)) return false;
  const others = body.filter((record) => !recurs(record));
  if (
    others.length < otherRowsApartMin ||
    others.some((other) => other.cells.some((cell, i) => cell === cells[i]))
  )
    return false;
  return new Set(others.map((other) => other.cells.join("\0"))).size === others.length;
}

/** Numbers in a row from which on they count columns: of a name and more numbers, beside numbers of another kind, else. */
const countedMin = { behindName: 3, amongOthers: 3, amongAlike: 5 };
const unnumberedMax = 4;
/** Rows of whole numbers alone, fewer than which may count on in the first of them. */
const countedRowsMin = 10;

/**
 * Whether the columns are numbered from 0 or 1 on, as pandas has them without names, and months, hours and wells are. In
 * front there may be names or none, as above pandas' index. No row counts on in the same way.
 */
function isNumbered(first: SniffedRecord, body: readonly SniffedRecord[]): boolean {
  const names = first.cells.slice(0, columnsLookedAtMax).map((cell) => cell.trim());
  const from = names.findIndex((name) => name === "0" || name === "1");
  if (from < 0 || from > unnumberedMax || !countsFrom(names, from)) return false;
  const rows = body.slice(0, rowsLookedAtMax);
  if (rows.some(({ cells }) => cells.length !== first.cells.length || countsFrom(cells, from))) return false;
  const index = columnBody(body, 0);
  if (from === 1 && names[0] === "") return index.cells.length === Math.min(body.length, rowsLookedAtMax);
  const isNamed = names
    .slice(0, from)
    .some((name, column) => cellLook(name) === "text" && isValue(columnBody(body, column).kind));
  const isOther = names.slice(from).some((_, i) => {
    const { cells } = columnBody(body, from + i);
    return cells.filter(isWhole).length < cells.length / 2;
  });
  if (from === 0 && !isOther && body.length < countedRowsMin) return false;
  const enough = isNamed ? countedMin.behindName : isOther ? countedMin.amongOthers : countedMin.amongAlike;
  return names.length - from >= enough;
}

/** Whether each cell from there on is the whole number behind the one before. */
function countsFrom(cells: readonly string[], from: number): boolean {
  return cells
    .slice(from)
    .every((cell, i) => isWhole(cell.trim()) && Number(cell) === Number(cells[from]) + i);
}

function isWhole(text: string): boolean {
  return /^\d{1,9}$/.test(text);
}

function columnEvidence(name: string, { cells, kind }: ColumnBody): number {
  const look = cellLook(name);
  if (isJson.test(name)) return -0.5;
  if (isValue(kind)) {
    if (look === kind) return isYear(name) && !cells.some(isYear) ? 0.5 : -1;
    return look === "text" ? 1 : 0;
  }
  if (name.length > nameCharsMax) return -0.5;
  if (name === "" || cells.length === 0) return 0;
  if (cells.length >= 2 && cells.includes(name)) return -0.7;
  // Of a pivoted table, whose numbers have flags behind them or are not there.
  if (isYear(name)) return 0;
  if (isValue(look)) return kind === "text" ? -0.3 : 0;
  if (haveCodeOf(name, cells) || haveUnits([name, ...cells])) return -0.7;
  return haveOneLength(cells) && name.length !== cells[0]?.length ? 0.5 : 0;
}

export function isValue(look: ColumnKind): boolean {
  return look === "number" || look === "date" || look === "typed";
}

/** Years as names head the columns of pivoted tables. */
function isYear(text: string): boolean {
  return /^(?:19|20)\d{2}$/.test(text);
}

/** Characters from which on the form of a code is no accident: `Q1` may stand above `A7`. */
const codeCharsMin = 4;

/** Whether all are codes of one form, with letters and digits in the same places, as `AB-0X` and `AB-1X`. */
function haveCodeOf(name: string, cells: readonly string[]): boolean {
  if (cells.length < 3 || name.length < codeCharsMin || !/\d/.test(name)) return false;
  const form = codeForm(name);
  return cells.every((cell) => cell.length === name.length && codeForm(cell) === form);
}

/** Whether nearly all are numbers with a unit or a magnitude, which no column is called. */
function haveUnits(cells: readonly string[]): boolean {
  const [name = ""] = cells;
  if (cells.length < 3 || numberUnit(name) === null) return false;
  return cells.filter((cell) => numberUnit(cell) !== null).length >= cells.length * kindShareMin;
}

function codeForm(text: string): string {
  return text
    .replace(/\d/g, "0")
    .replace(/\p{Lu}/gu, "A")
    .replace(/\p{Ll}/gu, "a");
}

/** Codes: three cells or more of one length. */
function haveOneLength(cells: readonly string[]): boolean {
  const length = cells[0]?.length ?? 0;
  return cells.length >= 3 && length >= 2 && cells.every((cell) => cell.length === length);
}

/** What the cells of each of the first `columns` columns have in common. */
export function columnKinds(rows: readonly SniffedRecord[], columns: number): readonly ColumnKind[] {
  return Array.from({ length: Math.min(columns, columnsLookedAtMax) }, (_, i) => columnBody(rows, i).kind);
}

/** What stands in a column below its name. */
interface ColumnBody {
  /** Those that are not missing, trimmed. */
  readonly cells: readonly string[];
  readonly kind: ColumnKind;
}

/** Looks at each cell once. */
function columnBody(body: readonly SniffedRecord[], column: number): ColumnBody {
  const cells: string[] = [];
  const counts = new Map<CellLook, number>();
  for (const record of body.slice(0, rowsLookedAtMax)) {
    const cell = (record.cells[column] ?? "").trim();
    const look = cellLook(cell);
    if (look === "empty") continue;
    cells.push(cell);
    counts.set(look, (counts.get(look) ?? 0) + 1);
  }
  return { cells, kind: commonLook(counts, cells.length) };
}

function commonLook(counts: ReadonlyMap<CellLook, number>, cells: number): ColumnKind {
  for (const [look, count] of counts) if (count >= cells * kindShareMin) return look;
  return "mixed";
}

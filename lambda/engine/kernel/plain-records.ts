/**
 * Plain text → rows of cells, a piece of text at a time: every end that plain-structure.ts lists is that of a cell, so the
 * cells are the list written another way, and a row is so many of them in a row. Rows of another width, blank lines and all
 * that is not plain are left to the walk of records.ts, which knows everything.
 */
import { terminatorCrlf, terminatorLf } from "../layout";
import { cr, lf } from "./bytes";
import {
  beginPlain,
  crlfs,
  dropWithin,
  lineFeeds,
  listPlain,
  opensEnd,
  plainEnd,
  plainTo,
  withinEnd,
  withinKeptMax,
  withinList,
} from "./plain-structure";
import {
  batchRows,
  batchRowsMax,
  countLinesWithin,
  countPlainRows,
  nextRowAt,
  rowLines,
  unescapeCell,
  width,
} from "./records";
import { markList, pieceBytes, structureList } from "./structure";

/** Text that is left to the walk after a piece that is not plain: so much, and twice as much each time, up to the most. */
const pauseMin: usize = 4096;
const pauseMax: usize = 65_536;

/** To a cell whose borders are its quotes: one from its start on, one less at its end. */
const withoutQuotes: u64 = 0xffff_ffff_0000_0001;

/** Bytes from the next record on that are left to the walk. */
export let plainPause: usize = 0;
/** From where on it is worth another try; behind the text when all of it was plain, up to a record that goes on behind it. */
export let plainFrom: usize = 0;

/** Whether there can be plain rows, and room for those of a piece: none but the first has fewer bytes than cells. */
export function takesPlain(): bool {
  return width > 1 && batchRows + <i32>(<u32>pieceBytes / <u32>width) + 2 <= batchRowsMax;
}

/**
 * Read records into the batch as long as they are plain.
 *
 * @param from where a record begins @param quotes see `listPlain`
 * @returns where the next record begins; from `plainFrom` on there may be plain ones again
 */
export function readPlain(from: usize, end: usize, delimiters: v128, quotes: v128, quoting: u64): usize {
  const rowBytes = (<usize>width) << 3;
  let at = from;
  let endBefore = from - 1;
  let rowCell = nextRowAt();
  let cell = rowCell;
  beginPlain(from);
  while (plainTo < end) {
    if (!takesPlain() || withinEnd - withinList > withinKeptMax) {
      plainFrom = end;
      return at;
    }
    const isPlain = listPlain(end, delimiters, quotes, quoting, cell);
    const firstEnd = structureList + ((rowCell + rowBytes - 8 - cell) >> 1);
    const rows = isPlain ? rowsOf(firstEnd, rowBytes >> 1) : -1;
    if (rows < 0) {
      plainPause = min(2 * plainPause + pauseMin, pauseMax);
      plainFrom = min(plainTo + plainPause, end);
      return at;
    }
    store<u32>(structureList - 4, <u32>endBefore);
    writeCells(cell);
    if (crlfs > 0) takeReturnsOff(rowCell + rowBytes - 8, rows, rowBytes);
    takeQuotesOff(cell);
    if (rows > 0) {
      countPlainRows(rows, (crlfs < lineFeeds ? terminatorLf : 0) | (crlfs > 0 ? terminatorCrlf : 0));
      if (withinEnd > withinList) takeWithin(rowCell, rows, rowBytes);
      rowCell += <usize>rows * rowBytes;
      at = <usize>load<u32>(firstEnd + <usize>(rows - 1) * (rowBytes >> 1)) + 1;
      plainPause = 0;
    }
    cell += (plainEnd - structureList) << 1;
    endBefore = <usize>load<u32>(plainEnd - 4);
  }
  plainFrom = end + 1;
  return at;
}

/** @param firstEnd in the list, of the first row @returns rows that end in the piece; -1 unless LFs are there and nowhere else */
function rowsOf(firstEnd: usize, stride: usize): i32 {
  let rows: u32 = 0;
  let ended: u32 = 0;
  for (let end = firstEnd; end < plainEnd; end += stride) {
    ended += u32(<u32>load<u8>(<usize>load<u32>(end)) === lf);
    rows++;
  }
  return ended === rows && rows === lineFeeds ? <i32>rows : -1;
}

/** Each cell begins behind the end before it. @param cell in the grid, of the first end */
function writeCells(cell: usize): void {
  const ones = i32x4.splat(1);
  let to = cell;
  for (let at = structureList; at < plainEnd; at += 16) {
    const starts = i32x4.add(v128.load(at - 4), ones);
    const stops = v128.load(at);
    v128.store(to, v128.shuffle<u32>(starts, stops, 0, 4, 1, 5));
    v128.store(to, v128.shuffle<u32>(starts, stops, 2, 6, 3, 7), 16);
    to += 32;
  }
}

/** Of cells that CRs end before the LFs. @param lastCell of the first row */
function takeReturnsOff(lastCell: usize, rows: i32, rowBytes: usize): void {
  let at = lastCell;
  for (let row = 0; row < rows; row++) {
    const end = load<u32>(at, 4);
    store<u32>(at, end - u32(<u32>load<u8>(<usize>end - 1) === cr), 4);
    at += rowBytes;
  }
}

/** Of quoted cells; the end of the last one may not be there yet. */
function takeQuotesOff(cell: usize): void {
  for (let open = markList; open < opensEnd; open += 4) {
    const place = <usize>load<u32>(open);
    if (place === plainEnd) return;
    const at = cell + ((place - structureList) << 1);
    store<u64>(at, load<u64>(at) + withoutQuotes);
  }
}

/**
 * What finished rows have within their quotes: doubled quotes, and more lines than the one that was counted of each. (The
 * walk would read an unfinished row again.)
 *
 * @param rowCell in the grid, of the first of these rows
 */
function takeWithin(rowCell: usize, rows: i32, rowBytes: usize): void {
  const end = rowCell + <usize>rows * rowBytes;
  let rowEnd = rowCell + rowBytes;
  let row = rowLines + ((<usize>(batchRows - rows)) << 2);
  let lines: u32 = 0;
  let unescaped: usize = 0;
  let at = withinList;
  for (; ; at += 4) {
    const mark = at < withinEnd ? <usize>load<u32>(at) : end;
    const cell = min(mark & ~1, end - 8);
    for (; rowEnd <= cell; rowEnd += rowBytes) {
      row += 4;
      store<u32>(row, load<u32>(row) + lines);
    }
    if (mark >= end) break;
    if (mark !== cell) {
      lines++;
    } else if (cell !== unescaped) {
      unescapeCell(cell);
      unescaped = cell;
    }
  }
  countLinesWithin(lines);
  dropWithin(at);
}

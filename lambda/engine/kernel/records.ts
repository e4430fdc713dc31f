/**
 * Text → records of cells. The walk goes from one quote, LF or CR to the next; the delimiters between two of them are
 * taken four at a time (structure.ts lists both). The cells of a batch of records stand in a grid, row by row, as pairs
 * of addresses.
 *
 * What is rare and hard is left to the driver, with the record's borders: text behind a closing quote, records of
 * several lines that have not the table's width, and everything before that width is known.
 */
import {
  oddStrayQuotes,
  stoppedForBatch,
  stoppedForMore,
  stoppedForQuote,
  stoppedForRecord,
  terminatorCr,
  terminatorCrlf,
  terminatorLf,
} from "../layout";
import { cr, lf } from "./bytes";
import { allocate } from "./memory";
import { noteOddRow, takeOddRow } from "./odd-rows";
import { plainFrom, plainPause, readPlain, takesPlain } from "./plain-records";
import {
  beginList,
  blockBytes,
  listedTo,
  listStructure,
  markEnd,
  markList,
  structureEnd,
  structureList,
} from "./structure";
import { finishText, isAsciiFrom, recordAt, textEnd } from "./text";
import { isBlank } from "./white-space";

/** In the end address of a cell: it holds doubled quotes. Cleared before anybody else sees it. */
const escapedBit: u32 = 0x80000000;

let delimiter: u32 = 0;
/** 256 where nothing quotes. */
let quote: u32 = 256;

/** Cells of a record; 0 before it is known. */
export let width: i32 = 0;
/** Pairs of u32: start and end of each cell. */
export let grid: usize = 0;
/** u32 of each row of the batch: lines between the first record of the batch and it. */
export let rowLines: usize = 0;
export let batchRowsMax: i32 = 0;
export let batchRows: i32 = 0;

/** Records taken before this batch, and 1-based line of the batch's first record. */
export let rowsBefore: f64 = 0;
export let batchLine: f64 = 1;
/** Whether the text of the batch is ASCII. */
export let batchIsAscii: bool = true;
/** 1-based line of the record that is being read. */
export let line: f64 = 1;
export let recordLines: f64 = 0;
export let blankLines: f64 = 0;
/** See `terminatorLf`. */
export let terminators: i32 = 0;
/** End of the record that the driver is asked to read. */
export let recordEnd: usize = 0;

/** @param quoteByte 256 for none */
export function setDialect(delimiterByte: u32, quoteByte: u32): void {
  delimiter = delimiterByte;
  quote = quoteByte;
}

/** The table's width is known: make room for batches of up to `rowsMax` records and about `cellsMax` cells. */
export function reserveBatch(cells: i32, cellsMax: i32, rowsMax: i32): void {
  width = cells;
  batchRowsMax = min(rowsMax, max(1, cellsMax / cells));
  // Four cells more, because so many are written at once.
  grid = allocate((<usize>batchRowsMax * <usize>cells + 4) << 3);
  rowLines = allocate((<usize>batchRowsMax) << 2);
}

/** Where the cells of the batch's next row are to be written. */
export function nextRowAt(): usize {
  return grid + ((<usize>batchRows * <usize>width) << 3);
}

/** The batch was profiled. */
export function clearBatch(): void {
  rowsBefore += <f64>batchRows;
  batchRows = 0;
  batchLine = line;
}

/** Lines that the driver read, and that are no record of the table. The batch has to be empty. */
export function skipLines(lines: i32, nextAt: usize): void {
  line += <f64>lines;
  batchLine = line;
  finishText(nextAt);
}

/** A row whose cells the driver has written to `nextRowAt`. `fields` may be more or fewer than it has cells. */
export function commitRow(fields: i32, lines: i32, nextAt: usize): void {
  if (fields !== width) takeOddRow(fields);
  countRow(lines);
  finishText(nextAt);
}

/**
 * Read records into the batch. One piece, because its state is a dozen locals, which a call would write to the stack.
 *
 * @param isLast the text ends at `textEnd` @returns one of `stoppedFor…`
 */
export function readRecords(isLast: bool): i32 {
  const end = textEnd;
  const quoteByte = quote;
  const delimiters = i8x16.splat(<i8>delimiter);
  const quotes = i8x16.splat(quote < 256 ? <i8>quote : <i8>lf);
  const ones = i32x4.splat(1);
  // Whoever looks ahead, by a byte or a block, finds none that means something.
  memory.fill(end, 0, blockBytes);

  let at = recordAt;
  if (batchRows === 0) batchIsAscii = isAsciiFrom(at);
  beginList(at);
  /** The next in `structureList`, the next in `markList`. */
  let listed = structureList;
  let mark = markList;
  /** Before it, everything was looked at: the LF of a CRLF, the second one of doubled quotes. */
  let seenTo = at;
  let cell = nextRowAt();
  const rowBytes = (<usize>width) << 3;
  let walkedTo = takesPlain() ? at + plainPause : end;
  while (at < end) {
    if (width > 0 && batchRows === batchRowsMax) {
      finishText(at);
      return stoppedForBatch;
    }
    if (at >= walkedTo) {
      at = readPlain(at, end, delimiters, quotes, quote < 256 ? <u64>-1 : 0);
      // A long record is not looked at twice in each slice of it.
      if (plainFrom > end && !isLast) break;
      walkedTo = plainFrom;
      beginList(at);
      listed = structureList;
      mark = markList;
      seenTo = at;
      cell = nextRowAt();
      continue;
    }
    const rowCell = cell;
    const cellsEnd = rowCell + rowBytes;
    let start = at;
    let fields = 0;
    let newlines = 0;
    let escapes: u32 = 0;
    let quoted = false;
    let stray = false;
    let textBehindQuote = false;
    let inQuotes = false;
    /** `escapedBit` when the quoted cell has doubled quotes so far. */
    let cellEscapes: u32 = 0;
    /** Closing quote of the cell, with `cellEscapes`; 0 when it has none. */
    let closedAt: u32 = 0;
    let pos: usize;
    for (;;) {
      const marked = mark < markEnd ? <usize>load<u32>(mark) : structureEnd;
      if (!inQuotes && listed < marked) {
        if (closedAt !== 0) {
          pos = <usize>load<u32>(listed);
          if (<usize>(closedAt & ~escapedBit) + 1 !== pos) textBehindQuote = true;
          if (cell < cellsEnd) {
            store<u64>(cell, <u64>start | ((<u64>closedAt) << 32));
            cell += 8;
          }
          escapes |= closedAt & escapedBit;
          closedAt = 0;
          fields++;
          start = pos + 1;
          listed += 4;
        }
        const delimitersLeft = (marked - listed) >> 2;
        if (delimitersLeft > 0) {
          const runEnd = min(cell + (delimitersLeft << 3), cellsEnd);
          // A cell begins behind the delimiter before it, but for the first one.
          let starts = i32x4.replace_lane(i32x4.add(v128.load(listed - 4), ones), 0, <i32>start);
          for (let to = cell; to < runEnd; to += 32) {
            const stops = v128.load(listed);
            v128.store(to, v128.shuffle<u32>(starts, stops, 0, 4, 1, 5));
            v128.store(to, v128.shuffle<u32>(starts, stops, 2, 6, 3, 7), 16);
            listed += 16;
            starts = i32x4.add(v128.load(listed - 4), ones);
          }
          cell = runEnd;
          fields += <i32>(<u32>delimitersLeft);
          start = <usize>load<u32>(marked - 4) + 1;
        }
      }
      if (mark === markEnd) {
        if (listedTo >= end) {
          if (!isLast || inQuotes) {
            finishText(at);
            return isLast ? stoppedForQuote : stoppedForMore;
          }
          pos = end;
          break;
        }
        listStructure(end, delimiters, quotes);
        listed = structureList;
        mark = markList;
        if (listed < structureEnd && <usize>load<u32>(listed) < seenTo) {
          listed += 4;
          mark += 4;
        }
        continue;
      }
      listed = marked + 4;
      mark += 4;
      pos = <usize>load<u32>(marked);
      const byte = <u32>load<u8>(pos);
      if (inQuotes) {
        if (byte === quoteByte) {
          if (<u32>load<u8>(pos, 1) === quoteByte) {
            cellEscapes = escapedBit;
            seenTo = pos + 2;
            listed = min(listed + 4, structureEnd);
            mark = min(mark + 4, markEnd);
          } else if (pos + 1 === end && !isLast) {
            finishText(at);
            return stoppedForMore;
          } else {
            inQuotes = false;
            closedAt = <u32>pos | cellEscapes;
            cellEscapes = 0;
          }
        } else if (byte === lf || (byte === cr && <u32>load<u8>(pos, 1) !== lf)) {
          newlines++;
        }
        continue;
      }
      if (byte !== quoteByte) break;
      quoted = true;
      if (pos !== start || closedAt !== 0) {
        stray = true;
      } else {
        inQuotes = true;
        start = pos + 1;
      }
    }
    // The record's last cell, apart from the others: with one piece of code for all, records take a fifth longer.
    let stop = <u32>pos;
    if (closedAt !== 0) {
      if (<usize>(closedAt & ~escapedBit) + 1 !== pos) textBehindQuote = true;
      stop = closedAt;
      escapes |= closedAt & escapedBit;
    }
    if (cell < cellsEnd) store<u64>(cell, <u64>start | ((<u64>stop) << 32));
    fields++;

    let next = pos + 1;
    let terminator = terminatorLf;
    if (pos === end) {
      next = end;
      terminator = 0;
    } else if (<u32>load<u8>(pos) === cr) {
      if (next === end && !isLast) {
        finishText(at);
        return stoppedForMore;
      }
      terminator = terminatorCr;
      if (<u32>load<u8>(next) === lf) {
        next++;
        terminator = terminatorCrlf;
        seenTo = next;
        listed = min(listed + 4, structureEnd);
        mark = min(mark + 4, markEnd);
      }
    }

    if (fields === 1 && !quoted && isBlank(start, pos)) {
      blankLines++;
      line++;
      terminators |= terminator;
      cell = rowCell;
      at = next;
      continue;
    }
    if (width === 0 || textBehindQuote || (newlines > 0 && fields !== width)) {
      finishText(at);
      recordEnd = next;
      return stoppedForRecord;
    }
    if (escapes !== 0) unescapeRow(rowCell, min(fields, width));
    if (stray) noteOddRow(oddStrayQuotes, fields);
    terminators |= terminator;
    if (fields !== width) takeOddRow(fields);
    countRow(newlines + 1);
    cell = rowCell + rowBytes;
    at = next;
  }
  finishText(at);
  return stoppedForMore;
}

function countRow(lines: i32): void {
  store<u32>(rowLines + ((<usize>batchRows) << 2), <u32>(line - batchLine));
  batchRows++;
  line += <f64>lines;
  recordLines += <f64>lines;
}

/** Rows of a line each, whose cells are in the grid. @param kinds of line ends that they have */
export function countPlainRows(rows: i32, kinds: i32): void {
  let lines = <u32>(line - batchLine);
  let at = rowLines + ((<usize>batchRows) << 2);
  for (const end = at + ((<usize>rows) << 2); at < end; at += 4) store<u32>(at, lines++);
  batchRows += rows;
  line += <f64>rows;
  recordLines += <f64>rows;
  terminators |= kinds;
}

/** Lines that rows have besides those that were counted of them. */
export function countLinesWithin(lines: u32): void {
  line += <f64>lines;
  recordLines += <f64>lines;
}

/** Doubled quotes → quotes, in place: the raw text of a finished record is not needed again. */
function unescapeRow(rowAt: usize, cells: i32): void {
  for (let i = 0; i < cells; i++) {
    const cell = rowAt + ((<usize>i) << 3);
    const end = load<u32>(cell, 4);
    if ((end & escapedBit) === 0) continue;
    store<u32>(cell, end & ~escapedBit, 4);
    unescapeCell(cell);
  }
}

/** @param cell in the grid */
export function unescapeCell(cell: usize): void {
  const end = <usize>load<u32>(cell, 4);
  let from = <usize>load<u32>(cell);
  let plain = from;
  while (from < end) {
    const byte = load<u8>(from);
    store<u8>(plain++, byte);
    from += <u32>byte === quote ? 2 : 1;
  }
  store<u32>(cell, <u32>plain, 4);
}

/**
 * Text → records of cells. Sixteen bytes at a time are compared with the delimiter, the quote, LF and CR; the walk
 * goes from one such byte to the next. The cells of a batch of records stand in a grid, row by row, as pairs of
 * addresses.
 *
 * What is rare and hard is left to the driver, with the record's borders: text behind a closing quote, records of
 * several lines that have not the table's width, and everything before that width is known.
 */
import {
  oddLong,
  oddRowKinds,
  oddShort,
  oddStrayQuotes,
  stoppedForBatch,
  stoppedForMore,
  stoppedForQuote,
  stoppedForRecord,
  terminatorCr,
  terminatorCrlf,
  terminatorLf,
} from "../layout";
import { oddRow } from "./host";
import { allocate } from "./memory";
import { finishText, isAsciiFrom, recordAt, textEnd } from "./text";
import { isBlank } from "./white-space";

/** A cell that a short row lacks: empty, somewhere in memory that is there. */
const absentCell: u64 = 0x0000_0020_0000_0020;

const lf: u32 = 0x0a;
const cr: u32 = 0x0d;

/** In the end address of a cell: it holds doubled quotes. Cleared before anybody else sees it. */
const escapedBit: u32 = 0x80000000;

/** Rows kept as examples of each odd kind: `examplesMax` of the limits. */
const oddRowsShownMax: f64 = 5;

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

const oddRowCounts = memory.data(oddRowKinds * 8);

export function oddRowCount(kind: i32): f64 {
  return load<f64>(oddRowCounts + ((<usize>kind) << 3));
}

/** @param quoteByte 256 for none */
export function setDialect(delimiterByte: u32, quoteByte: u32): void {
  delimiter = delimiterByte;
  quote = quoteByte;
}

/** The table's width is known: make room for batches of up to `rowsMax` records and about `cellsMax` cells. */
export function reserveBatch(cells: i32, cellsMax: i32, rowsMax: i32): void {
  width = cells;
  batchRowsMax = min(rowsMax, max(1, cellsMax / cells));
  grid = allocate((<usize>batchRowsMax * <usize>cells) << 3);
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
  takeRow(fields, lines);
  finishText(nextAt);
}

/** Bits of the bytes among the 16 at `at` that may end a cell or open a quote. */
function structure(at: usize, delimiters: v128, quotes: v128): u32 {
  const bytes = v128.load(at);
  return i8x16.bitmask(
    v128.or(
      v128.or(i8x16.eq(bytes, delimiters), i8x16.eq(bytes, quotes)),
      v128.or(i8x16.eq(bytes, i8x16.splat(0x0a)), i8x16.eq(bytes, i8x16.splat(0x0d))),
    ),
  );
}

/** The same inside quotes, where delimiters are text. */
function quotedStructure(at: usize, quotes: v128): u32 {
  const bytes = v128.load(at);
  return i8x16.bitmask(
    v128.or(
      i8x16.eq(bytes, quotes),
      v128.or(i8x16.eq(bytes, i8x16.splat(0x0a)), i8x16.eq(bytes, i8x16.splat(0x0d))),
    ),
  );
}

/** Of the last quoted cell: line ends in it, and `escapedBit` when it has doubled quotes. */
let quotedLines: i32 = 0;
let quotedEscapes: u32 = 0;

/** Closing quote of the cell whose text begins at `from`; 0 when there is none. */
function closingQuote(from: usize, end: usize, quotes: v128): usize {
  let lines = 0;
  let escapes: u32 = 0;
  let block = from;
  let bits = quotedStructure(block, quotes);
  while (block < end) {
    if (bits === 0) {
      block += 16;
      bits = quotedStructure(block, quotes);
      continue;
    }
    const at = block + <usize>ctz(bits);
    bits &= bits - 1;
    const byte = <u32>load<u8>(at);
    if (byte === quote) {
      // The byte behind the text is 0, so this is never a quote that does not belong to it.
      if (<u32>load<u8>(at, 1) !== quote) {
        quotedLines = lines;
        quotedEscapes = escapes;
        return at;
      }
      escapes = escapedBit;
      block = at + 2;
      bits = quotedStructure(block, quotes);
    } else if (byte === lf || <u32>load<u8>(at, 1) !== lf) {
      lines++;
    }
  }
  return 0;
}

/** Read records into the batch. @param isLast the text ends at `textEnd` @returns one of `stoppedFor…` */
export function readRecords(isLast: bool): i32 {
  const end = textEnd;
  const delimiterByte = delimiter;
  const quoteByte = quote;
  const delimiters = i8x16.splat(<i8>delimiter);
  const quotes = quote < 256 ? i8x16.splat(<i8>quote) : delimiters;
  // No byte behind the text is part of its structure.
  v128.store(end, i8x16.splat(0));
  v128.store(end, i8x16.splat(0), 16);

  let at = recordAt;
  if (batchRows === 0) batchIsAscii = isAsciiFrom(at);
  let block = at;
  let bits = at < end ? structure(block, delimiters, quotes) : 0;
  let cell = nextRowAt();
  const rowBytes = (<usize>width) << 3;
  while (at < end) {
    if (width > 0 && batchRows === batchRowsMax) {
      finishText(at);
      return stoppedForBatch;
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
    let pos: usize;
    for (;;) {
      while (bits === 0) {
        block += 16;
        if (block >= end) break;
        bits = structure(block, delimiters, quotes);
      }
      if (bits === 0) {
        if (!isLast) {
          finishText(at);
          return stoppedForMore;
        }
        pos = end;
        if (cell < cellsEnd) store<u64>(cell, <u64>start | ((<u64>pos) << 32));
        break;
      }
      pos = block + <usize>ctz(bits);
      bits &= bits - 1;
      const byte = <u32>load<u8>(pos);
      if (byte === delimiterByte) {
        if (cell < cellsEnd) {
          store<u64>(cell, <u64>start | ((<u64>pos) << 32));
          cell += 8;
        }
        fields++;
        start = pos + 1;
        continue;
      }
      if (byte !== quoteByte) {
        if (cell < cellsEnd) store<u64>(cell, <u64>start | ((<u64>pos) << 32));
        break;
      }
      quoted = true;
      if (pos !== start) {
        stray = true;
        continue;
      }
      const close = closingQuote(pos + 1, end, quotes);
      if (close === 0 || (close + 1 === end && !isLast)) {
        finishText(at);
        return isLast ? stoppedForQuote : stoppedForMore;
      }
      newlines += quotedLines;
      const behind = <u32>load<u8>(close, 1);
      const endsRecord = close + 1 === end || behind === lf || behind === cr;
      if (behind === delimiterByte || endsRecord) {
        if (cell < cellsEnd) {
          store<u64>(cell, <u64>(pos + 1) | ((<u64>(<u32>close | quotedEscapes)) << 32));
          escapes |= quotedEscapes;
        }
        if (endsRecord) {
          pos = close + 1;
          block = pos;
          bits = pos < end ? structure(block, delimiters, quotes) & ~1 : 0;
          break;
        }
        cell = min(cell + 8, cellsEnd);
        fields++;
        start = close + 2;
        block = start;
      } else {
        textBehindQuote = true;
        block = close + 1;
      }
      bits = structure(block, delimiters, quotes);
    }
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
        block = next;
        bits = next < end ? structure(block, delimiters, quotes) : 0;
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
    takeRow(fields, newlines + 1);
    cell = rowCell + rowBytes;
    at = next;
  }
  finishText(at);
  return stoppedForMore;
}

function takeRow(fields: i32, lines: i32): void {
  if (fields !== width) {
    noteOddRow(fields < width ? oddShort : oddLong, fields);
    const rowAt = nextRowAt();
    for (let i = fields; i < width; i++) store<u64>(rowAt + ((<usize>i) << 3), absentCell);
  }
  store<u32>(rowLines + ((<usize>batchRows) << 2), <u32>(line - batchLine));
  batchRows++;
  line += <f64>lines;
  recordLines += <f64>lines;
}

function noteOddRow(kind: i32, fields: i32): void {
  const count = oddRowCounts + ((<usize>kind) << 3);
  const before = load<f64>(count);
  store<f64>(count, before + 1);
  if (before < oddRowsShownMax) oddRow(kind, rowsBefore + <f64>batchRows + 1, line, fields);
}

/** Doubled quotes → quotes, in place: the raw text of a finished record is not needed again. */
function unescapeRow(rowAt: usize, cells: i32): void {
  for (let i = 0; i < cells; i++) {
    const cell = rowAt + ((<usize>i) << 3);
    const to = load<u32>(cell, 4);
    if ((to & escapedBit) === 0) continue;
    const end = <usize>(to & ~escapedBit);
    let from = <usize>load<u32>(cell);
    let plain = from;
    while (from < end) {
      const byte = load<u8>(from);
      store<u8>(plain++, byte);
      from += <u32>byte === quote ? 2 : 1;
    }
    store<u32>(cell, <u32>plain, 4);
  }
}

/**
 * Column at a time over the cells of a batch: loops that do one thing, over bytes that are still in the cache and
 * for a branch predictor that has learned the column.
 */
import {
  columnBytes,
  columnCounts,
  columnDatesAt,
  columnLengthMin,
  columnLengthSum,
  columnNullLengthMin,
  columnNullLengthSum,
  columnNumbersAt,
  columnSampleThreshold,
  columnValuesAt,
  datesBytes,
  kindCount,
  kindDate,
  kindEmpty,
  kindFloat,
  kindInt,
  kindNullToken,
  kindString,
  numbersBytes,
  replyBytes,
  replyDayFirst,
  replyFormat,
  replyMonthFirst,
  replyNumber,
  valuesBytes,
  valuesDate,
  valuesNullToken,
  valuesNumber,
  valuesString,
} from "../layout";
import { addSettled, addSwappable, countSettled, prepareDateState } from "./date-column";
import {
  dateFormat,
  dayFirstMs,
  isPaddedYearFirst,
  monthFirstMs,
  readDate,
  readPadded,
  setDate,
} from "./dates";
import { addDistinct } from "./distinct";
import { addRows } from "./duplicate-rows";
import { mayBeFormattedNumber } from "./formatted-numbers";
import { addFrequent, addKnownValues, prepareCounters } from "./frequent";
import { begun, finished, hashOf, mixed } from "./hash64";
import { classify, example, formattedNumber, sampleText } from "./host";
import { codePoints } from "./lengths";
import { allocate } from "./memory";
import { addMoments, prepareNumberState } from "./moments";
import { isNullToken } from "./null-tokens";
import { notNumber, numberValue, readNumber, setNumber, undecided } from "./numbers";
import { addQuantiles } from "./quantiles";
import {
  batchIsAscii,
  batchLine,
  batchRows,
  batchRowsMax,
  grid,
  rowLines,
  rowsBefore,
  width,
} from "./records";
import { trimmedEnd, trimmedStart } from "./white-space";

/** Cells kept as examples of each kind: `examplesMax` of the limits. */
const examplesShownMax: f64 = 5;

/** States of the columns, one after the other. */
export let columns: usize = 0;

/** Of the column that is being profiled, by row: the trimmed text as a pair of u32, its kind and its hash. */
let cells: usize = 0;
let kinds: usize = 0;
let hashes: usize = 0;
/** Its numbers, without gaps. */
let numbers: usize = 0;
let numbersLength: i32 = 0;
/** Its dates whose day and month are certain, without gaps. */
let instants: usize = 0;
let hasStrings: bool = false;
/** u64 of each row of the batch: the state of its hash. */
let rowHashes: usize = 0;

/** See `replyNumber`. */
export const replyAt: usize = memory.data(replyBytes, 8);

/** Once the batch has its size. */
export function reserveColumns(): void {
  columns = allocate(<usize>width * columnBytes);
  for (let i = 0; i < width; i++) {
    const column = columns + <usize>i * columnBytes;
    store<f64>(column, Infinity, columnLengthMin);
    store<f64>(column, Infinity, columnNullLengthMin);
    store<u32>(column, 0xffff_ffff, columnSampleThreshold);
  }
  cells = allocate((<usize>batchRowsMax) << 3);
  kinds = allocate(<usize>batchRowsMax);
  hashes = allocate((<usize>batchRowsMax) << 3);
  numbers = allocate((<usize>batchRowsMax) << 3);
  instants = allocate((<usize>batchRowsMax) << 3);
  rowHashes = allocate((<usize>batchRowsMax) << 3);
}

/** Profile the rows of the batch. */
export function profileColumns(): void {
  if (batchRows === 0) return;
  const rowsEnd = rowHashes + ((<usize>batchRows) << 3);
  for (let at = rowHashes; at < rowsEnd; at += 8) store<u64>(at, begun((<u64>width) << 3));
  for (let i = 0; i < width; i++) {
    const column = columns + <usize>i * columnBytes;
    trimCells(i);
    hashCells();
    classifyCells(i, column);
    countKinds(i, column);
    addValues(i, column);
    if (hasStrings) addFormattedNumbers(i);
    addLengths(column);
    if (numbersLength > 0) addNumbers(column);
  }
  for (let at = rowHashes; at < rowsEnd; at += 8) store<u64>(at, finished(load<u64>(at)));
  addRows(rowHashes, batchRows);
}

function trimCells(index: i32): void {
  const rowBytes = (<usize>width) << 3;
  const end = cells + ((<usize>batchRows) << 3);
  let from = grid + ((<usize>index) << 3);
  for (let to = cells; to < end; to += 8, from += rowBytes) {
    const cell = load<u64>(from);
    const start = <usize>(<u32>cell);
    const stop = <usize>(<u32>(cell >> 32));
    // Visible ASCII at both ends: nothing to trim. (An empty cell is read a byte too far, within the text's region.)
    const first = <u32>load<u8>(start) - 0x21;
    const last = <u32>load<u8>(max(stop, 1) - 1) - 0x21;
    if (start < stop && first < 0x5e && last < 0x5e) {
      store<u64>(to, cell);
    } else {
      const trimmed = trimmedStart(start, stop);
      store<u64>(to, <u64>trimmed | ((<u64>trimmedEnd(trimmed, stop)) << 32));
    }
  }
}

function hashCells(): void {
  const rowBytes = (<usize>batchRows) << 3;
  for (let at: usize = 0; at < rowBytes; at += 8) {
    const hash = hashOf(<usize>load<u32>(cells + at), <usize>load<u32>(cells + at, 4));
    store<u64>(hashes + at, hash);
    store<u64>(rowHashes + at, mixed(load<u64>(rowHashes + at), hash));
  }
}

function classifyCells(index: i32, column: usize): void {
  const rows = batchRows;
  let number = numbers;
  let instant = instants;
  let runFormat = -1;
  let runStart = instants;
  let kind = kindEmpty;
  for (let row = 0; row < rows; row++) {
    const cell = cells + ((<usize>row) << 3);
    const from = <usize>load<u32>(cell);
    const to = <usize>load<u32>(cell, 4);
    if (from === to) {
      store<u8>(kinds + <usize>row, kindEmpty);
      continue;
    }
    if (isNullToken(from, to)) {
      store<u8>(kinds + <usize>row, kindNullToken);
      continue;
    }
    // Where the cell before was a date, this one is as well, nearly always; a padded date is nothing else.
    kind = kind === kindDate && isPaddedYearFirst(from, to) ? readPadded(from, to) : notNumber;
    if (kind === notNumber) kind = kindOf(from, to);
    if (kind === undecided) kind = decided(index, from, to);
    store<u8>(kinds + <usize>row, kind);
    if (kind === kindInt || kind === kindFloat) {
      store<f64>(number, numberValue);
      number += 8;
    } else if (kind === kindDate) {
      if (dayFirstMs !== monthFirstMs) {
        addSwappable(datesOf(column), dayFirstMs, monthFirstMs, dateFormat);
        continue;
      }
      if (dateFormat !== runFormat) {
        if (instant > runStart)
          countSettled(datesOf(column), runFormat, <i32>(<u32>(instant - runStart) >> 3));
        runFormat = dateFormat;
        runStart = instant;
      }
      store<f64>(instant, dayFirstMs);
      instant += 8;
    }
  }
  numbersLength = <i32>(<u32>(number - numbers) >> 3);
  if (instant === instants) return;
  countSettled(datesOf(column), runFormat, <i32>(<u32>(instant - runStart) >> 3));
  addSettled(datesOf(column), instants, <i32>(<u32>(instant - instants) >> 3));
}

/** Kind of a cell that is neither empty nor a null token; `undecided` when the driver has to say. */
function kindOf(from: usize, to: usize): i32 {
  const number = readNumber(from, to);
  if (number !== notNumber) return number;
  const date = readDate(from, to);
  return date === notNumber ? kindString : date;
}

/** What the driver says, its number or date taken over. */
function decided(index: i32, from: usize, to: usize): i32 {
  const kind = classify(index, from, to);
  if (kind === kindDate) {
    setDate(
      load<f64>(replyAt, replyDayFirst),
      load<f64>(replyAt, replyMonthFirst),
      <i32>load<f64>(replyAt, replyFormat),
    );
  } else {
    setNumber(load<f64>(replyAt, replyNumber));
  }
  return kind;
}

/** Count the cells by kind, and hand over the first ones of each. */
function countKinds(index: i32, column: usize): void {
  const end = kinds + <usize>batchRows;
  hasStrings = false;
  for (let kind = 0; kind < kindCount; kind++) {
    const wanted = i8x16.splat(<i8>kind);
    let count = 0;
    let at = kinds;
    for (; at + 16 <= end; at += 16) count += popcnt(i8x16.bitmask(i8x16.eq(v128.load(at), wanted)));
    for (; at < end; at++) count += i32(<i32>load<u8>(at) === kind);
    if (count === 0) continue;
    if (kind === kindString) hasStrings = true;
    const counter = column + columnCounts + ((<usize>kind) << 3);
    const before = load<f64>(counter);
    store<f64>(counter, before + <f64>count);
    if (kind !== kindEmpty && before < examplesShownMax) showExamples(index, kind, before);
  }
}

function showExamples(index: i32, kind: i32, before: f64): void {
  let shown = before;
  for (let row = 0; row < batchRows && shown < examplesShownMax; row++) {
    if (<i32>load<u8>(kinds + <usize>row) !== kind) continue;
    const cell = cells + ((<usize>row) << 3);
    const line = batchLine + <f64>load<u32>(rowLines + ((<usize>row) << 2));
    example(index, kind, rowsBefore + <f64>row + 1, line, <usize>load<u32>(cell), <usize>load<u32>(cell, 4));
    shown++;
  }
}

/** Distinct and frequent values; of strings also the sample of texts. */
function addValues(index: i32, column: usize): void {
  const rows = batchRows;
  let row = 0;
  while (row < rows) {
    const kind = <i32>load<u8>(kinds + <usize>row);
    if (kind === kindEmpty) {
      row++;
      continue;
    }
    const values = valuesOf(column, kind);
    row = addKnownValues(values, kind, kinds, hashes, row, rows, sampleThresholdOf(column, kind));
    if (row === rows || <i32>load<u8>(kinds + <usize>row) !== kind) continue;
    addValue(values, index, column, kind, row);
    row++;
  }
}

/** The greatest high half of a hash of which the sample has to be told. */
function sampleThresholdOf(column: usize, kind: i32): i64 {
  return kind === kindString ? <i64>load<u32>(column, columnSampleThreshold) : -1;
}

function addValue(values: usize, index: i32, column: usize, kind: i32, row: i32): void {
  const hash = load<u64>(hashes + ((<usize>row) << 3));
  const cell = cells + ((<usize>row) << 3);
  const from = <usize>load<u32>(cell);
  const to = <usize>load<u32>(cell, 4);
  // What has a counter was seen before, so the sets of distinct values and of samples know it.
  if (!addFrequent(values, hash, from, to)) return;
  addDistinct(values, hash);
  const high = <u32>(hash >> 32);
  if (<i64>high <= sampleThresholdOf(column, kind)) {
    store<u32>(column, sampleText(index, high, <u32>hash, from, to), columnSampleThreshold);
  }
}

function addFormattedNumbers(index: i32): void {
  for (let row = 0; row < batchRows; row++) {
    if (<i32>load<u8>(kinds + <usize>row) !== kindString) continue;
    const cell = cells + ((<usize>row) << 3);
    const from = <usize>load<u32>(cell);
    const to = <usize>load<u32>(cell, 4);
    if (mayBeFormattedNumber(from, to)) formattedNumber(index, from, to);
  }
}

function addLengths(column: usize): void {
  let sum: f64 = 0;
  // Less one, so that empty cells are the greatest.
  let least: u32 = 0xffff_ffff;
  let greatest: u32 = 0;
  for (let row = 0; row < batchRows; row++) {
    const cell = cells + ((<usize>row) << 3);
    const from = <usize>load<u32>(cell);
    const to = <usize>load<u32>(cell, 4);
    const length = batchIsAscii ? <u32>(to - from) : <u32>codePoints(from, to);
    if (<i32>load<u8>(kinds + <usize>row) === kindNullToken) {
      widenLengths(column, <f64>length, <f64>length, <f64>length, columnNullLengthSum);
    } else {
      sum += <f64>length;
      least = min(least, length - 1);
      greatest = max(greatest, length);
    }
  }
  if (greatest > 0) widenLengths(column, sum, <f64>least + 1, <f64>greatest, columnLengthSum);
}

/** Sum, least and greatest lie side by side, from `offset` on. */
function widenLengths(column: usize, sum: f64, least: f64, greatest: f64, offset: usize): void {
  const at = column + offset;
  store<f64>(at, load<f64>(at) + sum);
  store<f64>(at, min(load<f64>(at, 8), least), 8);
  store<f64>(at, max(load<f64>(at, 16), greatest), 16);
}

function addNumbers(column: usize): void {
  let state = <usize>load<u32>(column, columnNumbersAt);
  if (state === 0) {
    state = allocate(numbersBytes);
    prepareNumberState(state);
    store<u32>(column, <u32>state, columnNumbersAt);
  }
  addMoments(state, numbers, numbersLength);
  addQuantiles(state, numbers, numbersLength);
}

function datesOf(column: usize): usize {
  let dates = <usize>load<u32>(column, columnDatesAt);
  if (dates !== 0) return dates;
  dates = allocate(datesBytes);
  prepareDateState(dates);
  store<u32>(column, <u32>dates, columnDatesAt);
  return dates;
}

function valuesOf(column: usize, kind: i32): usize {
  const group =
    kind === kindNullToken
      ? valuesNullToken
      : kind === kindDate
        ? valuesDate
        : kind === kindString
          ? valuesString
          : valuesNumber;
  const at = column + columnValuesAt + ((<usize>group) << 2);
  const values = <usize>load<u32>(at);
  if (values !== 0) return values;
  const made = allocate(valuesBytes);
  prepareCounters(made);
  store<u32>(at, <u32>made);
  return made;
}

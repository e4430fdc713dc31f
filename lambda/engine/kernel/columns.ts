/**
 * Column at a time over the cells of a batch: loops that do one thing, over bytes that are still in the cache and
 * for a branch predictor that has learned the column.
 */
import {
  columnBytes,
  columnDatesAt,
  columnLengthMin,
  columnLengthSum,
  columnNullLengthMin,
  columnNullLengthSum,
  columnNumbersAt,
  columnSampleThreshold,
  kindCount,
  kindEmpty,
  kindNullToken,
  numbersBytes,
} from "../layout";
import { isBasic } from "./budget";
import { countBytes } from "./bytes";
import {
  classifyValues,
  forgetDriverWasAsked,
  kinds,
  numbers,
  numbersLength,
  reserveClassified,
} from "./classify";
import { addCount, widenLengths } from "./column-counts";
import { settleDates } from "./date-column";
import {
  chooseDictionary,
  countKnown,
  dictionaryIsOn,
  isExact,
  isInVain,
  remember,
  roomOf,
  valueHasCounter,
} from "./dictionary";
import { giveUpDictionary, settleDictionary, settleRepetitions } from "./dictionary-sums";
import { addRows } from "./duplicate-rows";
import {
  beginRows,
  bytesMax,
  bytesMin,
  bytesSum,
  finishedRows,
  gather,
  reserveGathered,
  rowOf,
  selectListed,
  selectValues,
  valueBytesLog2,
  valueCount,
  values,
} from "./gather";
import { example } from "./host";
import { codePoints } from "./lengths";
import { allocate } from "./memory";
import { addMoments, prepareNumberState } from "./moments";
import { addQuantiles } from "./quantiles";
import { batchIsAscii, batchLine, batchRows, rowLines, rowsBefore, width } from "./records";
import { addValues, endFilters } from "./values";

export { replyAt } from "./classify";

/** Cells kept as examples of each kind: `examplesMax` of the limits. */
const examplesShownMax: f64 = 5;

/** States of the columns, one after the other. */
export let columns: usize = 0;

/** Once the batch has its size. */
export function reserveColumns(): void {
  columns = allocate(<usize>width * columnBytes);
  for (let i = 0; i < width; i++) {
    const column = columns + <usize>i * columnBytes;
    store<f64>(column, Infinity, columnLengthMin);
    store<f64>(column, Infinity, columnNullLengthMin);
    store<u32>(column, 0xffff_ffff, columnSampleThreshold);
  }
  reserveGathered();
  reserveClassified();
}

/** Profile the rows of the batch. */
export function profileColumns(): void {
  if (batchRows === 0) return;
  if (!isBasic) beginRows();
  for (let i = 0; i < width; i++) {
    const column = columns + <usize>i * columnBytes;
    gather(i);
    addCount(column, kindEmpty, <f64>(batchRows - valueCount));
    if (valueCount > 0) profileValues(i, column);
  }
  if (!isBasic) addRows(finishedRows(), batchRows);
}

/** Profile the values that were gathered. @param index of the column @param column its state */
function profileValues(index: i32, column: usize): void {
  const count = valueCount;
  const left = dictionaryIsOn(column) ? profileKnown(index, column, count) : 0;
  if (left === count) return;
  selectValues(left, count - left);
  profileSelected(index, column, batchIsAscii && left === 0);
  chooseDictionary(column);
}

/** Look each value up, and profile those that are new, list by list. @returns the first that is left, because they are many */
function profileKnown(index: i32, column: usize, count: i32): i32 {
  let value = 0;
  while (value < count) {
    value = countKnown(column, value, count, roomOf(column));
    if (selectListed() > 0) {
      profileNew(index, column);
    } else if (value < count) {
      selectValues(0, count);
      // Whether counters are full depends on all counts up to here.
      if (!valueHasCounter(column, value)) settleRepetitions(column);
      selectValues(value++, 1);
      profileNew(index, column);
    }
    selectValues(0, count);
    if (isExact(column) && !isInVain(column)) continue;
    giveUpDictionary(column);
    return value;
  }
  return count;
}

/** Profile what is selected, and know it the next time. */
function profileNew(index: i32, column: usize): void {
  forgetDriverWasAsked();
  profileSelected(index, column, false);
  remember(column);
}

/** @param lengthsAreBytes and those of all values that were gathered are to be counted */
function profileSelected(index: i32, column: usize, lengthsAreBytes: bool): void {
  classifyValues(index, column);
  countKinds(index, column, lengthsAreBytes);
  addValues(index, column);
  if (numbersLength > 0) addNumbers(column);
}

/** A segment of the text ends: what its columns have put aside is taken over. */
export function settleColumns(): void {
  for (let i = 0; i < width; i++) {
    const column = columns + <usize>i * columnBytes;
    settleDictionary(column);
    endFilters(column);
    const dates = <usize>load<u32>(column, columnDatesAt);
    if (dates !== 0) settleDates(dates);
  }
}

/** Count the values by kind, hand over the first ones of each, and add their lengths. */
function countKinds(index: i32, column: usize, lengthsAreBytes: bool): void {
  // Nearly always the only one.
  const first = <i32>load<u8>(kinds);
  let left = valueCount - countKind(index, column, first);
  let hasNullTokens = first === kindNullToken;
  for (let kind = kindEmpty + 1; kind < kindCount && left > 0; kind++) {
    if (kind === first) continue;
    const count = countKind(index, column, kind);
    left -= count;
    if (kind === kindNullToken && count > 0) hasNullTokens = true;
  }
  if (isBasic) return;
  if (lengthsAreBytes && !hasNullTokens)
    widenLengths(column, bytesSum, <f64>bytesMin, <f64>bytesMax, columnLengthSum);
  else addLengths(column);
}

/** @returns how many values are of the kind */
function countKind(index: i32, column: usize, kind: i32): i32 {
  const count = countBytes(kinds, kinds + <usize>valueCount, kind);
  if (count === 0) return 0;
  const before = addCount(column, kind, <f64>count);
  if (before < examplesShownMax) showExamples(index, kind, before);
  return count;
}

function showExamples(index: i32, kind: i32, before: f64): void {
  let shown = before;
  for (let value = 0; value < valueCount && shown < examplesShownMax; value++) {
    if (<i32>load<u8>(kinds + <usize>value) !== kind) continue;
    const row = rowOf(index, value);
    const cell = values + ((<usize>value) << valueBytesLog2);
    const line = batchLine + <f64>load<u32>(rowLines + ((<usize>row) << 2));
    example(index, kind, rowsBefore + <f64>row + 1, line, <usize>load<u32>(cell), <usize>load<u32>(cell, 4));
    shown++;
  }
}

/** Lengths in characters, those of null tokens apart. */
function addLengths(column: usize): void {
  let sum: f64 = 0;
  let least: f64 = Infinity;
  let greatest: f64 = 0;
  for (let value = 0; value < valueCount; value++) {
    const cell = values + ((<usize>value) << valueBytesLog2);
    const length = <f64>codePoints(<usize>load<u32>(cell), <usize>load<u32>(cell, 4));
    if (<i32>load<u8>(kinds + <usize>value) === kindNullToken) {
      widenLengths(column, length, length, length, columnNullLengthSum);
    } else {
      sum += length;
      least = min(least, length);
      greatest = max(greatest, length);
    }
  }
  widenLengths(column, sum, least, greatest, columnLengthSum);
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

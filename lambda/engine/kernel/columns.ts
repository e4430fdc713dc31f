/**
 * Column at a time over the cells of a batch: loops that do one thing, over bytes that are still in the cache and
 * for a branch predictor that has learned the column.
 */
import {
  columnBytes,
  columnCounts,
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
import { classifyValues, kinds, numbers, numbersLength, reserveClassified } from "./classify";
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
import { addValues } from "./values";

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
  beginRows();
  for (let i = 0; i < width; i++) {
    const column = columns + <usize>i * columnBytes;
    gather(i);
    addCount(column, kindEmpty, batchRows - valueCount);
    if (valueCount === 0) continue;
    classifyValues(i, column);
    countKinds(i, column);
    addValues(i, column);
    if (numbersLength > 0) addNumbers(column);
  }
  addRows(finishedRows(), batchRows);
}

/** @returns the count before */
function addCount(column: usize, kind: i32, count: i32): f64 {
  const counter = column + columnCounts + ((<usize>kind) << 3);
  const before = load<f64>(counter);
  store<f64>(counter, before + <f64>count);
  return before;
}

/** Count the values by kind, hand over the first ones of each, and add their lengths. */
function countKinds(index: i32, column: usize): void {
  let hasNullTokens = false;
  let left = valueCount;
  for (let kind = kindEmpty + 1; kind < kindCount && left > 0; kind++) {
    const count = countOf(kind);
    if (count === 0) continue;
    left -= count;
    if (kind === kindNullToken) hasNullTokens = true;
    const before = addCount(column, kind, count);
    if (before < examplesShownMax) showExamples(index, kind, before);
  }
  if (batchIsAscii && !hasNullTokens)
    widenLengths(column, bytesSum, <f64>bytesMin, <f64>bytesMax, columnLengthSum);
  else addLengths(column);
}

/** Values of a kind in the batch. */
function countOf(kind: i32): i32 {
  const end = kinds + <usize>valueCount;
  const wanted = i8x16.splat(<i8>kind);
  let count = 0;
  let at = kinds;
  for (; at + 16 <= end; at += 16) count += popcnt(i8x16.bitmask(i8x16.eq(v128.load(at), wanted)));
  for (; at < end; at++) count += i32(<i32>load<u8>(at) === kind);
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

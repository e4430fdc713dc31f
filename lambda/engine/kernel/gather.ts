/**
 * The first of the passes over a column: its cells out of the grid, trimmed and hashed. The empty ones are left behind
 * without a branch, because no predictor guesses them; everything after this sees values only.
 */

import { isBasic } from "./budget";
import { begun, finished, mixedLong, mixedRow, mixedShort } from "./hash64";
import { allocate } from "./memory";
import { batchRows, batchRowsMax, grid, width } from "./records";
import { isBlank, trimmedEnd, trimmedStart } from "./white-space";

/**
 * Of the column that is being profiled, value by value: its trimmed text as a pair of u32, and its u64 hash. Side by
 * side, so that one pointer serves both: with three the loop below runs out of registers, and takes half as long again.
 */
export let values: usize = 0;
export const valueHash: usize = 8;
export const valueBytesLog2: usize = 4;
/** How many of them are selected: those of the column in the batch, or some of them. */
export let valueCount: i32 = 0;
/** Where all begin; and which is the first that is selected. */
let gathered: usize = 0;
let firstSelected: i32 = 0;

/** Copies of some of the values, and which each is. */
export const listedMax: u32 = 64;
const listed = memory.data(64 * 16, 16);
const listedValues = memory.data(64 * 4, 4);
let listedEnd: usize = listed;
let listIsSelected: bool = false;

/** Bytes of the values: all, of the shortest, of the longest. */
export let bytesSum: f64 = 0;
export let bytesMin: u32 = 0;
export let bytesMax: u32 = 0;

/** While a column is gathered: where the next value goes, and the lengths so far. */
let valuesEnd: usize = 0;
let sum: u64 = 0;
let least: u32 = 0;
let greatest: u32 = 0;

/** u64 of each row of the batch: the state of its hash. */
let rowHashes: usize = 0;

/** Once the batch has its size. */
export function reserveGathered(): void {
  // One place more, which an empty cell at the end is written to.
  gathered = allocate((<usize>(batchRowsMax + 1)) << valueBytesLog2);
  rowHashes = allocate((<usize>batchRowsMax) << 3);
}

/** From here on it is about these values only: nobody sees the others, but by their number among all. */
export function selectValues(first: i32, count: i32): void {
  listIsSelected = false;
  firstSelected = first;
  values = gathered + ((<usize>first) << valueBytesLog2);
  valueCount = count;
}

/** Copy a value of the batch to the end of the list, which has room. @param at where it lies */
export function listValue(at: usize): void {
  v128.store(listedEnd, v128.load(at));
  store<u32>(listedValues + ((listedEnd - listed) >> 2), <u32>((at - gathered) >> valueBytesLog2));
  listedEnd += (<usize>1) << valueBytesLog2;
}

/** As `selectValues`, of what is listed; the list begins anew. @returns how many */
export function selectListed(): i32 {
  listIsSelected = true;
  values = listed;
  valueCount = <i32>(<u32>((listedEnd - listed) >> valueBytesLog2));
  listedEnd = listed;
  return valueCount;
}

/** Row of the batch, from 0, in which a selected value of the column stands. */
export function rowOf(column: i32, value: i32): i32 {
  const place = listIsSelected ? <i32>load<u32>(listedValues + ((<usize>value) << 2)) : firstSelected + value;
  let row = -1;
  for (let left = place; left >= 0; left--) {
    do row++;
    while (isBlankCell(column, row));
  }
  return row;
}

function isBlankCell(column: i32, row: i32): bool {
  const cell = grid + ((<usize>(row * width + column)) << 3);
  return isBlank(<usize>load<u32>(cell), <usize>load<u32>(cell, 4));
}

/** Before the first column of a batch. */
export function beginRows(): void {
  const end = rowHashes + ((<usize>batchRows) << 3);
  const state = begun((<u64>width) << 3);
  for (let at = rowHashes; at < end; at += 8) store<u64>(at, state);
}

/** After its last column. @returns u64 of each row */
export function finishedRows(): usize {
  const end = rowHashes + ((<usize>batchRows) << 3);
  for (let at = rowHashes; at < end; at += 8) store<u64>(at, finished(load<u64>(at)));
  return rowHashes;
}

export function gather(column: i32): void {
  const rowBytes = (<usize>width) << 3;
  const from = grid + ((<usize>column) << 3);
  valuesEnd = gathered;
  sum = 0;
  least = 0xffff_ffff;
  greatest = 0;
  let row = gatherTrimmed(from, rowBytes, 0, -1);
  while (row < batchRows) {
    const cell = from + <usize>row * rowBytes;
    trimCell(cell);
    row = gatherTrimmed(cell, rowBytes, row, row);
  }
  selectValues(0, <i32>(<u32>((valuesEnd - gathered) >> valueBytesLog2)));
  bytesSum = <f64>sum;
  bytesMin = least + 1;
  bytesMax = greatest;
}

function trimCell(cell: usize): void {
  const stop = <usize>load<u32>(cell, 4);
  const start = trimmedStart(<usize>load<u32>(cell), stop);
  store<u32>(cell, <u32>start);
  store<u32>(cell, <u32>trimmedEnd(start, stop), 4);
}

/** Of the last byte of the visible ones in ASCII, counted from the first. */
const visibleLast: u32 = 0x5d;

/**
 * Gather rows as long as there is visible ASCII at both ends of the cell, or nothing in it. There is no call in the
 * loop, because all locals would be written to the stack for it; and no branch on what differs from cell to cell.
 *
 * @param trimmedRow whose cell was trimmed, whatever its ends look like
 * @returns the first row that is left
 */
function gatherTrimmed(firstCell: usize, rowBytes: usize, firstRow: i32, trimmedRow: i32): i32 {
  const statesEnd = rowHashes + ((<usize>batchRows) << 3);
  let cell = firstCell;
  let to = valuesEnd;
  const basic = isBasic;
  let bytesTotal: usize = 0;
  let shortest = least;
  let longest = greatest;
  let state = rowHashes + ((<usize>firstRow) << 3);
  const trimmedState = rowHashes + ((<usize>trimmedRow) << 3);
  for (; state < statesEnd; state += 8, cell += rowBytes) {
    const pair = load<u64>(cell);
    const start = <usize>pair;
    const stop = <usize>(pair >> 32);
    const word = load<u64>(start);
    const outer = max<u32>(<u32>(<u8>word) - 0x21, <u32>load<u8>(stop - 1) - 0x21);
    const bytes = stop - start;
    if (select<u32>(outer, 0, bytes !== 0) > visibleLast && state !== trimmedState) break;
    const hash = finished(bytes > 16 ? mixedLong(start, stop) : mixedShort(word, stop, bytes));
    store<u64>(to, pair);
    store<u64>(to, hash, valueHash);
    to += select<usize>((<usize>1) << valueBytesLog2, 0, bytes !== 0);
    if (basic) continue;
    store<u64>(state, mixedRow(load<u64>(state), hash));
    bytesTotal += bytes;
    // Less one, so that empty cells are the greatest.
    shortest = min<u32>(shortest, <u32>bytes - 1);
    longest = max<u32>(longest, <u32>bytes);
  }
  valuesEnd = to;
  sum += <u64>bytesTotal;
  least = shortest;
  greatest = longest;
  return <i32>(<u32>(state - rowHashes) >> 3);
}

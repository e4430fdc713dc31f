/**
 * Rows by their hash, as in lambda/statistics/duplicate-rows.ts: exact, then a sample of those whose hashes begin with
 * `sampleDepth` zeros. Most rows are unique, so there is a table of hashes, and one of counts for those that came
 * again; the driver gets both as one.
 */
import { allocate, release } from "./memory";

/** Two steps of 32 lead to the 2^21 places that 1.5 million rows need: moving the hashes costs as much as finding them. */
const capacityMin: u32 = 2048;
const growthLog2: u32 = 5;
const repeatsMin: u32 = 64;
const repeatBytesLog2: usize = 4;

let distinctRowsMax: u32 = 0;
export let sampleDepth: u32 = 0;
export let sampleSize: u32 = 0;
export let sampleCapacity: u32 = 0;
/** u64 of each place, 0 where it is free: the hash with its halves swapped, so that they lie as the driver wants them. */
export let sampleHashes: usize = 0;
/** Sums of how often each row of the sample came again, and of the squares of that; made by `finishRows`. */
export let sampleRepeated: f64 = 0;
export let sampleRepeatedSquares: f64 = 0;

/** Pairs of a hash (0: free) and how often it came again. */
let repeats: usize = 0;
let repeatsCapacity: u32 = 0;
let repeatsSize: u32 = 0;

/** Keeps the loads of `warm` from being optimised away. */
const warmedAt: usize = memory.data(8, 8);

export function reserveDuplicateRows(exactMax: u32): void {
  distinctRowsMax = exactMax;
  sampleCapacity = capacityMin;
  sampleHashes = allocate((<usize>capacityMin) << 3);
  repeatsCapacity = repeatsMin;
  repeats = allocate((<usize>repeatsMin) << repeatBytesLog2);
}

/** Rows whose places are loaded ahead. */
const rowsAhead: usize = 32;

/** @param hashes u64 of each row */
export function addRows(hashes: usize, rows: i32): void {
  const end = hashes + ((<usize>rows) << 3);
  for (let at = hashes; at < end; at += rowsAhead << 3) {
    const blockEnd = min<usize>(end, at + (rowsAhead << 3));
    warm(at, blockEnd);
    for (let row = at; row < blockEnd; row += 8) addRow(load<u64>(row));
  }
}

/** Load all places first: the misses of the cache wait for each other no longer. 190 → 60 ns a row at 10^6 rows. */
function warm(hashes: usize, end: usize): void {
  const mask = sampleCapacity - 1;
  let seen: u64 = 0;
  for (let at = hashes; at < end; at += 8) {
    seen ^= load<u64>(sampleHashes + ((<usize>(<u32>load<u64>(at) & mask)) << 3));
  }
  store<u64>(warmedAt, seen);
}

function isSampled(hash: u64): bool {
  return sampleDepth === 0 || hash >> (64 - <u64>sampleDepth) === 0;
}

function addRow(hash: u64): void {
  if (!isSampled(hash)) return;
  const swapped = hash === 0 ? (<u64>1) << 32 : rotl<u64>(hash, 32);
  const place = placeOf(sampleHashes, sampleCapacity, swapped);
  if (load<u64>(place) !== 0) {
    addRepeat(swapped, 1);
    return;
  }
  store<u64>(place, swapped);
  sampleSize++;
  while (sampleSize > distinctRowsMax) {
    sampleDepth++;
    rebuild(sampleCapacity);
  }
  if (<u64>sampleSize * 4 > <u64>sampleCapacity * 3) rebuild(sampleCapacity << growthLog2);
}

/** Where the hash (its halves swapped) is, or would be. */
function placeOf(hashes: usize, capacity: u32, swapped: u64): usize {
  const mask = capacity - 1;
  let index = <u32>(swapped >> 32) & mask;
  let place = hashes + ((<usize>index) << 3);
  while (load<u64>(place) !== 0 && load<u64>(place) !== swapped) {
    index = (index + 1) & mask;
    place = hashes + ((<usize>index) << 3);
  }
  return place;
}

function repeatOf(table: usize, capacity: u32, swapped: u64): usize {
  const mask = capacity - 1;
  let index = <u32>(swapped >> 32) & mask;
  let place = table + ((<usize>index) << repeatBytesLog2);
  while (load<u64>(place) !== 0 && load<u64>(place) !== swapped) {
    index = (index + 1) & mask;
    place = table + ((<usize>index) << repeatBytesLog2);
  }
  return place;
}

function addRepeat(swapped: u64, by: f64): void {
  const place = repeatOf(repeats, repeatsCapacity, swapped);
  store<f64>(place, load<f64>(place, 8) + by, 8);
  if (load<u64>(place) !== 0) return;
  store<u64>(place, swapped);
  repeatsSize++;
  if (repeatsSize << 1 > repeatsCapacity) rebuildRepeats(2 * repeatsCapacity);
}

function rebuild(capacity: u32): void {
  const before = sampleHashes;
  const beforeBytes = (<usize>sampleCapacity) << 3;
  sampleHashes = allocate((<usize>capacity) << 3);
  sampleCapacity = capacity;
  sampleSize = 0;
  for (let at = before; at < before + beforeBytes; at += 8) {
    const swapped = load<u64>(at);
    if (swapped === 0 || !isSampled(rotl<u64>(swapped, 32))) continue;
    store<u64>(placeOf(sampleHashes, capacity, swapped), swapped);
    sampleSize++;
  }
  release(before, beforeBytes);
  if (sampleDepth > 0) rebuildRepeats(repeatsCapacity);
}

function rebuildRepeats(capacity: u32): void {
  const before = repeats;
  const beforeBytes = (<usize>repeatsCapacity) << repeatBytesLog2;
  repeats = allocate((<usize>capacity) << repeatBytesLog2);
  repeatsCapacity = capacity;
  repeatsSize = 0;
  for (let at = before; at < before + beforeBytes; at += 16) {
    const swapped = load<u64>(at);
    if (swapped === 0 || !isSampled(rotl<u64>(swapped, 32))) continue;
    v128.store(repeatOf(repeats, capacity, swapped), v128.load(at));
    repeatsSize++;
  }
  release(before, beforeBytes);
}

/** After the last row. */
export function finishRows(): void {
  const end = repeats + ((<usize>repeatsCapacity) << repeatBytesLog2);
  for (let at = repeats; at < end; at += 16) {
    if (load<u64>(at) === 0) continue;
    const times = load<f64>(at, 8);
    sampleRepeated += times;
    sampleRepeatedSquares += times * times;
  }
}

/** @returns doubles: how many rows each place of the sample stands for */
export function countRows(): usize {
  const tableBytes = (<usize>sampleCapacity) << 3;
  const counts = allocate(tableBytes);
  const one = f64x2.splat(1);
  for (let at: usize = 0; at < tableBytes; at += 16) {
    const taken = i64x2.ne(v128.load(sampleHashes + at), i64x2.splat(0));
    v128.store(counts + at, v128.and(taken, one));
  }
  const end = repeats + ((<usize>repeatsCapacity) << repeatBytesLog2);
  for (let at = repeats; at < end; at += 16) {
    const swapped = load<u64>(at);
    if (swapped === 0) continue;
    store<f64>(placeOf(sampleHashes, sampleCapacity, swapped) - sampleHashes + counts, 1 + load<f64>(at, 8));
  }
  return counts;
}

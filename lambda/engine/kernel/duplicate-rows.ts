/**
 * Rows by their hash, as in lambda/statistics/duplicate-rows.ts: exact, then a sample of those whose hashes begin with
 * `sampleDepth` zeros.
 *
 * A hash is put at the end of the list of its partition, and looked for only when that list is full: all hashes of the
 * partition then go through a table that fits the cache. Looked up one by one in a table of all rows, each would miss
 * the cache: 66 ns a row at 700,000 rows, against 15. Most rows are unique, so how often one came again is kept elsewhere.
 */
import { partitionBytes, partitionEnd, partitionStart, rowPartitions, rowPartitionsLog2 } from "../layout";
import { allocate, allocateTable, release } from "./memory";

/** Of hashes in a list. */
const capacityMin: u32 = 32;
const capacitySmall: u32 = 512;
const scratchMin: u32 = 64;
const repeatsMin: u32 = 64;
const repeatBytesLog2: usize = 4;

let distinctRowsMax: u32 = 0;
export let sampleDepth: u32 = 0;
/** Distinct hashes of the lists, as far as they were looked at; of all, once `finishRows` was called. */
export let sampleSize: u32 = 0;
/** Sums of how often each row of the sample came again, and of the squares of that; made by `finishRows`. */
export let sampleRepeated: f64 = 0;
export let sampleRepeatedSquares: f64 = 0;

/** By the lowest bits of a hash: u32 start of the list, its end, the end of its region; u32 hashes known to be distinct. */
export const rowLists: usize = memory.data(256 * 16, 16);
const regionEnd: usize = 8;
const listDistinct: usize = 12;
const partitionMask: usize = rowPartitions - 1;
const partitionsEnd: usize = rowLists + rowPartitions * partitionBytes;

/** Table of the hashes of one partition: u64, 0 is free. */
let scratch: usize = 0;
let scratchCapacity: u32 = 0;

/** Pairs of a hash (0: free) and how often it came again. */
let repeats: usize = 0;
let repeatsCapacity: u32 = 0;
export let repeatsSize: u32 = 0;

export function reserveDuplicateRows(exactMax: u32): void {
  distinctRowsMax = exactMax;
  const bytes = (<usize>capacityMin) << 3;
  const lists = allocate(bytes << rowPartitionsLog2);
  for (let i = 0; i < rowPartitions; i++) {
    const list = lists + <usize>i * bytes;
    setList(rowLists + <usize>(i * partitionBytes), list, list, list + bytes);
  }
  repeatsCapacity = repeatsMin;
  repeats = allocate((<usize>repeatsMin) << repeatBytesLog2);
}

function setList(partition: usize, start: usize, end: usize, limit: usize): void {
  store<u32>(partition, <u32>start, partitionStart);
  store<u32>(partition, <u32>end, partitionEnd);
  store<u32>(partition, <u32>limit, regionEnd);
}

/** @param hashes u64 of each row */
export function addRows(hashes: usize, rows: i32): void {
  const hashesEnd = hashes + ((<usize>rows) << 3);
  for (let at = hashes; at < hashesEnd; at += 8) {
    const hash = load<u64>(at);
    if (!isSampled(hash)) continue;
    const partition = rowLists + (<usize>hash & partitionMask) * partitionBytes;
    const end = <usize>load<u32>(partition, partitionEnd);
    store<u64>(end, hash);
    store<u32>(partition, <u32>end + 8, partitionEnd);
    if (<u32>end + 8 === load<u32>(partition, regionEnd)) makeRoom(partition);
  }
}

function isSampled(hash: u64): bool {
  return sampleDepth === 0 || hash >> (64 - <u64>sampleDepth) === 0;
}

function makeRoom(partition: usize): void {
  settle(partition);
  if (isNearlyFull(partition) && listedHashes() > distinctRowsMax) settleAll();
  keepToBound();
  if (isNearlyFull(partition)) growList(partition);
}

/** An eighth has to be free, or the next time comes too soon. */
function isNearlyFull(partition: usize): bool {
  const start = load<u32>(partition, partitionStart);
  const bytes = load<u32>(partition, regionEnd) - start;
  return load<u32>(partition, partitionEnd) - start > bytes - (bytes >> 3);
}

/** Of all lists, whether they were looked at or not: with more than may be, lists need not become longer. */
function listedHashes(): u32 {
  let bytes: u32 = 0;
  for (let partition = rowLists; partition < partitionsEnd; partition += partitionBytes)
    bytes += load<u32>(partition, partitionEnd) - load<u32>(partition, partitionStart);
  return bytes >> 3;
}

function settleAll(): void {
  for (let partition = rowLists; partition < partitionsEnd; partition += partitionBytes) settle(partition);
}

/**
 * Of a sample that is full, with room for some lists to be longer than others. A list that is no longer short gets it at
 * once: pages that are not written take no memory, and lists that were outgrown would, as much as all of them.
 */
function longestListBytes(): usize {
  return (<usize>(distinctRowsMax / rowPartitions + ((distinctRowsMax / rowPartitions) >> 2))) << 3;
}

function growList(partition: usize): void {
  const start = <usize>load<u32>(partition, partitionStart);
  const bytes = <usize>load<u32>(partition, regionEnd) - start;
  const taken = <usize>load<u32>(partition, partitionEnd) - start;
  const grown = bytes < (<usize>capacitySmall) << 3 ? bytes << 2 : max(bytes << 1, longestListBytes());
  const list = allocate(grown);
  memory.copy(list, start, taken);
  // The first lists share a region.
  if (bytes > (<usize>capacityMin) << 3) release(start, bytes);
  setList(partition, list, list + taken, list + grown);
}

/** Leave each hash of a partition in its list once, and count those that came again. */
function settle(partition: usize): void {
  const start = <usize>load<u32>(partition, partitionStart);
  const end = <usize>load<u32>(partition, partitionEnd);
  const capacity = clearScratch(<u32>((end - start) >> 3));
  const mask = (capacity - 1) << 3;
  let kept = start;
  for (let at = start; at < end; at += 8) {
    const hash = load<u64>(at);
    const identity = hash === 0 ? 1 : hash;
    let place = <u32>(identity >> (rowPartitionsLog2 - 3)) & mask;
    let held = load<u64>(scratch + <usize>place);
    while (held !== identity && held !== 0) {
      place = (place + 8) & mask;
      held = load<u64>(scratch + <usize>place);
    }
    if (held !== 0) {
      addRepeat(identity, 1);
      continue;
    }
    store<u64>(scratch + <usize>place, identity);
    store<u64>(kept, identity);
    kept += 8;
  }
  store<u32>(partition, <u32>kept, partitionEnd);
  setDistinct(partition, <u32>((kept - start) >> 3));
}

function setDistinct(partition: usize, distinct: u32): void {
  sampleSize += distinct - load<u32>(partition, listDistinct);
  store<u32>(partition, distinct, listDistinct);
}

/** @returns places, at the most half of which so many hashes take */
function clearScratch(hashes: u32): u32 {
  let capacity = scratchMin;
  while (capacity < 2 * hashes) capacity <<= 1;
  if (capacity > scratchCapacity) {
    if (scratchCapacity > 0) release(scratch, (<usize>scratchCapacity) << 3);
    scratch = allocateTable((<usize>capacity) << 3);
    scratchCapacity = capacity;
  } else {
    memory.fill(scratch, 0, (<usize>capacity) << 3);
  }
  return capacity;
}

/** Halve the sample as long as more hashes are distinct than may be. */
function keepToBound(): void {
  while (sampleSize > distinctRowsMax) halveSample();
}

function halveSample(): void {
  sampleDepth++;
  for (let partition = rowLists; partition < partitionsEnd; partition += partitionBytes) {
    settle(partition);
    dropUnsampled(partition);
  }
  rebuildRepeats(repeatsCapacity);
}

function dropUnsampled(partition: usize): void {
  const start = <usize>load<u32>(partition, partitionStart);
  const end = <usize>load<u32>(partition, partitionEnd);
  let kept = start;
  for (let at = start; at < end; at += 8) {
    const hash = load<u64>(at);
    if (!isSampled(hash)) continue;
    store<u64>(kept, hash);
    kept += 8;
  }
  store<u32>(partition, <u32>kept, partitionEnd);
  setDistinct(partition, <u32>((kept - start) >> 3));
}

function repeatOf(table: usize, capacity: u32, hash: u64): usize {
  const mask = capacity - 1;
  let index = <u32>hash & mask;
  let place = table + ((<usize>index) << repeatBytesLog2);
  while (load<u64>(place) !== 0 && load<u64>(place) !== hash) {
    index = (index + 1) & mask;
    place = table + ((<usize>index) << repeatBytesLog2);
  }
  return place;
}

function addRepeat(hash: u64, by: f64): void {
  const place = repeatOf(repeats, repeatsCapacity, hash);
  store<f64>(place, load<f64>(place, 8) + by, 8);
  if (load<u64>(place) !== 0) return;
  store<u64>(place, hash);
  repeatsSize++;
  if (repeatsSize << 1 > repeatsCapacity) rebuildRepeats(2 * repeatsCapacity);
}

function rebuildRepeats(capacity: u32): void {
  const before = repeats;
  const beforeBytes = (<usize>repeatsCapacity) << repeatBytesLog2;
  repeats = allocateTable((<usize>capacity) << repeatBytesLog2);
  repeatsCapacity = capacity;
  repeatsSize = 0;
  for (let at = before; at < before + beforeBytes; at += 16) {
    const hash = load<u64>(at);
    if (hash === 0 || !isSampled(hash)) continue;
    v128.store(repeatOf(repeats, capacity, hash), v128.load(at));
    repeatsSize++;
  }
  release(before, beforeBytes);
}

/** Before the rows of another table with the same bound are added: its depth. */
export function deepenSample(depth: u32): void {
  while (sampleDepth < depth) halveSample();
}

/** How often rows of another table came again. @param pairs u64 hash, double */
export function adoptRepeats(pairs: usize, count: i32): void {
  const pairsEnd = pairs + ((<usize>count) << repeatBytesLog2);
  for (let at = pairs; at < pairsEnd; at += 16) {
    const hash = load<u64>(at);
    if (isSampled(hash)) addRepeat(hash, load<f64>(at, 8));
  }
}

/** After the last row; and again after the last one that was adopted. */
export function finishRows(): void {
  settleAll();
  keepToBound();
  sampleRepeated = 0;
  sampleRepeatedSquares = 0;
  const end = repeats + ((<usize>repeatsCapacity) << repeatBytesLog2);
  for (let at = repeats; at < end; at += 16) {
    if (load<u64>(at) === 0) continue;
    const times = load<f64>(at, 8);
    sampleRepeated += times;
    sampleRepeatedSquares += times * times;
  }
}

/** @returns the pairs of `adoptRepeats`, `repeatsSize` of them; `releaseRows` gives them back */
export function listRepeats(): usize {
  const pairs = reserveRows((<usize>repeatsSize) << repeatBytesLog2);
  const end = repeats + ((<usize>repeatsCapacity) << repeatBytesLog2);
  let to = pairs;
  for (let at = repeats; at < end; at += 16) {
    if (load<u64>(at) === 0) continue;
    v128.store(to, v128.load(at));
    to += 16;
  }
  return pairs;
}

/** Room for what another table's rows are handed over in. */
export function reserveRows(bytes: usize): usize {
  return allocate(max<usize>(bytes, 16));
}

export function releaseRows(region: usize, bytes: usize): void {
  release(region, max<usize>(bytes, 16));
}

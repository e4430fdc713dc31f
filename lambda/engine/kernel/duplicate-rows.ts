/**
 * Rows by their hash, as in lambda/statistics/duplicate-rows.ts: exact, then a sample of those whose hashes begin with
 * `sampleDepth` zeros. The driver takes the tables over as they are: hashes as pairs of u32, high half first.
 */
import { allocate, release } from "./memory";

const capacityMin: u32 = 1024;

let distinctRowsMax: u32 = 0;
export let sampleDepth: u32 = 0;
export let sampleSize: u32 = 0;
export let sampleCapacity: u32 = 0;
export let sampleHashes: usize = 0;
export let sampleCounts: usize = 0;

export function reserveDuplicateRows(exactMax: u32): void {
  distinctRowsMax = exactMax;
  sampleCapacity = capacityMin;
  sampleHashes = allocate((<usize>capacityMin) << 3);
  sampleCounts = allocate((<usize>capacityMin) << 3);
}

/** @param hashes u64 of each row */
export function addRows(hashes: usize, rows: i32): void {
  const end = hashes + ((<usize>rows) << 3);
  for (let at = hashes; at < end; at += 8) addRow(load<u64>(at));
}

function isSampled(hash: u64): bool {
  return sampleDepth === 0 || hash >> (64 - <u64>sampleDepth) === 0;
}

function addRow(hash: u64): void {
  if (!isSampled(hash)) return;
  const swapped = rotl<u64>(hash, 32);
  const index = placeOf(sampleHashes, sampleCounts, sampleCapacity, swapped);
  const counter = sampleCounts + ((<usize>index) << 3);
  const before = load<f64>(counter);
  store<f64>(counter, before + 1);
  if (before !== 0) return;
  store<u64>(sampleHashes + ((<usize>index) << 3), swapped);
  sampleSize++;
  while (sampleSize > distinctRowsMax) {
    sampleDepth++;
    rebuild(sampleCapacity);
  }
  if (4 * sampleSize > 3 * sampleCapacity) rebuild(2 * sampleCapacity);
}

/** The place of the hash (its halves swapped), or where it would be. */
function placeOf(hashes: usize, counts: usize, capacity: u32, swapped: u64): u32 {
  const mask = capacity - 1;
  let index = <u32>(swapped >> 32) & mask;
  while (
    load<f64>(counts + ((<usize>index) << 3)) !== 0 &&
    load<u64>(hashes + ((<usize>index) << 3)) !== swapped
  ) {
    index = (index + 1) & mask;
  }
  return index;
}

function rebuild(capacity: u32): void {
  const hashes = allocate((<usize>capacity) << 3);
  const counts = allocate((<usize>capacity) << 3);
  sampleSize = 0;
  for (let i: u32 = 0; i < sampleCapacity; i++) {
    const count = load<f64>(sampleCounts + ((<usize>i) << 3));
    const swapped = load<u64>(sampleHashes + ((<usize>i) << 3));
    if (count === 0 || !isSampled(rotl<u64>(swapped, 32))) continue;
    const index = placeOf(hashes, counts, capacity, swapped);
    store<u64>(hashes + ((<usize>index) << 3), swapped);
    store<f64>(counts + ((<usize>index) << 3), count);
    sampleSize++;
  }
  release(sampleHashes, (<usize>sampleCapacity) << 3);
  release(sampleCounts, (<usize>sampleCapacity) << 3);
  sampleHashes = hashes;
  sampleCounts = counts;
  sampleCapacity = capacity;
}

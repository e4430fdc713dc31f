/** Counters of values by their hash, in open addressing. */
import { valuesCountersCapacity, valuesCountsAt, valuesHashesAt, valuesTextRefsAt } from "../layout";
import { columnsShareMemory } from "./budget";
import { allocate, allocateTable, release } from "./memory";
import { forgetPlaces } from "./repeated-places";

const capacityMin: u32 = 16;
/** Up to so many places a quarter of them is taken: nearly all values are where they are looked for first. Of more, a half. */
const sparseCapacityMax: u32 = 4096;
/** Where columns share the memory, their counters are in no cache: the fewer places, the better (1,000 columns: 5 % of the time, 10 MB). */
const sparseCapacityMaxShared: u32 = 256;

/** Before the first value. */
export function prepareCounters(values: usize): void {
  moveCounters(values, 0, capacityMin);
}

/** Whether so many counters need more places. */
export function isCrowded(size: u32, capacity: u32): bool {
  const sparseMax = columnsShareMemory ? sparseCapacityMaxShared : sparseCapacityMax;
  return size << (capacity > sparseMax ? 1 : 2) > capacity;
}

/** No counters, in as few places as so many need. */
export function restartCounters(values: usize, size: u32): void {
  const bytes = (<usize>load<u32>(values, valuesCountersCapacity)) << 3;
  release(<usize>load<u32>(values, valuesHashesAt), bytes);
  release(<usize>load<u32>(values, valuesCountsAt), bytes);
  release(<usize>load<u32>(values, valuesTextRefsAt), bytes);
  let capacity = capacityMin;
  while (isCrowded(size, capacity)) capacity <<= 1;
  moveCounters(values, 0, capacity);
}

/** Offset of the counter of this hash, or of the place where it would be. */
export function placeOf(values: usize, identity: u64): usize {
  const hashes = <usize>load<u32>(values, valuesHashesAt);
  const mask = (load<u32>(values, valuesCountersCapacity) - 1) << 3;
  let place = ((<u32>identity) << 3) & mask;
  let held = load<u64>(hashes + <usize>place);
  while (held !== identity && held !== 0) {
    place = (place + 8) & mask;
    held = load<u64>(hashes + <usize>place);
  }
  return <usize>place;
}

/** Offset of a free place. */
export function freePlace(hashes: usize, capacity: u32, identity: u64): usize {
  const mask = (capacity - 1) << 3;
  let place = ((<u32>identity) << 3) & mask;
  while (load<u64>(hashes + <usize>place) !== 0) place = (place + 8) & mask;
  return <usize>place;
}

/** Another number of places. @param capacity so far */
export function moveCounters(values: usize, capacity: u32, moved: u32): void {
  const bytes = (<usize>moved) << 3;
  const bytesBefore = (<usize>capacity) << 3;
  const hashesBefore = <usize>load<u32>(values, valuesHashesAt);
  const countsBefore = <usize>load<u32>(values, valuesCountsAt);
  const refsBefore = <usize>load<u32>(values, valuesTextRefsAt);
  const hashes = allocateTable(bytes);
  const counts = allocate(bytes);
  const refs = allocate(bytes);
  memory.fill(refs, 0xff, bytes);
  for (let i: usize = 0; i < bytesBefore; i += 8) {
    const identity = load<u64>(hashesBefore + i);
    if (identity === 0) continue;
    const place = freePlace(hashes, moved, identity);
    store<u64>(hashes + place, identity);
    store<f64>(counts + place, load<f64>(countsBefore + i));
    store<u64>(refs + place, load<u64>(refsBefore + i));
  }
  if (capacity > 0) {
    release(hashesBefore, bytesBefore);
    release(countsBefore, bytesBefore);
    release(refsBefore, bytesBefore);
  }
  store<u32>(values, <u32>hashes, valuesHashesAt);
  store<u32>(values, <u32>counts, valuesCountsAt);
  store<u32>(values, <u32>refs, valuesTextRefsAt);
  store<u32>(values, moved, valuesCountersCapacity);
  forgetPlaces(values);
}

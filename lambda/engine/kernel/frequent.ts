/**
 * The most frequent values, as in lambda/statistics/frequent.ts: counters of the hashes, Misra–Gries when there are
 * too many. The same cells in the same order leave the same counters.
 *
 * A new value touches nothing but the table of hashes: its count is one more than what the table of counts says, and
 * once counts have an error, a value that was seen once cannot be shown, so its text is kept when it comes again. In a
 * column of unique values neither ever happens.
 */
import {
  valuesCountersCapacity,
  valuesCountersSize,
  valuesCountsAt,
  valuesErrorMax,
  valuesHashesAt,
} from "../layout";
import { countersMax } from "./budget";
import { keepText } from "./counter-texts";
import { freePlace, growCounters } from "./counters";
import { reduce } from "./misra-gries";
import { notePlace } from "./repeated-places";

/** Count a value. @returns whether it had no counter */
export function addFrequent(values: usize, hash: u64, from: usize, to: usize): bool {
  const identity = hash === 0 ? 1 : hash;
  const hashes = <usize>load<u32>(values, valuesHashesAt);
  const mask = (load<u32>(values, valuesCountersCapacity) - 1) << 3;
  let place = ((<u32>identity) << 3) & mask;
  let held = load<u64>(hashes + <usize>place);
  while (held !== identity) {
    if (held === 0) {
      openCounter(values, identity, <usize>place, from, to);
      return true;
    }
    place = (place + 8) & mask;
    held = load<u64>(hashes + <usize>place);
  }
  const count = <usize>load<u32>(values, valuesCountsAt) + <usize>place;
  const before = load<f64>(count);
  store<f64>(count, before + 1);
  if (before === 0) noteRepeated(values, <usize>place, from, to);
  return false;
}

/** Count a value that has a counter so many times more; counts have no error, so its text was kept. */
export function addRepetitions(values: usize, identity: u64, times: f64): void {
  const hashes = <usize>load<u32>(values, valuesHashesAt);
  const mask = (load<u32>(values, valuesCountersCapacity) - 1) << 3;
  let place = ((<u32>identity) << 3) & mask;
  while (load<u64>(hashes + <usize>place) !== identity) place = (place + 8) & mask;
  const count = <usize>load<u32>(values, valuesCountsAt) + <usize>place;
  const before = load<f64>(count);
  store<f64>(count, before + times);
  if (before === 0) notePlace(values, <usize>place);
}

function noteRepeated(values: usize, place: usize, from: usize, to: usize): void {
  notePlace(values, place);
  keepText(values, place, from, to);
}

/** @param free offset of a place for it, unless the table has to grow */
function openCounter(values: usize, identity: u64, free: usize, from: usize, to: usize): void {
  const size = load<u32>(values, valuesCountersSize) + 1;
  const capacity = load<u32>(values, valuesCountersCapacity);
  let place = free;
  // At most a quarter of the places is taken: nearly all values are where they are looked for first.
  if (size << 2 > capacity) {
    growCounters(values, capacity);
    place = freePlace(<usize>load<u32>(values, valuesHashesAt), 2 * capacity, identity);
  }
  store<u64>(<usize>load<u32>(values, valuesHashesAt) + place, identity);
  store<u32>(values, size, valuesCountersSize);
  if (load<f64>(values, valuesErrorMax) === 0) keepText(values, place, from, to);
  if (size > countersMax) reduce(values);
}

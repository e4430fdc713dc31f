/**
 * The most frequent values, as in lambda/statistics/frequent.ts: counters of the hashes, Misra–Gries when there are
 * too many, behind a filter (filter.ts). The same cells in the same order leave the same counters.
 *
 * A new value touches nothing but the table of hashes: its count is one more than what the table of counts says, and
 * once counts have an error, a value that was seen once cannot be shown, so its text is kept when it comes again. In a
 * column of unique values neither ever happens.
 */
import {
  valuesCount,
  valuesCountersCapacity,
  valuesCountersSize,
  valuesCountsAt,
  valuesErrorMax,
  valuesHashesAt,
} from "../layout";
import { countersExactMax, countersMax } from "./budget";
import { keepText } from "./counter-texts";
import { freePlace, isCrowded, moveCounters } from "./counters";
import { reduce } from "./misra-gries";
import { notePlace } from "./repeated-places";

/** Of these many first values one has to be a repetition, or there is no use in more counters. */
const newPerRepetitionMax: u32 = 16;

/** Count a value that has passed the filter, if there is one. @returns whether it had no counter */
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

/** Count a value that has a counter so many times more; counts have no error, so its text was kept. @returns the counter's place */
export function addRepetitions(values: usize, identity: u64, times: u32): usize {
  const hashes = <usize>load<u32>(values, valuesHashesAt);
  const mask = (load<u32>(values, valuesCountersCapacity) - 1) << 3;
  let place = ((<u32>identity) << 3) & mask;
  while (load<u64>(hashes + <usize>place) !== identity) place = (place + 8) & mask;
  const count = <usize>load<u32>(values, valuesCountsAt) + <usize>place;
  const before = load<f64>(count);
  store<f64>(count, before + <f64>times);
  store<u32>(values, load<u32>(values, valuesCount) + times, valuesCount);
  if (before === 0) notePlace(values, <usize>place);
  return <usize>place;
}

export function hasCounter(values: usize, hash: u64): bool {
  const identity = hash === 0 ? 1 : hash;
  const hashes = <usize>load<u32>(values, valuesHashesAt);
  const mask = (load<u32>(values, valuesCountersCapacity) - 1) << 3;
  let place = ((<u32>identity) << 3) & mask;
  let held = load<u64>(hashes + <usize>place);
  while (held !== identity && held !== 0) {
    place = (place + 8) & mask;
    held = load<u64>(hashes + <usize>place);
  }
  return held !== 0;
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
  if (isCrowded(size, capacity)) {
    moveCounters(values, capacity, 2 * capacity);
    place = freePlace(<usize>load<u32>(values, valuesHashesAt), 2 * capacity, identity);
  }
  store<u64>(<usize>load<u32>(values, valuesHashesAt) + place, identity);
  store<u32>(values, size, valuesCountersSize);
  const isExact = load<f64>(values, valuesErrorMax) === 0;
  if (isExact) keepText(values, place, from, to);
  if (size > (isExact ? countersMax : countersExactMax) || (isExact && isHopeless(values, size)))
    reduce(values);
}

/** At the first value past what is exact in any order: hardly one came again. */
function isHopeless(values: usize, size: u32): bool {
  return (
    size === countersExactMax + 1 && newPerRepetitionMax * (load<u32>(values, valuesCount) - size) < size
  );
}

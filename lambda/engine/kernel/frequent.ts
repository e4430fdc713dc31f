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
import { isCrowded, moveCounters, placeOf } from "./counters";
import { reduce } from "./misra-gries";
import { notePlace } from "./repeated-places";

/** Of these many first values one has to be a repetition, or there is no use in more counters. */
const newPerRepetitionMax: u32 = 16;

/** Count a value that has passed the filter, if there is one. @returns whether it had no counter */
export function addFrequent(values: usize, hash: u64, from: usize, to: usize): bool {
  const identity = hash === 0 ? 1 : hash;
  const place = placeOf(values, identity);
  if (load<u64>(<usize>load<u32>(values, valuesHashesAt) + place) === 0) {
    openCounter(values, identity, place, from, to);
    return true;
  }
  if (raiseCounter(values, place, 1)) keepText(values, place, from, to);
  return false;
}

/** Count a value that has a counter so many times more; counts have no error, so its text was kept. @returns the counter's place */
export function addRepetitions(values: usize, identity: u64, times: u32): usize {
  const place = placeOf(values, identity);
  store<u32>(values, load<u32>(values, valuesCount) + times, valuesCount);
  raiseCounter(values, place, <f64>times);
  return place;
}

export function hasCounter(values: usize, hash: u64): bool {
  const place = placeOf(values, hash === 0 ? 1 : hash);
  return load<u64>(<usize>load<u32>(values, valuesHashesAt) + place) !== 0;
}

/** @returns whether the value came for the second time */
function raiseCounter(values: usize, place: usize, by: f64): bool {
  const count = <usize>load<u32>(values, valuesCountsAt) + place;
  const before = load<f64>(count);
  store<f64>(count, before + by);
  if (before !== 0) return false;
  notePlace(values, place);
  return true;
}

/** @param free offset of a place for it, unless the table has to grow */
function openCounter(values: usize, identity: u64, free: usize, from: usize, to: usize): void {
  const size = load<u32>(values, valuesCountersSize) + 1;
  const capacity = load<u32>(values, valuesCountersCapacity);
  let place = free;
  if (isCrowded(size, capacity)) {
    moveCounters(values, capacity, 2 * capacity);
    place = placeOf(values, identity);
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

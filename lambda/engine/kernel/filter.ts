/**
 * The filter in front of the counters once counts have an error: a value is counted by the slot of its hash until the
 * slot has reached a threshold. See lambda/statistics/frequent.ts.
 */
import {
  valuesCount,
  valuesCountersCapacity,
  valuesErrorMax,
  valuesFilterAt,
  valuesFilteredFrom,
  valuesHashesAt,
} from "../layout";
import { filterSlots } from "./budget";
import { allocate } from "./memory";

/** Of a slot: the values that it belongs to are counted by counters. */
const slotOpen: u32 = 255;
const thresholdMin: u32 = 2;
const thresholdMax: u32 = 254;

/** Counts have an error from here on. What has a counter passes. */
export function beginFilter(values: usize): void {
  let filter = <usize>load<u32>(values, valuesFilterAt);
  if (filter === 0) {
    filter = allocate(<usize>filterSlots);
    store<u32>(values, <u32>filter, valuesFilterAt);
  } else {
    memory.fill(filter, 0, <usize>filterSlots);
  }
  const hashes = <usize>load<u32>(values, valuesHashesAt);
  const hashesEnd = hashes + ((<usize>load<u32>(values, valuesCountersCapacity)) << 3);
  for (let at = hashes; at < hashesEnd; at += 8) {
    const hash = load<u64>(at);
    if (hash !== 0) store<u8>(filter + <usize>(<u32>hash & (filterSlots - 1)), slotOpen);
  }
  store<u32>(values, load<u32>(values, valuesCount), valuesFilteredFrom);
}

/** The segment ends: what was held back is an error of the counts. */
export function endFilter(values: usize): void {
  const errorMax = load<f64>(values, valuesErrorMax);
  const filtered = filteredValues(values);
  if (errorMax === 0 || filtered === 0) return;
  store<f64>(values, errorMax + <f64>thresholdAt(filtered), valuesErrorMax);
  store<u32>(values, load<u32>(values, valuesCount), valuesFilteredFrom);
}

/** Values a slot holds back at the next value. */
export function nextThreshold(values: usize): u32 {
  return thresholdAt(filteredValues(values) + 1);
}

/** For how many values from the next one on that does not change. */
export function thresholdLasts(values: usize): u32 {
  const next = filteredValues(values) + 1;
  const raised = ((3 * next) / filterSlots + 1) * filterSlots;
  return (raised - 1) / 3 - next + 1;
}

/** Three more for each value that a slot has had on average. @param filtered values since the filter began */
function thresholdAt(filtered: u32): u32 {
  return min<u32>(thresholdMax, thresholdMin + (3 * filtered) / filterSlots);
}

function filteredValues(values: usize): u32 {
  return load<u32>(values, valuesCount) - load<u32>(values, valuesFilteredFrom);
}

/** Hold the next value back, or not: a counter is due to it. */
export function passes(values: usize, hash: u64): bool {
  const slot = <usize>load<u32>(values, valuesFilterAt) + <usize>(<u32>hash & (filterSlots - 1));
  const held = <u32>load<u8>(slot);
  const isPassed = held >= nextThreshold(values);
  store<u8>(slot, isPassed ? slotOpen : held + 1);
  return isPassed;
}

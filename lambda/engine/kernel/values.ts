/** The values of a column: distinct ones, frequent ones; of strings also the sample of texts. */
import {
  columnSampleThreshold,
  columnValuesAt,
  kindDate,
  kindNullToken,
  kindString,
  valueKinds,
  valuesBytes,
  valuesCount,
  valuesDate,
  valuesErrorMax,
  valuesNullToken,
  valuesNumber,
  valuesString,
} from "../layout";
import { isBasic } from "./budget";
import { kinds } from "./classify";
import { valuesAt } from "./column-values";
import { prepareCounters } from "./counters";
import { addDistinct, fetchRegisters } from "./distinct";
import { endFilter, passes } from "./filter";
import { addFrequent } from "./frequent";
import { valueBytesLog2, valueCount, valueHash, values } from "./gather";
import { sampleText } from "./host";
import { addKnownValues } from "./known-values";
import { allocate } from "./memory";

/** @param index of the column @param column its state */
export function addValues(index: i32, column: usize): void {
  const count = valueCount;
  let value = 0;
  while (value < count) {
    const group = groupOf(<i32>load<u8>(kinds + <usize>value));
    const groupEnd = endOfGroup(value, count, group);
    const state = valuesOf(column, group);
    fetchRegisters(state, groupEnd - value);
    while (value < groupEnd) {
      value = addKnownValues(state, values, value, groupEnd, sampleThresholdOf(column, group));
      if (value < groupEnd) addValue(state, index, column, group, value++);
    }
  }
}

/** Kinds whose values are counted together. */
export function groupOf(kind: i32): i32 {
  if (kind === kindNullToken) return valuesNullToken;
  if (kind === kindDate) return valuesDate;
  return kind === kindString ? valuesString : valuesNumber;
}

/** First value from `value` on that belongs to another group. */
function endOfGroup(value: i32, count: i32, group: i32): i32 {
  // Nearly all columns have one kind.
  const alike = i8x16.splat(load<u8>(kinds + <usize>value));
  let end = value;
  while (end < count && groupOf(<i32>load<u8>(kinds + <usize>end)) === group) {
    end++;
    while (end + 16 <= count && i8x16.all_true(i8x16.eq(v128.load(kinds + <usize>end), alike))) end += 16;
  }
  return end;
}

/** The greatest high half of a hash of which the sample has to be told. */
function sampleThresholdOf(column: usize, group: i32): i64 {
  return group === valuesString && !isBasic ? <i64>load<u32>(column, columnSampleThreshold) : -1;
}

function addValue(state: usize, index: i32, column: usize, group: i32, value: i32): void {
  const cell = values + ((<usize>value) << valueBytesLog2);
  const from = <usize>load<u32>(cell);
  const to = <usize>load<u32>(cell, 4);
  const hash = load<u64>(cell, valueHash);
  const isFiltered = load<f64>(state, valuesErrorMax) > 0 && (isBasic || !passes(state, hash));
  store<u32>(state, load<u32>(state, valuesCount) + 1, valuesCount);
  // What has a counter was seen before, so the sets of distinct values and of samples know it.
  if (!isFiltered && !addFrequent(state, hash, from, to)) return;
  addDistinct(state, hash);
  const high = <u32>(hash >> 32);
  if (<i64>high <= sampleThresholdOf(column, group)) {
    store<u32>(column, sampleText(index, high, <u32>hash, from, to), columnSampleThreshold);
  }
}

/** The segment ends. */
export function endFilters(column: usize): void {
  for (let group = 0; group < valueKinds; group++) {
    const state = valuesAt(column, group);
    if (state !== 0) endFilter(state);
  }
}

export function valuesOf(column: usize, group: i32): usize {
  const state = valuesAt(column, group);
  if (state !== 0) return state;
  const made = allocate(valuesBytes);
  prepareCounters(made);
  store<u32>(column + ((<usize>group) << 2), <u32>made, columnValuesAt);
  return made;
}

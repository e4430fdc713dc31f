/**
 * Values that a column had before in this segment of the text. Where they are few, their hash is looked for instead of
 * all that was done the first time: 4 ns a value instead of 20. What the repetitions add up to is taken over when the
 * segment ends, by then or when values turn out to be many.
 */
import {
  columnDictionaryAt,
  columnDictionaryMode,
  columnValuesAt,
  kindCount,
  kindDate,
  kindFloat,
  kindInt,
  valueKinds,
  valuesCountersSize,
  valuesErrorMax,
} from "../layout";
import { countersMax } from "./budget";
import { driverWasAsked, kinds, numbers } from "./classify";
import { dateFormat, dayFirstMs, monthFirstMs } from "./dates";
import { valueBytesLog2, valueHash, values } from "./gather";
import { codePoints } from "./lengths";
import { allocate, release } from "./memory";

/** Whether a column has one in this segment. */
export const modeUndecided: u32 = 0;
const modeOn: u32 = 1;
export const modeOff: u32 = 2;

/** u32 each: the table, its places, the entries, how many there are; values of each kind that were no repetition. */
const tableAt: usize = 0;
const tablePlaces: usize = 4;
const entriesAt: usize = 8;
const entriesSize: usize = 12;
const kindsSeen: usize = 16;
const dictionaryBytes: usize = 16 + kindCount * 4;

/** A place of the table: u64 hash, 0 where it is free; u32 repetitions, u32 index of the entry. */
const placeBytesLog2: usize = 4;
export const placeBytes: usize = 16;
export const placeRepeated: usize = 8;
export const placeEntry: usize = 12;
const placesMin: u32 = 128;

/** What a value was found to be: u32 kind, its characters; i32 format of a date; doubles: the number, or both readings of a date. */
const entryBytes: usize = 32;
export const entryKind: usize = 0;
export const entryLength: usize = 4;
export const entryFormat: usize = 8;
export const entryNumber: usize = 16;
export const entryDayFirst: usize = 16;
export const entryMonthFirst: usize = 24;

/** The first ones of a kind are shown as examples, each where it stands. */
const examplesShownMax: u32 = 5;
/** Of numbers whose multiples stay finite. */
const magnitudeMax: f64 = 1e280;

export function dictionaryIsOn(column: usize): bool {
  return load<u32>(column, columnDictionaryMode) === modeOn;
}

/** After a batch of values, all of them counted: whether the next ones are worth looking for. */
export function chooseDictionary(column: usize, batchValues: i32): void {
  if (load<u32>(column, columnDictionaryMode) !== modeUndecided) return;
  let counters: u32 = 0;
  let isExact = true;
  for (let kind = 0; kind < valueKinds; kind++) {
    const values = <usize>load<u32>(column + columnValuesAt + ((<usize>kind) << 2));
    if (values === 0) continue;
    counters += load<u32>(values, valuesCountersSize);
    if (load<f64>(values, valuesErrorMax) !== 0) isExact = false;
  }
  if (!isExact || counters > (countersMax >> 2) * 3) store<u32>(column, modeOff, columnDictionaryMode);
  else if (counters << 1 <= <u32>batchValues) begin(column);
}

function begin(column: usize): void {
  store<u32>(column, modeOn, columnDictionaryMode);
  if (load<u32>(column, columnDictionaryAt) !== 0) return;
  const dictionary = allocate(dictionaryBytes);
  store<u32>(dictionary, <u32>allocate((<usize>placesMin) << placeBytesLog2), tableAt);
  store<u32>(dictionary, placesMin, tablePlaces);
  store<u32>(dictionary, <u32>allocate(<usize>countersMax * entryBytes), entriesAt);
  store<u32>(column, <u32>dictionary, columnDictionaryAt);
}

/** Count values from one on, as long as they came before. @returns the first one that did not */
export function countKnown(column: usize, first: i32, end: i32): i32 {
  const dictionary = <usize>load<u32>(column, columnDictionaryAt);
  const table = <usize>load<u32>(dictionary, tableAt);
  const mask = (load<u32>(dictionary, tablePlaces) - 1) << (<u32>placeBytesLog2);
  const valuesEnd = values + ((<usize>end) << valueBytesLog2);
  let at = values + ((<usize>first) << valueBytesLog2);
  for (; at < valuesEnd; at += (<usize>1) << valueBytesLog2) {
    const hash = load<u64>(at, valueHash);
    let place = ((<u32>hash) << (<u32>placeBytesLog2)) & mask;
    let held = load<u64>(table + <usize>place);
    while (held !== hash && held !== 0) {
      place = (place + 16) & mask;
      held = load<u64>(table + <usize>place);
    }
    if (held === 0) break;
    const repeated = table + <usize>place;
    store<u32>(repeated, load<u32>(repeated, placeRepeated) + 1, placeRepeated);
  }
  return <i32>(<u32>((at - values) >> valueBytesLog2));
}

/** Whether another value may be new: one counter more, and counts still have no error. */
export function hasRoom(column: usize): bool {
  let counters: u32 = 0;
  for (let kind = 0; kind < valueKinds; kind++) {
    const values = <usize>load<u32>(column + columnValuesAt + ((<usize>kind) << 2));
    if (values !== 0) counters += load<u32>(values, valuesCountersSize);
  }
  if (counters >= countersMax) return false;
  const dictionary = <usize>load<u32>(column, columnDictionaryAt);
  let seen: u32 = 0;
  for (let kind = 0; kind < kindCount; kind++)
    seen += load<u32>(dictionary + kindsSeen + ((<usize>kind) << 2));
  return seen < countersMax << 1;
}

/** The one value that is selected was profiled: the next time it is known. */
export function remember(column: usize): void {
  const dictionary = <usize>load<u32>(column, columnDictionaryAt);
  const kind = <i32>load<u8>(kinds);
  const seenAt = dictionary + kindsSeen + ((<usize>kind) << 2);
  const seen = load<u32>(seenAt) + 1;
  store<u32>(seenAt, seen);
  const hash = load<u64>(values, valueHash);
  const isNumber = kind === kindInt || kind === kindFloat;
  const size = load<u32>(dictionary, entriesSize);
  if (seen <= examplesShownMax || driverWasAsked || hash === 0 || size === countersMax) return;
  if (isNumber && !(abs(load<f64>(numbers)) < magnitudeMax)) return;
  if ((size + 1) << 1 > load<u32>(dictionary, tablePlaces)) grow(dictionary);
  const place = freePlace(dictionary, hash);
  store<u64>(place, hash);
  store<u32>(place, size, placeEntry);
  store<u32>(dictionary, size + 1, entriesSize);
  const entry = entryOf(column, size);
  const from = <usize>load<u32>(values);
  store<u32>(entry, <u32>kind, entryKind);
  store<u32>(entry, <u32>codePoints(from, <usize>load<u32>(values, 4)), entryLength);
  if (isNumber) {
    store<f64>(entry, load<f64>(numbers), entryNumber);
  } else if (kind === kindDate) {
    store<i32>(entry, dateFormat, entryFormat);
    store<f64>(entry, dayFirstMs, entryDayFirst);
    store<f64>(entry, monthFirstMs, entryMonthFirst);
  }
}

/** @param index see `placeEntry` */
export function entryOf(column: usize, index: u32): usize {
  return (
    <usize>load<u32>(<usize>load<u32>(column, columnDictionaryAt), entriesAt) + <usize>index * entryBytes
  );
}

function freePlace(dictionary: usize, hash: u64): usize {
  const table = <usize>load<u32>(dictionary, tableAt);
  const mask = load<u32>(dictionary, tablePlaces) - 1;
  let place = <u32>hash & mask;
  while (load<u64>(table + ((<usize>place) << placeBytesLog2)) !== 0) place = (place + 1) & mask;
  return table + ((<usize>place) << placeBytesLog2);
}

function grow(dictionary: usize): void {
  const before = <usize>load<u32>(dictionary, tableAt);
  const places = load<u32>(dictionary, tablePlaces);
  const bytes = (<usize>places) << placeBytesLog2;
  store<u32>(dictionary, <u32>allocate(2 * bytes), tableAt);
  store<u32>(dictionary, 2 * places, tablePlaces);
  for (let at = before; at < before + bytes; at += 16) {
    const hash = load<u64>(at);
    if (hash !== 0) v128.store(freePlace(dictionary, hash), v128.load(at));
  }
  release(before, bytes);
}

/** Places of the table; 0 where the column has no dictionary. */
export function tableStart(column: usize): usize {
  const dictionary = <usize>load<u32>(column, columnDictionaryAt);
  return dictionary === 0 ? 0 : <usize>load<u32>(dictionary, tableAt);
}

export function tableEnd(column: usize): usize {
  const dictionary = <usize>load<u32>(column, columnDictionaryAt);
  return (
    <usize>load<u32>(dictionary, tableAt) + ((<usize>load<u32>(dictionary, tablePlaces)) << placeBytesLog2)
  );
}

/** Forget all values. */
export function clearDictionary(column: usize): void {
  const start = tableStart(column);
  memory.fill(start, 0, tableEnd(column) - start);
  const dictionary = <usize>load<u32>(column, columnDictionaryAt);
  memory.fill(dictionary + entriesSize, 0, dictionaryBytes - entriesSize);
}

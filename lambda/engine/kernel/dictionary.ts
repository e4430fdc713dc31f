/**
 * Values that a column had before in this segment of the text. Where they repeat, their hash is looked for instead of
 * all that was done the first time: 4 ns a value instead of 20. What the repetitions add up to is taken over when the
 * segment ends (dictionary-sums.ts), by then or when values turn out to be too many.
 */
import {
  columnDictionaryAt,
  columnDictionaryMode,
  kindCount,
  kindDate,
  kindFloat,
  kindInt,
  valueKinds,
  valuesCount,
  valuesCountersSize,
  valuesErrorMax,
} from "../layout";
import { countersExactMax, countersMax, frequentTextUnitsMax } from "./budget";
import { driverWasAskedOf, kinds, numbers } from "./classify";
import { countersOf, sumOf, valuesAt } from "./column-values";
import { hasCounter } from "./frequent";
import { listedMax, listValue, valueBytesLog2, valueCount, valueHash, values } from "./gather";
import { codePoints } from "./lengths";
import { allocate, allocateTable, release } from "./memory";

/** Whether a column has one in this segment. */
export const modeUndecided: u32 = 0;
const modeOn: u32 = 1;
export const modeOff: u32 = 2;

/** u32 each: the table, its places, the entries, how many there are; values of each kind that were looked at. */
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

/** What a value was found to be: u32 kind, u32 characters; double, the number. A date is read again, out of its counter's text. */
const entryBytesLog2: usize = 4;
export const entryKind: usize = 0;
export const entryLength: usize = 4;
export const entryNumber: usize = 8;

/** The first ones of a kind are shown as examples, each where it stands. */
const examplesShownMax: u32 = 5;
/** Of numbers whose multiples stay finite. */
const magnitudeMax: f64 = 1e280;
/** Values that were looked at beyond those with a counter: they cannot be kept, and the column is better off without. */
const notKeptMax: u32 = 1024;

export function dictionaryIsOn(column: usize): bool {
  return load<u32>(column, columnDictionaryMode) === modeOn;
}

/** After values that were counted one by one: whether the next ones are worth looking for. */
export function chooseDictionary(column: usize): void {
  if (load<u32>(column, columnDictionaryMode) !== modeUndecided) return;
  const counters = countersOf(column);
  if (!isExact(column) || counters > (countersMax >> 2) * 3)
    store<u32>(column, modeOff, columnDictionaryMode);
  // Beyond what is exact in any order, values do repeat, or counts would have an error by now.
  else if (counters > countersExactMax || counters << 1 <= sumOf(column, valuesCount)) begin(column);
}

function begin(column: usize): void {
  store<u32>(column, modeOn, columnDictionaryMode);
  const dictionary = allocate(dictionaryBytes);
  store<u32>(column, <u32>dictionary, columnDictionaryAt);
  store<u32>(dictionary, <u32>allocateTable((<usize>placesMin) << placeBytesLog2), tableAt);
  store<u32>(dictionary, placesMin, tablePlaces);
  store<u32>(dictionary, <u32>allocate((<usize>(placesMin >> 1)) << entryBytesLog2), entriesAt);
}

/** Whether counts have no error. */
export function isExact(column: usize): bool {
  for (let kind = 0; kind < valueKinds; kind++) {
    const state = valuesAt(column, kind);
    if (state !== 0 && load<f64>(state, valuesErrorMax) !== 0) return false;
  }
  return true;
}

/** Values that may get a counter each without more of them than are exact; 0: the next one has to be looked at closely. */
export function roomOf(column: usize): u32 {
  let room = countersMax;
  for (let kind = 0; kind < valueKinds; kind++) {
    const state = valuesAt(column, kind);
    if (state === 0) continue;
    const size = load<u32>(state, valuesCountersSize);
    room = min(room, size > countersExactMax ? countersMax - size : countersExactMax - size);
  }
  return room;
}

export function valueHasCounter(column: usize, value: i32): bool {
  const hash = load<u64>(values + ((<usize>value) << valueBytesLog2), valueHash);
  for (let kind = 0; kind < valueKinds; kind++) {
    const state = valuesAt(column, kind);
    if (state !== 0 && hasCounter(state, hash)) return true;
  }
  return false;
}

/** Too many of its values are not kept. */
export function isInVain(column: usize): bool {
  const dictionary = <usize>load<u32>(column, columnDictionaryAt);
  let seen: u32 = 0;
  for (let kind = 0; kind < kindCount; kind++)
    seen += load<u32>(dictionary + kindsSeen + ((<usize>kind) << 2));
  return seen > countersOf(column) + notKeptMax;
}

/**
 * Count values from one on that came before, and list those that did not.
 *
 * @param room for so many of them
 * @returns the first value that is neither, for want of room
 */
export function countKnown(column: usize, first: i32, end: i32, room: u32): i32 {
  const dictionary = <usize>load<u32>(column, columnDictionaryAt);
  const table = <usize>load<u32>(dictionary, tableAt);
  const mask = (load<u32>(dictionary, tablePlaces) - 1) << (<u32>placeBytesLog2);
  const valuesEnd = values + ((<usize>end) << valueBytesLog2);
  let left = min(room, listedMax);
  let at = values + ((<usize>first) << valueBytesLog2);
  for (; at < valuesEnd; at += (<usize>1) << valueBytesLog2) {
    const hash = load<u64>(at, valueHash);
    let place = ((<u32>hash) << (<u32>placeBytesLog2)) & mask;
    let held = load<u64>(table + <usize>place);
    while (held !== hash && held !== 0) {
      place = (place + 16) & mask;
      held = load<u64>(table + <usize>place);
    }
    if (held !== 0) {
      const repeated = table + <usize>place;
      store<u32>(repeated, load<u32>(repeated, placeRepeated) + 1, placeRepeated);
      continue;
    }
    if (left === 0) break;
    left--;
    listValue(at);
  }
  return <i32>(<u32>((at - values) >> valueBytesLog2));
}

/** The values that are selected were profiled: the next time they are known. */
export function remember(column: usize): void {
  const dictionary = <usize>load<u32>(column, columnDictionaryAt);
  let number = numbers;
  for (let value = 0; value < valueCount; value++) {
    const kind = <i32>load<u8>(kinds + <usize>value);
    const seenAt = dictionary + kindsSeen + ((<usize>kind) << 2);
    const seen = load<u32>(seenAt) + 1;
    store<u32>(seenAt, seen);
    const isNumber = kind === kindInt || kind === kindFloat;
    if (seen > examplesShownMax && !driverWasAskedOf(value))
      rememberOne(dictionary, value, kind, isNumber ? load<f64>(number) : 0);
    if (isNumber) number += 8;
  }
}

/** @param number 0 of what is none */
function rememberOne(dictionary: usize, value: i32, kind: i32, number: f64): void {
  const cell = values + ((<usize>value) << valueBytesLog2);
  const hash = load<u64>(cell, valueHash);
  const from = <usize>load<u32>(cell);
  const to = <usize>load<u32>(cell, 4);
  if (hash === 0 || !(abs(number) < magnitudeMax)) return;
  // Not whole as the text of its counter.
  if (kind === kindDate && to - from > <usize>frequentTextUnitsMax) return;
  const size = load<u32>(dictionary, entriesSize);
  if ((size + 1) << 1 > load<u32>(dictionary, tablePlaces)) grow(dictionary);
  const place = placeFor(dictionary, hash);
  // Twice in one list.
  if (load<u64>(place) === hash) return;
  store<u64>(place, hash);
  store<u32>(place, size, placeEntry);
  store<u32>(dictionary, size + 1, entriesSize);
  const entry = <usize>load<u32>(dictionary, entriesAt) + ((<usize>size) << entryBytesLog2);
  store<u32>(entry, <u32>kind, entryKind);
  store<u32>(entry, <u32>codePoints(from, to), entryLength);
  store<f64>(entry, number, entryNumber);
}

/** How many there are. */
export function entriesOf(column: usize): u32 {
  return load<u32>(<usize>load<u32>(column, columnDictionaryAt), entriesSize);
}

/** @param index see `placeEntry` */
export function entryOf(column: usize, index: u32): usize {
  const dictionary = <usize>load<u32>(column, columnDictionaryAt);
  return <usize>load<u32>(dictionary, entriesAt) + ((<usize>index) << entryBytesLog2);
}

/** Where the hash is, or would be. */
function placeFor(dictionary: usize, hash: u64): usize {
  const table = <usize>load<u32>(dictionary, tableAt);
  const mask = load<u32>(dictionary, tablePlaces) - 1;
  let index = <u32>hash & mask;
  let place = table + ((<usize>index) << placeBytesLog2);
  while (load<u64>(place) !== hash && load<u64>(place) !== 0) {
    index = (index + 1) & mask;
    place = table + ((<usize>index) << placeBytesLog2);
  }
  return place;
}

/** Twice as many places, and an entry for the half of them. */
function grow(dictionary: usize): void {
  const before = <usize>load<u32>(dictionary, tableAt);
  const places = load<u32>(dictionary, tablePlaces);
  const bytes = (<usize>places) << placeBytesLog2;
  store<u32>(dictionary, <u32>allocateTable(2 * bytes), tableAt);
  store<u32>(dictionary, 2 * places, tablePlaces);
  for (let at = before; at < before + bytes; at += placeBytes) {
    const hash = load<u64>(at);
    if (hash !== 0) v128.store(placeFor(dictionary, hash), v128.load(at));
  }
  release(before, bytes);
  const entriesBefore = <usize>load<u32>(dictionary, entriesAt);
  const entriesBytes = (<usize>(places >> 1)) << entryBytesLog2;
  const entries = allocate(2 * entriesBytes);
  memory.copy(entries, entriesBefore, entriesBytes);
  release(entriesBefore, entriesBytes);
  store<u32>(dictionary, <u32>entries, entriesAt);
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

/**
 * Forget all values, and the table's size with them: sums are taken in the order of the table, which is that of the values
 * of this segment only when its size is theirs, too.
 */
export function dropDictionary(column: usize): void {
  const dictionary = <usize>load<u32>(column, columnDictionaryAt);
  const places = <usize>load<u32>(dictionary, tablePlaces);
  release(<usize>load<u32>(dictionary, tableAt), places << placeBytesLog2);
  release(<usize>load<u32>(dictionary, entriesAt), (places >> 1) << entryBytesLog2);
  release(dictionary, dictionaryBytes);
  store<u32>(column, 0, columnDictionaryAt);
}

/**
 * The most frequent values, as in lambda/statistics/frequent.ts: counters of the hashes, Misra–Gries when there are
 * too many. The same cells in the same order leave the same counters.
 *
 * The counters lie in open addressing, 16 bytes each, so that counting a value touches one line of the cache. Once
 * counts have an error, a value that was seen once cannot be shown: its text is kept when it comes again, which in a
 * column of unique values it never does.
 */
import {
  counterBytes,
  counterCount,
  counterHash,
  textNotKept,
  valuesCountersAt,
  valuesCountersCapacity,
  valuesCountersSize,
  valuesErrorMax,
  valuesRepeated,
  valuesTextRefsAt,
  valuesTextsAt,
  valuesTextsCapacity,
  valuesTextsSize,
} from "../layout";
import { countersMax, frequentTextUnitsMax } from "./budget";
import { allocate, release } from "./memory";
import { smallestAtRank } from "./select";

const capacityMin: u32 = 16;
const textsCapacityMin: u32 = 64;
/** Texts are copied 16 bytes at a time. */
const textsSlack: u32 = 16;

/** Scratch: the counts of all counters; the counters that are left, and their texts. */
let sorted: usize = 0;
let kept: usize = 0;
let keptRefs: usize = 0;

/** Once the budget is set. */
export function reserveFrequent(): void {
  sorted = allocate((<usize>(countersMax + 1)) << 3);
  kept = allocate(<usize>(countersMax + 1) * counterBytes);
  keptRefs = allocate((<usize>(countersMax + 1)) << 3);
}

/** Count a value. @returns whether it had no counter */
export function addFrequent(values: usize, hash: u64, from: usize, to: usize): bool {
  const identity = hash === 0 ? 1 : hash;
  const counters = <usize>load<u32>(values, valuesCountersAt);
  const mask = (load<u32>(values, valuesCountersCapacity) - 1) << 4;
  let place = ((<u32>identity) << 4) & mask;
  let held = load<u64>(counters + <usize>place, counterHash);
  while (held !== identity) {
    if (held === 0) {
      openCounter(values, identity, place >> 4, from, to);
      return true;
    }
    place = (place + 16) & mask;
    held = load<u64>(counters + <usize>place, counterHash);
  }
  const counter = counters + <usize>place;
  const count = load<f64>(counter, counterCount) + 1;
  store<f64>(counter, count, counterCount);
  if (count === 2) noteRepeated(values, place >> 4, from, to);
  return false;
}

/** Before the first value. */
export function prepareCounters(values: usize): void {
  growCounters(values, 0);
}

function noteRepeated(values: usize, place: u32, from: usize, to: usize): void {
  store<u32>(values, load<u32>(values, valuesRepeated) + 1, valuesRepeated);
  keepText(values, place, from, to);
}

/** @param free a place for it, unless the table has to grow */
function openCounter(values: usize, identity: u64, free: u32, from: usize, to: usize): void {
  const size = load<u32>(values, valuesCountersSize) + 1;
  const capacity = load<u32>(values, valuesCountersCapacity);
  let place = free;
  if (size << 1 > capacity) {
    growCounters(values, capacity);
    place = freePlace(<usize>load<u32>(values, valuesCountersAt), 2 * capacity, identity);
  }
  const counter = <usize>load<u32>(values, valuesCountersAt) + ((<usize>place) << 4);
  store<u64>(counter, identity, counterHash);
  store<f64>(counter, 1, counterCount);
  store<u32>(values, size, valuesCountersSize);
  if (load<f64>(values, valuesErrorMax) === 0) keepText(values, place, from, to);
  if (size > countersMax) reduce(values);
}

function freePlace(counters: usize, capacity: u32, identity: u64): u32 {
  const mask = capacity - 1;
  let place = <u32>identity & mask;
  while (load<u64>(counters + ((<usize>place) << 4), counterHash) !== 0) place = (place + 1) & mask;
  return place;
}

function keepText(values: usize, place: u32, from: usize, to: usize): void {
  const ref = <usize>load<u32>(values, valuesTextRefsAt) + ((<usize>place) << 3);
  if (load<u32>(ref, 4) !== textNotKept) return;
  const bytes = <u32>(shownEnd(from, to) - from);
  const text = reserveTextOf(values, bytes);
  copyText(<usize>load<u32>(values, valuesTextsAt) + <usize>text, from, bytes);
  store<u32>(ref, text);
  store<u32>(ref, bytes, 4);
}

/** End of the part of a text that is kept: one UTF-16 unit more than is shown tells that there was more. */
function shownEnd(from: usize, to: usize): usize {
  const units = <usize>frequentTextUnitsMax + 1;
  if (to - from <= units) return to;
  let taken: usize = 0;
  let at = from;
  while (at < to && taken < units) {
    const byte = <u32>load<u8>(at);
    const bytes: usize = byte < 0x80 ? 1 : byte < 0xe0 ? 2 : byte < 0xf0 ? 3 : 4;
    taken += bytes === 4 ? 2 : 1;
    at += bytes;
  }
  return min(at, to);
}

/** Room at the end of the texts. @returns its offset */
function reserveTextOf(values: usize, bytes: u32): u32 {
  const size = load<u32>(values, valuesTextsSize);
  const capacity = load<u32>(values, valuesTextsCapacity);
  const needed = size + bytes + textsSlack;
  if (needed > capacity) {
    const grown = max(textsCapacityMin, 2 * needed);
    const texts = allocate(<usize>grown);
    const before = <usize>load<u32>(values, valuesTextsAt);
    if (capacity > 0) {
      memory.copy(texts, before, <usize>size);
      release(before, <usize>capacity);
    }
    store<u32>(values, <u32>texts, valuesTextsAt);
    store<u32>(values, grown, valuesTextsCapacity);
  }
  store<u32>(values, size + bytes, valuesTextsSize);
  return size;
}

/** Sixteen bytes at a time, the last ones too many: `memory.copy` is a call out of WebAssembly. */
function copyText(to: usize, from: usize, bytes: u32): void {
  for (let at: usize = 0; at < <usize>bytes; at += 16) v128.store(to + at, v128.load(from + at));
}

function growCounters(values: usize, capacity: u32): void {
  const grown = max(capacityMin, 2 * capacity);
  const before = <usize>load<u32>(values, valuesCountersAt);
  const refsBefore = <usize>load<u32>(values, valuesTextRefsAt);
  const counters = allocate((<usize>grown) << 4);
  const refs = allocate((<usize>grown) << 3);
  memory.fill(refs, 0xff, (<usize>grown) << 3);
  for (let i: u32 = 0; i < capacity; i++) {
    const counter = before + ((<usize>i) << 4);
    const identity = load<u64>(counter, counterHash);
    if (identity === 0) continue;
    const place = freePlace(counters, grown, identity);
    v128.store(counters + ((<usize>place) << 4), v128.load(counter));
    store<u64>(refs + ((<usize>place) << 3), load<u64>(refsBefore + ((<usize>i) << 3)));
  }
  if (capacity > 0) {
    release(before, (<usize>capacity) << 4);
    release(refsBefore, (<usize>capacity) << 3);
  }
  store<u32>(values, <u32>counters, valuesCountersAt);
  store<u32>(values, <u32>refs, valuesTextRefsAt);
  store<u32>(values, grown, valuesCountersCapacity);
}

/** Take the count of the middle rank from all, and drop those without a rest. */
function reduce(values: usize): void {
  const counters = <usize>load<u32>(values, valuesCountersAt);
  const refs = <usize>load<u32>(values, valuesTextRefsAt);
  const capacity = load<u32>(values, valuesCountersCapacity);
  const decrement = countAtRank(values, countersMax / 2);
  const left: u32 =
    load<u32>(values, valuesRepeated) === 0 ? 0 : keepAbove(counters, refs, capacity, decrement);
  memory.fill(counters, 0, (<usize>capacity) << 4);
  memory.fill(refs, 0xff, (<usize>capacity) << 3);
  let repeated: u32 = 0;
  for (let i: u32 = 0; i < left; i++) {
    const counter = kept + ((<usize>i) << 4);
    const place = freePlace(counters, capacity, load<u64>(counter, counterHash));
    v128.store(counters + ((<usize>place) << 4), v128.load(counter));
    store<u64>(refs + ((<usize>place) << 3), load<u64>(keptRefs + ((<usize>i) << 3)));
    repeated += u32(load<f64>(counter, counterCount) > 1);
  }
  store<u32>(values, left, valuesCountersSize);
  store<u32>(values, repeated, valuesRepeated);
  store<f64>(values, load<f64>(values, valuesErrorMax) + decrement, valuesErrorMax);
  // Texts of counters that were dropped stay where they are until they are the half of all.
  if (load<u32>(values, valuesTextsSize) << 1 > load<u32>(values, valuesTextsCapacity)) compactTexts(values);
}

/** Put aside the counters above `decrement`, less that. @returns how many */
function keepAbove(counters: usize, refs: usize, capacity: u32, decrement: f64): u32 {
  let size: u32 = 0;
  for (let i: u32 = 0; i < capacity; i++) {
    const counter = counters + ((<usize>i) << 4);
    const rest = load<f64>(counter, counterCount) - decrement;
    if (rest <= 0) continue;
    store<u64>(kept + ((<usize>size) << 4), load<u64>(counter, counterHash), counterHash);
    store<f64>(kept + ((<usize>size) << 4), rest, counterCount);
    store<u64>(keptRefs + ((<usize>size) << 3), load<u64>(refs + ((<usize>i) << 3)));
    size++;
  }
  return size;
}

function compactTexts(values: usize): void {
  const capacity = load<u32>(values, valuesCountersCapacity);
  const counters = <usize>load<u32>(values, valuesCountersAt);
  const refs = <usize>load<u32>(values, valuesTextRefsAt);
  const texts = <usize>load<u32>(values, valuesTextsAt);
  const compacted = allocate(<usize>load<u32>(values, valuesTextsCapacity));
  let size: u32 = 0;
  for (let i: u32 = 0; i < capacity; i++) {
    if (load<u64>(counters + ((<usize>i) << 4), counterHash) === 0) continue;
    const ref = refs + ((<usize>i) << 3);
    const bytes = load<u32>(ref, 4);
    if (bytes === textNotKept) continue;
    copyText(compacted + <usize>size, texts + <usize>load<u32>(ref), bytes);
    store<u32>(ref, size);
    size += bytes;
  }
  release(texts, <usize>load<u32>(values, valuesTextsCapacity));
  store<u32>(values, <u32>compacted, valuesTextsAt);
  store<u32>(values, size, valuesTextsSize);
}

/** The (rank + 1)-th largest count. */
function countAtRank(values: usize, rank: u32): f64 {
  // Nearly always so in columns of unique values, where this is asked every thousand cells.
  if (load<u32>(values, valuesRepeated) <= rank) return 1;
  const counters = <usize>load<u32>(values, valuesCountersAt);
  const end = counters + ((<usize>load<u32>(values, valuesCountersCapacity)) << 4);
  let size: u32 = 0;
  for (let counter = counters; counter < end; counter += counterBytes) {
    const count = load<f64>(counter, counterCount);
    if (count === 0) continue;
    store<f64>(sorted + ((<usize>size) << 3), count);
    size++;
  }
  return smallestAtRank(sorted, size, size - 1 - rank);
}

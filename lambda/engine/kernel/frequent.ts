/**
 * The most frequent values, as in lambda/statistics/frequent.ts: counters of the hashes, Misra–Gries when there are
 * too many. The same cells in the same order leave the same counters.
 *
 * A new value touches nothing but the table of hashes: its count is one more than what the table of counts says, and
 * once counts have an error, a value that was seen once cannot be shown, so its text is kept when it comes again. In a
 * column of unique values neither ever happens.
 */
import {
  textNotKept,
  valuesCountersCapacity,
  valuesCountersSize,
  valuesCountsAt,
  valuesErrorMax,
  valuesHashesAt,
  valuesRegistersAt,
  valuesRepeated,
  valuesSetAt,
  valuesSetCapacity,
  valuesTextRefsAt,
  valuesTextsAt,
  valuesTextsCapacity,
  valuesTextsSize,
} from "../layout";
import { countersMax, frequentTextUnitsMax, hyperLogLogPrecision } from "./budget";
import { valueBytesLog2, valueHash } from "./gather";
import { allocate, release } from "./memory";
import { smallestAtRank } from "./select";

/** At most a quarter of the places is taken: where one is found at once, nothing is guessed wrong. */
const capacityMin: u32 = 16;
const textsCapacityMin: u32 = 64;
/** Texts are copied 16 bytes at a time. */
const textsSlack: u32 = 16;

/** Scratch: the counts of all counters; the counters that are left. */
let sorted: usize = 0;
let keptHashes: usize = 0;
let keptCounts: usize = 0;
let keptRefs: usize = 0;

/** Once the budget is set. */
export function reserveFrequent(): void {
  const bytes = (<usize>(countersMax + 1)) << 3;
  sorted = allocate(bytes);
  keptHashes = allocate(bytes);
  keptCounts = allocate(bytes);
  keptRefs = allocate(bytes);
}

/**
 * Count values one after the other, as long as each is counted by one store: it has a counter already; or counts have
 * an error and there is room, so that a new one needs neither text nor table, and is one distinct value more only in a
 * register. That is nearly all values.
 *
 * @param values the state @param gathered see `values` of gather.ts
 * @param sampleThreshold new values with a high half up to it are left to the caller
 * @returns the first value that is left
 */
export function addKnownValues(
  values: usize,
  gathered: usize,
  first: i32,
  end: i32,
  sampleThreshold: i64,
): i32 {
  const at = gathered + ((<usize>first) << valueBytesLog2);
  const atEnd = gathered + ((<usize>end) << valueBytesLog2);
  // Every hash above it; of those up to it the sample has to be told.
  const sampled = (<u64>(sampleThreshold + 1)) << 32;
  const left =
    load<f64>(values, valuesErrorMax) === 0
      ? addRepeated(values, at, atEnd)
      : load<u32>(values, valuesRegistersAt) === 0
        ? addFromSet(values, at, atEnd, sampled)
        : addToRegisters(values, at, atEnd, sampled);
  return <i32>(<u32>((left - gathered) >> valueBytesLog2));
}

/** Count values from `from` to `end`, as long as they have come at least twice before. @returns where the first lies that has not */
function addRepeated(values: usize, from: usize, end: usize): usize {
  const hashes = <usize>load<u32>(values, valuesHashesAt);
  const counts = <usize>load<u32>(values, valuesCountsAt);
  const mask = (load<u32>(values, valuesCountersCapacity) - 1) << 3;
  let at = from;
  for (; at < end; at += (<usize>1) << valueBytesLog2) {
    const hash = load<u64>(at, valueHash);
    let place = ((<u32>hash) << 3) & mask;
    let held = load<u64>(hashes + <usize>place);
    while (held !== hash && held !== 0) {
      place = (place + 8) & mask;
      held = load<u64>(hashes + <usize>place);
    }
    if (held === 0) break;
    const count = load<f64>(counts + <usize>place);
    if (count === 0) break;
    store<f64>(counts + <usize>place, count + 1);
  }
  return at;
}

/** The same once counts have an error, where values of the distinct ones open a counter. */
function addFromSet(values: usize, from: usize, end: usize, sampled: u64): usize {
  const hashes = <usize>load<u32>(values, valuesHashesAt);
  const counts = <usize>load<u32>(values, valuesCountsAt);
  const mask = (load<u32>(values, valuesCountersCapacity) - 1) << 3;
  const set = <usize>load<u32>(values, valuesSetAt);
  const setMask = (load<u32>(values, valuesSetCapacity) - 1) << 3;
  let room = countersMax - load<u32>(values, valuesCountersSize);
  let at = from;
  for (; at < end; at += (<usize>1) << valueBytesLog2) {
    const hash = load<u64>(at, valueHash);
    let place = ((<u32>hash) << 3) & mask;
    let held = load<u64>(hashes + <usize>place);
    while (held !== hash && held !== 0) {
      place = (place + 8) & mask;
      held = load<u64>(hashes + <usize>place);
    }
    if (held !== 0) {
      const count = load<f64>(counts + <usize>place);
      if (count === 0) break;
      store<f64>(counts + <usize>place, count + 1);
      continue;
    }
    if (room === 0 || hash < sampled) break;
    let setPlace = ((<u32>hash) << 3) & setMask;
    let inSet = load<u64>(set + <usize>setPlace);
    while (inSet !== hash && inSet !== 0) {
      setPlace = (setPlace + 8) & setMask;
      inSet = load<u64>(set + <usize>setPlace);
    }
    if (inSet === 0) break;
    room--;
    store<u64>(hashes + <usize>place, hash);
  }
  store<u32>(values, countersMax - room, valuesCountersSize);
  return at;
}

/** The same where distinct values are registers, which those that are new as well raise. */
function addToRegisters(values: usize, from: usize, end: usize, sampled: u64): usize {
  const hashes = <usize>load<u32>(values, valuesHashesAt);
  const counts = <usize>load<u32>(values, valuesCountsAt);
  const mask = (load<u32>(values, valuesCountersCapacity) - 1) << 3;
  const registers = <usize>load<u32>(values, valuesRegistersAt);
  const precision = <u64>hyperLogLogPrecision;
  const rankStop = (<u64>1) << (precision - 1);
  let room = countersMax - load<u32>(values, valuesCountersSize);
  let at = from;
  for (; at < end; at += (<usize>1) << valueBytesLog2) {
    const hash = load<u64>(at, valueHash);
    let place = ((<u32>hash) << 3) & mask;
    let held = load<u64>(hashes + <usize>place);
    while (held !== hash && held !== 0) {
      place = (place + 8) & mask;
      held = load<u64>(hashes + <usize>place);
    }
    if (held !== 0) {
      const count = load<f64>(counts + <usize>place);
      if (count === 0) break;
      store<f64>(counts + <usize>place, count + 1);
      continue;
    }
    if (room === 0 || hash < sampled) break;
    room--;
    store<u64>(hashes + <usize>place, hash);
    const register = registers + <usize>(hash >> (64 - precision));
    const rank = <u32>clz<u64>((hash << precision) | rankStop) + 1;
    if (rank > <u32>load<u8>(register)) store<u8>(register, rank);
  }
  store<u32>(values, countersMax - room, valuesCountersSize);
  return at;
}

/** Before the first value. */
export function prepareCounters(values: usize): void {
  growCounters(values, 0);
}

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

function noteRepeated(values: usize, place: usize, from: usize, to: usize): void {
  store<u32>(values, load<u32>(values, valuesRepeated) + 1, valuesRepeated);
  keepText(values, place, from, to);
}

/** @param free offset of a place for it, unless the table has to grow */
function openCounter(values: usize, identity: u64, free: usize, from: usize, to: usize): void {
  const size = load<u32>(values, valuesCountersSize) + 1;
  const capacity = load<u32>(values, valuesCountersCapacity);
  let place = free;
  if (size << 2 > capacity) {
    growCounters(values, capacity);
    place = freePlace(<usize>load<u32>(values, valuesHashesAt), 2 * capacity, identity);
  }
  store<u64>(<usize>load<u32>(values, valuesHashesAt) + place, identity);
  store<u32>(values, size, valuesCountersSize);
  if (load<f64>(values, valuesErrorMax) === 0) keepText(values, place, from, to);
  if (size > countersMax) reduce(values);
}

/** Offset of a free place. */
function freePlace(hashes: usize, capacity: u32, identity: u64): usize {
  const mask = (capacity - 1) << 3;
  let place = ((<u32>identity) << 3) & mask;
  while (load<u64>(hashes + <usize>place) !== 0) place = (place + 8) & mask;
  return <usize>place;
}

function keepText(values: usize, place: usize, from: usize, to: usize): void {
  const ref = <usize>load<u32>(values, valuesTextRefsAt) + place;
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
  const bytes = (<usize>grown) << 3;
  const bytesBefore = (<usize>capacity) << 3;
  const hashesBefore = <usize>load<u32>(values, valuesHashesAt);
  const countsBefore = <usize>load<u32>(values, valuesCountsAt);
  const refsBefore = <usize>load<u32>(values, valuesTextRefsAt);
  const hashes = allocate(bytes);
  const counts = allocate(bytes);
  const refs = allocate(bytes);
  memory.fill(refs, 0xff, bytes);
  for (let i: usize = 0; i < bytesBefore; i += 8) {
    const identity = load<u64>(hashesBefore + i);
    if (identity === 0) continue;
    const place = freePlace(hashes, grown, identity);
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
  store<u32>(values, grown, valuesCountersCapacity);
}

/** Take the count of the middle rank from all, and drop those without a rest. */
function reduce(values: usize): void {
  const decrement = countAtRank(values, countersMax / 2);
  const repeated = load<u32>(values, valuesRepeated);
  const errorBefore = load<f64>(values, valuesErrorMax);
  const left: u32 = repeated === 0 ? 0 : keepAbove(values, decrement);
  // Without a value that came again, there is neither a count nor, once counts have an error, a text.
  clearCounters(values, repeated > 0 || errorBefore === 0);
  store<f64>(values, errorBefore + decrement, valuesErrorMax);
  store<u32>(values, left, valuesCountersSize);
  restoreCounters(values, left);
  // Texts of counters that were dropped stay where they are until they are the half of all.
  if (load<u32>(values, valuesTextsSize) << 1 > load<u32>(values, valuesTextsCapacity)) compactTexts(values);
}

function clearCounters(values: usize, withCounts: bool): void {
  const bytes = (<usize>load<u32>(values, valuesCountersCapacity)) << 3;
  memory.fill(<usize>load<u32>(values, valuesHashesAt), 0, bytes);
  if (!withCounts) return;
  memory.fill(<usize>load<u32>(values, valuesCountsAt), 0, bytes);
  memory.fill(<usize>load<u32>(values, valuesTextRefsAt), 0xff, bytes);
}

/** Put the counters that were kept back into the table. */
function restoreCounters(values: usize, left: u32): void {
  const hashes = <usize>load<u32>(values, valuesHashesAt);
  const counts = <usize>load<u32>(values, valuesCountsAt);
  const refs = <usize>load<u32>(values, valuesTextRefsAt);
  const capacity = load<u32>(values, valuesCountersCapacity);
  let repeated: u32 = 0;
  for (let i: usize = 0; i < (<usize>left) << 3; i += 8) {
    const identity = load<u64>(keptHashes + i);
    const place = freePlace(hashes, capacity, identity);
    store<u64>(hashes + place, identity);
    store<f64>(counts + place, load<f64>(keptCounts + i));
    store<u64>(refs + place, load<u64>(keptRefs + i));
    repeated += u32(load<f64>(keptCounts + i) > 0);
  }
  store<u32>(values, repeated, valuesRepeated);
}

/** Put aside the counters above `decrement`, less that. @returns how many */
function keepAbove(values: usize, decrement: f64): u32 {
  const hashes = <usize>load<u32>(values, valuesHashesAt);
  const counts = <usize>load<u32>(values, valuesCountsAt);
  const refs = <usize>load<u32>(values, valuesTextRefsAt);
  const bytes = (<usize>load<u32>(values, valuesCountersCapacity)) << 3;
  const decrements = f64x2.splat(decrement);
  let kept: usize = 0;
  for (let i: usize = 0; i < bytes; i += 64) {
    // A free place has no count either, and the decrement is at least 1. Nearly all places are free.
    const at = counts + i;
    const some = v128.or(
      v128.or(f64x2.ge(v128.load(at), decrements), f64x2.ge(v128.load(at, 16), decrements)),
      v128.or(f64x2.ge(v128.load(at, 32), decrements), f64x2.ge(v128.load(at, 48), decrements)),
    );
    if (!v128.any_true(some)) continue;
    for (let place = i; place < i + 64; place += 8) {
      const rest = load<f64>(counts + place) - decrement;
      if (rest < 0) continue;
      store<u64>(keptHashes + kept, load<u64>(hashes + place));
      store<f64>(keptCounts + kept, rest);
      store<u64>(keptRefs + kept, load<u64>(refs + place));
      kept += 8;
    }
  }
  return <u32>(kept >> 3);
}

function compactTexts(values: usize): void {
  const bytes = (<usize>load<u32>(values, valuesCountersCapacity)) << 3;
  const hashes = <usize>load<u32>(values, valuesHashesAt);
  const refs = <usize>load<u32>(values, valuesTextRefsAt);
  const texts = <usize>load<u32>(values, valuesTextsAt);
  const compacted = allocate(<usize>load<u32>(values, valuesTextsCapacity));
  let size: u32 = 0;
  for (let i: usize = 0; i < bytes; i += 8) {
    const textBytes = load<u32>(refs + i, 4);
    if (load<u64>(hashes + i) === 0 || textBytes === textNotKept) continue;
    copyText(compacted + <usize>size, texts + <usize>load<u32>(refs + i), textBytes);
    store<u32>(refs + i, size);
    size += textBytes;
  }
  release(texts, <usize>load<u32>(values, valuesTextsCapacity));
  store<u32>(values, <u32>compacted, valuesTextsAt);
  store<u32>(values, size, valuesTextsSize);
}

/** The (rank + 1)-th largest count. */
function countAtRank(values: usize, rank: u32): f64 {
  // Nearly always so in columns of unique values, where this is asked every thousand cells.
  if (load<u32>(values, valuesRepeated) <= rank) return 1;
  const hashes = <usize>load<u32>(values, valuesHashesAt);
  const counts = <usize>load<u32>(values, valuesCountsAt);
  const bytes = (<usize>load<u32>(values, valuesCountersCapacity)) << 3;
  let size: u32 = 0;
  for (let i: usize = 0; i < bytes; i += 8) {
    if (load<u64>(hashes + i) === 0) continue;
    store<f64>(sorted + ((<usize>size) << 3), load<f64>(counts + i) + 1);
    size++;
  }
  return smallestAtRank(sorted, size, size - 1 - rank);
}

/**
 * The most frequent values, as in lambda/statistics/frequent.ts: counters of the hashes, Misra–Gries when there are
 * too many. The same cells in the same order leave the same counters.
 */
import {
  counterBytes,
  counterCount,
  counterHash,
  counterText,
  counterTextBytes,
  valuesCountersAt,
  valuesCountersCapacity,
  valuesCountersSize,
  valuesErrorMax,
  valuesIndexAt,
  valuesTextsAt,
  valuesTextsCapacity,
  valuesTextsSize,
} from "../layout";
import { countersMax, frequentTextUnitsMax } from "./budget";
import { allocate, release } from "./memory";
import { smallestAtRank } from "./select";

const capacityMin: u32 = 8;
const textsCapacityMin: u32 = 64;

/** Scratch for the counts of all counters. */
let sorted: usize = 0;

/** Once the budget is set. */
export function reserveFrequent(): void {
  sorted = allocate((<usize>(countersMax + 1)) << 3);
}

/** Count a value. @returns whether it had no counter */
export function addFrequent(values: usize, hash: u64, from: usize, to: usize): bool {
  const capacity = load<u32>(values, valuesCountersCapacity);
  if (capacity > 0) {
    const counters = <usize>load<u32>(values, valuesCountersAt);
    const index = <usize>load<u32>(values, valuesIndexAt);
    const mask = 2 * capacity - 1;
    let place = <u32>hash & mask;
    for (;;) {
      const found = load<u32>(index + ((<usize>place) << 2));
      if (found === 0) break;
      const counter = counters + <usize>((found - 1) * counterBytes);
      if (load<u64>(counter, counterHash) === hash) {
        store<f64>(counter, load<f64>(counter, counterCount) + 1, counterCount);
        return false;
      }
      place = (place + 1) & mask;
    }
  }
  openCounter(values, hash, from, to);
  return true;
}

function openCounter(values: usize, hash: u64, from: usize, to: usize): void {
  const size = load<u32>(values, valuesCountersSize);
  if (size === load<u32>(values, valuesCountersCapacity)) growCounters(values, size);
  const counter = <usize>load<u32>(values, valuesCountersAt) + <usize>(size * counterBytes);
  const bytes = <u32>(shownEnd(from, to) - from);
  const text = reserveTextOf(values, bytes);
  copyText(<usize>load<u32>(values, valuesTextsAt) + <usize>text, from, bytes);
  store<u64>(counter, hash, counterHash);
  store<f64>(counter, 1, counterCount);
  store<u32>(counter, text, counterText);
  store<u32>(counter, bytes, counterTextBytes);
  store<u32>(values, size + 1, valuesCountersSize);
  addToIndex(values, hash, size + 1);
  if (size + 1 > countersMax) reduce(values);
}

/** End of the part of a text that is kept: one UTF-16 unit more than is shown tells that there was more. */
function shownEnd(from: usize, to: usize): usize {
  const kept = <usize>frequentTextUnitsMax + 1;
  if (to - from <= kept) return to;
  let units: usize = 0;
  let at = from;
  while (at < to && units < kept) {
    const byte = <u32>load<u8>(at);
    const bytes: usize = byte < 0x80 ? 1 : byte < 0xe0 ? 2 : byte < 0xf0 ? 3 : 4;
    units += bytes === 4 ? 2 : 1;
    at += bytes;
  }
  return min(at, to);
}

/** Room at the end of the texts. @returns its offset */
function reserveTextOf(values: usize, bytes: u32): u32 {
  const size = load<u32>(values, valuesTextsSize);
  const capacity = load<u32>(values, valuesTextsCapacity);
  if (size + bytes + 16 > capacity) {
    const grown = max(textsCapacityMin, 2 * (size + bytes + 16));
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

/** Move a text to the front, over what was dropped. */
function moveText(texts: usize, from: u32, to: u32, bytes: u32): void {
  if (from === to) return;
  // What is written too much must not reach the next text.
  if (from - to < 16) memory.copy(texts + <usize>to, texts + <usize>from, <usize>bytes);
  else copyText(texts + <usize>to, texts + <usize>from, bytes);
}

function growCounters(values: usize, capacity: u32): void {
  const grown = max(capacityMin, 2 * capacity);
  const counters = allocate(<usize>(grown * counterBytes));
  if (capacity > 0) {
    const before = <usize>load<u32>(values, valuesCountersAt);
    memory.copy(counters, before, <usize>(capacity * counterBytes));
    release(before, <usize>(capacity * counterBytes));
    release(<usize>load<u32>(values, valuesIndexAt), (<usize>capacity) << 3);
  }
  store<u32>(values, <u32>counters, valuesCountersAt);
  store<u32>(values, grown, valuesCountersCapacity);
  store<u32>(values, <u32>allocate((<usize>grown) << 3), valuesIndexAt);
  index(values);
}

function index(values: usize): void {
  const counters = <usize>load<u32>(values, valuesCountersAt);
  const size = load<u32>(values, valuesCountersSize);
  for (let i: u32 = 0; i < size; i++) {
    addToIndex(values, load<u64>(counters + <usize>(i * counterBytes), counterHash), i + 1);
  }
}

function addToIndex(values: usize, hash: u64, entry: u32): void {
  const places = <usize>load<u32>(values, valuesIndexAt);
  const mask = 2 * load<u32>(values, valuesCountersCapacity) - 1;
  let place = <u32>hash & mask;
  while (load<u32>(places + ((<usize>place) << 2)) !== 0) place = (place + 1) & mask;
  store<u32>(places + ((<usize>place) << 2), entry);
}

/** Take the count of the middle rank from all, and drop those without a rest. */
function reduce(values: usize): void {
  const counters = <usize>load<u32>(values, valuesCountersAt);
  const texts = <usize>load<u32>(values, valuesTextsAt);
  const size = load<u32>(values, valuesCountersSize);
  const decrement = countAtRank(counters, size, countersMax / 2);
  let kept = counters;
  let textsSize: u32 = 0;
  for (let i: u32 = 0; i < size; i++) {
    const counter = counters + <usize>(i * counterBytes);
    const rest = load<f64>(counter, counterCount) - decrement;
    if (rest <= 0) continue;
    const bytes = load<u32>(counter, counterTextBytes);
    moveText(texts, load<u32>(counter, counterText), textsSize, bytes);
    store<u64>(kept, load<u64>(counter, counterHash), counterHash);
    store<f64>(kept, rest, counterCount);
    store<u32>(kept, textsSize, counterText);
    store<u32>(kept, bytes, counterTextBytes);
    textsSize += bytes;
    kept += counterBytes;
  }
  store<u32>(values, <u32>(kept - counters) / counterBytes, valuesCountersSize);
  store<u32>(values, textsSize, valuesTextsSize);
  store<f64>(values, load<f64>(values, valuesErrorMax) + decrement, valuesErrorMax);
  memory.fill(
    <usize>load<u32>(values, valuesIndexAt),
    0,
    (<usize>load<u32>(values, valuesCountersCapacity)) << 3,
  );
  index(values);
}

/** The (rank + 1)-th largest count. */
function countAtRank(counters: usize, size: u32, rank: u32): f64 {
  let repeated: u32 = 0;
  for (let i: u32 = 0; i < size; i++) {
    const count = load<f64>(counters + <usize>(i * counterBytes), counterCount);
    store<f64>(sorted + ((<usize>i) << 3), count);
    repeated += u32(count > 1);
  }
  // Nearly always so in columns of unique values, where this runs every few hundred cells.
  if (repeated <= rank) return 1;
  return smallestAtRank(sorted, size, size - 1 - rank);
}

/**
 * The end of a segment of the text, column by column: counters of frequent values are listed for the driver, and at the end of
 * the text the distinct ones; then sums and counters begin anew. Of a wide table they are in no cache, and most places are
 * free: looked at 64 bytes at a time.
 */
import {
  columnNumbersAt,
  listedCounterBytes,
  numbersCompensation,
  numbersCount,
  valueKinds,
  valuesCount,
  valuesCountersCapacity,
  valuesCountersSize,
  valuesCountsAt,
  valuesErrorMax,
  valuesFilteredFrom,
  valuesHashesAt,
  valuesSetAt,
  valuesSetCapacity,
  valuesSetSize,
  valuesTextRefsAt,
  valuesTextsSize,
} from "../layout";
import { countersOf, valuesAt } from "./column-values";
import { allocate, release } from "./memory";
import { clearPlaces } from "./repeated-places";

/** Of places that are looked at together. */
const blockBytes: usize = 64;

/** Room for so many listed counters, or hashes. */
let listed: usize = 0;
let listedCapacity: u32 = 0;

/**
 * List the counters of a column, kind by kind, each in three arrays: u64 hashes with the high half first; doubles, the counts;
 * u32 offset and u32 bytes of the texts.
 *
 * @returns where they are, until the next call
 */
export function listCounters(column: usize): usize {
  reserveListed(countersOf(column));
  let to = listed;
  for (let kind = 0; kind < valueKinds; kind++) {
    const values = valuesAt(column, kind);
    if (values !== 0) to = listKind(values, to);
  }
  return listed;
}

/** List the hashes of a set, the high half first. @returns where they are, until the next call */
export function listHashes(values: usize): usize {
  reserveListed(load<u32>(values, valuesSetSize) + 1);
  const set = <usize>load<u32>(values, valuesSetAt);
  const end = set + ((<usize>load<u32>(values, valuesSetCapacity)) << 3);
  let to = listed;
  for (let at = set; at < end; at += 8) {
    const hash = load<u64>(at);
    store<u64>(to, rotl<u64>(hash, 32));
    to += hash === 0 ? 0 : 8;
  }
  return listed;
}

/** Sums and counters of a column start from nothing. */
export function clearSegment(column: usize): void {
  const numbers = <usize>load<u32>(column, columnNumbersAt);
  if (numbers !== 0) memory.fill(numbers + numbersCount, 0, numbersCompensation + 8 - numbersCount);
  for (let kind = 0; kind < valueKinds; kind++) {
    const values = valuesAt(column, kind);
    if (values !== 0) clearKind(values);
  }
}

function reserveListed(size: u32): void {
  if (size <= listedCapacity) return;
  if (listed !== 0) release(listed, <usize>(listedCapacity * listedCounterBytes));
  listedCapacity = 2 * size;
  listed = allocate(<usize>(listedCapacity * listedCounterBytes));
}

/** @returns where the next kind goes */
function listKind(values: usize, to: usize): usize {
  const hashes = <usize>load<u32>(values, valuesHashesAt);
  const counts = <usize>load<u32>(values, valuesCountsAt);
  const refs = <usize>load<u32>(values, valuesTextRefsAt);
  const places = (<usize>load<u32>(values, valuesCountersCapacity)) << 3;
  const bytes = (<usize>load<u32>(values, valuesCountersSize)) << 3;
  let next = to;
  for (let block: usize = 0; block < places; block += blockBytes) {
    if (isFree(hashes + block)) continue;
    for (let place = block; place < block + blockBytes; place += 8) {
      const hash = load<u64>(hashes + place);
      if (hash === 0) continue;
      store<u64>(next, rotl<u64>(hash, 32));
      store<f64>(next + bytes, load<f64>(counts + place) + 1);
      store<u64>(next + 2 * bytes, load<u64>(refs + place));
      next += 8;
    }
  }
  return next + 2 * bytes;
}

/** Where a place is free, it has neither a count nor a text. */
function clearKind(values: usize): void {
  const hashes = <usize>load<u32>(values, valuesHashesAt);
  const counts = <usize>load<u32>(values, valuesCountsAt);
  const refs = <usize>load<u32>(values, valuesTextRefsAt);
  const places = (<usize>load<u32>(values, valuesCountersCapacity)) << 3;
  for (let block: usize = 0; block < places; block += blockBytes) {
    if (isFree(hashes + block)) continue;
    for (let pair = block; pair < block + blockBytes; pair += 16) {
      v128.store(hashes + pair, i64x2.splat(0));
      v128.store(counts + pair, i64x2.splat(0));
      v128.store(refs + pair, i64x2.splat(-1));
    }
  }
  clearPlaces(values);
  store<u32>(values, 0, valuesCountersSize);
  store<u32>(values, 0, valuesTextsSize);
  store<u32>(values, 0, valuesCount);
  store<u32>(values, 0, valuesFilteredFrom);
  store<f64>(values, 0, valuesErrorMax);
}

/** Whether all places of a block are. */
function isFree(block: usize): bool {
  return !v128.any_true(
    v128.or(
      v128.or(v128.load(block), v128.load(block, 16)),
      v128.or(v128.load(block, 32), v128.load(block, 48)),
    ),
  );
}

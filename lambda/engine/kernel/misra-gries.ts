/** What is done when there are more values than counters (Misra & Gries 1982): see lambda/statistics/frequent.ts. */
import {
  valuesCountersCapacity,
  valuesCountersSize,
  valuesCountsAt,
  valuesErrorMax,
  valuesHashesAt,
  valuesRepeated,
  valuesTextRefsAt,
  valuesTextsCapacity,
  valuesTextsSize,
} from "../layout";
import { countersExactMax, countersMax } from "./budget";
import { compactTexts } from "./counter-texts";
import { freePlace, restartCounters } from "./counters";
import { beginFilter } from "./filter";
import { allocate } from "./memory";
import { clearPlaces, notePlace, placeAt, placesAreListed } from "./repeated-places";
import { smallestAtRank } from "./select";

/** Scratch: the counts of all counters; the counters that are left. */
let sorted: usize = 0;
let keptHashes: usize = 0;
let keptCounts: usize = 0;
let keptRefs: usize = 0;

/** Once the budget is set. */
export function reserveFrequent(): void {
  const bytes = (<usize>(countersExactMax + 1)) << 3;
  keptHashes = allocate(bytes);
  keptCounts = allocate(bytes);
  keptRefs = allocate(bytes);
}

/** Take the count of the middle rank from all, and drop those without a rest. */
export function reduce(values: usize): void {
  const decrement = countAtRank(values, countersExactMax / 2);
  const repeated = load<u32>(values, valuesRepeated);
  const errorBefore = load<f64>(values, valuesErrorMax);
  const areListed = placesAreListed(values);
  const left = repeated === 0 ? 0 : areListed ? keepListed(values, decrement) : keepAbove(values, decrement);
  // Without a value that came again, there is neither a count nor, once counts have an error, a text.
  if (errorBefore === 0) restartCounters(values, countersExactMax + 1);
  else if (areListed) clearListed(values);
  else clearCounters(values);
  store<f64>(values, errorBefore + decrement, valuesErrorMax);
  store<u32>(values, left, valuesCountersSize);
  restoreCounters(values, left);
  if (errorBefore === 0) beginFilter(values);
  // Texts of counters that were dropped stay where they are until they are the half of all.
  if (load<u32>(values, valuesTextsSize) << 1 > load<u32>(values, valuesTextsCapacity)) compactTexts(values);
}

/** Where only counters above 1 have a count and a text, and these are listed. */
function clearListed(values: usize): void {
  const bytes = (<usize>load<u32>(values, valuesCountersCapacity)) << 3;
  const counts = <usize>load<u32>(values, valuesCountsAt);
  const refs = <usize>load<u32>(values, valuesTextRefsAt);
  memory.fill(<usize>load<u32>(values, valuesHashesAt), 0, bytes);
  const repeated = load<u32>(values, valuesRepeated);
  for (let i: u32 = 0; i < repeated; i++) {
    const place = placeAt(values, i);
    store<f64>(counts + place, 0);
    store<u64>(refs + place, ~(<u64>0));
  }
}

function clearCounters(values: usize): void {
  const bytes = (<usize>load<u32>(values, valuesCountersCapacity)) << 3;
  memory.fill(<usize>load<u32>(values, valuesHashesAt), 0, bytes);
  memory.fill(<usize>load<u32>(values, valuesCountsAt), 0, bytes);
  memory.fill(<usize>load<u32>(values, valuesTextRefsAt), 0xff, bytes);
}

/** Put the counters that were kept back into the table. */
function restoreCounters(values: usize, left: u32): void {
  const hashes = <usize>load<u32>(values, valuesHashesAt);
  const counts = <usize>load<u32>(values, valuesCountsAt);
  const refs = <usize>load<u32>(values, valuesTextRefsAt);
  const capacity = load<u32>(values, valuesCountersCapacity);
  clearPlaces(values);
  for (let i: usize = 0; i < (<usize>left) << 3; i += 8) {
    const identity = load<u64>(keptHashes + i);
    const place = freePlace(hashes, capacity, identity);
    store<u64>(hashes + place, identity);
    store<f64>(counts + place, load<f64>(keptCounts + i));
    store<u64>(refs + place, load<u64>(keptRefs + i));
    if (load<f64>(keptCounts + i) > 0) notePlace(values, place);
  }
}

/** Put aside the counters above `decrement`, less that. @returns how many */
function keepAbove(values: usize, decrement: f64): u32 {
  const counts = <usize>load<u32>(values, valuesCountsAt);
  const bytes = (<usize>load<u32>(values, valuesCountersCapacity)) << 3;
  const decrements = f64x2.splat(decrement);
  let kept: u32 = 0;
  for (let i: usize = 0; i < bytes; i += 64) {
    // A free place has no count either, and the decrement is at least 1. Nearly all places are free.
    const at = counts + i;
    const some = v128.or(
      v128.or(f64x2.ge(v128.load(at), decrements), f64x2.ge(v128.load(at, 16), decrements)),
      v128.or(f64x2.ge(v128.load(at, 32), decrements), f64x2.ge(v128.load(at, 48), decrements)),
    );
    if (!v128.any_true(some)) continue;
    for (let place = i; place < i + 64; place += 8) kept = keep(values, place, decrement, kept);
  }
  return kept;
}

/** The same of counters that are listed; only these can be above it. */
function keepListed(values: usize, decrement: f64): u32 {
  const repeated = load<u32>(values, valuesRepeated);
  let kept: u32 = 0;
  for (let i: u32 = 0; i < repeated; i++) kept = keep(values, placeAt(values, i), decrement, kept);
  return kept;
}

/** Put the counter at `place` behind those that were kept, if something of it is left. @returns how many are kept then */
function keep(values: usize, place: usize, decrement: f64, kept: u32): u32 {
  const rest = load<f64>(<usize>load<u32>(values, valuesCountsAt) + place) - decrement;
  if (rest < 0) return kept;
  const to = (<usize>kept) << 3;
  store<u64>(keptHashes + to, load<u64>(<usize>load<u32>(values, valuesHashesAt) + place));
  store<f64>(keptCounts + to, rest);
  store<u64>(keptRefs + to, load<u64>(<usize>load<u32>(values, valuesTextRefsAt) + place));
  return kept + 1;
}

/** The (rank + 1)-th largest count. */
function countAtRank(values: usize, rank: u32): f64 {
  // Nearly always so in columns of unique values, where this is asked every thousand cells.
  if (load<u32>(values, valuesRepeated) <= rank) return 1;
  const hashes = <usize>load<u32>(values, valuesHashesAt);
  const counts = <usize>load<u32>(values, valuesCountsAt);
  const bytes = (<usize>load<u32>(values, valuesCountersCapacity)) << 3;
  if (sorted === 0) sorted = allocate((<usize>(countersMax + 1)) << 3);
  let size: u32 = 0;
  for (let i: usize = 0; i < bytes; i += 8) {
    if (load<u64>(hashes + i) === 0) continue;
    store<f64>(sorted + ((<usize>size) << 3), load<f64>(counts + i) + 1);
    size++;
  }
  return smallestAtRank(sorted, size, size - 1 - rank);
}

/** Quantiles of many numbers, as in lambda/statistics/ddsketch.ts. */
import {
  sketchCollapsedNegative,
  sketchCollapsedPositive,
  sketchCounts,
  sketchKeys,
  sketchLevel,
  sketchPageBytes,
  sketchPageOf,
  sketchPageOfBytes,
  sketchPages,
  sketchZeros,
} from "../layout";
import { quantilePagesMax } from "./budget";
import { allocate } from "./memory";

/** Of a pair of a number and how often it came. */
export const weightedBytes: usize = 16;

/** As in lambda/statistics/ddsketch.ts: the level that a sketch begins with, the last one, and the pages of those above 0. */
const levelFinest: i32 = 33;
const levelCoarsest: i32 = -7;
const pagesFineMax: u32 = 32;

const binBits: u64 = 7;
const binMask: usize = 127;
const sketchPageBytesLog2: usize = 10;
/** Of the coarsest level: keys from here on are those of negative numbers. */
const negativeKeys: u64 = 16;
/** In place of the key of page 0, that of no page: no number begins with it. */
const noKey: u64 = -1;

/** Doubles of half a page. */
const halfBytes: usize = 512;
const halved = memory.data(512, 8);

/** Values that are tried before any is counted. */
const triedMax: usize = 64;
let isTrial: bool = false;

/**
 * A sketch without values, at a level for those to come: the first of them pass through most of the levels while there are no
 * counts to halve (1,000 columns: 4 % of the time).
 */
export function beginSketch(values: usize, end: usize): usize {
  const sketch = allocate(<usize>(sketchCounts + quantilePagesMax * sketchPageBytes));
  store<i32>(sketch, levelFinest, sketchLevel);
  store<u64>(sketch, noKey, sketchKeys);
  isTrial = true;
  const triedEnd = min(end, values + (triedMax << 3));
  for (let at = values; at < triedEnd; at += 8) addApart(sketch, load<u64>(at), 0);
  isTrial = false;
  memory.fill(sketch + sketchPageOf, 0, sketchPageOfBytes);
  store<u32>(sketch, 0, sketchPages);
  return sketch;
}

/** @param stride 8 for numbers, `weightedBytes` for pairs of a number and how often it came */
export function addToSketch(sketch: usize, values: usize, end: usize, stride: usize): void {
  const isWeighted = stride === weightedBytes;
  let shift = binShift(sketch);
  for (let at = values; at < end; at += stride) {
    const times = select<f64>(load<f64>(at, 8), 1, isWeighted);
    const code = load<u64>(at) >> shift;
    const key = code >> binBits;
    const page = <usize>load<u8>(sketch + slotOf(key), sketchPageOf);
    if (load<u64>(sketch + (page << 3), sketchKeys) !== key) {
      addApart(sketch, load<u64>(at), times);
      shift = binShift(sketch);
      continue;
    }
    const bin = countsOf(sketch, page) + ((<usize>code & binMask) << 3);
    store<f64>(bin, load<f64>(bin) + times);
  }
}

/** A bin is what is left of a double without this many of its lowest bits: its sign, exponent, and 7 + level bits more. */
function binShift(sketch: usize): u64 {
  return <u64>(45 - load<i32>(sketch, sketchLevel));
}

function slotOf(key: u64): usize {
  return <usize>((key * 0x9e37_79b9_7f4a_7c15) >> 52);
}

function countsOf(sketch: usize, page: usize): usize {
  return sketch + (page << sketchPageBytesLog2) + (sketchCounts - sketchPageBytes);
}

/** A value whose page is not where it is looked for first. */
function addApart(sketch: usize, bits: u64, times: f64): void {
  if (((bits >> 52) & 2047) === 0) {
    store<f64>(sketch, load<f64>(sketch, sketchZeros) + times, sketchZeros);
    return;
  }
  for (;;) {
    const code = bits >> binShift(sketch);
    const key = code >> binBits;
    const slot = slotFor(sketch, key);
    const page = <usize>load<u8>(slot);
    if (page !== 0) {
      const bin = countsOf(sketch, page) + ((<usize>code & binMask) << 3);
      store<f64>(bin, load<f64>(bin) + times);
      return;
    }
    const pages = load<u32>(sketch, sketchPages);
    const level = load<i32>(sketch, sketchLevel);
    if (pages < (level > 0 ? min(pagesFineMax, quantilePagesMax) : quantilePagesMax)) {
      takePage(sketch, slot, pages + 1, key);
      store<u32>(sketch, pages + 1, sketchPages);
    } else if (level > levelCoarsest) {
      coarsen(sketch);
    } else if (!replaceLeast(sketch, key)) {
      addCollapsed(sketch, key, times);
      return;
    }
  }
}

/** Where the table has the key's page, or is to have it. */
function slotFor(sketch: usize, key: u64): usize {
  let slot = slotOf(key);
  let page = <usize>load<u8>(sketch + slot, sketchPageOf);
  while (page !== 0 && load<u64>(sketch + (page << 3), sketchKeys) !== key) {
    slot = (slot + 1) & (sketchPageOfBytes - 1);
    page = <usize>load<u8>(sketch + slot, sketchPageOf);
  }
  return sketch + sketchPageOf + slot;
}

function takePage(sketch: usize, slot: usize, page: u32, key: u64): void {
  store<u8>(slot, page);
  store<u64>(sketch + ((<usize>page) << 3), key, sketchKeys);
}

/** Bins twice as wide: of each page half a page becomes. */
function coarsen(sketch: usize): void {
  const pages = load<u32>(sketch, sketchPages);
  memory.fill(sketch + sketchPageOf, 0, sketchPageOfBytes);
  let kept: u32 = 0;
  for (let page: u32 = 1; page <= pages; page++) {
    const key = load<u64>(sketch + ((<usize>page) << 3), sketchKeys);
    const slot = slotFor(sketch, key >> 1);
    // Never a page that is yet to be halved: no more are kept than were looked at.
    if (load<u8>(slot) === 0) takePage(sketch, slot, ++kept, key >> 1);
    if (isTrial) continue;
    const counts = countsOf(sketch, <usize>page);
    for (let i: usize = 0; i < halfBytes; i += 8)
      store<f64>(halved + i, load<f64>(counts + 2 * i) + load<f64>(counts + 2 * i, 8));
    memory.fill(counts, 0, sketchPageBytes);
    const half = countsOf(sketch, <usize>load<u8>(slot)) + <usize>(key & 1) * halfBytes;
    for (let i: usize = 0; i < halfBytes; i += 8)
      store<f64>(half + i, load<f64>(half + i) + load<f64>(halved + i));
  }
  store<u32>(sketch, kept, sketchPages);
  store<i32>(sketch, load<i32>(sketch, sketchLevel) - 1, sketchLevel);
}

/** At the coarsest level: a page for the key in place of the least. @returns false when the key is less than all */
function replaceLeast(sketch: usize, key: u64): bool {
  const pages = load<u32>(sketch, sketchPages);
  let least = key;
  let leastPage: u32 = 0;
  for (let page: u32 = 1; page <= pages; page++) {
    const other = load<u64>(sketch + ((<usize>page) << 3), sketchKeys);
    if (magnitudeOrder(other) >= magnitudeOrder(least)) continue;
    least = other;
    leastPage = page;
  }
  if (leastPage === 0) return false;
  const counts = countsOf(sketch, <usize>leastPage);
  let total: f64 = 0;
  for (let at = counts; at < counts + sketchPageBytes; at += 8) total += load<f64>(at);
  addCollapsed(sketch, least, total);
  memory.fill(counts, 0, sketchPageBytes);
  store<u64>(sketch + ((<usize>leastPage) << 3), key, sketchKeys);
  memory.fill(sketch + sketchPageOf, 0, sketchPageOfBytes);
  for (let page: u32 = 1; page <= pages; page++)
    store<u8>(slotFor(sketch, load<u64>(sketch + ((<usize>page) << 3), sketchKeys)), page);
  return true;
}

function addCollapsed(sketch: usize, key: u64, count: f64): void {
  const at = sketch + (key >= negativeKeys ? sketchCollapsedNegative : sketchCollapsedPositive);
  store<f64>(at, load<f64>(at) + count);
}

/** Order in which pages are kept: by exponent, positive before negative. */
function magnitudeOrder(key: u64): u64 {
  return (key & (negativeKeys - 1)) * 2 + u64(key < negativeKeys);
}

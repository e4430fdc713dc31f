/** The distribution of a column's numbers, as in lambda/statistics/{quantiles,ddsketch}.ts. */
import {
  numbersExactAt,
  numbersExactCapacity,
  numbersExactLength,
  numbersSketchAt,
  sketchCollapsedNegative,
  sketchCollapsedPositive,
  sketchCounts,
  sketchKeys,
  sketchPageBytes,
  sketchPageOf,
  sketchPages,
  sketchZeros,
} from "../layout";
import { quantilePagesMax, quantileValuesMax } from "./budget";
import { allocate, release } from "./memory";

const capacityMin: u32 = 16;
const weightedBytes: usize = 16;

export function addQuantiles(numbers: usize, values: usize, length: i32): void {
  if (load<u32>(numbers, numbersSketchAt) === 0) {
    const held = load<u32>(numbers, numbersExactLength);
    if (held + <u32>length <= quantileValuesMax) {
      appendValues(numbers, held, values, <u32>length);
      return;
    }
    toSketch(numbers, held);
  }
  addToSketch(<usize>load<u32>(numbers, numbersSketchAt), values, values + ((<usize>length) << 3), 8);
}

/** @param weighted pairs of a number and how often it came */
export function addWeightedQuantiles(numbers: usize, weighted: usize, end: usize): void {
  if (load<u32>(numbers, numbersSketchAt) === 0) {
    const held = load<u32>(numbers, numbersExactLength);
    let length = <f64>held;
    for (let at = weighted; at < end; at += 16) length += load<f64>(at, 8);
    if (length <= <f64>quantileValuesMax) {
      const values = reserveValues(numbers, held, <u32>length);
      appendWeighted(values, weighted, end);
      store<u32>(numbers, <u32>length, numbersExactLength);
      return;
    }
    toSketch(numbers, held);
  }
  addToSketch(<usize>load<u32>(numbers, numbersSketchAt), weighted, end, weightedBytes);
}

function appendWeighted(values: usize, weighted: usize, end: usize): void {
  let next = values;
  for (let at = weighted; at < end; at += 16) {
    const x = load<f64>(at);
    for (let times = load<f64>(at, 8); times > 0; times--) {
      store<f64>(next, x);
      next += 8;
    }
  }
}

function appendValues(numbers: usize, held: u32, values: usize, length: u32): void {
  memory.copy(reserveValues(numbers, held, held + length), values, (<usize>length) << 3);
  store<u32>(numbers, held + length, numbersExactLength);
}

/** Room for `length` values in all. @returns where those behind the ones that are held go */
function reserveValues(numbers: usize, held: u32, length: u32): usize {
  const capacity = load<u32>(numbers, numbersExactCapacity);
  if (length > capacity) {
    const grown = max(capacityMin, 2 * length);
    const region = allocate((<usize>grown) << 3);
    if (capacity > 0) {
      const before = <usize>load<u32>(numbers, numbersExactAt);
      memory.copy(region, before, (<usize>held) << 3);
      release(before, (<usize>capacity) << 3);
    }
    store<u32>(numbers, <u32>region, numbersExactAt);
    store<u32>(numbers, grown, numbersExactCapacity);
  }
  return <usize>load<u32>(numbers, numbersExactAt) + ((<usize>held) << 3);
}

function toSketch(numbers: usize, held: u32): void {
  const sketch = allocate(<usize>(sketchCounts + quantilePagesMax * sketchPageBytes));
  const values = <usize>load<u32>(numbers, numbersExactAt);
  addToSketch(sketch, values, values + ((<usize>held) << 3), 8);
  const capacity = load<u32>(numbers, numbersExactCapacity);
  if (capacity > 0) release(values, (<usize>capacity) << 3);
  store<u32>(numbers, <u32>sketch, numbersSketchAt);
  store<u32>(numbers, 0, numbersExactAt);
  store<u32>(numbers, 0, numbersExactLength);
  store<u32>(numbers, 0, numbersExactCapacity);
}

/**
 * The bin of a double is its high 19 bits: sign and exponent are the key of the page.
 *
 * @param stride 8 for numbers, `weightedBytes` for pairs of a number and how often it came
 */
function addToSketch(sketch: usize, values: usize, end: usize, stride: usize): void {
  const isWeighted = stride === weightedBytes;
  for (let at = values; at < end; at += stride) {
    const times = select<f64>(load<f64>(at, 8), 1, isWeighted);
    const high = load<u32>(at, 4);
    const key = high >> 20;
    let page = <u32>load<u8>(sketch + <usize>key, sketchPageOf);
    if (page === 0) {
      page = openPage(sketch, key, times);
      if (page === 0) continue;
    }
    const bin = sketch + <usize>(((page - 1) << 7) | ((high >> 13) & 127)) * 8;
    store<f64>(bin, load<f64>(bin, sketchCounts) + times, sketchCounts);
  }
}

/** 1 + the page for a key that has none; 0 when the values were counted otherwise. */
function openPage(sketch: usize, key: u32, times: f64): u32 {
  if ((key & 2047) === 0) {
    store<f64>(sketch, load<f64>(sketch, sketchZeros) + times, sketchZeros);
    return 0;
  }
  let page = load<u32>(sketch, sketchPages);
  if (page < quantilePagesMax) {
    store<u32>(sketch, page + 1, sketchPages);
  } else {
    page = leastPage(sketch, page);
    const least = <u32>load<u16>(sketch + ((<usize>page) << 1), sketchKeys);
    if (magnitudeOrder(key) < magnitudeOrder(least)) {
      addCollapsed(sketch, key, times);
      return 0;
    }
    const counts = sketch + sketchCounts + <usize>page * sketchPageBytes;
    let total: f64 = 0;
    for (let at = counts; at < counts + sketchPageBytes; at += 8) total += load<f64>(at);
    addCollapsed(sketch, least, total);
    memory.fill(counts, 0, sketchPageBytes);
    store<u8>(sketch + <usize>least, 0, sketchPageOf);
  }
  store<u16>(sketch + ((<usize>page) << 1), key, sketchKeys);
  store<u8>(sketch + <usize>key, page + 1, sketchPageOf);
  return page + 1;
}

function addCollapsed(sketch: usize, key: u32, count: f64): void {
  if (key >= 2048)
    store<f64>(sketch, load<f64>(sketch, sketchCollapsedNegative) + count, sketchCollapsedNegative);
  else store<f64>(sketch, load<f64>(sketch, sketchCollapsedPositive) + count, sketchCollapsedPositive);
}

/** Order in which pages are kept: by exponent, positive before negative. */
function magnitudeOrder(key: u32): u32 {
  return (key & 2047) * 2 + u32(key < 2048);
}

function leastPage(sketch: usize, pages: u32): u32 {
  let least: u32 = 0;
  for (let page: u32 = 1; page < pages; page++) {
    const key = <u32>load<u16>(sketch + ((<usize>page) << 1), sketchKeys);
    const leastKey = <u32>load<u16>(sketch + ((<usize>least) << 1), sketchKeys);
    if (magnitudeOrder(key) < magnitudeOrder(leastKey)) least = page;
  }
  return least;
}

/** The distribution of a column's numbers, as in lambda/statistics/quantiles.ts. */
import { numbersExactAt, numbersExactCapacity, numbersExactLength, numbersSketchAt } from "../layout";
import { quantileValuesMax } from "./budget";
import { addToSketch, beginSketch, weightedBytes } from "./ddsketch";
import { allocate, release } from "./memory";

const capacityMin: u32 = 16;

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
  const values = <usize>load<u32>(numbers, numbersExactAt);
  const end = values + ((<usize>held) << 3);
  const sketch = beginSketch(values, end);
  addToSketch(sketch, values, end, 8);
  const capacity = load<u32>(numbers, numbersExactCapacity);
  if (capacity > 0) release(values, (<usize>capacity) << 3);
  store<u32>(numbers, <u32>sketch, numbersSketchAt);
  store<u32>(numbers, 0, numbersExactAt);
  store<u32>(numbers, 0, numbersExactLength);
  store<u32>(numbers, 0, numbersExactCapacity);
}

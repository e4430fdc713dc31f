/** The distribution of a column's numbers, as in lambda/statistics/quantiles.ts. */
import { listLength, numbersExact, numbersSketchAt } from "../layout";
import { quantileValuesMax } from "./budget";
import { addToSketch, beginSketch, weightedBytes } from "./ddsketch";
import { appendDoubles, extendList, releaseList } from "./double-list";

export function addQuantiles(numbers: usize, values: usize, length: i32): void {
  if (load<u32>(numbers, numbersSketchAt) === 0) {
    if (heldBy(numbers) + <u32>length <= quantileValuesMax) {
      appendDoubles(numbers + numbersExact, values, <u32>length);
      return;
    }
    toSketch(numbers);
  }
  addToSketch(<usize>load<u32>(numbers, numbersSketchAt), values, values + ((<usize>length) << 3), 8);
}

/** @param weighted pairs of a number and how often it came */
export function addWeightedQuantiles(numbers: usize, weighted: usize, end: usize): void {
  if (load<u32>(numbers, numbersSketchAt) === 0) {
    let times: f64 = 0;
    for (let at = weighted; at < end; at += 16) times += load<f64>(at, 8);
    if (<f64>heldBy(numbers) + times <= <f64>quantileValuesMax) {
      writeWeighted(extendList(numbers + numbersExact, <u32>times), weighted, end);
      return;
    }
    toSketch(numbers);
  }
  addToSketch(<usize>load<u32>(numbers, numbersSketchAt), weighted, end, weightedBytes);
}

function heldBy(numbers: usize): u32 {
  return load<u32>(numbers, numbersExact + listLength);
}

function writeWeighted(values: usize, weighted: usize, end: usize): void {
  let next = values;
  for (let at = weighted; at < end; at += 16) {
    const x = load<f64>(at);
    for (let times = load<f64>(at, 8); times > 0; times--) {
      store<f64>(next, x);
      next += 8;
    }
  }
}

function toSketch(numbers: usize): void {
  const values = <usize>load<u32>(numbers, numbersExact);
  const end = values + ((<usize>heldBy(numbers)) << 3);
  const sketch = beginSketch(values, end);
  addToSketch(sketch, values, end, 8);
  releaseList(numbers + numbersExact);
  store<u32>(numbers, <u32>sketch, numbersSketchAt);
}

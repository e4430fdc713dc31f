/** How many cells of each kind a column has, and the lengths of its values. */
import { columnCounts } from "../layout";

/** @returns the count before */
export function addCount(column: usize, kind: i32, count: f64): f64 {
  const counter = column + columnCounts + ((<usize>kind) << 3);
  const before = load<f64>(counter);
  store<f64>(counter, before + count);
  return before;
}

/** @param offset of the sum, see `columnLengthSum` */
export function addToLengths(column: usize, sum: f64, offset: usize): void {
  const at = column + offset;
  store<f64>(at, load<f64>(at) + sum);
}

/** Sum, least and greatest lie side by side, from `offset` on. */
export function widenLengths(column: usize, sum: f64, least: f64, greatest: f64, offset: usize): void {
  const at = column + offset;
  addToLengths(column, sum, offset);
  store<f64>(at, min(load<f64>(at, 8), least), 8);
  store<f64>(at, max(load<f64>(at, 16), greatest), 16);
}

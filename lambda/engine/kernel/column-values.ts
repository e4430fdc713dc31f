/** The states of a column's values, by the kinds that are counted together. */
import { columnValuesAt, valueKinds, valuesCountersSize } from "../layout";

/** 0 where the column has no value of the kind. */
export function valuesAt(column: usize, kind: i32): usize {
  return <usize>load<u32>(column + columnValuesAt + ((<usize>kind) << 2));
}

/** Counters of all kinds. */
export function countersOf(column: usize): u32 {
  return sumOf(column, valuesCountersSize);
}

/** @param offset of a u32 in the states of the kinds */
export function sumOf(column: usize, offset: usize): u32 {
  let sum: u32 = 0;
  for (let kind = 0; kind < valueKinds; kind++) {
    const values = valuesAt(column, kind);
    if (values !== 0) sum += load<u32>(values + offset);
  }
  return sum;
}

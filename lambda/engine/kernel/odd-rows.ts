/** Rows that are odd as rows: counted by kind, and the first ones told to the driver. */
import { oddLong, oddRowKinds, oddShort } from "../layout";
import { oddRow } from "./host";
import { batchRows, line, nextRowAt, rowsBefore, width } from "./records";

/** A cell that a short row lacks: empty, somewhere in memory that is there. */
const absentCell: u64 = 0x0000_0020_0000_0020;

/** Rows kept as examples of each odd kind: `examplesMax` of the limits. */
const oddRowsShownMax: f64 = 5;

const oddRowCounts = memory.data(oddRowKinds * 8);

export function oddRowCount(kind: i32): f64 {
  return load<f64>(oddRowCounts + ((<usize>kind) << 3));
}

/** The next row has more or fewer cells than it should. */
export function takeOddRow(fields: i32): void {
  noteOddRow(fields < width ? oddShort : oddLong, fields);
  const rowAt = nextRowAt();
  for (let i = fields; i < width; i++) store<u64>(rowAt + ((<usize>i) << 3), absentCell);
}

export function noteOddRow(kind: i32, fields: i32): void {
  const count = oddRowCounts + ((<usize>kind) << 3);
  const before = load<f64>(count);
  store<f64>(count, before + 1);
  if (before < oddRowsShownMax) oddRow(kind, rowsBefore + <f64>batchRows + 1, line, fields);
}

/** Tables whose delimiter has two characters, as `a||b||c`: read by one of them, every second column is empty. */
import { alertOf } from "./alert.ts";
import type { Alert, ColumnSummary } from "./summary.ts";

const rowsMin = 2;
const columnsMin = 3;

/** @param unnamed positions of columns without a name of their own, from 1; null without a header */
export function* doubledDelimiter(
  columns: readonly ColumnSummary[],
  rows: number,
  delimiter: string,
  unnamed: ReadonlySet<number> | null,
): Generator<Alert> {
  if (rows < rowsMin || columns.length < columnsMin) return;
  const isEmpty = ({ missing }: ColumnSummary) => missing.count === rows;
  const between = columns.filter((_, i) => i % 2 === 1);
  const fields = columns.filter((_, i) => i % 2 === 0);
  if (!between.every((column) => isEmpty(column) && (unnamed?.has(column.position) ?? true))) return;
  if (fields.filter((column) => !isEmpty(column)).length <= fields.length / 2) return;
  yield alertOf(null)(
    "DOUBLED_DELIMITER",
    "warning",
    `Every second column is empty and has no name: the fields seem to be separated by ${JSON.stringify(delimiter + delimiter)}, of which only one character was taken. Write the file with one.`,
    between.length,
  );
}

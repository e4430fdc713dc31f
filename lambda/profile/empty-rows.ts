/** Rows without any value, as spreadsheets append them: they count as rows, and every column has so many missing values more. */
import { alertOf } from "./alert.ts";
import type { Alert, ColumnSummary, DuplicateRowsSummary } from "./summary.ts";

/** Fewer than these may be gaps and a repeated row by chance. */
const rowsMin = 3;
/** Columns with the same number of empty cells, fewer than which any other has; or one whose values are all different. */
const fullestMin = 2;

/**
 * Empty rows repeat each other: where only they do, there is one more of them than rows that repeat an earlier one; and
 * columns that have all other values have so many empty cells. Where other rows repeat, too, their number is not known.
 *
 * @param duplicates null where only the basic figures are asked for
 */
export function* emptyRows(
  columns: readonly ColumnSummary[],
  duplicates: DuplicateRowsSummary | null,
): Generator<Alert> {
  if (duplicates?.method !== "exact" || duplicates.count < rowsMin - 1) return;
  const rows = duplicates.count + 1;
  if (columns.some(({ type_counts: counts }) => counts.empty < rows)) return;
  const fullest = columns.filter(({ type_counts: counts }) => counts.empty === rows);
  if (fullest.length < fullestMin && !fullest.some(hasDistinctValues)) return;
  yield alertOf(null)(
    "EMPTY_ROWS",
    "warning",
    `${rows} rows seem to have no value in any column: every column has at least as many empty cells, and rows repeat each other as often as these would. They were profiled as rows; remove them.`,
    rows,
  );
}

function hasDistinctValues({ type_counts: counts, distinct }: ColumnSummary): boolean {
  const { int, float, date, string, null_token: nullTokens } = counts;
  return distinct.method === "exact" && distinct.count === int + float + date + string + nullTokens;
}

/** Dates that do not tell day from month are read as the file's other dates are, if those agree. */
import type { DateOrder } from "../types/date.ts";
import type { DateProfile } from "./date-profile.ts";
import type { ColumnSummary, DateOrderVerdict } from "./summary.ts";

/** Null of a column that is not of dates. */
export function orderVerdict(column: ColumnSummary): DateOrderVerdict | null {
  return column.type === "date" ? (column.statistics?.order_verdict ?? null) : null;
}

/** @param dates of each column that is ambiguous; null of the others */
export function readAsOthers(
  columns: readonly ColumnSummary[],
  dates: readonly (DateProfile | null)[],
): readonly ColumnSummary[] {
  const order = onlyOrder(columns);
  if (order === null) return columns;
  return columns.map((column, i) => {
    const ambiguous = dates[i] ?? null;
    if (ambiguous === null || column.type !== "date") return column;
    return { ...column, statistics: ambiguous.statistics(null, order) };
  });
}

/** The order of all dates whose cells tell it; null when none do, or they differ. */
function onlyOrder(columns: readonly ColumnSummary[]): DateOrder | null {
  const orders = new Set<DateOrder | null>();
  for (const column of columns)
    if (column.type === "date" && orderVerdict(column) === "decided")
      orders.add(column.statistics?.order ?? null);
  const [order = null, ...others] = orders;
  return others.length === 0 ? order : null;
}

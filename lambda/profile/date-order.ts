/** Dates that do not tell day from month are read as the file's other dates are, if those agree. */
import type { DateOrder } from "../types/date.ts";
import type { ColumnProfile } from "./column-profile.ts";
import type { DateProfile } from "./date-profile.ts";
import type { ColumnSummary, DateOrderVerdict } from "./summary.ts";

interface Findings {
  readonly summary: ColumnSummary;
  /** Of a column in which no cell tells; see `ambiguousDates`. */
  readonly ambiguous: DateProfile | null;
}

/** The column's dates, if no cell tells day from month. */
export function ambiguousDates(column: ColumnProfile, summary: ColumnSummary): DateProfile | null {
  return orderVerdict(summary) === "ambiguous" ? column.dates : null;
}

export function readAsOthers<Column extends Findings>(columns: readonly Column[]): readonly Column[] {
  const order = onlyOrder(columns);
  if (order === null) return columns;
  return columns.map((column) => {
    const { summary, ambiguous } = column;
    if (ambiguous === null || summary.type !== "date") return column;
    return { ...column, summary: { ...summary, statistics: ambiguous.statistics(null, order) } };
  });
}

/** The order of all dates whose cells tell it; null when none do, or they differ. */
export function onlyOrder(columns: readonly Pick<Findings, "summary">[]): DateOrder | null {
  const orders = new Set<DateOrder | null>();
  for (const { summary } of columns)
    if (summary.type === "date" && orderVerdict(summary) === "decided")
      orders.add(summary.statistics?.order ?? null);
  const [order = null, ...others] = orders;
  return others.length === 0 ? order : null;
}

function orderVerdict(column: ColumnSummary): DateOrderVerdict | null {
  return column.type === "date" ? (column.statistics?.order_verdict ?? null) : null;
}

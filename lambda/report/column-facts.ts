/** What several parts of the report say of a column. */
import { numbersOf } from "../profile/column-numbers.ts";
import type { Alert, ColumnSummary, Summary } from "../profile/summary.ts";
import { formatCount } from "./figures.ts";

/** A column with its alerts, and where its card is. */
export interface ReportedColumn {
  readonly column: ColumnSummary;
  readonly alerts: readonly Alert[];
  /** The element of its card. From the position: a name is no safe identifier. */
  readonly id: string;
}

export function reportedColumns(summary: Summary, columnsMax: number): ReportedColumn[] {
  const byName = new Map<string, Alert[]>();
  for (const alert of summary.quality_issues.alerts) {
    if (alert.column === null) continue;
    const known = byName.get(alert.column);
    if (known === undefined) byName.set(alert.column, [alert]);
    else known.push(alert);
  }
  return summary.columns.slice(0, columnsMax).map((column) => ({
    column,
    alerts: byName.get(column.name) ?? [],
    id: columnId(column.position),
  }));
}

export function columnId(position: number): string {
  return `column-${position}`;
}

/** What is drawn of a column: the histogram of numbers and dates, the most frequent texts by rank. */
export function distributionOf(column: ColumnSummary): readonly number[] {
  const numbers = numbersOf(column);
  if (numbers !== null) return numbers.histogram.counts;
  if (column.type === "date") return column.statistics?.histogram?.bins.map(({ count }) => count) ?? [];
  const counts = column.frequent?.values.map(({ count }) => count) ?? [];
  return (counts[0] ?? 0) > 1 ? counts : [];
}

export function distinctText({ distinct }: ColumnSummary): string {
  return `${distinct.method === "exact" ? "" : "≈ "}${formatCount(distinct.count)}`;
}

/** Cells that have a value of the column's type. */
export function validCount({ missing, invalid }: ColumnSummary, rows: number): number {
  return rows - missing.count - invalid.count;
}

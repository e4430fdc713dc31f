import type { ColumnSummary, NumberStatistics } from "./summary.ts";

/** The statistics of a column's numbers: its own, or those of texts that are formatted numbers. */
export function numbersOf(column: ColumnSummary): NumberStatistics | null {
  if (column.type === "int" || column.type === "float") return column.statistics;
  return column.hints.find(({ statistics }) => statistics !== undefined)?.statistics ?? null;
}

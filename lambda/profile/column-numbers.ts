import type { ColumnSummary, Hint, NumberStatistics } from "./summary.ts";

/** That a column's texts are formatted numbers: the only hint with statistics. */
export function formattedHint({ hints }: Pick<ColumnSummary, "hints">): Hint | undefined {
  return hints.find(({ statistics }) => statistics !== undefined);
}

/** The statistics of a column's numbers: its own, or those of texts that are formatted numbers. */
export function numbersOf(column: ColumnSummary): NumberStatistics | null {
  if (column.type === "int" || column.type === "float") return column.statistics;
  return formattedHint(column)?.statistics ?? null;
}

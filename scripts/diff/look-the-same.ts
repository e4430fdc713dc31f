/** Whether two columns of different names may be told to be one by what is in them. */
import type { ColumnSummary } from "../../lambda/profile/summary.ts";
import { compareColumns } from "./compare-columns.ts";

/** Of the frequent values, and of the time from the first date to the last, that both must have. */
const sharedMin = 0.5;

/** No figure differs, and there are figures that tell other values apart: that nothing differs of two keys says little. */
export function lookTheSame(before: ColumnSummary, after: ColumnSummary): boolean {
  return areComparable(before, after) && compareColumns(before, after).length === 0;
}

function areComparable(before: ColumnSummary, after: ColumnSummary): boolean {
  if (before.type !== after.type || before.statistics === null || after.statistics === null) return false;
  if (before.type === "string") return shareTexts(before, after);
  if (before.type === "date") return shareTime(before, after);
  return hasQuantiles(before) && hasQuantiles(after);
}

function hasQuantiles({ type, statistics }: ColumnSummary): boolean {
  return type !== "string" && type !== "date" && statistics?.quantiles.relative_error !== null;
}

function shareTexts(before: ColumnSummary, after: ColumnSummary): boolean {
  const [had, has] = [frequentTexts(before), frequentTexts(after)];
  const shared = has.filter((value) => had.includes(value)).length;
  return shared > 0 && shared >= Math.max(had.length, has.length) * sharedMin;
}

/** Empty where values are withheld, or none is frequent enough to be counted. */
function frequentTexts({ frequent }: ColumnSummary): string[] {
  return (frequent?.values ?? []).flatMap(({ value }) => value ?? []);
}

function shareTime(before: ColumnSummary, after: ColumnSummary): boolean {
  const [had, has] = [timeOf(before), timeOf(after)];
  if (had === null || has === null) return false;
  const shared = Math.min(had.end, has.end) - Math.max(had.start, has.start);
  const whole = Math.max(had.end, has.end) - Math.min(had.start, has.start);
  return shared >= whole * sharedMin;
}

function timeOf(column: ColumnSummary): { readonly start: number; readonly end: number } | null {
  if (column.type !== "date" || column.statistics === null) return null;
  return { start: Date.parse(column.statistics.min), end: Date.parse(column.statistics.max) };
}

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

/** By their shares: of yes and no the words say nothing, how often each comes says a little. */
function shareTexts(before: ColumnSummary, after: ColumnSummary): boolean {
  const [had, has] = [frequentTexts(before), frequentTexts(after)];
  const shared = sum([...has].map(([value, share]) => Math.min(share, had.get(value) ?? 0)));
  return shared > 0 && shared >= Math.max(sum(had.values()), sum(has.values())) * sharedMin;
}

/** Percentages by value. Empty where values are withheld, or none is frequent enough to be counted. */
function frequentTexts({ frequent }: ColumnSummary): ReadonlyMap<string, number> {
  return new Map(
    (frequent?.values ?? []).flatMap(({ value, percentage }) =>
      value === null ? [] : [[value, percentage] as const],
    ),
  );
}

function sum(numbers: Iterable<number>): number {
  let total = 0;
  for (const number of numbers) total += number;
  return total;
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

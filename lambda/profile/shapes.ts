/** The most frequent shapes of a column's texts. */
import { frequentShownMax } from "../limits.ts";
import { shapeOf } from "../statistics/string-shapes.ts";
import { byCount } from "./by-count.ts";
import type { ColumnProfile } from "./column-profile.ts";
import type { ColumnTexts, WeightedText } from "./column-texts.ts";
import { percentage } from "./percentage.ts";
import type { ShapeSummary } from "./summary.ts";

/**
 * From the counts of the texts while those are exact; else from a uniform sample of the distinct texts. So no cell is
 * looked at twice: a shape for each of them would cost as much as everything else together.
 */
export function shapeSummary(column: ColumnProfile, { counted }: ColumnTexts): ShapeSummary {
  const exact = counted?.method === "exact" && !counted.values.some(({ truncated }) => truncated);
  const texts: readonly WeightedText[] = exact
    ? counted.values
    : (column.texts?.texts() ?? []).map((value) => ({ value, count: 1 }));
  const shapes = new Map<string, number>();
  let total = 0;
  for (const { value, count } of texts) {
    const shape = shapeOf(value);
    shapes.set(shape, (shapes.get(shape) ?? 0) + count);
    total += count;
  }
  const values = [...shapes]
    .sort(byCount)
    .slice(0, frequentShownMax)
    .map(([shape, count]) => ({ shape, percentage: percentage(count, total) }));
  return { method: exact ? "exact" : "sample", values };
}

/** The texts of a column: read off its counters once, because these may be thousands and many ask for them. */
import type { FrequentValue, FrequentValues } from "../statistics/frequent.ts";
import type { ColumnProfile } from "./column-profile.ts";

export interface ColumnTexts {
  /** Those whose counts are certain, in no particular order; null where only the basic figures are asked for. */
  readonly counted: FrequentValues | null;
  readonly weighted: WeightedTexts | null;
}

export function columnTexts(column: ColumnProfile): ColumnTexts {
  const counted = column.values("string").frequent?.unordered() ?? null;
  return { counted, weighted: counted === null ? null : weightedTexts(column, counted) };
}

/** At most `frequentTextCharsMax` characters, and how many cells have it: a fraction in a sample. */
export type WeightedText = Pick<FrequentValue, "value" | "count">;

export interface WeightedTexts {
  /** See `Hint.method`. */
  readonly method: "exact" | "sample";
  readonly texts: readonly WeightedText[];
}

/**
 * All cells of kind string. While the counts of all distinct texts are known, those; else the frequent texts have their
 * counts, and what is left is shared equally by the texts of the distinct sample that are not frequent: so a text that
 * stands for many cells weighs as many, whether it is in the sample or not. Null without a text.
 */
function weightedTexts(column: ColumnProfile, counted: FrequentValues): WeightedTexts | null {
  if (column.texts === null) return null;
  const frequent = counted.values;
  if (counted.method === "exact") return { method: "exact", texts: frequent };
  const known = new Set(frequent.map(({ value }) => value));
  const rest = column.counts().string - frequent.reduce((sum, { count }) => sum + count, 0);
  const rare = column.texts.texts().filter((text) => !known.has(text));
  return {
    method: "sample",
    texts: [...frequent, ...rare.map((value) => ({ value, count: rest / rare.length }))],
  };
}

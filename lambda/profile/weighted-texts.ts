/** The texts of a column, each with the cells that it stands for. */
import type { ColumnProfile } from "./column-profile.ts";

export interface WeightedText {
  /** At most `frequentTextCharsMax` characters. */
  readonly text: string;
  readonly cells: number;
}

export interface WeightedTexts {
  /** See `Hint.method`. */
  readonly method: "exact" | "sample";
  readonly texts: readonly WeightedText[];
}

/**
 * All cells of kind string. While the counts of all distinct texts are known, those; else the frequent texts have their
 * counts, and what is left is shared equally by the texts of the distinct sample that are not frequent: so a text that
 * stands for many cells weighs as many, whether it is in the sample or not. Null without a text, and where only the
 * basic figures are asked for.
 */
export function weightedTexts(column: ColumnProfile): WeightedTexts | null {
  const counted = column.values("string").frequent?.unordered();
  if (counted === undefined || column.texts === null) return null;
  const frequent = counted.values.map(({ value, count }) => ({ text: value, cells: count }));
  if (counted.method === "exact") return { method: "exact", texts: frequent };
  const known = new Set(frequent.map(({ text }) => text));
  const rest = column.counts().string - frequent.reduce((sum, { cells }) => sum + cells, 0);
  const rare = column.texts.texts().filter((text) => !known.has(text));
  return {
    method: "sample",
    texts: [...frequent, ...rare.map((text) => ({ text, cells: rest / rare.length }))],
  };
}

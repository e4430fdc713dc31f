/** From the kinds of its cells to the type of a column. */
import type { ColumnType, TypeCounts } from "../profile/summary.ts";

export interface TypeDecision {
  readonly type: ColumnType;
  /** See `ColumnSummary.confidence`. */
  readonly confidence: number | null;
}

/** Cells that say something about the type: neither empty nor a null token. */
export function typedCells(counts: TypeCounts): number {
  return counts.int + counts.float + counts.date + counts.string;
}

/**
 * Tolerant, over the whole file, independent of the order of rows: numeric if at least `shareMin` of the typed
 * cells are (int when none of them is a float), else date by the same rule, else string.
 */
export function decideType(counts: TypeCounts, shareMin: number): TypeDecision {
  const cells = typedCells(counts);
  if (cells === 0) return { type: "string", confidence: null };
  const numeric = (counts.int + counts.float) / cells;
  const date = counts.date / cells;
  if (numeric >= shareMin)
    return { type: counts.float === 0 ? "int" : "float", confidence: rounded(numeric) };
  if (date >= shareMin) return { type: "date", confidence: rounded(date) };
  return { type: "string", confidence: rounded(1 - Math.max(numeric, date)) };
}

/** To 6 decimals: a share is read by people. */
function rounded(share: number): number {
  return Math.round(share * 1e6) / 1e6;
}

/** The state of a column → what the summary says of it. */
import { examplesMax } from "../limits.ts";
import { decideType } from "../types/column-type.ts";
import type { DateOrder } from "../types/date.ts";
import type { ColumnProfile } from "./column-profile.ts";
import { percentage, share } from "./percentage.ts";
import type { CellExample, ColumnSummary, TypeCounts } from "./summary.ts";

export interface ColumnRules {
  readonly typeShareMin: number;
  readonly dateOrder: DateOrder | null;
  /** False replaces the values of examples by null. */
  readonly sampleValues: boolean;
}

/** @param position 1-based. */
export function summarizeColumn(
  column: ColumnProfile,
  name: string,
  position: number,
  rows: number,
  rules: ColumnRules,
): ColumnSummary {
  const counts = column.counts();
  const { type, confidence } = decideType(counts, rules.typeShareMin);
  // A null token is a value of a string column like any other, unless the column has nothing else.
  const nullTokensMissing = type !== "string" || confidence === null;
  const missing = counts.empty + (nullTokensMissing ? counts.null_token : 0);
  const base = {
    name,
    position,
    confidence,
    type_counts: counts,
    missing: share(missing, rows),
    invalid: {
      ...share(invalidCells(type, counts), rows),
      examples: shown(invalidExamples(type, column), rules.sampleValues),
    },
    completeness: percentage(rows - missing, rows),
  };
  if (type === "string") return { ...base, type, statistics: column.stringStatistics(!nullTokensMissing) };
  if (type === "date") return { ...base, type, statistics: column.dateStatistics(rules.dateOrder) };
  return { ...base, type, statistics: column.numberStatistics() };
}

function invalidCells(type: ColumnSummary["type"], counts: TypeCounts): number {
  if (type === "string") return 0;
  return type === "date" ? counts.int + counts.float + counts.string : counts.date + counts.string;
}

function invalidExamples(type: ColumnSummary["type"], column: ColumnProfile): CellExample[] {
  if (type === "string") return [];
  return column.examples(type === "date" ? ["int", "float", "string"] : ["date", "string"], examplesMax);
}

function shown(examples: readonly CellExample[], sampleValues: boolean): CellExample[] {
  return examples.map((example) => (sampleValues ? example : { ...example, value: null }));
}

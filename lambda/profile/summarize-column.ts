/** The state of a column → what the summary says of it. */
import { examplesMax } from "../limits.ts";
import type { FrequentValues } from "../statistics/frequent.ts";
import { decideType } from "../types/column-type.ts";
import type { DateOrder } from "../types/date.ts";
import type { ColumnProfile } from "./column-profile.ts";
import { type ColumnTexts, columnTexts } from "./column-texts.ts";
import { hints } from "./hints.ts";
import { ledger } from "./ledger.ts";
import type { SampleValues } from "./options.ts";
import { percentage, share } from "./percentage.ts";
import { sampleExamples, sampleValue } from "./sample-values.ts";
import { shapeSummary } from "./shapes.ts";
import type {
  CellExample,
  ColumnSummary,
  ColumnType,
  DistinctSummary,
  FrequentSummary,
  StringStatistics,
  TypeCounts,
} from "./summary.ts";

export interface ColumnRules {
  readonly typeShareMin: number;
  readonly dateOrder: DateOrder | null;
  readonly sampleValues: SampleValues;
}

/** @param position 1-based. @param texts of the column, where the caller needs them as well */
export function summarizeColumn(
  column: ColumnProfile,
  name: string,
  position: number,
  rows: number,
  rules: ColumnRules,
  texts = columnTexts(column),
): ColumnSummary {
  const counts = column.counts();
  const { type, confidence } = decideType(counts, rules.typeShareMin);
  // A null token is a value of a string column like any other, unless the column has nothing else.
  const nullTokensMissing = type !== "string" || confidence === null;
  const missing = counts.empty + (nullTokensMissing ? counts.null_token : 0);
  const invalid = invalidCells(type, counts);
  const values = rows - missing - invalid;
  const ofType = column.valuesOfType(type, !nullTokensMissing);
  const distinct = distinctSummary(ofType.distinct.result());
  const frequent = ofType.frequent?.result() ?? null;
  const numbers = type === "int" || type === "float" ? (column.numbers?.statistics() ?? null) : null;
  const base = {
    name,
    position,
    confidence,
    type_counts: counts,
    missing: share(missing, rows),
    invalid: {
      ...share(invalid, rows),
      examples: sampleExamples(invalidExamples(type, column), rules.sampleValues),
    },
    completeness: percentage(rows - missing, rows),
    distinct,
    uniqueness: percentage(distinct.count, values),
    frequent: frequentSummary(frequent, values, rules.sampleValues),
    ledger: ledger(column, type, rules.typeShareMin, rules.sampleValues),
    hints: hints(column, {
      name,
      type,
      rows,
      values,
      distinct,
      invalid,
      frequent,
      sampleValues: rules.sampleValues,
      numbers,
      texts,
    }),
  };
  if (type === "string")
    return { ...base, type, statistics: stringStatistics(column, texts, !nullTokensMissing) };
  if (type === "date")
    return { ...base, type, statistics: column.dates?.statistics(rules.dateOrder) ?? null };
  return { ...base, type, statistics: numbers };
}

function invalidCells(type: ColumnType, counts: TypeCounts): number {
  if (type === "string") return 0;
  return type === "date" ? counts.int + counts.float + counts.string : counts.date + counts.string;
}

/** The first cells that are not of the column's type. */
export function invalidExamples(type: ColumnType, column: ColumnProfile): CellExample[] {
  if (type === "string") return [];
  return column.examples(type === "date" ? ["int", "float", "string"] : ["date", "string"], examplesMax);
}

function distinctSummary(result: {
  distinct: number;
  method: DistinctSummary["method"];
  standard_error: number;
}) {
  return { count: result.distinct, method: result.method, standard_error: result.standard_error };
}

function frequentSummary(
  result: FrequentValues | null,
  values: number,
  sampleValues: SampleValues,
): FrequentSummary | null {
  if (result === null) return null;
  return {
    method: result.method,
    error_max: result.error_max,
    values: result.values.map(({ value, truncated, count }) => ({
      value: sampleValue(value, sampleValues),
      truncated,
      ...share(count, values),
    })),
  };
}

function stringStatistics(
  column: ColumnProfile,
  texts: ColumnTexts,
  withNullTokens: boolean,
): StringStatistics | null {
  if (column.figures === "basic") return null;
  const lengths = column.lengths(withNullTokens).statistics();
  return lengths === null ? null : { ...lengths, shapes: shapeSummary(column, texts) };
}

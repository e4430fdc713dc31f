/** One row a column with bare figures, for the formats that other programs read. */
import { numbersOf } from "../../lambda/profile/column-numbers.ts";
import type { ColumnSummary, NumberStatistics, Summary } from "../../lambda/profile/summary.ts";
import { withoutFormula } from "./spreadsheet-text.ts";

export const columnFactNames = [
  "file_name",
  "position",
  "column",
  "type",
  "rows",
  "missing",
  "invalid",
  "distinct",
  "distinct_method",
  "min",
  "max",
  "avg",
  "stddev",
  "p25",
  "median",
  "p75",
  "length_min",
  "length_max",
  "hints",
] as const;

export type ColumnFacts = Readonly<Record<(typeof columnFactNames)[number], string>>;

/** Texts cannot be formulas; what a column does not have is empty. */
export function columnFacts(summary: Summary, column: ColumnSummary): ColumnFacts {
  return {
    file_name: withoutFormula(summary.file_name),
    position: String(column.position),
    column: withoutFormula(column.name),
    type: column.type,
    rows: String(summary.row_count),
    missing: String(column.missing.count),
    invalid: String(column.invalid.count),
    distinct: String(column.distinct.count),
    distinct_method: column.distinct.method,
    ...statisticFacts(column),
    hints: column.hints.map(({ hint }) => hint).join(" "),
  };
}

const noStatistics = {
  min: "",
  max: "",
  avg: "",
  stddev: "",
  p25: "",
  median: "",
  p75: "",
  length_min: "",
  length_max: "",
};

/** Of numbers also where they are formatted texts, which have lengths besides. */
function statisticFacts(column: ColumnSummary): typeof noStatistics {
  const facts = { ...noStatistics, ...numberFacts(numbersOf(column)) };
  if (column.type === "date" && column.statistics !== null) {
    // A year before 0 or past 9999 has a sign.
    const { min, max } = column.statistics;
    return { ...facts, min: withoutFormula(min), max: withoutFormula(max) };
  }
  if (column.type === "string" && column.statistics !== null) {
    const { length_min, length_max } = column.statistics;
    return { ...facts, length_min: String(length_min), length_max: String(length_max) };
  }
  return facts;
}

function numberFacts(numbers: NumberStatistics | null): Partial<typeof noStatistics> {
  if (numbers === null) return {};
  const { min, max, avg, stddev, quantiles, min_exact, max_exact } = numbers;
  return {
    min: min_exact ?? String(min),
    max: max_exact ?? String(max),
    avg: optional(avg),
    stddev: optional(stddev),
    p25: String(quantiles.p25),
    median: String(quantiles.p50),
    p75: String(quantiles.p75),
  };
}

function optional(figure: number | null): string {
  return figure === null ? "" : String(figure);
}

/** Floats such as `1.010` in a table with a decimal comma: the point may group thousands. */
import { examplesMax } from "../limits.ts";
import { isInt } from "../types/number.ts";
import { alertOf } from "./alert.ts";
import { formattedHint } from "./column-numbers.ts";
import type { ColumnProfile } from "./column-profile.ts";
import type { SampleValues } from "./options.ts";
import { sampleExamples } from "./sample-values.ts";
import type { Alert, CellExample, ColumnSummary } from "./summary.ts";

/** A group of three behind one to three digits. A number of thousands does not begin with 0: `0.125` is a fraction. */
const thousandsLike = /^[-+]?[1-9]\d{0,2}\.\d{3}$/;

/** The values with a point of a float column, all of which look like thousands. */
export interface PointNumbers {
  readonly count: number;
  /** All distinct ones were looked at; else the first and the frequent ones. */
  readonly all: boolean;
  readonly examples: readonly CellExample[];
}

/** Null for other columns, when one value is a fraction for certain, and where only the basic figures are asked for. */
export function pointNumbers(
  column: ColumnProfile,
  { type }: ColumnSummary,
  sampleValues: SampleValues,
): PointNumbers | null {
  const first = column.examples(["float"], examplesMax);
  // Before the counters are asked for: the first values of nearly all float columns are none.
  if (type !== "float" || !first.every(({ value }) => thousandsLike.test(value ?? ""))) return null;
  const counted = column.values("number").frequent?.unordered();
  if (counted === undefined) return null;
  if (!counted.values.every(({ value }) => isInt(value) || thousandsLike.test(value))) return null;
  return {
    count: column.counts().float,
    all: counted.method === "exact",
    examples: sampleExamples(first, sampleValues),
  };
}

/** Whether the column is one of formatted numbers, some of which allow nothing but a decimal comma. */
export function hasDecimalComma(column: ColumnProfile, summary: ColumnSummary): boolean {
  return column.formattedNumbers?.decimalMark === "comma" && formattedHint(summary) !== undefined;
}

interface Findings {
  readonly summary: ColumnSummary;
  readonly points: PointNumbers | null;
  readonly decimalComma: boolean;
}

export function* possibleThousands(columns: readonly Findings[]): Generator<Alert> {
  const proof = columns.find(({ decimalComma }) => decimalComma);
  if (proof === undefined) return;
  for (const { summary, points } of columns) {
    if (points === null) continue;
    yield alertOf(summary.name)(
      "POSSIBLE_THOUSANDS",
      "warning",
      `These may be thousands: ${points.all ? "every value with a point has" : "the values with a point, as far as they were looked at, have"} exactly three decimals, and column ${JSON.stringify(proof.summary.name)} has a decimal comma. They were read as fractions; remove the points if they group digits.`,
      points.count,
      points.examples,
    );
  }
}

/** Floats such as `1.010` in a table with a decimal comma, or beside `1.234.567`: the point may group thousands. */
import { examplesMax, formattedPercentageMin, hintPercentageMin } from "../limits.ts";
import { typedCells } from "../types/column-type.ts";
import { isInt } from "../types/number.ts";
import { alertOf, firstPlaces } from "./alert.ts";
import { formattedHint } from "./column-numbers.ts";
import type { ColumnProfile } from "./column-profile.ts";
import type { SampleValues } from "./options.ts";
import { sampleExamples } from "./sample-values.ts";
import type { Alert, CellExample, ColumnSummary, ColumnType } from "./summary.ts";
import { counted } from "./wording.ts";

/** A group of three behind one to three digits. A number of thousands does not begin with 0: `0.125` is a fraction. */
const thousandsLike = /^[-+]?[1-9]\d{0,2}\.\d{3}$/;

/** The values with a point of a column, all of which look like thousands. */
export interface PointNumbers {
  readonly count: number;
  /** All distinct ones were looked at; else the first and the frequent ones. */
  readonly all: boolean;
  /** Other values of the column have points that group digits for certain. */
  readonly besideGroups: boolean;
  readonly examples: readonly CellExample[];
}

/**
 * Of floats, and of texts that are such numbers or plain ones. Null for other columns, when one value is a fraction for
 * certain, and where only the basic figures are asked for.
 */
export function pointNumbers(
  column: ColumnProfile,
  { type }: ColumnSummary,
  sampleValues: SampleValues,
): PointNumbers | null {
  const besideGroups = hasGroups(column);
  const may = type === "float" || (type === "string" && besideGroups && isOfNumbers(column));
  const first = may ? column.examples(["float"], examplesMax) : [];
  // Before the counters are asked for: the first values of nearly all float columns are none.
  if (first.length === 0 || !first.every(({ value }) => thousandsLike.test(value ?? ""))) return null;
  const known = column.values("number").frequent?.unordered();
  if (known === undefined) return null;
  if (!known.values.every(({ value }) => isInt(value) || thousandsLike.test(value))) return null;
  return {
    count: column.counts().float,
    all: known.method === "exact",
    besideGroups,
    examples: sampleExamples(first, sampleValues),
  };
}

/** Whether texts such as `1.234.567` and `1.234,5` are among its cells, and none that allows only a decimal point. */
function hasGroups({ formattedNumbers: formatted }: ColumnProfile): boolean {
  return formatted !== null && formatted.decimalMark === "comma" && formatted.grouped > 0;
}

/** Whether nearly all cells are numbers, plain or formatted, of whatever reading. */
function isOfNumbers(column: ColumnProfile): boolean {
  const counts = column.counts();
  const numbers = counts.int + counts.float + (column.formattedNumbers?.count ?? 0);
  return (numbers / typedCells(counts)) * 100 >= hintPercentageMin;
}

/** A text column of numbers of which a fair share has a decimal comma, and another a decimal point. @param points of it */
export function* mixedDecimalMarks(
  column: ColumnProfile,
  summary: ColumnSummary,
  points: PointNumbers | null,
  sampleValues: SampleValues,
): Generator<Alert> {
  const formatted = column.formattedNumbers;
  if (summary.type !== "string" || formatted?.decimalMark !== "comma" || !isOfNumbers(column)) return;
  if (formattedHint(summary) !== undefined || points !== null) return;
  const { float } = column.counts();
  const commas = formatted.numbers().count;
  const cells = typedCells(column.counts());
  if (Math.min(float, commas) < (formattedPercentageMin / 100) * cells) return;
  const examples = column.examples(["float"], examplesMax);
  yield alertOf(summary.name)(
    "MIXED_DECIMAL_MARKS",
    "warning",
    `${counted(commas, "number has", "numbers have")} a decimal comma and ${counted(float, "has", "have")} a decimal point (${firstPlaces(examples)}): the column is text because of that. Write all of them with a point.`,
    Math.min(float, commas),
    sampleExamples(examples, sampleValues),
  );
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
  for (const { summary, points } of columns) {
    if (points === null || !(points.besideGroups || proof !== undefined)) continue;
    const because = points.besideGroups
      ? "others of the column have points that group digits"
      : `column ${JSON.stringify(proof?.summary.name)} has a decimal comma`;
    yield alertOf(summary.name)(
      "POSSIBLE_THOUSANDS",
      "warning",
      `These may be thousands: ${points.all ? "every value with a point has" : "the values with a point, as far as they were looked at, have"} exactly three decimals, and ${because}. ${consequence(summary.type)}; remove the points if they group digits.`,
      points.count,
      points.examples,
    );
  }
}

function consequence(type: ColumnType): string {
  return type === "string" ? "The column is text because of both" : "They were read as fractions";
}

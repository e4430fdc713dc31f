/** Long numbers as a spreadsheet shows and exports them, `4.00123E+12`: of an identifier all but six digits are lost. */
import { examplesMax } from "../limits.ts";
import { isInt } from "../types/number.ts";
import { alertOf, firstPlaces } from "./alert.ts";
import type { ColumnProfile } from "./column-profile.ts";
import type { SampleValues } from "./options.ts";
import { sampleExamples } from "./sample-values.ts";
import type { Alert, ColumnSummary } from "./summary.ts";
import { counted } from "./wording.ts";

/** At most six digits of twelve to twenty, as keys of goods, orders and accounts have; programs write a small e. */
const shortened = /^\d(?:\.\d{1,5})?E\+1\d$/;
const shortest = /E\+10$/;
/** Decimals of which one value at the least has so many: else the numbers may as well be round ones. */
const manyDecimals = /\.\d{4,5}E/;

/** Of a column that has whole numbers beside them, or none; null where only the basic figures are asked for. */
export function* shortenedNumbers(
  column: ColumnProfile,
  summary: ColumnSummary,
  sampleValues: SampleValues,
): Generator<Alert> {
  const examples = column.examples(["float"], examplesMax);
  // Before the counters are asked for: the first values of nearly all float columns are none.
  if (summary.type !== "float" || !examples.every(({ value }) => isShortened(value ?? ""))) return;
  const texts = (column.values("number").frequent?.unordered().values ?? []).map(({ value }) => value);
  if (
    !texts.every((text) => isInt(text) || isShortened(text)) ||
    !texts.some((text) => manyDecimals.test(text))
  )
    return;
  const { float } = column.counts();
  yield alertOf(summary.name)(
    "SHORTENED_NUMBERS",
    "warning",
    `${counted(float, "number is", "numbers are")} written as a spreadsheet shows long ones, with six digits and an exponent (${firstPlaces(examples)}). If they are identifiers, the other digits are lost: export the column again, formatted as text.`,
    float,
    sampleExamples(examples, sampleValues),
  );
}

function isShortened(text: string): boolean {
  return shortened.test(text) && !shortest.test(text);
}

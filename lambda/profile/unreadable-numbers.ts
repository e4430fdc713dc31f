/** Cells of a column of formatted numbers that are no numbers: the column is text, so it has no invalid cells to show them. */
import { examplesMax } from "../limits.ts";
import { parseFormattedNumber } from "../types/number-format.ts";
import { alertOf, firstPlaces } from "./alert.ts";
import { valuesByCount } from "./by-count.ts";
import type { ColumnProfile } from "./column-profile.ts";
import type { ColumnTexts } from "./column-texts.ts";
import { formattedColumn } from "./format-hint.ts";
import type { DecimalMark } from "./formatted-number-profile.ts";
import type { SampleValues } from "./options.ts";
import { percentage } from "./percentage.ts";
import { sampleExamples, sampleValue } from "./sample-values.ts";
import type { Alert } from "./summary.ts";
import { counted } from "./wording.ts";

/** Values named in the message. */
const namedMax = 3;

/** Null tokens are told apart. */
export function* unreadableNumbers(
  column: ColumnProfile,
  texts: ColumnTexts,
  name: string,
  sampleValues: SampleValues,
): Generator<Alert> {
  const found = formattedColumn(column);
  if (found === null || found.read + found.plain >= found.cells) return;
  const { decimalMark } = found.formatted;
  const count = found.cells - found.read - found.plain;
  // Of the first texts most are numbers, and perhaps all.
  const examples = [
    ...(decimalMark === "comma" ? column.examples(["float"], examplesMax) : []),
    ...column
      .examples(["date", "string"], 2 * examplesMax)
      .filter(({ value }) => value !== null && !isRead(value, decimalMark)),
  ]
    .sort((a, b) => a.row - b.row)
    .slice(0, examplesMax);
  const named = frequentOnes(texts, decimalMark).flatMap((text) => {
    const shown = sampleValue(text, sampleValues);
    return shown === null ? [] : JSON.stringify(shown);
  });
  const where = [
    ...(named.length === 0 ? [] : [named.join(", ")]),
    ...(examples.length === 0 ? [] : [firstPlaces(examples)]),
  ];
  yield alertOf(name)(
    "UNREADABLE_NUMBERS",
    "warning",
    `${counted(count, "value is no number", "values are no numbers")} with a decimal ${decimalMark}, ${percentage(count, found.cells)} %${where.length === 0 ? "" : ` (${where.join("; ")})`}. All others are: correct or clear ${count === 1 ? "it" : "them"}.`,
    count,
    sampleExamples(examples, sampleValues),
  );
}

/** The most frequent texts that are no numbers, among those that are known. */
function frequentOnes({ weighted }: ColumnTexts, decimalMark: DecimalMark): readonly string[] {
  return (weighted?.texts ?? [])
    .filter(({ value }) => !isRead(value, decimalMark))
    .sort(valuesByCount)
    .slice(0, namedMax)
    .map(({ value }) => value);
}

function isRead(text: string, decimalMark: DecimalMark): boolean {
  const number = parseFormattedNumber(text);
  if (number === null) return false;
  return !Number.isNaN(decimalMark === "comma" ? number.commaDecimal : number.pointDecimal);
}

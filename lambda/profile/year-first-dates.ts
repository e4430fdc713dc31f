/** Dates of six digits such as `24/01/05`, read as 24 January 2005: of a column that has few first numbers, they may be years. */
import { alertOf } from "./alert.ts";
import type { ColumnProfile } from "./column-profile.ts";
import { sampleValue } from "./sample-values.ts";
import type { ColumnRules } from "./summarize-column.ts";
import type { Alert, ColumnSummary } from "./summary.ts";

const sixDigits = /^(\d{2})[-/.](\d{2})[-/.](\d{2})$/;

/** Of a format's name. */
const shortYear = /(?<!y)yy(?!y)/;

/** First numbers that are days as well as years of today's files: the last days of months, which may well stand alone, are none. */
const yearMin = 13;
const yearMax = 27;
const dayMax = 31;
/** Different last numbers; and how many times those of the first ones. */
const daysMin = 5;
const daysPerYearMin = 2;

/** As far as the column's values have counters: none where only the basic figures are asked for. */
export function* yearFirstDates(
  column: ColumnProfile,
  summary: ColumnSummary,
  { dateOrder, sampleValues }: ColumnRules,
): Generator<Alert> {
  if (summary.type !== "date" || dateOrder !== null) return;
  // Before the counters are asked for: hardly any column has years of two digits.
  if (summary.statistics?.formats.every(({ format }) => !shortYear.test(format))) return;
  const texts = column.values("date").frequent?.unordered().values ?? [];
  const years = new Set<number>();
  const days = new Set<number>();
  for (const { value } of texts) {
    const [, first, , last] = (sixDigits.exec(value) ?? []).map(Number);
    if (first === undefined || last === undefined) return;
    if (first < yearMin || first > yearMax || last < 1 || last > dayMax) return;
    years.add(first);
    days.add(last);
  }
  if (days.size < daysMin || days.size < daysPerYearMin * years.size) return;
  const shown = sampleValue(texts[0]?.value ?? "", sampleValues);
  const pair = shown === null ? "" : ` (${JSON.stringify(shown)})`;
  yield alertOf(summary.name)(
    "AMBIGUOUS_DATES",
    "warning",
    `The dates${pair} were read day first, but have few first numbers and many last ones: they may begin with the year. Write years with four digits.`,
    summary.statistics?.count ?? 0,
  );
}

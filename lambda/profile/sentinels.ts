/** Numbers such as −999.9 that stand for none: nines only or the one negative −200, far from the other values, again and again. */
import { frequentShownMax } from "../limits.ts";
import { alertOf } from "./alert.ts";
import { numbersOf } from "./column-numbers.ts";
import type { ColumnProfile } from "./column-profile.ts";
import type { SampleValues } from "./options.ts";
import { sampleValue } from "./sample-values.ts";
import type { Alert, ColumnSummary } from "./summary.ts";
import { counted } from "./wording.ts";

/** Medians that a number of nines lies away from zero to be no measurement. */
const sentinelDistanceMin = 5;

const nines = /^[-+]?9{3,}(?:\.[09]*)?$/;
/** Only where no other number is negative. */
const fewNines = /^-(?:9{1,2}|200)(?:\.0*)?$/;

/** Next to 0, so no distance tells; but numbers of which it were one would not be so unlike it. */
const minusOne = /^-1(?:\.0*)?$/;
const oftenerThanOthersMin = 3;
const minusOneDistinctMin = 20;

/** @param column,summary Of the same column: its summary may withhold the values. */
export function* sentinelAlerts(
  column: ColumnProfile,
  summary: ColumnSummary,
  sampleValues: SampleValues,
): Generator<Alert> {
  const statistics = numbersOf(summary);
  if (statistics === null) return;
  const { min, max, outliers, quantiles, negatives } = statistics;
  const frequent = column.values("number").frequent?.result(frequentShownMax).values ?? [];
  const [first, second] = frequent;
  if (
    first !== undefined &&
    second !== undefined &&
    minusOne.test(first.value) &&
    first.count === negatives &&
    first.count >= oftenerThanOthersMin * second.count &&
    summary.distinct.count >= minusOneDistinctMin
  )
    yield alertOf(summary.name)(
      "SENTINEL_VALUES",
      "warning",
      `${sampleValue(first.value, sampleValues) ?? "A number"} is the only negative value, occurs ${counted(first.count, "time", "times")}, far more often than any other, and counts as a number. If it means "no value", state it as a null token.`,
      first.count,
    );
  for (const { value, count } of frequent) {
    if (count < 2 || !(nines.test(value) || (negatives === count && fewNines.test(value)))) continue;
    const number = Number(value);
    const beyondFences = outliers !== null && (number < outliers.fence_low || number > outliers.fence_high);
    const isFar = Math.abs(number) > sentinelDistanceMin * Math.abs(quantiles.p50);
    if ((number !== min && number !== max) || !(beyondFences || isFar)) continue;
    yield alertOf(summary.name)(
      "SENTINEL_VALUES",
      "warning",
      `${sampleValue(value, sampleValues) ?? (nines.test(value) ? "A number of nines" : "A negative number")} occurs ${counted(count, "time", "times")}, far from the other values, and counts as a number. If it means "no value", state it as a null token.`,
      count,
    );
  }
}

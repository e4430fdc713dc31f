import type { Alert, AlertCode, Summary } from "../../lambda/profile/summary.ts";
import type { ColumnPair } from "./pair-columns.ts";
import { estimateErrorsMin } from "./thresholds.ts";

/** They rest on what is null among the basic figures. */
const ofAllFigures: ReadonlySet<AlertCode> = new Set([
  "DUPLICATE_ROWS",
  "EMPTY_ROWS",
  "INVISIBLE_CHARACTERS",
  "POSSIBLE_NULL_TOKENS",
  "REPEATED_HEADER",
  "SENTINEL_VALUES",
  "TOTAL_ROW",
]);

/**
 * Whether both profiles would say an alert if there were cause for it. Where one of them cannot tell, that it says
 * nothing is no change. Alerts of a column that is in one of the files only come and go with it.
 * @param pairs the columns of both; an alert names its column as the newer file does
 */
export function alertsComparable(
  before: Summary,
  after: Summary,
  pairs: readonly ColumnPair[],
): (alert: Alert) => boolean {
  const pairOf = new Map(pairs.map((pair) => [pair.after.name, pair]));
  const sameFigures = before.processing.figures === after.processing.figures;
  return ({ code, column }) => {
    if (!sameFigures && ofAllFigures.has(code)) return false;
    if (code === "DUPLICATE_ROWS") return repeatedRowsDiffer(before, after);
    if (column === null) return true;
    const pair = pairOf.get(column);
    if (pair === undefined) return false;
    // Only exact counts can say it: a single repetition is far below the error of an estimate.
    return (
      code !== "DUPLICATE_KEYS" ||
      (pair.before.distinct.method === "exact" && pair.after.distinct.method === "exact")
    );
  };
}

/** Beyond the errors of both, where they are estimates. */
function repeatedRowsDiffer(before: Summary, after: Summary): boolean {
  const [from, to] = [before.quality_issues.duplicate_rows, after.quality_issues.duplicate_rows];
  if (from === null || to === null) return false;
  return Math.abs(to.count - from.count) > estimateErrorsMin * (from.standard_error + to.standard_error);
}

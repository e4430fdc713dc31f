import type { Alert, AlertCode, ColumnSummary, Summary } from "../../lambda/profile/summary.ts";
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
 */
export function alertsComparable(before: Summary, after: Summary): (alert: Alert) => boolean {
  const earlier = columnsByName(before);
  const later = columnsByName(after);
  const sameFigures = before.processing.figures === after.processing.figures;
  return ({ code, column }) => {
    if (!sameFigures && ofAllFigures.has(code)) return false;
    if (code === "DUPLICATE_ROWS") return repeatedRowsDiffer(before, after);
    if (column === null) return true;
    const [was, is] = [earlier.get(column), later.get(column)];
    if (was === undefined || is === undefined) return false;
    // Only exact counts can say it: a single repetition is far below the error of an estimate.
    return code !== "DUPLICATE_KEYS" || (was.distinct.method === "exact" && is.distinct.method === "exact");
  };
}

function columnsByName({ columns }: Summary): ReadonlyMap<string, ColumnSummary> {
  return new Map(columns.map((column) => [column.name, column]));
}

/** Beyond the errors of both, where they are estimates. */
function repeatedRowsDiffer(before: Summary, after: Summary): boolean {
  const [from, to] = [before.quality_issues.duplicate_rows, after.quality_issues.duplicate_rows];
  if (from === null || to === null) return false;
  return Math.abs(to.count - from.count) > estimateErrorsMin * (from.standard_error + to.standard_error);
}

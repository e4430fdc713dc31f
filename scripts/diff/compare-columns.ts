/** What is different between two profiles of one column. */
import type { ColumnSummary, NumberStatistics, Share } from "../../lambda/profile/summary.ts";
import { countOf, formatCount, formatPercent, formatStatistic } from "../render/figures.ts";
import type { ColumnChange } from "./change.ts";
import { distinctPercentMin, estimateErrorsMin, quantilePercentMin, sharePointsMin } from "./thresholds.ts";

export function compareColumns(before: ColumnSummary, after: ColumnSummary): ColumnChange[] {
  return [
    ...compareTypes(before, after),
    ...compareShares("missing", before.missing, after.missing),
    ...compareShares("invalid", before.invalid, after.invalid),
    ...compareDateFormats(before, after),
    ...compareQuantiles(ownNumbers(before), ownNumbers(after)),
    ...compareValues(before, after),
  ];
}

function compareTypes(before: ColumnSummary, after: ColumnSummary): ColumnChange[] {
  if (before.type === after.type) return [];
  return [{ kind: "type", verdict: null, message: `type ${before.type} → ${after.type}` }];
}

function compareShares(kind: "missing" | "invalid", before: Share, after: Share): ColumnChange[] {
  const points = after.percentage - before.percentage;
  const appears = (before.count === 0) !== (after.count === 0);
  if (!appears && Math.abs(points) < sharePointsMin) return [];
  const inWords = ({ count, percentage }: Share) =>
    count === 0 ? "none" : `${formatCount(count)} (${formatPercent(percentage, count)})`;
  const verdict = after.count === 0 || points < 0 ? "better" : "worse";
  return [{ kind, verdict, message: `${kind} ${inWords(before)} → ${inWords(after)}` }];
}

function compareDateFormats(before: ColumnSummary, after: ColumnSummary): ColumnChange[] {
  if (before.type !== "date" || after.type !== "date") return [];
  if (before.statistics === null || after.statistics === null) return [];
  const formatsOf = (statistics: { readonly formats: readonly { readonly format: string }[] }) =>
    statistics.formats
      .map(({ format }) => format)
      .sort()
      .join(", ");
  const [from, to] = [formatsOf(before.statistics), formatsOf(after.statistics)];
  if (from === to) return [];
  return [{ kind: "date_format", verdict: null, message: `date formats ${from} → ${to}` }];
}

/** Not those of formatted texts: that they are numbers is a hint, which comes and goes. */
function ownNumbers(column: ColumnSummary): NumberStatistics | null {
  return column.type === "int" || column.type === "float" ? column.statistics : null;
}

const comparedQuantiles = ["p5", "p25", "p50", "p75", "p95"] as const;

/** All quantiles that moved, in one change; none where no error can be promised. */
function compareQuantiles(before: NumberStatistics | null, after: NumberStatistics | null): ColumnChange[] {
  if (before === null || after === null) return [];
  const [from, to] = [before.quantiles, after.quantiles];
  const [fromError, toError] = [from.relative_error, to.relative_error];
  if (fromError === null || toError === null) return [];
  // A column of nearly one value has no range: its own size is the measure then.
  const scale = from.p95 - from.p5 || Math.abs(from.p50) || 1;
  const moved = comparedQuantiles.filter((name) => {
    const shift = Math.abs(to[name] - from[name]);
    const doubt = Math.abs(from[name]) * fromError + Math.abs(to[name]) * toError;
    return shift / scale >= quantilePercentMin / 100 && shift > doubt;
  });
  if (moved.length === 0) return [];
  const parts = moved.map((name) => {
    const label = name === "p50" ? "median" : name;
    return `${label} ${formatStatistic(from[name])} → ${formatStatistic(to[name])}`;
  });
  return [{ kind: "quantiles", verdict: null, message: parts.join(", ") }];
}

/** Values one by one where both profiles have all of them, else how many distinct ones there are. */
function compareValues(before: ColumnSummary, after: ColumnSummary): ColumnChange[] {
  if (before.type !== after.type) return [];
  const [had, has] = [allValues(before), allValues(after)];
  if (had === null || has === null) return compareDistinct(before, after);
  const fresh = [...has].filter((value) => !had.has(value));
  const gone = [...had].filter((value) => !has.has(value));
  if (fresh.length + gone.length === 0) return [];
  const parts = [
    ...(fresh.length > 0 ? [`new: ${listed(fresh)}`] : []),
    ...(gone.length > 0 ? [`gone: ${listed(gone)}`] : []),
  ];
  return [{ kind: "values", verdict: null, message: `values ${parts.join("; ")}` }];
}

/** Null when some are not in the summary, or withheld, and for numbers and dates, whose values are no categories. */
function allValues({ type, distinct, frequent }: ColumnSummary): ReadonlySet<string> | null {
  if (
    frequent === null ||
    type !== "string" ||
    distinct.method !== "exact" ||
    distinct.count > frequent.values.length
  )
    return null;
  const values = frequent.values.map(({ value, truncated }) => (truncated ? null : value));
  return values.includes(null) ? null : new Set(values.filter((value) => value !== null));
}

const valuesShownMax = 5;

function listed(values: readonly string[]): string {
  const rest = values.length - valuesShownMax;
  const shown = values.slice(0, valuesShownMax).map((value) => JSON.stringify(value));
  return `${shown.join(", ")}${rest > 0 ? ` and ${formatCount(rest)} more` : ""}`;
}

function compareDistinct(before: ColumnSummary, after: ColumnSummary): ColumnChange[] {
  const [from, to] = [before.distinct, after.distinct];
  const difference = Math.abs(to.count - from.count);
  const doubt = estimateErrorsMin * (from.count * from.standard_error + to.count * to.standard_error);
  // A key has as many values as there are rows: that number is compared once, for the table.
  const isKey = before.uniqueness === 100 && after.uniqueness === 100;
  if (
    isKey ||
    difference <= doubt ||
    difference < (from.count * distinctPercentMin) / 100 ||
    difference === 0
  )
    return [];
  return [
    {
      kind: "distinct",
      verdict: null,
      message: `${countOf(from.count, "distinct value")} → ${formatCount(to.count)}`,
    },
  ];
}

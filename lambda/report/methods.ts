/** Which figures are estimates, how they were made, and how far they may be off. */
import { numbersOf } from "../profile/column-numbers.ts";
import type { ColumnSummary, NumberStatistics, Summary } from "../profile/summary.ts";
import { countOf, formatPercent } from "./figures.ts";
import { type Html, html } from "./html.ts";

export function methods(summary: Summary): Html | null {
  if (summary.columns.length === 0) return null;
  const estimates = [...estimatesOf(summary)];
  return html`${
    estimates.length === 0
      ? html`<p>Every figure in this report is exact.</p>`
      : html`<p>Counts, extremes, means and variances are exact. Estimates (≈):</p><ul>${estimates.map((text) => html`<li>${text}</li>`)}</ul>`
  }
<p>Quantiles interpolate linearly between ranks (type 7 of Hyndman &amp; Fan 1996). Variance and standard deviation are those of a sample (n − 1), skewness is G1, excess kurtosis G2. Outliers lie beyond 1.5 interquartile ranges from the quartiles (Tukey 1977). Distinct and frequent values are compared as written: 1.0 and 1.00 are two. Confidence is the share of the values that fit the column’s type; for a string column, of those that no narrower type would take. In the strip below a histogram the box spans the quartiles, the thick line p5 to p95, the thin line p1 to p99; the bar in it is the median, the dashed one the mean.</p>`;
}

function* estimatesOf({ columns, quality_issues }: Summary): Generator<string> {
  const numbers = columns
    .map(numbersOf)
    .filter((statistics): statistics is NumberStatistics => statistics !== null);
  const sketched = numbers.filter(({ quantiles }) => quantiles.method !== "exact");
  if (sketched.length > 0) yield quantileText(sketched);
  const counted = columns.filter(({ distinct }) => distinct.method !== "exact");
  if (counted.length > 0) yield distinctTextOf(counted);
  const frequent = columns.filter(({ frequent }) => frequent !== null && frequent.method !== "exact");
  if (frequent.length > 0) {
    yield `Frequent values of ${countOf(frequent.length, "column")}: Misra–Gries (1982); no count is too high, and each is too low by at most the number stated below it.`;
  }
  if (columns.some(({ hints }) => hints.some(({ method }) => method === "sample"))) {
    yield "Hints “of a sample”: frequent values by their counts, the others by a uniform sample of the distinct values, within about 3 percentage points of those.";
  }
  const shaped = columns.filter(
    ({ type, statistics }) => type === "string" && statistics?.shapes.method === "sample",
  );
  if (shaped.length > 0) {
    yield `Shapes “of a sample” of ${countOf(shaped.length, "column")}: shares of the distinct values, by a uniform sample of those.`;
  }
  const rows = quality_issues.duplicate_rows;
  if (rows !== null && rows.method !== "exact") {
    yield `Repeated rows: adaptive sampling of row hashes, standard error ${countOf(Math.round(rows.standard_error), "row")}.`;
  }
}

function quantileText(sketched: readonly NumberStatistics[]): string {
  const errors = sketched.map(({ quantiles }) => quantiles.relative_error);
  const worst = errors.reduce<number | null>(
    (most, error) => (most === null || error === null ? null : Math.max(most, error)),
    0,
  );
  const promise =
    worst === null
      ? "for at least one of them no error can be promised"
      : `each quantile within ${formatPercent(Math.max(worst * 100, 0.01))} of the true value`;
  return `Quantiles, histograms and outliers of ${countOf(sketched.length, "column")}: DDSketch (Masson et al. 2019) with bins as fine as fit (Epicoco et al. 2020), ${promise}.`;
}

function distinctTextOf(counted: readonly ColumnSummary[]): string {
  const error = Math.max(...counted.map(({ distinct }) => distinct.standard_error));
  return `Distinct values of ${countOf(counted.length, "column")}: HyperLogLog (Flajolet et al. 2007), standard error ${formatPercent(error * 100)}; uniqueness is derived from it.`;
}

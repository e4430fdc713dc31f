/** Figures and distribution of a column of numbers, or of texts that are formatted numbers. */
import type { NumberStatistics, QuantileSummary } from "../profile/summary.ts";
import { barChartSvg } from "./bar-chart-svg.ts";
import { type Definition, definitionList } from "./definition-list.ts";
import {
  countOf,
  formatCount,
  formatExtreme,
  formatPercent,
  formatStatistic,
  formatWithin,
} from "./figures.ts";
import { type Html, html } from "./html.ts";
import { quantileStripSvg } from "./quantile-strip-svg.ts";

export function numberFigures(statistics: NumberStatistics, more: readonly (Definition | null)[]): Html {
  const { avg, stddev, sum, zeros, negatives, skewness, kurtosis, outliers } = statistics;
  const optional = (term: string, value: number | null, digits?: number): Definition | null =>
    value === null ? null : [term, formatStatistic(value, digits)];
  return definitionList([
    ["Minimum", statistics.min_exact ?? formatExtreme(statistics.min)],
    ["Maximum", statistics.max_exact ?? formatExtreme(statistics.max)],
    avg === null ? null : ["Mean", formatWithin(avg, statistics.max - statistics.min, 6)],
    optional("Standard deviation", stddev),
    optional("Sum", sum, 12),
    optional("Skewness", skewness, 3),
    optional("Excess kurtosis", kurtosis, 3),
    ["Zeros", countAndShare(zeros, statistics.count)],
    ["Negatives", countAndShare(negatives, statistics.count)],
    outliers === null
      ? null
      : [
          "Outliers",
          html`${outliers.method === "exact" ? "" : "≈ "}${countAndShare(outliers.count, statistics.count)}`,
        ],
    ...more,
  ]);
}

function countAndShare(count: number, total: number): string {
  return count === 0 ? "0" : `${formatCount(count)} (${formatPercent((count / total) * 100, count)})`;
}

/** Histogram, quantile strip on the same axis, and the quantiles as figures. */
export function numberDistribution(id: string, statistics: NumberStatistics): Html {
  const { histogram, quantiles, avg } = statistics;
  const { edges, counts } = histogram;
  const [low, high] = [edges[0] ?? statistics.min, edges.at(-1) ?? statistics.max];
  // Each is the end of one bar and the beginning of the next.
  const edgeText = (edge: number) => formatWithin(edge, high - low);
  const texts = edges.map(edgeText);
  const bars = counts.map((count, index) => ({
    count,
    label: `${texts[index]} to ${texts[index + 1]}: ${formatCount(count)}`,
  }));
  const tallest = bars.reduce((best, bar) => (bar.count > best.count ? bar : best), { count: 0, label: "" });
  const middle = counts.length % 2 === 0 ? (texts[counts.length / 2] ?? "") : "";
  return html`<figure>${barChartSvg({
    id,
    title: `Histogram of ${countOf(statistics.count, "number")}`,
    description: `${countOf(counts.length, "bin")} from ${edgeText(low)} to ${edgeText(high)}; the tallest is ${tallest.label}.`,
    bars,
  })}${quantileStripSvg(quantiles, avg, low, high)}<div class="axis" aria-hidden="true"><span>${edgeText(low)}</span><span>${middle}</span><span>${edgeText(high)}</span></div>${tails(histogram, edgeText(low), edgeText(high))}</figure>${quantileFigures(quantiles)}`;
}

function tails({ below, above }: NumberStatistics["histogram"], low: string, high: string): Html | null {
  if (below + above === 0) return null;
  const parts = [
    ...(below > 0 ? [`${countOf(below, "value")} below ${low}`] : []),
    ...(above > 0 ? [`${countOf(above, "value")} above ${high}`] : []),
  ];
  return html`<figcaption>Not drawn: ${parts.join(" and ")}.</figcaption>`;
}

const quantileNames = ["p1", "p5", "p25", "p50", "p75", "p95", "p99"] as const;

/** Characters up to which seven of them stand in one row below the histogram. */
const quantileCharsMax = 6;

function quantileFigures(quantiles: QuantileSummary): Html {
  const { method, relative_error: error, p1, p99 } = quantiles;
  const doubt = (error ?? Number.POSITIVE_INFINITY) * Math.max(Math.abs(p1), Math.abs(p99), Number.MIN_VALUE);
  // Figures go down to a thousandth of it: to what tells them apart, and not below their error.
  const span = Math.max(p99 - p1, doubt * 1000);
  const about = method === "exact" ? "" : "≈ ";
  const texts = quantileNames.map((name) => about + formatWithin(quantiles[name], span));
  const layout = texts.some(({ length }) => length > quantileCharsMax) ? "quantiles long" : "quantiles";
  return html`<dl class="${layout}">${quantileNames.map(
    (name, index) =>
      html`<div><dt>${name === "p50" ? "median" : name}</dt><dd>${texts[index] ?? ""}</dd></div>`,
  )}</dl>`;
}

/** Figures and distribution of a column of dates. */
import type { DateStatistics } from "../profile/summary.ts";
import { barChartSvg } from "./bar-chart-svg.ts";
import { type Definition, definitionList } from "./definition-list.ts";
import { countOf, formatCount, formatInstant } from "./figures.ts";
import { type Html, html, joined } from "./html.ts";

/** Formats listed before the rest is only counted. */
const formatsShownMax = 6;

export function dateFigures(statistics: DateStatistics, more: readonly (Definition | null)[]): Html {
  const { min, max, span, formats } = statistics;
  const rest = formats.length - formatsShownMax;
  return definitionList([
    ["Earliest", formatInstant(min)],
    ["Latest", formatInstant(max)],
    ["Span", span],
    [
      formats.length === 1 ? "Format" : "Formats",
      html`${joined(
        formats
          .slice(0, formatsShownMax)
          .map(({ format, count }) =>
            formats.length === 1
              ? html`<code>${format}</code>`
              : html`<code>${format}</code> ${formatCount(count)}`,
          ),
        ", ",
      )}${rest > 0 ? ` and ${rest} more` : null}`,
    ],
    ["Day and month", orderInWords(statistics)],
    ...more,
  ]);
}

function orderInWords({ order, order_verdict: verdict }: DateStatistics): string {
  const read = order === "day_first" ? "day first" : "month first";
  switch (verdict) {
    case "not_needed":
      return "unambiguous";
    case "decided":
      return `${read}, as some values settle`;
    case "mixed":
      return `mixed; ${read} where both are possible`;
    case "ambiguous":
      return `ambiguous; assumed ${read}`;
    case "stated":
      return `${read}, as stated`;
  }
}

export function dateDistribution(id: string, { histogram, count }: DateStatistics): Html | null {
  if (histogram === null) return null;
  const { bins, unit, below, above } = histogram;
  const [first, last] = [bins[0], bins.at(-1)];
  if (first === undefined || last === undefined) return null;
  const tallest = bins.reduce((best, bin) => (bin.count > best.count ? bin : best), first);
  const [from, to] = [startText(first.start, unit), startText(last.start, unit)];
  const bars = bins.map((bin) => ({
    count: bin.count,
    label: `${startText(bin.start, unit)}: ${formatCount(bin.count)}`,
  }));
  const notDrawn = below + above;
  return html`<figure>${barChartSvg({
    id,
    title: `${countOf(count, "date")} by ${unit}`,
    description: `${countOf(bins.length, "bin")} of one ${unit} from ${from} to ${to}; the tallest begins ${startText(tallest.start, unit)} with ${formatCount(tallest.count)}.`,
    bars,
  })}<div class="axis" aria-hidden="true"><span>${from}</span><span>by ${unit}</span><span>${to}</span></div>${
    notDrawn > 0 ? html`<figcaption>Not drawn: ${countOf(notDrawn, "date")} in far tails.</figcaption>` : null
  }</figure>`;
}

/** As much of a bin's start as its unit tells: `2024`, `2024-03`, `2024-03-01`, `2024-03-01 13:00`. */
function startText(iso: string, unit: string): string {
  if (unit === "year") return iso.replace(/-01-01T.*$/, "");
  if (unit === "month") return iso.replace(/-01T.*$/, "");
  return iso
    .replace(/(:\d\d)\.000Z$/, "$1")
    .replace(/:00$/, "")
    .replace(/T00:00$/, "")
    .replace("T", " ");
}

/** Bars as inline SVG. Widths and heights are attributes: the report's content security policy allows no inline style. */
import { type Html, html } from "./html.ts";

const heightUnits = 100;

export interface Bar {
  readonly count: number;
  /** What a pointer resting on the bar reads. */
  readonly label: string;
}

export interface BarChart {
  /** Unique in the document. */
  readonly id: string;
  readonly title: string;
  /** The chart in words, for those who cannot see it. */
  readonly description: string;
  readonly bars: readonly Bar[];
}

/** Bars from which on they are drawn as one: too narrow to rest a pointer on, and half of a report's bytes. */
const labelledBarsMax = 31;

/** Stretches to its box; labels belong beside it, where they keep their size. */
export function barChartSvg({ id, title, description, bars }: BarChart): Html {
  const counts = bars.map(({ count }) => count);
  const paths =
    bars.length > labelledBarsMax
      ? html`<path d="${outline(counts, heightUnits)}"/>`
      : html`${labelledBars(bars, highestOf(counts))}`;
  return html`<svg class="bars" viewBox="0 0 ${bars.length} ${heightUnits}" preserveAspectRatio="none" role="img" aria-labelledby="${id}t ${id}d"><title id="${id}t">${title}</title><desc id="${id}d">${description}</desc>${paths}</svg>`;
}

function labelledBars(bars: readonly Bar[], highest: number): readonly (Html | null)[] {
  return bars.map(({ count, label }, index) =>
    count === 0
      ? null
      : html`<path d="M${index} ${topOf(count, highest, heightUnits)}h.9V${heightUnits}h-.9z"><title>${label}</title></path>`,
  );
}

/** The same bars word-sized; the row that it stands in says the rest. */
export function sparklineSvg(counts: readonly number[]): Html | null {
  if (counts.length === 0) return null;
  const height = 20;
  return html`<svg class="spark" viewBox="0 0 ${counts.length} ${height}" preserveAspectRatio="none" aria-hidden="true"><path d="${outline(counts, height)}"/></svg>`;
}

/** All bars in one path. */
function outline(counts: readonly number[], height: number): string {
  const highest = highestOf(counts);
  return counts
    .map((count, index) =>
      count === 0 ? "" : `M${index} ${topOf(count, highest, height)}h.85V${height}h-.85z`,
    )
    .join("");
}

/** A share as a horizontal bar; the number stands beside it. */
export function shareBarSvg(percentage: number): Html {
  return html`<svg class="share" aria-hidden="true"><rect width="${visibleWidth(percentage)}%" height="100%"/></svg>`;
}

export interface Segment {
  /** Style sheet class of the segment. */
  readonly kind: string;
  readonly count: number;
}

/** Parts of a whole in one horizontal bar; a legend stands beside it. */
export function stackedBarSvg(segments: readonly Segment[]): Html {
  const total = segments.reduce((sum, { count }) => sum + count, 0);
  let x = 0;
  const rects = segments.map(({ kind, count }) => {
    if (count === 0) return null;
    const width = visibleWidth((count / total) * 100);
    const from = Math.min(x, 100 - width);
    x = from + width;
    return html`<rect class="${kind}" x="${round(from)}%" width="${round(width)}%" height="100%"/>`;
  });
  return html`<svg class="stack" aria-hidden="true">${rects}</svg>`;
}

function highestOf(counts: readonly number[]): number {
  return counts.reduce((highest, count) => Math.max(highest, count), 0);
}

/** What is there is seen: a bar is at least a fiftieth high. */
function topOf(count: number, highest: number, height: number): number {
  return round(height - Math.max(height / 50, (count / highest) * height));
}

function visibleWidth(percentage: number): number {
  return percentage > 0 ? Math.min(100, Math.max(0.6, round(percentage))) : 0;
}

function round(x: number): number {
  return Math.round(x * 10) / 10;
}

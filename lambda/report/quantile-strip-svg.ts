/** Quantiles over the axis of the histogram above them, as a box plot lying down: p1–p99, p5–p95, the box of the quartiles, the median. */
import type { QuantileSummary } from "../profile/summary.ts";
import { type Html, html } from "./html.ts";

const widthUnits = 1000;

/** `low` and `high` are the ends of the histogram; what lies outside is drawn at its edge. */
export function quantileStripSvg(
  quantiles: QuantileSummary,
  mean: number | null,
  low: number,
  high: number,
): Html | null {
  if (!(high > low)) return null;
  // Halves, because the range of two doubles may itself overflow.
  const at = (value: number) => {
    const share = (value / 2 - low / 2) / (high / 2 - low / 2);
    return Math.round(Math.min(1, Math.max(0, share)) * widthUnits);
  };
  const { p1, p5, p25, p50, p75, p95, p99 } = quantiles;
  const [left, right] = [at(p25), at(p75)];
  return html`<svg class="strip" viewBox="0 0 ${widthUnits} 16" preserveAspectRatio="none" aria-hidden="true"><path class="far" d="M${at(p1)} 8H${at(p99)}"/><path d="M${at(p5)} 8H${at(p95)}"/><rect x="${left}" y="3" width="${Math.max(2, right - left)}" height="10"/>${
    mean === null ? null : html`<path class="mean" d="M${at(mean)} 0V16"/>`
  }<path class="median" d="M${at(p50)} 1V15"/></svg>`;
}

/** The most frequent values of a column, with their shares as bars. */
import type { ColumnSummary } from "../profile/summary.ts";
import { shareBarSvg } from "./bar-chart-svg.ts";
import { formatCount, formatPercent } from "./figures.ts";
import { type Html, html } from "./html.ts";
import { cellText, cellTexts } from "./places.ts";

/** Values that stand for a column in which none is more frequent than another. */
const specimens = 5;

export function frequentValues({ frequent, distinct }: ColumnSummary): Html | null {
  if (frequent === null) return null;
  const { values, method, error_max: errorMax } = frequent;
  const [first] = values;
  if (first === undefined) return null;
  // What occurs once is not frequent; of estimated counts nobody knows.
  const repeated = method === "exact" ? values.filter(({ count }) => count > 1) : values;
  if (repeated.length === 0) {
    const shown = values.slice(0, specimens).flatMap(({ value }) => (value === null ? [] : [value]));
    return html`<section><h4>Values</h4><p class="specimens">No value occurs twice${
      shown.length === 0 ? "." : html`: ${cellTexts(shown)}${distinct.count > shown.length ? " …" : null}`
    }</p></section>`;
  }
  return html`<section><h4>Frequent values</h4><table class="frequent"><tbody>${repeated.map(
    ({ value, truncated, count, percentage }) =>
      html`<tr><th scope="row">${cellText(value)}${truncated ? "…" : null}</th><td>${shareBarSvg((count / first.count) * 100)}</td><td>${formatCount(count)}</td><td>${formatPercent(percentage, count)}</td></tr>`,
  )}</tbody></table>${remark(repeated.length < values.length, errorMax)}</section>`;
}

function remark(othersOccurOnce: boolean, errorMax: number): Html | null {
  if (errorMax > 0) return html`<p class="note">≈ Each count is low by at most ${formatCount(errorMax)}.</p>`;
  return othersOccurOnce ? html`<p class="note">Every other value occurs once.</p>` : null;
}

/** Figures and shapes of a column of texts. */
import type { StringStatistics } from "../profile/summary.ts";
import { shareBarSvg } from "./bar-chart-svg.ts";
import { type Definition, definitionList } from "./definition-list.ts";
import { countOf, formatPercent, formatStatistic } from "./figures.ts";
import { type Html, html, visible } from "./html.ts";

export function textFigures(statistics: StringStatistics, more: readonly (Definition | null)[]): Html {
  const { length_min: shortest, length_max: longest, length_avg: mean } = statistics;
  return definitionList([
    ["Shortest", countOf(shortest, "character")],
    ["Longest", countOf(longest, "character")],
    ["Mean length", `${formatStatistic(mean, 4)} ${mean === 1 ? "character" : "characters"}`],
    ...more,
  ]);
}

/** `Aa+ 99`: what the texts look like, letter by letter. */
export function textShapes({ shapes }: StringStatistics): Html | null {
  if (shapes.values.length === 0) return null;
  return html`<section><h4>Shapes${shapes.method === "sample" ? " (of a sample)" : null}</h4><table class="frequent"><tbody>${shapes.values.map(
    ({ shape, percentage }) =>
      html`<tr><th scope="row"><code>${visible(shape)}</code></th><td>${shareBarSvg(percentage)}</td><td>${formatPercent(percentage, 1)}</td></tr>`,
  )}</tbody></table></section>`;
}

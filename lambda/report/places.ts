/** Where in the file, with what stood there. */
import type { CellExample, RowExample, RowPlace } from "../profile/summary.ts";
import { countOf, formatCount } from "./figures.ts";
import { type Html, html, joined, visible } from "./html.ts";

/** A cell's text; the row's whole place tells two withheld ones apart. */
export function cellText(value: string | null): Html {
  if (value === null) return html`<em class="withheld">withheld</em>`;
  if (value === "") return html`<em class="withheld">empty</em>`;
  return html`<code>${visible(value)}</code>`;
}

function place({ row, line }: RowPlace): Html {
  return html`row ${formatCount(row)} <span class="line">line ${formatCount(line)}</span>`;
}

export function cellPlaces(examples: readonly CellExample[], count: number): Html {
  return listed(
    examples.map((example) => html`<li>${cellText(example.value)} ${place(example)}</li>`),
    count,
  );
}

export function rowPlaces(examples: readonly (RowPlace | RowExample)[], count: number): Html {
  return listed(
    examples.map(
      (example) =>
        html`<li>${place(example)}${"fields" in example ? html` · ${countOf(example.fields, "field")}` : null}</li>`,
    ),
    count,
  );
}

function listed(items: readonly Html[], count: number): Html {
  const rest = count - items.length;
  return html`<ul class="places">${items}${rest > 0 ? html`<li>and ${formatCount(rest)} more</li>` : null}</ul>`;
}

/** `a, b, c`, each as a cell's text. */
export function cellTexts(values: readonly string[]): Html {
  return joined(values.map(cellText), ", ");
}

/** All that is known of one column. */
import { numbersOf } from "../profile/column-numbers.ts";
import type { Alert, AlertCode, ColumnSummary, Hint } from "../profile/summary.ts";
import { shareBarSvg, stackedBarSvg } from "./bar-chart-svg.ts";
import { distinctText, type ReportedColumn, validCount } from "./column-facts.ts";
import { dateDistribution, dateFigures } from "./date-section.ts";
import { type Definition, definitionList } from "./definition-list.ts";
import { formatCount, formatPercent, formatShare } from "./figures.ts";
import { frequentValues } from "./frequent-values.ts";
import { type Html, html, joined, visible } from "./html.ts";
import { numberDistribution, numberFigures } from "./number-section.ts";
import { cellPlaces } from "./places.ts";
import { textFigures, textShapes } from "./text-section.ts";
import { typeLedger } from "./type-ledger.ts";

/** Alerts that the card says in other words, with more detail. */
const saidElsewhere: ReadonlySet<AlertCode> = new Set([
  "ALL_MISSING",
  "CONSTANT",
  "FORMATTED_NUMBERS",
  "HIGH_MISSING",
  "INVALID_VALUES",
  "TYPE_NEAR_THRESHOLD",
]);

export function columnCard({ column, alerts, id }: ReportedColumn, rows: number): Html {
  return html`<article class="card ${column.type}" id="${id}" aria-labelledby="${id}n">
<header><p class="position">${formatCount(column.position)}</p><h3 id="${id}n">${visible(column.name)}</h3><p><span class="badge">${column.type}</span> ${confidenceText(column)}</p></header>
<div class="card-body">${cells(column, rows)}${notes(column, alerts)}${detail(column, rows, id)}</div>
</article>
`;
}

/** Three abreast: figures, the distribution, the values. Below, what needs the width of a sentence. */
function detail(column: ColumnSummary, rows: number, id: string): Html {
  const chart = distribution(column, id);
  const [middle, right, below] =
    chart === null
      ? [frequentValues(column), shapes(column), null]
      : [chart, frequentValues(column), shapes(column)];
  return html`<div class="card-grid">${figures(column, rows)}<div>${middle}</div><div>${right}</div></div><div class="card-more">${typeLedger(column)}${invalidCells(column)}${below}</div>`;
}

function confidenceText({ confidence }: ColumnSummary): string {
  return confidence === null ? "no values" : `${formatShare(confidence)} confidence`;
}

/** Valid, invalid and missing cells as one bar and in words. */
function cells(column: ColumnSummary, rows: number): Html {
  const { missing, invalid, type_counts: kinds } = column;
  const valid = validCount(column, rows);
  const bar = stackedBarSvg([
    { kind: "valid", count: valid },
    { kind: "invalid", count: invalid.count },
    { kind: "missing", count: missing.count },
  ]);
  const found = (["int", "float", "date", "string", "null_token", "empty"] as const).filter(
    (kind) => kinds[kind] > 0,
  );
  const mixture =
    found.length > 1
      ? html`<span class="mixture">${joined(
          found.map(
            (kind) => html`${formatCount(kinds[kind])} ${kind === "null_token" ? "null token" : kind}`,
          ),
          " · ",
        )}</span>`
      : null;
  return html`<div class="cells">${bar}<p><span><i class="key valid"></i>${formatCount(valid)} valid</span> ${legend("invalid", invalid)} ${legend("missing", missing)} ${mixture}</p></div>`;
}

function legend(kind: "invalid" | "missing", { count, percentage }: ColumnSummary["missing"]): Html {
  const share = count > 0 ? ` (${formatPercent(percentage, count)})` : "";
  return html`<span${count > 0 ? html` class="some"` : null}>${count > 0 ? html`<i class="key ${kind}"></i>` : null}${formatCount(count)} ${kind}${share}</span>`;
}

function notes(column: ColumnSummary, alerts: readonly Alert[]): Html | null {
  const told = alerts.filter(({ code }) => !saidElsewhere.has(code));
  if (told.length + column.hints.length === 0) return null;
  return html`<ul class="notes">${told.map(
    ({ severity, message }) =>
      html`<li><span class="severity ${severity}">${severity}</span> ${visible(message)}</li>`,
  )}${column.hints.map(hintNote)}</ul>`;
}

function hintNote({ hint, method, message }: Hint): Html {
  const sampled = method === "sample" ? " (of a sample)" : null;
  return html`<li><span class="hint">${hint.replaceAll("_", " ")}</span> ${visible(message)}${sampled}</li>`;
}

function figures(column: ColumnSummary, rows: number): Html {
  const more: Definition[] = [
    ["Distinct", distinctFigure(column)],
    ["Unique", uniqueFigure(column)],
  ];
  const numbers = numbersOf(column);
  const values = validCount(column, rows);
  if (values === 0)
    return definitionList([
      ["Values", "none"],
      ["Rows", formatCount(rows)],
    ]);
  if (column.statistics === null) return definitionList([["Values", formatCount(values)], ...more]);
  if (numbers !== null) return numberFigures(numbers, more);
  if (column.type === "date") return dateFigures(column.statistics, more);
  return column.type === "string" ? textFigures(column.statistics, more) : definitionList(more);
}

function distinctFigure(column: ColumnSummary): string {
  const { method, standard_error: error } = column.distinct;
  return method === "exact"
    ? distinctText(column)
    : `${distinctText(column)} ± ${formatPercent(error * 100)}`;
}

function uniqueFigure({ uniqueness }: ColumnSummary): Html {
  return html`${formatPercent(uniqueness)} ${shareBarSvg(uniqueness)}`;
}

function distribution(column: ColumnSummary, id: string): Html | null {
  const numbers = numbersOf(column);
  if (numbers !== null) return numberDistribution(id, numbers);
  if (column.type === "date" && column.statistics !== null) return dateDistribution(id, column.statistics);
  return null;
}

function invalidCells({ invalid, type }: ColumnSummary): Html | null {
  if (invalid.count === 0) return null;
  return html`<section><h4>Not ${type}</h4>${cellPlaces(invalid.examples, invalid.count)}</section>`;
}

function shapes(column: ColumnSummary): Html | null {
  return column.type === "string" && column.statistics !== null ? textShapes(column.statistics) : null;
}

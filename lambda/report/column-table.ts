/** Every column in a row: the table of contents, sortable and to be filtered where scripts run. */
import { numbersOf } from "../profile/column-numbers.ts";
import type { Alert, ColumnSummary } from "../profile/summary.ts";
import { sparklineSvg } from "./bar-chart-svg.ts";
import { distinctText, distributionOf, type ReportedColumn } from "./column-facts.ts";
import { formatCount, formatInstant, formatPercent, formatShare, formatWithin } from "./figures.ts";
import { type Html, html, visible } from "./html.ts";

/** A column heading; `wide` ones are left out on narrow screens. */
interface Heading {
  readonly title: string;
  readonly sort: "text" | "number" | null;
  readonly wide: boolean;
}

const headings: readonly Heading[] = [
  { title: "#", sort: "number", wide: false },
  { title: "Name", sort: "text", wide: false },
  { title: "Type", sort: "text", wide: false },
  { title: "Confidence", sort: "number", wide: true },
  { title: "Missing", sort: "number", wide: false },
  { title: "Invalid", sort: "number", wide: true },
  { title: "Distinct", sort: "number", wide: true },
  { title: "Min", sort: "number", wide: true },
  { title: "Mean", sort: "number", wide: true },
  { title: "Max", sort: "number", wide: true },
  { title: "Distribution", sort: null, wide: false },
];

export function columnTable(columns: readonly ReportedColumn[]): Html {
  return html`<form class="filter" id="filter" role="search" aria-label="Columns" hidden>
<label>Find <input type="search" id="filter-name" autocomplete="off" spellcheck="false"></label>
<label>Type <select id="filter-type"><option value="">all</option><option>int</option><option>float</option><option>date</option><option>string</option></select></label>
<label><input type="checkbox" id="filter-alerts"> with alerts only</label>
<output id="filter-count" for="filter-name filter-type filter-alerts"></output>
</form>
<div class="scroll" role="group" aria-label="Table of columns" tabindex="0"><table class="columns" id="columns-table"><thead><tr>${headings.map(heading)}</tr></thead><tbody>
${columns.map(row)}</tbody></table></div>`;
}

function heading({ title, sort, wide }: Heading): Html {
  return html`<th scope="col"${wide ? html` class="wide"` : null}${sort === null ? null : html` data-sort="${sort}"`}>${title}</th>`;
}

function row({ column, alerts, id }: ReportedColumn): Html {
  const { name, position, type, confidence, missing, invalid, distinct } = column;
  return html`<tr class="${type}" data-card="${id}"${alerts.length > 0 ? html` data-alerts="${alerts.length}"` : null}><td>${position}</td><th scope="row"><a href="#${id}">${visible(name)}</a>${alertMark(alerts)}</th><td><span class="badge">${type}</span></td>${cell(
    confidence === null ? "" : formatShare(confidence),
    confidence,
  )}${share(missing, false)}${share(invalid, true)}${cell(distinctText(column), distinct.count)}${range(column)}<td class="trend">${sparklineSvg(distributionOf(column))}</td></tr>
`;
}

/** `key` is what the cell is sorted by. */
function cell(text: string, key: number | null, wide = true): Html {
  return html`<td${wide ? html` class="wide"` : null}${key === null ? null : html` data-key="${key}"`}>${text}</td>`;
}

function share({ count, percentage }: ColumnSummary["missing"], wide: boolean): Html {
  return cell(count === 0 ? "0" : formatPercent(percentage, count), count, wide);
}

function alertMark(alerts: readonly Alert[]): Html | null {
  const [gravest] = alerts;
  if (gravest === undefined) return null;
  const text = alerts.length === 1 ? "1 alert" : `${formatCount(alerts.length)} alerts`;
  return html` <span class="mark ${gravest.severity}" role="img" aria-label="${text}" title="${text}"></span>`;
}

function range(column: ColumnSummary): Html {
  const numbers = numbersOf(column);
  if (numbers !== null) {
    const { min, avg, max } = numbers;
    const figure = (value: number | null) =>
      cell(value === null ? "" : formatWithin(value, max - min), value);
    return html`${figure(min)}${figure(avg)}${figure(max)}`;
  }
  if (column.type === "date" && column.statistics !== null) {
    const { min, max } = column.statistics;
    return html`${instant(min)}<td class="wide"></td>${instant(max)}`;
  }
  return html`<td class="wide"></td><td class="wide"></td><td class="wide"></td>`;
}

function instant(iso: string): Html {
  const epochMs = Date.parse(iso);
  return cell(formatInstant(iso).replace(/ .*$/, ""), Number.isNaN(epochMs) ? null : epochMs);
}

/** The file at a glance. */
import type { ColumnType, Summary } from "../profile/summary.ts";
import { alertCounts, alertList } from "./alert-list.ts";
import { stackedBarSvg } from "./bar-chart-svg.ts";
import { countOf, formatBytes, formatCount, formatPercent } from "./figures.ts";
import { type Html, html } from "./html.ts";
import { receiptInWords } from "./receipt.ts";

const types: readonly ColumnType[] = ["int", "float", "date", "string"];

/** Null when the file failed before a line was read: the error says all there is to say. */
export function overview(summary: Summary, columnsShown: number): Html | null {
  const hasTable = summary.dialect !== null;
  if (!hasTable && summary.quality_issues.receipt.lines === 0) return null;
  return html`${hasTable ? keyFigures(summary) : null}
<div class="overview-grid"><div><h3>Alerts</h3>${alertList(summary, columnsShown)}</div><div>${hasTable ? composition(summary) : null}<h3>Receipt</h3>${receiptInWords(summary.quality_issues.receipt)}</div></div>`;
}

function keyFigures(summary: Summary): Html {
  const { row_count: rows, column_count: columns, quality_issues: issues, source } = summary;
  const figures: readonly (readonly [string, string, string | null])[] = [
    ["Rows", formatCount(rows), duplicates(summary)],
    ["Columns", formatCount(columns), null],
    ["Complete", completeness(summary), null],
    ["Alerts", formatCount(issues.alerts.length), alertCounts(issues.alerts) || null],
    ["Size", formatBytes(source.size_bytes), source.compression === "none" ? null : source.compression],
  ];
  return html`<dl class="key-figures">${figures.map(
    ([term, figure, note]) =>
      html`<div><dt>${term}</dt><dd>${figure}${note === null ? null : html`<small>${note}</small>`}</dd></div>`,
  )}</dl>`;
}

/** Null where there is nothing to repeat, and where it was not asked for. */
function duplicates({ row_count, quality_issues: { duplicate_rows: rows } }: Summary): string | null {
  if (rows === null || row_count < 2) return null;
  if (rows.count === 0)
    return rows.method === "exact" ? "none repeats another" : "hardly any repeats another";
  return `${rows.method === "exact" ? "" : "≈ "}${formatCount(rows.count)} repeat another`;
}

interface CellCounts {
  readonly all: number;
  readonly valid: number;
  readonly invalid: number;
  readonly missing: number;
}

function cellCounts(summary: Summary): CellCounts {
  let [missing, invalid] = [0, 0];
  for (const column of summary.columns) {
    missing += column.missing.count;
    invalid += column.invalid.count;
  }
  const all = summary.row_count * summary.columns.length;
  return { all, valid: all - missing - invalid, invalid, missing };
}

function completeness(summary: Summary): string {
  const { all, missing } = cellCounts(summary);
  if (all === 0) return "–";
  // Cut downwards: a table with a gap is not 100 % complete.
  return `${Math.floor(((all - missing) / all) * 1000) / 10} %`;
}

/** Cells by what they hold, and columns by type: one bar each. */
function composition(summary: Summary): Html {
  const cells = cellCounts(summary);
  const kinds = ["valid", "invalid", "missing"] as const;
  const columnsOf = (type: ColumnType) => summary.columns.filter((column) => column.type === type).length;
  const found = types.filter((type) => columnsOf(type) > 0);
  return html`${
    cells.all === 0
      ? null
      : html`<h3>Cells</h3><div class="cells">${stackedBarSvg(kinds.map((kind) => ({ kind, count: cells[kind] })))}<p>${kinds.map(
          (kind) =>
            html`<span>${cells[kind] > 0 ? html`<i class="key ${kind}"></i>` : null}${formatCount(cells[kind])} ${kind}${
              kind !== "valid" && cells[kind] > 0
                ? ` (${formatPercent((cells[kind] / cells.all) * 100, cells[kind])})`
                : ""
            }</span> `,
        )}</p></div>`
  }${
    found.length === 0
      ? null
      : html`<h3>Types</h3><div class="cells types">${stackedBarSvg(found.map((type) => ({ kind: type, count: columnsOf(type) })))}<p>${found.map(
          (type) =>
            html`<span><i class="key ${type}"></i>${countOf(columnsOf(type), `${type} column`)}</span> `,
        )}</p></div>`
  }`;
}

/** Why a column has its type: each candidate's verdict in words, and what would turn it. */
import type { ColumnSummary, LedgerEntry } from "../profile/summary.ts";
import { farFromText } from "./flip-words.ts";
import { type Html, html, visible } from "./html.ts";

export function typeLedger(column: ColumnSummary): Html | null {
  if (column.confidence === null) return null;
  if (column.ledger.length === 0) {
    return section(column, html`<p>No value reads as a number or a date.</p>`);
  }
  return section(column, html`<ul class="ledger">${column.ledger.map(entry)}</ul>`);
}

function section({ type }: ColumnSummary, content: Html): Html {
  return html`<section><h4>Why ${type}</h4>${content}</section>`;
}

function entry(candidate: LedgerEntry): Html {
  const { verdict, reason } = candidate;
  const sign = verdict === "chosen" ? "✓" : "✗";
  const far = farFromText(candidate);
  const breaks = far === null ? null : html` ${far}.`;
  const end = reason.endsWith(".") ? null : ".";
  return html`<li class="${verdict}"><b aria-hidden="true">${sign}</b> ${visible(reason)}${end}${breaks}</li>`;
}

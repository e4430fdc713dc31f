/** Name, state and what to do when something went wrong. */
import type { Summary } from "../profile/summary.ts";
import { countOf, formatBytes, formatInstant } from "./figures.ts";
import { type Html, html, joined, visible } from "./html.ts";

export function pageHeader(summary: Summary): Html {
  const facts = [
    ...(summary.dialect === null
      ? []
      : [html`${countOf(summary.row_count, "row")} × ${countOf(summary.column_count, "column")}`]),
    html`${formatBytes(summary.source.size_bytes)}`,
    ...(summary.upload_timestamp === null ? [] : [html`uploaded ${formatInstant(summary.upload_timestamp)}`]),
  ];
  return html`<header class="page"><p class="kicker">CSV profile</p><h1>${visible(summary.file_name)}</h1>
<p class="facts">${stateMark(summary)} ${joined(facts, " · ")}</p>
${failure(summary)}</header>
`;
}

function stateMark({ status, partial }: Summary): Html {
  if (partial) return html`<span class="severity warning">partial</span>`;
  return status === "success"
    ? html`<span class="severity ok">profiled</span>`
    : html`<span class="severity error">failed</span>`;
}

function failure({ error_message, error_code, partial, row_count, quality_issues }: Summary): Html | null {
  if (error_message === null) return null;
  const unread = quality_issues.receipt.unread_lines;
  const cover = partial
    ? html`<p>The figures below cover the ${countOf(row_count, "row")} before it${unread > 0 ? `; ${countOf(unread, "line")} from there on ${unread === 1 ? "is" : "are"} not in them` : null}.</p>`
    : null;
  return html`<div class="failure"><p>${visible(error_message)}</p>${cover}<p class="code">${error_code}</p></div>`;
}

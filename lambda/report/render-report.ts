/**
 * A summary as one HTML file for people: no network, no script needed to read it. Whatever comes from the file is
 * escaped by construction (html.ts), and the content security policy allows nothing but this style sheet and this
 * script, by their hashes.
 */
import { createHash } from "node:crypto";
import { reportColumnsMax } from "../limits.ts";
import type { Summary } from "../profile/summary.ts";
import { columnCard } from "./column-card.ts";
import { type ReportedColumn, reportedColumns } from "./column-facts.ts";
import { columnTable } from "./column-table.ts";
import { formatCount } from "./figures.ts";
import { Html, html } from "./html.ts";
import { methods } from "./methods.ts";
import { overview } from "./overview.ts";
import { pageHeader } from "./page-header.ts";
import { reading } from "./reading.ts";
import { rowIssues } from "./row-issues.ts";
import { script } from "./script.ts";
import { style } from "./style.ts";

const hashOf = (text: string) => `'sha256-${createHash("sha256").update(text).digest("base64")}'`;

const policy = [
  "default-src 'none'",
  `style-src ${hashOf(style)}`,
  `script-src ${hashOf(script)}`,
  "img-src data:",
  "base-uri 'none'",
  "form-action 'none'",
].join("; ");

/** Three bars; without it a browser asks the server for one. */
const icon =
  "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 16 16'%3E%3Cpath fill='%232f6b9a' d='M1 9h4v6H1zM6 2h4v13H6zM11 6h4v9h-4z'/%3E%3C/svg%3E";

/** Cards from which on the browser lays out only those in view. */
const contentVisibilityMin = 40;

interface Section {
  readonly id: string;
  readonly title: string;
  /** Null when there is nothing to say. */
  readonly content: Html | null;
}

/** The whole document, in about 6 KB a column. Columns past `reportColumnsMax` are counted, not shown. */
export function renderReport(summary: Summary): string {
  const columns = reportedColumns(summary, reportColumnsMax);
  const sections: readonly Section[] = [
    { id: "overview", title: "Overview", content: overview(summary, columns.length) },
    { id: "columns", title: "Columns", content: columnSection(summary, columns) },
    { id: "rows", title: "Rows and names to look at", content: rowIssues(summary) },
    { id: "reading", title: "How it was read", content: reading(summary) },
    { id: "methods", title: "Methods", content: methods(summary) },
  ];
  const found = sections.filter(({ content }) => content !== null);
  const page = html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${new Html(policy)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<meta name="robots" content="noindex">
<title>${summary.file_name} · CSV profile</title>
<link rel="icon" href="${new Html(icon)}">
<style>${new Html(style)}</style>
</head>
<body>
<a class="skip" href="#main">Skip to the content</a>
${pageHeader(summary)}<nav aria-label="Contents"><ul>${found.map(({ id, title }) => html`<li><a href="#${id}">${title}</a></li>`)}</ul></nav>
<main id="main" tabindex="-1">
${found.map(section)}</main>
<footer><p>The summary in JSON (version ${summary.summary_version}) has the same figures as data.</p></footer>
<script>${new Html(script)}</script>
</body>
</html>
`;
  return page.markup;
}

function section({ id, title, content }: Section): Html {
  return html`<section id="${id}" aria-labelledby="${id}-title"><h2 id="${id}-title">${title}</h2>
${content}</section>
`;
}

function columnSection(summary: Summary, columns: readonly ReportedColumn[]): Html | null {
  if (columns.length === 0) return null;
  const left = summary.columns.length - columns.length;
  return html`${
    left > 0
      ? html`<p class="note">The first ${formatCount(columns.length)} of ${formatCount(summary.columns.length)} columns. The summary in JSON has all of them.</p>`
      : null
  }${columnTable(columns)}
<div class="cards${columns.length > contentVisibilityMin ? " many" : ""}">
${columns.map((column) => columnCard(column, summary.row_count))}</div>`;
}

/** Rows that are not like the others, with where to find them; and names that were changed. */
import type { Counted, RenamedColumn, RowExample, RowPlace, Summary } from "../profile/summary.ts";
import { countOf, formatCount } from "./figures.ts";
import { type Html, html, visible } from "./html.ts";
import { rowPlaces } from "./places.ts";

/** Changed names listed before the rest is only counted. */
const renamedShownMax = 50;

interface RowIssue {
  readonly title: string;
  readonly consequence: string;
  readonly rows: Counted<RowPlace | RowExample>;
}

/** Null when every row is like the others. */
export function rowIssues(summary: Summary): Html | null {
  const issues = summary.quality_issues;
  const kinds: readonly RowIssue[] = [
    {
      title: "Shorter than the header",
      consequence: "The fields that lack count as missing.",
      rows: issues.short_rows,
    },
    { title: "Longer than the header", consequence: "Surplus fields were dropped.", rows: issues.long_rows },
    {
      title: "Quote opened, not closed on its line",
      consequence: "Read as text, so that no row below is lost.",
      rows: issues.runaway_quotes,
    },
    {
      title: "Quote inside an unquoted field",
      consequence: "Taken as it stands.",
      rows: issues.stray_quotes,
    },
    {
      title: "Text after a closing quote",
      consequence: "Kept with its quotes.",
      rows: issues.text_after_quotes,
    },
  ];
  const found = kinds.filter(({ rows }) => rows.count > 0);
  const { undecodable_bytes: undecodable, renamed_columns: renamed } = issues;
  if (found.length + undecodable + renamed.length === 0) return null;
  return html`${found.length === 0 ? null : rowTable(found)}${
    undecodable === 0
      ? null
      : html`<p>${countOf(undecodable, "byte")} cannot be decoded as ${summary.dialect?.encoding ?? "text"}; each became U+FFFD (�).</p>`
  }${renamed.length === 0 ? null : renamedTable(renamed)}`;
}

function rowTable(found: readonly RowIssue[]): Html {
  return html`<div class="scroll" role="group" aria-label="Table of rows" tabindex="0"><table class="issues"><thead><tr><th scope="col">What</th><th scope="col">Rows</th><th scope="col">First of them</th></tr></thead><tbody>${found.map(
    ({ title, consequence, rows }) =>
      html`<tr><th scope="row">${title}<small>${consequence}</small></th><td>${formatCount(rows.count)}</td><td>${rowPlaces(rows.examples, rows.count)}</td></tr>`,
  )}</tbody></table></div>`;
}

const reasons = { blank: "had no name", duplicate: "repeated a name", too_long: "was too long" } as const;

function renamedTable(renamed: readonly RenamedColumn[]): Html {
  const rest = renamed.length - renamedShownMax;
  return html`<h3>Changed names</h3><ul class="renamed">${renamed
    .slice(0, renamedShownMax)
    .map(
      ({ position, from, to, reason }) =>
        html`<li>Column ${position} ${reasons[reason]}${from === "" ? null : html` (<code>${visible(from)}</code>)`}; it is called <code>${visible(to)}</code>.</li>`,
    )}</ul>${rest > 0 ? html`<p class="note">And ${formatCount(rest)} more.</p>` : null}`;
}

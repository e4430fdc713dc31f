/** A summary as a Markdown table, to be pasted into a ticket or a pull request. */
import type { Summary } from "../../lambda/profile/summary.ts";
import { distributionOf } from "../../lambda/report/column-facts.ts";
import { type ColumnFacts, columnFacts } from "./column-facts.ts";
import { countOf, formatStatistic } from "./figures.ts";
import { describeIssues } from "./quality-issues.ts";
import { sparkline } from "./sparkline.ts";
import { withoutFormula } from "./spreadsheet-text.ts";
import { escapeForTerminal } from "./terminal-text.ts";

const heading = [
  "#",
  "column",
  "type",
  "missing",
  "invalid",
  "distinct",
  "min",
  "max",
  "avg",
  "distribution",
];
const alignment = ["--:", ":--", ":--", "--:", "--:", "--:", "--:", "--:", "--:", ":--"];
const sparklineChars = 10;

/** Ends with a line feed. */
export function renderMarkdown(summary: Summary): string {
  const title = `**${markdownText(withoutFormula(summary.file_name))}**: ${countOf(summary.row_count, "row")} × ${countOf(summary.column_count, "column")}`;
  const blocks = [title];
  if (summary.error_message !== null) {
    blocks.push(`${summary.error_code ?? "ERROR"}: ${markdownText(summary.error_message)}`);
  }
  if (summary.columns.length > 0) {
    const rows = summary.columns.map((column) =>
      cells(columnFacts(summary, column), sparkline(distributionOf(column), sparklineChars)),
    );
    blocks.push([heading, alignment, ...rows].map((row) => `| ${row.join(" | ")} |`).join("\n"));
  }
  const issues = describeIssues(summary);
  if (issues.length > 0)
    blocks.push(issues.map(({ severity, text }) => `- ${severity}: ${markdownText(text)}`).join("\n"));
  return `${blocks.join("\n\n")}\n`;
}

function cells(facts: ColumnFacts, bars: string): string[] {
  return [
    facts.position,
    markdownText(facts.column),
    facts.type,
    facts.missing,
    facts.invalid,
    facts.distinct,
    facts.min === "" ? lengthText(facts.length_min) : facts.min,
    facts.max === "" ? lengthText(facts.length_max) : facts.max,
    facts.avg === "" ? "" : formatStatistic(Number(facts.avg)),
    bars,
  ];
}

function lengthText(length: string): string {
  return length === "" ? "" : countOf(Number(length), "char");
}

/** What would be markup, in Markdown or in HTML, stands as it is; no line ends inside a cell. */
function markdownText(text: string): string {
  return (
    escapeForTerminal(text)
      .replace(/[\\`*_{}[\]()#+!|~^$]/g, "\\$&")
      .replaceAll("&", "&amp;")
      .replaceAll("<", "&lt;")
      .replaceAll(">", "&gt;")
      .replace(/^'?[-=]/, (start) => (start.startsWith("'") ? start : `\\${start}`))
      .replace(/\b(https?|ftp):/gi, "$1\\:")
      .replace(/\b(www)\./gi, "$1\\.")
      // Whom a text names would be told: forges look for it in the rendered text, where an escape is gone already.
      .replace(/@(?=[\p{L}\p{N}_-])/gu, "@<!-- -->")
  );
}

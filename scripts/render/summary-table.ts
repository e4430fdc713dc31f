/** A summary as a person reads it: the file, its dialect, one row a column, then what is wrong, in words. */
import { numbersOf } from "../../lambda/profile/column-numbers.ts";
import type { ColumnSummary, DialectSummary, Summary } from "../../lambda/profile/summary.ts";
import { distributionOf } from "../../lambda/report/column-facts.ts";
import { delimiterName } from "../../lambda/report/delimiter-name.ts";
import type { Colors } from "./colors.ts";
import {
  countOf,
  formatBytes,
  formatCount,
  formatDuration,
  formatExtreme,
  formatPercent,
  formatShare,
  formatStatistic,
} from "./figures.ts";
import { describeIssues } from "./quality-issues.ts";
import { sparkline } from "./sparkline.ts";
import { renderTable, type TableColumn, tableWidth } from "./table.ts";
import { escapeAndCut, escapeForTerminal } from "./terminal-text.ts";

const columnNameCharsMax = 32;
/** Columns named for a hint before the rest is only counted. */
const hintColumnsMax = 8;

const sparklineChars = 10;

const tableColumns: readonly TableColumn[] = [
  { title: "#", align: "right" },
  { title: "column" },
  { title: "type" },
  { title: "confidence", align: "right" },
  { title: "missing", align: "right" },
  { title: "invalid", align: "right" },
  { title: "distinct", align: "right" },
  { title: "min", align: "right" },
  { title: "max", align: "right" },
  { title: "avg / span", align: "right" },
  { title: "distribution" },
];

/** Left out one after the other where the terminal is too narrow: what the other columns say nearly as well first. */
const dispensable = ["confidence", "avg / span", "#", "min", "max", "distinct"];

/**
 * Ends with a line feed.
 * @param widthMax characters a line of the table may have; it has at least the columns that cannot be dispensed with
 */
export function renderSummary(summary: Summary, colors: Colors, widthMax = Number.POSITIVE_INFINITY): string {
  const sections = [fileFacts(summary, colors)];
  if (summary.columns.length > 0) sections.push(columnTable(summary, colors, widthMax));
  const hints = describeHints(summary, colors);
  if (hints.length > 0) sections.push(hints.join("\n"));
  const issues = describeIssues(summary);
  if (issues.length > 0) {
    const marks = { error: colors.red("✗"), warning: colors.yellow("!"), info: colors.dim("·") };
    sections.push(
      [colors.bold("Quality"), ...issues.map(({ severity, text }) => `  ${marks[severity]} ${text}`)].join(
        "\n",
      ),
    );
  } else if (summary.status === "success") {
    sections.push(colors.green("No quality issues."));
  }
  return `${sections.join("\n\n")}\n`;
}

function columnTable(summary: Summary, colors: Colors, widthMax: number): string {
  const rows = columnRows(summary, colors);
  let shown = tableColumns;
  let table = renderTable(shown, rows, colors);
  for (const title of dispensable) {
    if (tableWidth(table) <= widthMax) break;
    shown = shown.filter((column) => column.title !== title);
    const cells = rows.map((row) => row.filter((_, i) => shown.some((column) => column === tableColumns[i])));
    table = renderTable(shown, cells, colors);
  }
  return table;
}

/** What columns seem to be beside their type, one line a hint. */
function describeHints(summary: Summary, colors: Colors): string[] {
  const columnsByHint = new Map<string, string[]>();
  for (const { name, hints } of summary.columns) {
    for (const { hint } of hints) {
      const columns = columnsByHint.get(hint) ?? [];
      columns.push(escapeAndCut(name, columnNameCharsMax));
      columnsByHint.set(hint, columns);
    }
  }
  if (columnsByHint.size === 0) return [];
  const lines = [...columnsByHint].map(([hint, columns]) => {
    const rest = columns.length - hintColumnsMax;
    const more = rest > 0 ? ` and ${formatCount(rest)} more` : "";
    return `  ${hint.replaceAll("_", " ")}: ${columns.slice(0, hintColumnsMax).join(", ")}${more}`;
  });
  return [colors.bold("Looks like"), ...lines];
}

function fileFacts(summary: Summary, colors: Colors): string {
  const { source, processing } = summary;
  const size = formatBytes(source.size_bytes);
  const speed =
    processing.bytes_read >= 1e6
      ? ` (${formatStatistic(Math.round(processing.throughput_mb_per_s))} MB/s)`
      : "";
  const facts = [
    // Of a file that failed before its first column there is nothing to count.
    ...(summary.column_count === 0
      ? []
      : [`${countOf(summary.row_count, "row")} × ${countOf(summary.column_count, "column")}`]),
    source.compression === "none" ? size : `${size} ${source.compression}`,
    `${formatDuration(processing.duration_ms)}${speed}`,
  ];
  const lines = [`${colors.bold(escapeForTerminal(summary.file_name))}  ${facts.join(" · ")}`];
  if (summary.dialect !== null) lines.push(colors.dim(describeDialect(summary.dialect)));
  if (summary.status === "error") {
    const message = `${summary.error_code ?? "ERROR"}: ${escapeForTerminal(summary.error_message ?? "")}`;
    lines.push(colors.red(message));
    if (summary.partial) lines.push("The figures cover only what lies before the error.");
  }
  return lines.join("\n");
}

function describeDialect(dialect: DialectSummary): string {
  const parts = [
    `${delimiterName(dialect.delimiter) ?? escapeForTerminal(dialect.delimiter)}-separated`,
    dialect.quote === null ? "no quotes" : `quote ${escapeForTerminal(dialect.quote)}`,
    dialect.bom ? `${dialect.encoding} with BOM` : dialect.encoding,
    dialect.terminator === "none" ? "no line end" : dialect.terminator,
    dialect.header ? "header" : "no header",
  ];
  if (dialect.escape !== null && dialect.escape !== dialect.quote) {
    parts.splice(2, 0, `escape ${escapeForTerminal(dialect.escape)}`);
  }
  if (dialect.skipped_lines > 0) parts.push(`${countOf(dialect.skipped_lines, "line")} skipped`);
  parts.push(`confidence ${formatShare(dialect.confidence)}`);
  return parts.join(" · ");
}

function columnRows(summary: Summary, colors: Colors): string[][] {
  return summary.columns.map((column) => {
    const [min, max, avg] = extremes(column);
    return [
      String(column.position),
      escapeAndCut(column.name, columnNameCharsMax),
      colors.cyan(column.type),
      column.confidence === null ? "–" : formatShare(column.confidence),
      column.missing.count === 0 ? "–" : formatPercent(column.missing.percentage, column.missing.count),
      column.invalid.count === 0 ? "–" : colors.red(formatCount(column.invalid.count)),
      `${column.distinct.method === "exact" ? "" : "~"}${formatCount(column.distinct.count)}`,
      min,
      max,
      avg,
      colors.cyan(sparkline(distributionOf(column), sparklineChars)),
    ];
  });
}

/**
 * Minimum, maximum and average of a column of numbers, formatted ones too; the span in place of the average for dates,
 * lengths for other texts.
 */
function extremes(column: ColumnSummary): readonly [min: string, max: string, avg: string] {
  const numbers = numbersOf(column);
  if (numbers !== null) {
    const { min, max, avg, min_exact, max_exact } = numbers;
    return [
      min_exact ?? formatExtreme(min),
      max_exact ?? formatExtreme(max),
      avg === null ? "–" : formatStatistic(avg),
    ];
  }
  if (column.type === "date" && column.statistics !== null)
    return [column.statistics.min, column.statistics.max, column.statistics.span];
  if (column.type === "string" && column.statistics !== null) {
    const { length_min, length_max, length_avg } = column.statistics;
    const mean = formatStatistic(Number(length_avg.toFixed(1)));
    return [
      countOf(length_min, "char"),
      countOf(length_max, "char"),
      mean === "1" ? "1 char" : `${mean} chars`,
    ];
  }
  return ["–", "–", "–"];
}

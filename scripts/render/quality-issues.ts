/** What is wrong with a file, one sentence an issue, with rows and lines to look at. */
import type {
  CellExample,
  ColumnSummary,
  Counted,
  RenamedColumn,
  RowExample,
  RowPlace,
  Summary,
} from "../../lambda/profile/summary.ts";
import { countOf, formatCount, formatPercent } from "./figures.ts";
import { escapeAndCut } from "./terminal-text.ts";

/** Columns named one by one before the rest is only counted: a wide table must not bury its other issues. */
const columnsNamedMax = 20;
const valueCharsMax = 40;
const nameCharsMax = 60;

export function describeIssues(summary: Summary): string[] {
  const issues = summary.quality_issues;
  return [
    ...capped(
      summary.columns.filter((column) => column.missing.count > 0).map(missingValues),
      "missing values",
    ),
    ...capped(
      summary.columns.filter((column) => column.invalid.count > 0).map(invalidValues),
      "invalid values",
    ),
    ...capped(summary.columns.map(dateOrder).filter(isText), "unclear dates"),
    ...rowLengths("shorter than the header", issues.short_rows),
    ...rowLengths("longer than the header (surplus fields were dropped)", issues.long_rows),
    ...places("a quote inside an unquoted field (taken as it stands)", issues.stray_quotes),
    ...places("text after a closing quote (kept with its quotes)", issues.text_after_quotes),
    ...(issues.undecodable_bytes > 0
      ? [
          `${countOf(issues.undecodable_bytes, "byte")} cannot be decoded as ${summary.dialect?.encoding ?? "text"}.`,
        ]
      : []),
    ...capped(issues.renamed_columns.map(renamed), "changed names"),
    ...(issues.receipt.unread_lines > 0
      ? [`${countOf(issues.receipt.unread_lines, "line")} after the error were not profiled.`]
      : []),
  ];
}

function isText(text: string | null): text is string {
  return text !== null;
}

function capped(sentences: readonly string[], subject: string): string[] {
  if (sentences.length <= columnsNamedMax) return [...sentences];
  const rest = sentences.length - columnsNamedMax;
  return [...sentences.slice(0, columnsNamedMax), `${countOf(rest, "more column")} with ${subject}.`];
}

const nameOf = (column: { readonly name: string }) => escapeAndCut(column.name, nameCharsMax);

function missingValues(column: ColumnSummary): string {
  const { count, percentage } = column.missing;
  return `${nameOf(column)}: ${countOf(count, "value")} missing (${formatPercent(percentage, count)}).`;
}

const typeNames = { int: "an int", float: "a number", date: "a date", string: "text" } as const;

function invalidValues(column: ColumnSummary): string {
  const { count, percentage, examples } = column.invalid;
  const share = `${countOf(count, "value")} not ${typeNames[column.type]} (${formatPercent(percentage, count)})`;
  return `${nameOf(column)}: ${share}: ${listed(examples.map(cellExample), count)}.`;
}

function cellExample({ row, line, value }: CellExample): string {
  const shown = value === null ? "" : ` "${escapeAndCut(value, valueCharsMax)}"`;
  return `row ${formatCount(row)} (line ${formatCount(line)})${shown}`;
}

/** The examples, and how many more there are. */
function listed(examples: readonly string[], count: number): string {
  const rest = count - examples.length;
  return rest > 0 ? `${examples.join(", ")} and ${formatCount(rest)} more` : examples.join(", ");
}

function dateOrder(column: ColumnSummary): string | null {
  if (column.type !== "date" || column.statistics === null) return null;
  const { order, order_verdict } = column.statistics;
  const assumed = order === "month_first" ? "month first" : "day first";
  if (order_verdict === "ambiguous") {
    return `${nameOf(column)}: no date tells day from month; read as ${assumed}. State it with --date-order.`;
  }
  if (order_verdict === "mixed") {
    return `${nameOf(column)}: day-first and month-first dates are mixed; the unclear ones were read as ${assumed}.`;
  }
  return null;
}

function rowLengths(what: string, rows: Counted<RowExample>): string[] {
  if (rows.count === 0) return [];
  const examples = rows.examples.map(
    ({ row, line, fields }) =>
      `row ${formatCount(row)} (line ${formatCount(line)}) with ${countOf(fields, "field")}`,
  );
  return [`${countOf(rows.count, "row is", "rows are")} ${what}: ${listed(examples, rows.count)}.`];
}

function places(what: string, rows: Counted<RowPlace>): string[] {
  if (rows.count === 0) return [];
  const examples = rows.examples.map(
    ({ row, line }) => `row ${formatCount(row)} (line ${formatCount(line)})`,
  );
  return [`${countOf(rows.count, "time")} ${what}: ${listed(examples, rows.count)}.`];
}

const renameReasons = { blank: "has no name", duplicate: "is a duplicate", too_long: "is too long" } as const;

function renamed({ position, from, to, reason }: RenamedColumn): string {
  const name = from === "" ? "" : ` "${escapeAndCut(from, nameCharsMax)}"`;
  return `Column ${position}${name} ${renameReasons[reason]}; it is called "${escapeAndCut(to, nameCharsMax)}".`;
}

/** What is wrong with a file, one sentence an issue, with rows and lines to look at. */
import type {
  Alert,
  AlertCode,
  CellExample,
  ColumnSummary,
  Counted,
  RenamedColumn,
  RowExample,
  RowPlace,
  Summary,
} from "../../lambda/profile/summary.ts";
import { alikeAlerts, sameOfOthers, type ToldAlert } from "../../lambda/report/alike-alerts.ts";
import { countOf, formatCount, formatPercent } from "./figures.ts";
import { escapeAndCut, escapeForTerminal } from "./terminal-text.ts";

/** Columns named one by one before the rest is only counted: a wide table must not bury its other issues. */
const columnsNamedMax = 20;
const valueCharsMax = 40;
const nameCharsMax = 60;

export interface Issue {
  readonly severity: Alert["severity"];
  readonly text: string;
}

/** Alerts that the sentences below say with more of their rows. */
const saidInDetail: ReadonlySet<AlertCode> = new Set([
  "ALL_MISSING",
  "HIGH_MISSING",
  "INVALID_VALUES",
  "RAGGED_ROWS",
  "QUOTES",
  "RUNAWAY_QUOTES",
  "ENCODING_DAMAGE",
  "DUPLICATE_HEADERS",
]);

const severities = ["error", "warning", "info"] as const;

/** The gravest first. */
export function describeIssues(summary: Summary): Issue[] {
  const { alerts, renamed_columns } = summary.quality_issues;
  const missing = summary.columns.filter((column) => column.missing.count > 0);
  const invalid = summary.columns.filter((column) => column.invalid.count > 0);
  const all = [
    ...rated("error", lostText(summary)),
    ...capped(alikeAlerts(alerts.filter(({ code }) => !saidInDetail.has(code))).map(alertIssue), "alerts"),
    ...capped(rated("warning", missing.map(missingValues)), "missing values"),
    ...capped(rated("warning", invalid.map(invalidValues)), "invalid values"),
    ...rated("warning", oddRows(summary.quality_issues)),
    ...capped(rated("warning", renamed_columns.map(renamed)), "changed names"),
  ];
  return all.sort((a, b) => severities.indexOf(a.severity) - severities.indexOf(b.severity));
}

/** What was not read as it was meant, or not at all. */
function lostText(summary: Summary): string[] {
  const { runaway_quotes, undecodable_bytes: undecodable, receipt } = summary.quality_issues;
  return [
    ...places(
      ["quote is", "quotes are"],
      "opened and not closed on the same line (read as text)",
      runaway_quotes,
    ),
    ...(undecodable > 0
      ? [`${countOf(undecodable, "byte")} cannot be decoded as ${encodingOf(summary)}.`]
      : []),
    ...(receipt.unread_lines > 0
      ? [`${countOf(receipt.unread_lines, "line")} from the error on not profiled.`]
      : []),
  ];
}

/** Rows of another length than the header, or with quotes where none belong. */
function oddRows(issues: Summary["quality_issues"]): string[] {
  const isTrailing = issues.alerts.some(({ code }) => code === "TRAILING_DELIMITERS");
  return [
    ...rowLengths("shorter than the header", issues.short_rows),
    ...(isTrailing
      ? []
      : rowLengths("longer than the header (surplus fields were dropped)", issues.long_rows)),
    ...places(
      ["unquoted field has", "unquoted fields have"],
      "a quote inside (read as it stands)",
      issues.stray_quotes,
    ),
    ...places(
      ["field has", "fields have"],
      "text after the closing quote (kept with its quotes)",
      issues.text_after_quotes,
    ),
  ];
}

function rated(severity: Issue["severity"], texts: readonly string[]): Issue[] {
  return texts.map((text) => ({ severity, text }));
}

function alertIssue({ alert: { severity, column, message }, others }: ToldAlert): Issue {
  const where = column === null ? "" : `${escapeAndCut(column, nameCharsMax)}: `;
  const same = sameOfOthers(others, (name) => escapeAndCut(name, nameCharsMax));
  return { severity, text: `${where}${escapeForTerminal(message)}${same}` };
}

function encodingOf(summary: Summary): string {
  return summary.dialect?.encoding ?? "text";
}

function capped(issues: readonly Issue[], subject: string): Issue[] {
  if (issues.length <= columnsNamedMax) return [...issues];
  const rest = issues.length - columnsNamedMax;
  return [
    ...issues.slice(0, columnsNamedMax),
    { severity: "info", text: `${countOf(rest, "more column")} with ${subject}.` },
  ];
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

function rowLengths(what: string, rows: Counted<RowExample>): string[] {
  if (rows.count === 0) return [];
  const examples = rows.examples.map(
    ({ row, line, fields }) =>
      `row ${formatCount(row)} (line ${formatCount(line)}) with ${countOf(fields, "field")}`,
  );
  return [`${countOf(rows.count, "row is", "rows are")} ${what}: ${listed(examples, rows.count)}.`];
}

function places([one, many]: readonly [string, string], what: string, rows: Counted<RowPlace>): string[] {
  if (rows.count === 0) return [];
  const examples = rows.examples.map(
    ({ row, line }) => `row ${formatCount(row)} (line ${formatCount(line)})`,
  );
  return [`${countOf(rows.count, one, many)} ${what}: ${listed(examples, rows.count)}.`];
}

const renameReasons = { blank: "has no name", duplicate: "is a duplicate", too_long: "is too long" } as const;

function renamed({ position, from, to, reason }: RenamedColumn): string {
  const name = from === "" ? "" : ` "${escapeAndCut(from, nameCharsMax)}"`;
  return `Column ${position}${name} ${renameReasons[reason]}; it is called "${escapeAndCut(to, nameCharsMax)}".`;
}

/** What a person should look at before trusting the data: one line each, the gravest first. */
import { closeDecisionShare, highMissingPercentage } from "../limits.ts";
import type { AssumedEncoding } from "../text/assumed-western.ts";
import type { DateOrder } from "../types/date.ts";
import { alertOf, firstPlaces } from "./alert.ts";
import { assumedEncoding } from "./assumed-encoding.ts";
import { formattedHint } from "./column-numbers.ts";
import { onlyOrder } from "./date-order.ts";
import { doubledDelimiter } from "./doubled-delimiter.ts";
import { emptyRows } from "./empty-rows.ts";
import { duplicateKeys } from "./nearly-key.ts";
import { type PointNumbers, possibleThousands } from "./possible-thousands.ts";
import { type NameCells, repeatedHeader, repeatedTextHeader } from "./repeated-header.ts";
import type { ColumnRules } from "./summarize-column.ts";
import type { Alert, ColumnSummary, DateStatistics } from "./summary.ts";
import { type TableFacts, type TableIssues, tableAlerts } from "./table-alerts.ts";
import { type TotalCells, totalRow } from "./total-row.ts";
import { counted } from "./wording.ts";

const severities = ["error", "warning", "info"] as const;

/** A column's summary, and what was found in its values before any was withheld. */
export interface ColumnFindings {
  readonly summary: ColumnSummary;
  readonly names: NameCells | null;
  readonly nameCount: number | null;
  /** Alerts that rest on single values. */
  readonly ofValues: readonly Alert[];
  readonly total: TotalCells;
  readonly points: PointNumbers | null;
  readonly decimalComma: boolean;
}

/** What need not be told of each column again. */
interface ToldOfTable {
  /** Of the dates that tell day from month, if they agree. */
  readonly order: DateOrder | null;
  readonly headersRepeat: boolean;
  readonly everySecondEmpty: boolean;
}

export function alerts(
  issues: TableIssues,
  columns: readonly ColumnFindings[],
  facts: TableFacts & { readonly assumedBy: AssumedEncoding | null },
  rules: ColumnRules,
): Alert[] {
  const order = onlyOrder(columns);
  const headers = [...repeatedHeader(columns.map(({ names }) => names))];
  const doubled = [
    ...doubledDelimiter(
      columns.map(({ summary }) => summary),
      issues.total_rows,
      facts.dialect.delimiter,
      unnamed(issues, facts.dialect.header),
    ),
  ];
  const told = { order, headersRepeat: headers.length > 0, everySecondEmpty: doubled.length > 0 };
  const found = [
    ...assumedEncoding(facts.assumedBy),
    ...tableAlerts(issues, facts),
    ...headers,
    ...repeatedTextHeader(columns),
    ...possibleThousands(columns),
    ...totalRow(columns),
    ...emptyRows(
      columns.map(({ summary }) => summary),
      issues.duplicate_rows,
    ),
    ...doubled,
    ...columns.flatMap((column) => [...columnAlerts(column, issues.total_rows, rules, told)]),
  ];
  return found.sort((a, b) => severities.indexOf(a.severity) - severities.indexOf(b.severity));
}

/** Null without a header. */
function unnamed({ renamed_columns }: TableIssues, header: boolean): ReadonlySet<number> | null {
  if (!header) return null;
  return new Set(renamed_columns.filter(({ from }) => from === "").map(({ position }) => position));
}

function* columnAlerts(
  { summary: column, names, ofValues }: ColumnFindings,
  rows: number,
  rules: ColumnRules,
  { order, headersRepeat, everySecondEmpty }: ToldOfTable,
): Generator<Alert> {
  const alert = alertOf(column.name);
  if (rows === 0) return;
  if (column.missing.count === rows) {
    if (!(everySecondEmpty && column.position % 2 === 0))
      yield alert("ALL_MISSING", "warning", "No row has a value.", rows);
    return;
  }
  if (column.missing.count >= (highMissingPercentage / 100) * rows)
    yield alert(
      "HIGH_MISSING",
      "warning",
      `${column.missing.percentage} % of the rows have no value.`,
      column.missing.count,
    );
  const values = valuesOf(column, rows);
  const constant = column.hints.find(({ hint }) => hint === "constant");
  if (constant !== undefined) yield alert("CONSTANT", "info", constant.message, values);
  const { count, percentage, examples } = column.invalid;
  const areNames = headersRepeat && names?.atLeast === false && names.count === count;
  if (count > 0 && !areNames)
    yield alert(
      "INVALID_VALUES",
      "warning",
      `${counted(count, "value is", "values are")} no ${column.type}, ${percentage} % (${firstPlaces(examples)}).${likelyCodes(column)}`,
      count,
      examples,
    );
  yield* typeAlerts(column, rules, order);
  yield* ofValues;
  yield* duplicateKeys(column, values);
}

/** Of postcodes, say, most of which begin with another digit. */
function likelyCodes({ type, hints }: ColumnSummary): string {
  const zeros = hints.find(({ hint }) => hint === "leading_zeros");
  if (zeros === undefined || type !== "int") return "";
  const which = `${zeros.method === "exact" ? "" : "About "}${zeros.percentage} %`;
  return ` ${which} are digits that begin with 0: if the column holds codes, as postcodes are, use it as text.`;
}

/** Cells with a value of the column's type. */
function valuesOf(column: ColumnSummary, rows: number): number {
  return rows - column.missing.count - column.invalid.count;
}

/** @param othersOrder Of the table's dates that tell day from month, if they agree. */
function* typeAlerts(
  column: ColumnSummary,
  rules: ColumnRules,
  othersOrder: DateOrder | null,
): Generator<Alert> {
  const alert = alertOf(column.name);
  const format = formattedHint(column);
  const close = column.ledger.find(({ type, verdict, fits, breaks }) => {
    const share = fits / (fits + breaks);
    return (
      verdict === "rejected" &&
      // Formatted numbers are told as such.
      (type === "date" || format === undefined) &&
      !(type === "int" && column.type === "float") &&
      share < rules.typeShareMin &&
      share >= rules.typeShareMin - closeDecisionShare
    );
  });
  if (close !== undefined)
    yield alert(
      "TYPE_NEAR_THRESHOLD",
      "warning",
      `Nearly ${close.type}: ${close.reason}.`,
      close.breaks,
      close.examples,
    );
  if (format !== undefined)
    yield alert("FORMATTED_NUMBERS", "info", format.message, format.statistics?.count ?? 0);
  if (column.type !== "date" || column.statistics === null) return;
  const { order, order_verdict: verdict, formats, count } = column.statistics;
  const read = order === "day_first" ? "day" : "month";
  if (verdict === "ambiguous")
    yield alert(
      "AMBIGUOUS_DATES",
      othersOrder === null ? "warning" : "info",
      `No value tells day from month; read ${read} first${othersOrder === null ? `${reasonOf(column.statistics)}. State the date order.` : ", as the file's other dates."}`,
      count,
    );
  if (verdict === "mixed")
    yield alert(
      "MIXED_DATE_ORDER",
      "error",
      `Some dates can only be day first, others only month first: ${formatList(formats)}. Those that could be both were read ${read} first.`,
      count,
    );
  else if (new Set(formats.map(({ format }) => dayFormat(format))).size > 1)
    yield alert(
      "MIXED_DATE_FORMATS",
      "warning",
      `Dates are written in several ways: ${formatList(formats)}.`,
      count,
    );
  const times = formats.filter(({ format }) => format.includes(":"));
  const zoned = total(times.filter(({ format }) => format.endsWith("XXX")));
  const local = total(times) - zoned;
  if (zoned > 0 && local > 0)
    yield alert(
      "MIXED_TIME_ZONES",
      "warning",
      `${counted(zoned, "time states", "times state")} an offset from UTC and ${counted(local, "does", "do")} not, and ${local === 1 ? "was" : "were"} read as UTC: ${formatList(times)}. Write all times with their offset.`,
      Math.min(zoned, local),
    );
}

/** Why day first was assumed, which without a reason is not. */
function reasonOf({ order }: DateStatistics): string {
  return order === "day_first" ? ", as is usual with points" : "";
}

/** Of a date format, what stands before the time, whose fraction has a point. */
function dayFormat(format: string): string {
  return format.split(/[ ']/)[0] ?? "";
}

function total(formats: readonly { count: number }[]): number {
  return formats.reduce((sum, { count }) => sum + count, 0);
}

function formatList(formats: readonly { format: string; count: number }[]): string {
  return formats
    .slice(0, 4)
    .map(({ format, count }) => `${format} (${count})`)
    .join(", ");
}

/** What a person should look at before trusting the data: one line each, the gravest first. */
import { closeDecisionShare, examplesMax, highMissingPercentage } from "../limits.ts";
import { alertOf, firstPlaces } from "./alert.ts";
import type { ColumnRules } from "./summarize-column.ts";
import type { Alert, AlertExample, ColumnSummary, DateStatistics, FrequentSummary } from "./summary.ts";
import { type TableFacts, type TableIssues, tableAlerts } from "./table-alerts.ts";
import { counted } from "./wording.ts";

const severities = ["error", "warning", "info"] as const;

/** Share of distinct values from which on repetitions look like mistakes in a key. */
const keyUniquenessMin = 99;
/** Values below which a column is too short to be taken for a key with mistakes. */
const keyValuesMin = 100;

/** Medians that a number of nines lies away from zero to be no measurement. */
const sentinelDistanceMin = 5;

export function alerts(
  issues: TableIssues,
  columns: readonly ColumnSummary[],
  facts: TableFacts,
  rules: ColumnRules,
): Alert[] {
  const found = [
    ...tableAlerts(issues, facts),
    ...repeatedHeader(columns),
    ...columns.flatMap((column) => [...columnAlerts(column, issues.total_rows, rules)]),
  ];
  return found.sort((a, b) => severities.indexOf(a.severity) - severities.indexOf(b.severity));
}

/** Files put together without cutting off their headers: a row whose bad values are the names of their columns. */
function* repeatedHeader(columns: readonly ColumnSummary[]): Generator<Alert> {
  const places = new Map<number, AlertExample & { readonly names: number; readonly others: number }>();
  for (const { name, invalid } of columns)
    for (const { row, line, value } of invalid.examples) {
      const { names = 0, others = 0 } = places.get(row) ?? {};
      const isName = value === name;
      places.set(row, { row, line, names: names + (isName ? 1 : 0), others: others + (isName ? 0 : 1) });
    }
  const repeated = [...places.values()].filter(({ names, others }) => names > 0 && others === 0);
  const examples = repeated.map(({ row, line }) => ({ line, ...(row !== undefined && { row }) }));
  if (examples.length > 0)
    yield alertOf(null)(
      "REPEATED_HEADER",
      "warning",
      `${counted(examples.length, "row holds", "rows hold")} the names of the columns again (${firstPlaces(examples)}). Cut the headers off before putting files together.`,
      examples.length,
      examples.slice(0, examplesMax),
    );
}

function* columnAlerts(column: ColumnSummary, rows: number, rules: ColumnRules): Generator<Alert> {
  const alert = alertOf(column.name);
  if (rows === 0) return;
  if (column.missing.count === rows) {
    yield alert("ALL_MISSING", "warning", "No row has a value.", rows);
    return;
  }
  if (column.missing.percentage >= highMissingPercentage)
    yield alert(
      "HIGH_MISSING",
      "warning",
      `${column.missing.percentage} % of the rows have no value.`,
      column.missing.count,
    );
  const values = valuesOf(column, rows);
  if (column.hints.some(({ hint }) => hint === "constant"))
    yield alert("CONSTANT", "info", "Every value is the same.", values);
  const { count, percentage, examples } = column.invalid;
  if (count > 0)
    yield alert(
      "INVALID_VALUES",
      "warning",
      `${counted(count, "value is", "values are")} no ${column.type}, ${percentage} % (${firstPlaces(examples)}).`,
      count,
      examples,
    );
  yield* typeAlerts(column, rules);
  yield* sentinelAlerts(column);
  yield* valueAlerts(column, rows);
}

/** Cells with a value of the column's type. */
function valuesOf(column: ColumnSummary, rows: number): number {
  return rows - column.missing.count - column.invalid.count;
}

function* typeAlerts(column: ColumnSummary, rules: ColumnRules): Generator<Alert> {
  const alert = alertOf(column.name);
  const close = column.ledger.find(
    ({ type, verdict, percentage }) =>
      verdict === "rejected" &&
      !(type === "int" && column.type === "float") &&
      percentage / 100 < rules.typeShareMin &&
      percentage / 100 >= rules.typeShareMin - closeDecisionShare,
  );
  if (close !== undefined)
    yield alert(
      "TYPE_NEAR_THRESHOLD",
      "warning",
      `Nearly ${close.type}: ${close.reason}.`,
      close.breaks,
      close.examples,
    );
  const format = column.hints.find(({ statistics }) => statistics !== undefined);
  if (format !== undefined)
    yield alert("FORMATTED_NUMBERS", "info", format.message, format.statistics?.count ?? 0);
  if (column.type !== "date" || column.statistics === null) return;
  const { order, order_verdict: verdict, formats, count } = column.statistics;
  const read = order === "day_first" ? "day" : "month";
  if (verdict === "ambiguous")
    yield alert(
      "AMBIGUOUS_DATES",
      "warning",
      `No value tells day from month; read ${read} first${reasonOf(column.statistics)}. State the date order.`,
      count,
    );
  if (verdict === "mixed")
    yield alert(
      "MIXED_DATE_ORDER",
      "error",
      `Some dates can only be day first, others only month first: ${formatList(formats)}. Those that could be both were read ${read} first.`,
      count,
    );
  else if (new Set(formats.map(({ format: name }) => name.split(/[ ']/)[0])).size > 1)
    yield alert(
      "MIXED_DATE_FORMATS",
      "warning",
      `Dates are written in several ways: ${formatList(formats)}.`,
      count,
    );
}

function* valueAlerts(column: ColumnSummary, rows: number): Generator<Alert> {
  const alert = alertOf(column.name);
  const tokens = column.type_counts.null_token;
  if (column.type === "string" && column.confidence !== null && tokens > 0)
    yield alert(
      "NULL_TOKENS_IN_TEXT",
      "info",
      `${counted(tokens, "value looks", "values look")} like "no value" (NA, null, - …), but ${tokens === 1 ? "counts" : "count"} as text because the column is text.`,
      tokens,
    );
  const values = valuesOf(column, rows);
  const repeated = values - column.distinct.count;
  if (
    column.type !== "float" &&
    column.distinct.method === "exact" &&
    values >= keyValuesMin &&
    repeated > 0 &&
    column.uniqueness >= keyUniquenessMin
  )
    yield alert(
      "DUPLICATE_KEYS",
      "warning",
      `Nearly a key: ${repeated} of ${values} values repeat an earlier one${exampleKeys(column.frequent)}.`,
      repeated,
    );
}

/** Numbers such as −999.9 that stand for none: nines only, far from the other values, again and again. */
function* sentinelAlerts(column: ColumnSummary): Generator<Alert> {
  if ((column.type !== "int" && column.type !== "float") || column.statistics === null) return;
  const { min, max, outliers, quantiles } = column.statistics;
  for (const { value, count } of column.frequent?.values ?? []) {
    if (value === null || count < 2 || !/^[-+]?9{3,}(?:\.[09]*)?$/.test(value)) continue;
    const number = Number(value);
    const beyondFences = outliers !== null && (number < outliers.fence_low || number > outliers.fence_high);
    const isFar = Math.abs(number) > sentinelDistanceMin * Math.abs(quantiles.p50);
    if ((number !== min && number !== max) || !(beyondFences || isFar)) continue;
    yield alertOf(column.name)(
      "SENTINEL_VALUES",
      "warning",
      `${value} occurs ${counted(count, "time", "times")}, far from the other values, and counts as a number. If it means "no value", state it as a null token.`,
      count,
    );
  }
}

function exampleKeys(frequent: FrequentSummary | null): string {
  const keys = (frequent?.values ?? []).filter(({ count, value }) => count > 1 && value !== null).slice(0, 3);
  return keys.length === 0 ? "" : ` (${keys.map(({ value }) => JSON.stringify(value)).join(", ")})`;
}

/** Why day first was assumed, which without a reason is not. */
function reasonOf({ order, formats }: DateStatistics): string {
  if (order !== "day_first") return "";
  return formats.every(({ format }) => format.includes("."))
    ? ", as is usual with points"
    : ", as the file's other dates";
}

function formatList(formats: readonly { format: string; count: number }[]): string {
  return formats
    .slice(0, 4)
    .map(({ format, count }) => `${format} (${count})`)
    .join(", ");
}

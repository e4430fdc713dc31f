/** What a person should look at before trusting the data: one line each, the gravest first. */
import { closeDecisionShare, highMissingPercentage } from "../limits.ts";
import type { ColumnRules } from "./summarize-column.ts";
import type { Alert, ColumnSummary, QualityIssues, RowPlace } from "./summary.ts";
import { counted } from "./wording.ts";

type TableIssues = Omit<QualityIssues, "alerts">;

const severities = ["error", "warning", "info"] as const;

/** Share of distinct values from which on repetitions look like mistakes in a key. */
const keyUniquenessMin = 99;

/** A ragged share of rows, in percent, from which on the dialect rather than the rows is in doubt. */
const raggedPercentageMax = 10;

export function alerts(
  issues: TableIssues,
  columns: readonly ColumnSummary[],
  dialectConfidence: number,
  rules: ColumnRules,
): Alert[] {
  const found = [
    ...tableAlerts(issues, dialectConfidence),
    ...columns.flatMap((column) => [...columnAlerts(column, issues.total_rows, rules)]),
  ];
  return found.sort((a, b) => severities.indexOf(a.severity) - severities.indexOf(b.severity));
}

function* tableAlerts(issues: TableIssues, dialectConfidence: number): Generator<Alert> {
  const alert = (code: Alert["code"], severity: Alert["severity"], message: string): Alert => ({
    code,
    severity,
    column: null,
    message,
  });
  const { total_rows: rows, short_rows: short, long_rows: long, duplicate_rows: duplicates } = issues;
  const ragged = short.count + long.count;
  if (ragged > 0) {
    const grave = (ragged / Math.max(1, rows)) * 100 > raggedPercentageMax;
    yield alert(
      "RAGGED_ROWS",
      grave ? "error" : "warning",
      `${counted(short.count, "row is", "rows are")} shorter and ${long.count} longer than the header (${where([...short.examples, ...long.examples])}). ` +
        (grave ? "Check the delimiter and the quoting." : "Look for a missing or surplus delimiter."),
    );
  }
  if (issues.runaway_quotes.count > 0)
    yield alert(
      "RUNAWAY_QUOTES",
      "error",
      `${counted(issues.runaway_quotes.count, "quote is", "quotes are")} opened and not closed on the same line (${where(issues.runaway_quotes.examples)}). Read as text, so that no row below is lost; close or double each.`,
    );
  const oddQuotes = issues.stray_quotes.count + issues.text_after_quotes.count;
  if (oddQuotes > 0)
    yield alert(
      "QUOTES",
      "warning",
      `${counted(oddQuotes, "row has", "rows have")} quotes inside a field (${where([...issues.stray_quotes.examples, ...issues.text_after_quotes.examples])}). They were kept as text; double them.`,
    );
  if (issues.undecodable_bytes > 0)
    yield alert(
      "ENCODING_DAMAGE",
      "error",
      `${counted(issues.undecodable_bytes, "byte means", "bytes mean")} nothing in the file's encoding and became U+FFFD. State the encoding, or export the file again as UTF-8.`,
    );
  const duplicateNames = issues.renamed_columns.filter(({ reason }) => reason === "duplicate");
  if (duplicateNames.length > 0)
    yield alert(
      "DUPLICATE_HEADERS",
      "warning",
      `${counted(duplicateNames.length, "column repeats", "columns repeat")} the name of another: ${duplicateNames.map(({ from, to }) => `${JSON.stringify(from)} became ${JSON.stringify(to)}`).join(", ")}.`,
    );
  if (duplicates.count > 0)
    yield alert(
      "DUPLICATE_ROWS",
      "warning",
      `${duplicates.method === "exact" ? "" : "About "}${counted(duplicates.count, "row repeats", "rows repeat")} an earlier row.`,
    );
  if (dialectConfidence < 0.5)
    yield alert(
      "LOW_DIALECT_CONFIDENCE",
      "warning",
      "Another delimiter or quote fits the file nearly as well. State the dialect if the columns look wrong.",
    );
}

function* columnAlerts(column: ColumnSummary, rows: number, rules: ColumnRules): Generator<Alert> {
  const alert = (code: Alert["code"], severity: Alert["severity"], message: string): Alert => ({
    code,
    severity,
    column: column.name,
    message,
  });
  if (rows === 0) return;
  if (column.missing.count === rows) {
    yield alert("ALL_MISSING", "warning", "No row has a value.");
    return;
  }
  if (column.missing.percentage >= highMissingPercentage)
    yield alert("HIGH_MISSING", "warning", `${column.missing.percentage} % of the rows have no value.`);
  if (column.hints.some(({ hint }) => hint === "constant"))
    yield alert("CONSTANT", "info", "Every value is the same.");
  if (column.invalid.count > 0)
    yield alert(
      "INVALID_VALUES",
      "warning",
      `${counted(column.invalid.count, "value is", "values are")} no ${column.type}, ${column.invalid.percentage} % (${where(column.invalid.examples)}).`,
    );
  yield* typeAlerts(column, rules);
  yield* valueAlerts(column, rows);
}

function* typeAlerts(column: ColumnSummary, rules: ColumnRules): Generator<Alert> {
  const base = { column: column.name };
  const close = column.ledger.find(
    ({ type, verdict, percentage }) =>
      verdict === "rejected" &&
      !(type === "int" && column.type === "float") &&
      percentage / 100 < rules.typeShareMin &&
      percentage / 100 >= rules.typeShareMin - closeDecisionShare,
  );
  if (close !== undefined)
    yield {
      code: "TYPE_NEAR_THRESHOLD",
      severity: "warning",
      ...base,
      message: `Nearly ${close.type}: ${close.reason}.`,
    };
  const format = column.hints.find(({ statistics }) => statistics !== undefined);
  if (format !== undefined)
    yield { code: "FORMATTED_NUMBERS", severity: "info", ...base, message: format.message };
  if (column.type !== "date" || column.statistics === null) return;
  const { order, order_verdict: verdict, formats } = column.statistics;
  if (verdict === "ambiguous")
    yield {
      code: "AMBIGUOUS_DATES",
      severity: "warning",
      ...base,
      message: `No value tells day from month; read ${order === "day_first" ? "day" : "month"} first. State the date order.`,
    };
  if (verdict === "mixed")
    yield {
      code: "MIXED_DATE_ORDER",
      severity: "error",
      ...base,
      message: `Some dates can only be day first, others only month first: ${formatList(formats)}. Those that could be both were read ${order === "day_first" ? "day" : "month"} first.`,
    };
  else if (new Set(formats.map(({ format: name }) => name.split(/[ ']/)[0])).size > 1)
    yield {
      code: "MIXED_DATE_FORMATS",
      severity: "warning",
      ...base,
      message: `Dates are written in several ways: ${formatList(formats)}.`,
    };
}

function* valueAlerts(column: ColumnSummary, rows: number): Generator<Alert> {
  const base = { column: column.name };
  const tokens = column.type_counts.null_token;
  if (column.type === "string" && column.confidence !== null && tokens > 0)
    yield {
      code: "NULL_TOKENS_IN_TEXT",
      severity: "info",
      ...base,
      message: `${counted(tokens, "value looks", "values look")} like "no value" (NA, null, - …), but count as text because the column is text.`,
    };
  const values = rows - column.missing.count - column.invalid.count;
  const repeated = values - column.distinct.count;
  if (
    column.type !== "float" &&
    column.distinct.method === "exact" &&
    values >= 100 &&
    repeated > 0 &&
    column.uniqueness >= keyUniquenessMin
  )
    yield {
      code: "DUPLICATE_KEYS",
      severity: "warning",
      ...base,
      message: `Nearly a key: ${repeated} of ${values} values repeat an earlier one${exampleKeys(column)}.`,
    };
}

function exampleKeys(column: ColumnSummary): string {
  const keys = column.frequent.values.filter(({ count, value }) => count > 1 && value !== null).slice(0, 3);
  return keys.length === 0 ? "" : ` (${keys.map(({ value }) => JSON.stringify(value)).join(", ")})`;
}

function formatList(formats: readonly { format: string; count: number }[]): string {
  return formats
    .slice(0, 4)
    .map(({ format, count }) => `${format} (${count})`)
    .join(", ");
}

function where(places: readonly RowPlace[]): string {
  const [first, ...more] = [...places].sort((a, b) => a.row - b.row);
  if (first === undefined) return "no place known";
  return `first in row ${first.row}, line ${first.line}${
    more.length > 0
      ? `; then row ${more
          .map(({ row }) => row)
          .slice(0, 4)
          .join(", ")}`
      : ""
  }`;
}

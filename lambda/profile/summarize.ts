/** The state of a table, whole or cut short → what the summary says of the content. */
import type { Dialect } from "../csv/dialect.ts";
import type { LineCounts } from "../csv/record-reader.ts";
import type { ProfilerError } from "../errors.ts";
import type { DecodedText } from "../text/decode.ts";
import type { DateOrder } from "../types/date.ts";
import { alerts } from "./alerts.ts";
import type { DateProfile } from "./date-profile.ts";
import { namedRecord } from "./named-record.ts";
import { type ColumnRules, summarizeColumn } from "./summarize-column.ts";
import type {
  ColumnSummary,
  ContentProfile,
  DateOrderVerdict,
  DialectSummary,
  NumberStatistics,
  QualityIssues,
  Receipt,
  Terminator,
} from "./summary.ts";
import type { TableProfile } from "./table-profile.ts";

/** Everything that was found out about one file. */
export interface TableFindings {
  readonly table: TableProfile;
  readonly lines: LineCounts;
  /** Lines behind the table, which the reader never saw. */
  readonly footerLines: number;
  /** Physical lines up to the end of the table, counted without the reader. */
  readonly physicalLines: number;
  /** Records that the reader handed over. */
  readonly records: number;
  readonly terminator: Terminator;
  readonly dialect: Dialect;
  readonly text: Pick<DecodedText, "encoding" | "bom" | "counters">;
}

export function summarizeContent(
  findings: TableFindings,
  error: ProfilerError | null,
  rules: ColumnRules,
): ContentProfile {
  const { table } = findings;
  const columns = summarizeColumns(table, rules);
  return {
    status: error === null ? "success" : "error",
    partial: error !== null && table.columnCount > 0,
    error_code: error?.code ?? null,
    error_message: error?.message ?? null,
    dialect: summarizeDialect(findings),
    row_count: table.rows,
    column_count: columns.length,
    schema: namedRecord(columns.map((column) => [column.name, column.type] as const)),
    statistics: namedRecord(numericColumns(columns)),
    columns,
    quality_issues: summarizeQuality(findings, columns, rules),
  };
}

function summarizeColumns(table: TableProfile, rules: ColumnRules): readonly ColumnSummary[] {
  const ambiguous = new Map<ColumnSummary, DateProfile>();
  const columns = table.names.map((name, i) => {
    const profile = table.column(i);
    const column = summarizeColumn(profile, name, i + 1, table.rows, rules);
    if (orderVerdict(column) === "ambiguous" && profile.dates !== null) ambiguous.set(column, profile.dates);
    return column;
  });
  const order = onlyOrder(columns);
  if (order === null || ambiguous.size === 0) return columns;
  return columns.map((column) => {
    const dates = ambiguous.get(column);
    if (dates === undefined || column.type !== "date") return column;
    return { ...column, statistics: dates.statistics(rules.dateOrder, order) };
  });
}

/** The order of all dates whose cells tell it; null when none do, or they differ. */
function onlyOrder(columns: readonly ColumnSummary[]): DateOrder | null {
  const orders = new Set<DateOrder | null>();
  for (const column of columns)
    if (column.type === "date" && orderVerdict(column) === "decided")
      orders.add(column.statistics?.order ?? null);
  const [order = null, ...others] = orders;
  return others.length === 0 ? order : null;
}

function orderVerdict(column: ColumnSummary): DateOrderVerdict | null {
  return column.type === "date" ? (column.statistics?.order_verdict ?? null) : null;
}

function* numericColumns(columns: readonly ColumnSummary[]): Generator<readonly [string, NumberStatistics]> {
  for (const column of columns)
    if ((column.type === "int" || column.type === "float") && column.statistics !== null)
      yield [column.name, column.statistics];
}

function summarizeDialect({ dialect, terminator, text }: TableFindings): DialectSummary {
  return {
    delimiter: dialect.delimiter,
    quote: dialect.quote,
    escape: dialect.escape,
    terminator,
    encoding: text.encoding,
    bom: text.bom,
    header: dialect.header,
    skipped_lines: dialect.preambleLines,
    confidence: dialect.confidence,
  };
}

function summarizeQuality(
  findings: TableFindings,
  columns: readonly ColumnSummary[],
  rules: ColumnRules,
): QualityIssues {
  const { table } = findings;
  const missing = columns.filter((column) => column.missing.count > 0);
  const invalid = columns.filter((column) => column.invalid.count > 0);
  const { short, long, strayQuotes, textAfterQuotes, runawayQuotes } = table.oddities;
  const issues = {
    total_rows: table.rows,
    missing_values: namedRecord(missing.map((column) => [column.name, column.missing] as const)),
    invalid_values: namedRecord(invalid.map((column) => [column.name, column.invalid] as const)),
    short_rows: short.counted(),
    long_rows: long.counted(),
    duplicate_rows: table.duplicates,
    stray_quotes: strayQuotes.counted(),
    text_after_quotes: textAfterQuotes.counted(),
    runaway_quotes: runawayQuotes.counted(),
    undecodable_bytes: findings.text.counters.undecodableBytes,
    renamed_columns: table.renamed,
    receipt: receipt(findings),
    has_issues: false,
  };
  const found = alerts(
    issues,
    columns,
    { ...findings, trailingBytes: findings.text.counters.trailingBytes },
    rules,
  );
  const hasIssues =
    missing.length > 0 ||
    issues.receipt.unread_lines > 0 ||
    table.renamed.length > 0 ||
    found.some(({ severity }) => severity !== "info");
  return { ...issues, has_issues: hasIssues, alerts: found };
}

function receipt({ lines, footerLines, physicalLines, records, table }: TableFindings): Receipt {
  const accounted = lines.preamble + lines.header + lines.blank + lines.record + lines.unread;
  return {
    lines: physicalLines + footerLines,
    preamble_lines: lines.preamble,
    header_lines: lines.header,
    blank_lines: lines.blank,
    record_lines: lines.record,
    footer_lines: footerLines,
    unread_lines: lines.unread,
    records,
    balanced: physicalLines === accounted && records === table.rows,
  };
}

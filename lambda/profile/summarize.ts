/** The state of a table, whole or cut short → what the summary says of the content. */
import type { Dialect } from "../csv/dialect.ts";
import type { LineCounts } from "../csv/record-reader.ts";
import type { ProfilerError } from "../errors.ts";
import type { DecodedText } from "../text/decode.ts";
import { alerts, type ColumnFindings } from "./alerts.ts";
import { columnTexts } from "./column-texts.ts";
import { damagedTexts } from "./damaged-texts.ts";
import { ambiguousDates, readAsOthers } from "./date-order.ts";
import { dateSentinels } from "./date-sentinels.ts";
import { invisibleCharacters } from "./invisible-characters.ts";
import { mixedUnits } from "./mixed-units.ts";
import { namedRecord } from "./named-record.ts";
import { nullTokensInText } from "./null-tokens-in-text.ts";
import { possibleNullTokens } from "./possible-null-tokens.ts";
import { hasDecimalComma, mixedDecimalMarks, pointNumbers } from "./possible-thousands.ts";
import { nameCells, nameCount } from "./repeated-header.ts";
import { sentinelAlerts } from "./sentinels.ts";
import { shortenedNumbers } from "./shortened-numbers.ts";
import { type ColumnRules, summarizeColumn } from "./summarize-column.ts";
import type {
  ColumnSummary,
  ContentProfile,
  DialectSummary,
  NumberStatistics,
  QualityIssues,
  Receipt,
  Terminator,
} from "./summary.ts";
import type { TableProfile } from "./table-profile.ts";
import { totalCells } from "./total-row.ts";
import { unreadableNumbers } from "./unreadable-numbers.ts";
import { yearFirstDates } from "./year-first-dates.ts";

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
  readonly text: Pick<DecodedText, "encoding" | "bom" | "counters" | "assumedBy">;
}

export function summarizeContent(
  findings: TableFindings,
  error: ProfilerError | null,
  rules: ColumnRules,
): ContentProfile {
  const { table } = findings;
  const found = columnFindings(findings, rules);
  const columns = found.map(({ summary }) => summary);
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
    quality_issues: summarizeQuality(findings, found, rules),
  };
}

/** One column after the other: each that was adopted is made anew when it is asked for. */
function columnFindings(
  { table, text }: Pick<TableFindings, "table" | "text">,
  rules: ColumnRules,
): readonly ColumnFindings[] {
  const written = new Map(table.renamed.map(({ position, from }) => [position, from]));
  const found = table.names.map((name, i) => {
    const column = table.column(i);
    const header = written.get(i + 1) ?? name;
    const texts = columnTexts(column);
    const summary = summarizeColumn(column, name, i + 1, table.rows, rules, texts);
    const points = pointNumbers(column, summary, rules.sampleValues);
    return {
      summary,
      ambiguous: ambiguousDates(column, summary),
      names: nameCells(column, texts, header, summary.type),
      nameCount: nameCount(texts, header, summary.type),
      ofValues: [
        ...invisibleCharacters(column, texts, name, rules),
        // Else the reading is in doubt, and not the file.
        ...(text.encoding === "windows-1252" ? [] : damagedTexts(column, texts, name, rules.sampleValues)),
        ...unreadableNumbers(column, texts, name, rules.sampleValues),
        ...mixedUnits(column, name),
        ...mixedDecimalMarks(column, summary, points, rules.sampleValues),
        ...possibleNullTokens(column, summary, rules),
        ...sentinelAlerts(column, summary, rules.sampleValues),
        ...shortenedNumbers(column, summary, rules.sampleValues),
        ...dateSentinels(column, summary, rules),
        ...yearFirstDates(column, summary, rules),
        ...nullTokensInText(column, texts, summary, rules.sampleValues),
      ],
      total: totalCells(column, texts, summary, rules.sampleValues),
      points,
      decimalComma: hasDecimalComma(column, summary),
    };
  });
  return readAsOthers(found);
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
  found: readonly ColumnFindings[],
  rules: ColumnRules,
): QualityIssues {
  const { table } = findings;
  const columns = found.map(({ summary }) => summary);
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
  const allAlerts = alerts(
    issues,
    found,
    {
      ...findings,
      trailingBytes: findings.text.counters.trailingBytes,
      assumedBy: findings.text.assumedBy,
    },
    rules,
  );
  const hasIssues =
    missing.length > 0 ||
    issues.receipt.unread_lines > 0 ||
    table.renamed.length > 0 ||
    allAlerts.some(({ severity }) => severity !== "info");
  return { ...issues, has_issues: hasIssues, alerts: allAlerts };
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

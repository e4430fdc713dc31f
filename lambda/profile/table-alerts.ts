/** What a person should know about the table as a whole: its rows, its lines, its header, its bytes. */
import type { Dialect } from "../csv/dialect.ts";
import { examplesMax } from "../limits.ts";
import { alertOf, firstPlaces } from "./alert.ts";
import type { Alert, QualityIssues } from "./summary.ts";
import { counted } from "./wording.ts";

export type TableIssues = Omit<QualityIssues, "alerts">;

/** What is known of a file beside the issues of its rows. */
export interface TableFacts {
  readonly dialect: Pick<
    Dialect,
    | "candidates"
    | "confidence"
    | "delimiter"
    | "furtherTables"
    | "header"
    | "headerLines"
    | "headerRule"
    | "quotedLines"
    | "rowsAbove"
    | "surplusField"
  >;
  /** Behind compressed data. */
  readonly trailingBytes: number;
}

/** A ragged share of rows, in percent, from which on the dialect rather than the rows is in doubt. */
const raggedPercentageMax = 10;

/** Confidence of the dialect below which a person should look at it. */
const confidenceMin = 0.5;

const alert = alertOf(null);

export function* tableAlerts(issues: TableIssues, facts: TableFacts): Generator<Alert> {
  yield* rowLengthAlerts(issues, facts);
  yield* quoteAlerts(issues, facts);
  yield* lineAlerts(issues, facts);
  yield* byteAlerts(issues, facts);
  const names = issues.renamed_columns.filter(({ reason }) => reason === "duplicate");
  if (names.length > 0)
    yield alert(
      "DUPLICATE_HEADERS",
      "warning",
      `${counted(names.length, "column repeats", "columns repeat")} the name of another: ${names
        .slice(0, namesShownMax)
        .map(({ from, to }) => `${JSON.stringify(from)} became ${JSON.stringify(to)}`)
        .join(", ")}${names.length > namesShownMax ? " …" : ""}.`,
      names.length,
    );
  yield* rowAlerts(issues);
  // Of a file that the stated lines to skip use up, there is no dialect to doubt.
  const looked = facts.dialect.candidates.some(({ records }) => records > 0);
  if (looked && facts.dialect.confidence < confidenceMin)
    yield alert(
      "LOW_DIALECT_CONFIDENCE",
      "warning",
      `The dialect is right for ${Math.round(facts.dialect.confidence * 100)} % of files with evidence as thin as this one's. State it if the columns look wrong.`,
      facts.dialect.candidates.length,
    );
}

/** Rows that are missing altogether, or there twice. */
function* rowAlerts(issues: TableIssues): Generator<Alert> {
  const { total_rows: rows, duplicate_rows: duplicates, receipt } = issues;
  if (rows === 0 && receipt.header_lines > 0 && receipt.unread_lines === 0)
    yield alert("NO_ROWS", "info", "No row follows the header.", receipt.header_lines);
  if (duplicates !== null && duplicates.count > 0)
    yield alert(
      "DUPLICATE_ROWS",
      "warning",
      `${duplicates.method === "exact" ? "" : "About "}${counted(duplicates.count, "row repeats", "rows repeat")} an earlier row.`,
      duplicates.count,
    );
}

/** Renamed columns written out in one message: a wide table must not bury its other alerts. */
const namesShownMax = 5;

function* rowLengthAlerts(issues: TableIssues, { dialect }: TableFacts): Generator<Alert> {
  const { total_rows: rows, short_rows: short, long_rows: long } = issues;
  if (dialect.surplusField === "row_names")
    yield alert(
      "ROW_NAMES",
      "warning",
      "Rows have one field more than the header: the first was read as row names without a name, column_1. If they hold a delimiter without quotes instead, every name stands over the wrong column.",
      rows,
    );
  if (dialect.surplusField === "header_delimiter")
    yield alert(
      "TRAILING_DELIMITERS",
      "info",
      "The header ends with a delimiter and no row does. The field without a name behind it was left out.",
      1,
    );
  const trailing = dialect.surplusField === "trailing_delimiter";
  if (trailing)
    yield alert(
      "TRAILING_DELIMITERS",
      "info",
      "Rows end with a delimiter, which makes them one field longer than the header. The fields behind it were dropped; those looked at are empty.",
      long.count,
      long.examples,
    );
  const ragged = short.count + (trailing ? 0 : long.count);
  if (ragged === 0) return;
  const examples = [...short.examples, ...(trailing ? [] : long.examples)];
  const grave = (ragged / Math.max(1, rows)) * 100 > raggedPercentageMax;
  const longer = trailing ? 0 : long.count;
  yield alert(
    "RAGGED_ROWS",
    grave ? "error" : "warning",
    `${raggedInWords(short.count, longer)} than the header (${firstPlaces(examples)}). ` +
      (grave
        ? `Check the delimiter and the quoting.${alignedInWords(dialect)}`
        : "Look for a missing or surplus delimiter."),
    ragged,
    examples,
  );
}

function raggedInWords(shorter: number, longer: number): string {
  if (shorter === 0) return `${counted(longer, "row is", "rows are")} longer`;
  return `${counted(shorter, "row is", "rows are")} shorter${longer === 0 ? "" : ` and ${longer} longer`}`;
}

function alignedInWords({ delimiter }: TableFacts["dialect"]): string {
  return delimiter === " "
    ? " If the columns are aligned and their texts have blanks in them, export the table with another delimiter: columns are not parted by their width."
    : "";
}

function* quoteAlerts(issues: TableIssues, { dialect }: TableFacts): Generator<Alert> {
  if (dialect.quotedLines !== null)
    yield alert(
      "QUOTED_LINES",
      "error",
      `Every line is in quotes as a whole, so the table has one column; within them ${JSON.stringify(dialect.quotedLines.delimiter)} parts ${dialect.quotedLines.columns} fields. Take the outer quotes off, and halve the doubled ones.`,
      issues.total_rows,
    );
  const { runaway_quotes: runaway, stray_quotes: stray, text_after_quotes: after } = issues;
  if (runaway.count > 0)
    yield alert(
      "RUNAWAY_QUOTES",
      "error",
      `${counted(runaway.count, "quote is", "quotes are")} opened and not closed on the same line (${firstPlaces(runaway.examples)}). Read as text, so that no row below is lost; close or double each.`,
      runaway.count,
      runaway.examples,
    );
  if (stray.count + after.count === 0) return;
  // A row may have both, and is one row as far as that is known.
  const shown = [...stray.examples, ...after.examples];
  const rows = new Map(shown.map((example) => [example.row, example]));
  const examples = [...rows.values()].sort((a, b) => a.row - b.row).slice(0, examplesMax);
  const found = [
    ...(stray.count > 0 ? [`${counted(stray.count, "row has", "rows have")} quotes inside a field`] : []),
    ...(after.count > 0
      ? [`${counted(after.count, "row has", "rows have")} text behind a closing quote`]
      : []),
  ];
  yield alert(
    "QUOTES",
    "warning",
    `${found.join(", ")} (${firstPlaces(examples)}). They were kept as text; double them.`,
    stray.count + after.count - (shown.length - rows.size),
    examples,
  );
}

function* lineAlerts(issues: TableIssues, { dialect }: TableFacts): Generator<Alert> {
  const { lines, header_lines: headerLines, footer_lines: footer } = issues.receipt;
  if (dialect.headerLines > 1)
    yield alert(
      "MULTI_LINE_HEADER",
      "info",
      `The header has ${dialect.headerLines} lines; ${[
        ...(dialect.headerLines > (dialect.headerRule ? 2 : 1)
          ? ["the names of each column were joined with a space"]
          : []),
        ...(dialect.headerRule ? ["the line of dashes was left out"] : []),
      ].join(", and ")}.`,
      headerLines,
    );
  if (dialect.rowsAbove !== null) {
    const { count, firstLine, lastLine } = dialect.rowsAbove;
    yield alert(
      "ROWS_ABOVE_TABLE",
      "warning",
      `${count} records above the table look like rows and were left out (lines ${firstLine} to ${lastLine}). If they belong to it, state how many lines to skip.`,
      count,
      [{ line: firstLine }],
    );
  }
  if (footer === 0) return;
  const from = lines - footer + 1;
  const place = footer === 1 ? `line ${from}` : `lines ${from} to ${lines}`;
  if (dialect.furtherTables > 0)
    yield alert(
      "FURTHER_TABLES",
      "warning",
      `${counted(dialect.furtherTables, "more table begins", "more tables begin")} behind the first and ${dialect.furtherTables === 1 ? "was" : "were"} not read (${place}). Split the file.`,
      dialect.furtherTables,
      [{ line: from }],
    );
  else
    yield alert(
      "FOOTER",
      "info",
      `${counted(footer, "line", "lines")} behind the table ${footer === 1 ? "was" : "were"} left out as no part of it (${place}).`,
      footer,
      [{ line: from }],
    );
}

function* byteAlerts(issues: TableIssues, { trailingBytes }: TableFacts): Generator<Alert> {
  const undecodable = issues.undecodable_bytes;
  if (undecodable > 0)
    yield alert(
      "ENCODING_DAMAGE",
      "error",
      `${counted(undecodable, "byte means", "bytes mean")} nothing in the file's encoding and became U+FFFD. State the encoding, or export the file again as UTF-8.`,
      undecodable,
    );
  if (trailingBytes > 0)
    yield alert(
      "TRAILING_BYTES",
      "warning",
      `${counted(trailingBytes, "byte follows", "bytes follow")} the compressed data and ${trailingBytes === 1 ? "was" : "were"} not read. Compress the file again if something is missing.`,
      trailingBytes,
    );
}

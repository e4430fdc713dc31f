/**
 * The public contract: the summary of one file, as written to `processed/<name>_summary.json` (output-keys.ts), as printed by
 * `csvprofile profile --json`, and (top level) as the attributes of the metadata item.
 *
 * Names are snake_case because they are the contract of other programs. Fields may be added within one
 * `summary_version`; none is renamed or removed. `summary-schema.ts` is the same contract as JSON Schema and a
 * test holds the two together. Every number is finite: what has no value is `null`.
 */
import type { ErrorCode } from "../errors.ts";

export const SUMMARY_VERSION = 1;

export type ColumnType = "int" | "float" | "date" | "string";

/** A place in the file. `row` counts data rows from 1; `line` counts physical lines from 1. */
export interface RowPlace {
  readonly row: number;
  readonly line: number;
}

/** A cell worth showing. `value` is cut to `exampleCharsMax` characters, and null when values are withheld. */
export interface CellExample extends RowPlace {
  readonly value: string | null;
}

/** A row whose number of fields is not that of the header. */
export interface RowExample extends RowPlace {
  readonly fields: number;
}

/** `percentage` is of `total_rows` where nothing else is said, in percent, rounded to 2 decimals. */
export interface Share {
  readonly count: number;
  readonly percentage: number;
}

export interface InvalidShare extends Share {
  readonly examples: readonly CellExample[];
}

export interface Counted<Example> {
  readonly count: number;
  readonly examples: readonly Example[];
}

/** Cells by what they are, before the column's type is decided. They add up to the number of rows. */
export interface TypeCounts {
  readonly int: number;
  readonly float: number;
  readonly date: number;
  readonly string: number;
  readonly null_token: number;
  readonly empty: number;
}

/** Linear interpolation between ranks (type 7 of Hyndman & Fan 1996, as pandas and numpy). */
export interface QuantileSummary {
  /** `exact` up to 10,000 values, fewer in tables of more than 314 columns; then a DDSketch, its bins as fine as fit. */
  readonly method: "exact" | "ddsketch";
  /**
   * Largest relative error of each figure; 0 when exact, null where the sketch cannot promise one. It does not hold for a
   * figure between two ranks of different sign, nor for one nearer to 0 than 2.3e-308.
   */
  readonly relative_error: number | null;
  readonly p1: number;
  readonly p5: number;
  readonly p25: number;
  readonly p50: number;
  readonly p75: number;
  readonly p95: number;
  readonly p99: number;
}

export interface HistogramSummary {
  readonly method: "exact" | "ddsketch";
  /** One more than `counts`, ascending; a bin includes its lower edge. */
  readonly edges: readonly number[];
  readonly counts: readonly number[];
  /** Values in far tails outside of the edges. */
  readonly below: number;
  readonly above: number;
}

/** Beyond 1.5 interquartile ranges from the quartiles (Tukey 1977). */
export interface OutlierSummary {
  readonly method: "exact" | "ddsketch";
  readonly count: number;
  readonly below: number;
  readonly above: number;
  readonly fence_low: number;
  readonly fence_high: number;
}

/** Over the int and float cells of an int or float column. */
export interface NumberStatistics {
  readonly count: number;
  readonly min: number;
  readonly max: number;
  /** Null when the figure passes the largest double. */
  readonly avg: number | null;
  readonly sum: number | null;
  /** Sample variance (n − 1) and its root; null below 2 values, or when the figure is beyond what a double holds. */
  readonly variance: number | null;
  readonly stddev: number | null;
  readonly zeros: number;
  readonly negatives: number;
  /** Adjusted Fisher–Pearson coefficient G1; null below 3 values, when all are equal or nearly, or when a sum that it takes leaves the doubles. */
  readonly skewness: number | null;
  /** Excess kurtosis G2; null below 4 values, when all are equal or nearly, or when a sum that it takes leaves the doubles. */
  readonly kurtosis: number | null;
  readonly quantiles: QuantileSummary;
  readonly histogram: HistogramSummary;
  /** Null when a fence is no finite number. */
  readonly outliers: OutlierSummary | null;
  /** The exact integer as text, where a double cannot hold it (beyond ±2^53). */
  readonly min_exact?: string;
  readonly max_exact?: string;
}

export interface DateFormatCount {
  /** Unicode date field symbols, e.g. `yyyy-MM-dd`, `dd/MM/yyyy`, `d MMM yyyy HH:mm`. */
  readonly format: string;
  readonly count: number;
}

/**
 * How day and month were told apart. `not_needed`: no cell tells an order or needs one, as they name the month, begin with
 * the year, or have both numbers equal. `decided`: cells with only one reading (25/12/2024) settle it, also where there are
 * no others. `mixed`: both orders occur for certain. `ambiguous`: no cell settles it and `order` is an assumption: that of the
 * file's other dates, else day first with points (`03.04.2024`), else month first. `stated`: the uploader said it.
 */
export type DateOrderVerdict = "not_needed" | "decided" | "mixed" | "ambiguous" | "stated";

export interface DateStatistics {
  readonly count: number;
  /** ISO 8601; date only when no cell has a time, with `Z` when any cell states an offset. */
  readonly min: string;
  readonly max: string;
  /** From min to max. */
  readonly span_days: number;
  readonly span: string;
  readonly formats: readonly DateFormatCount[];
  readonly order: "day_first" | "month_first" | null;
  readonly order_verdict: DateOrderVerdict;
  /** Null where only the basic figures were asked for. */
  readonly histogram: DateHistogramSummary | null;
}

/** Counts by calendar unit; `start` is ISO 8601 in UTC, a bin ends where the next one starts. */
export interface DateHistogramSummary {
  readonly unit: string;
  readonly bins: readonly { readonly start: string; readonly count: number }[];
  /** Dates in far tails outside of the bins. */
  readonly below: number;
  readonly above: number;
}

/** Lengths in characters (Unicode code points) of the trimmed text. Null where only the basic figures were asked for. */
export interface StringStatistics {
  readonly count: number;
  readonly length_min: number;
  readonly length_max: number;
  readonly length_avg: number;
  readonly shapes: ShapeSummary;
}

/**
 * What the texts look like: digits are `9`, capitals `A`, other letters `a` (statistics/string-shapes.ts). Of the cells
 * that are neither numbers nor dates.
 */
export interface ShapeSummary {
  /** `exact` counts cells; `sample` estimates shares of the distinct texts from `distinctSampleMax` of them. */
  readonly method: "exact" | "sample";
  readonly values: readonly { readonly shape: string; readonly percentage: number }[];
}

/** Distinct values as written (trimmed): `1.0` and `1.00` are two. */
export interface DistinctSummary {
  readonly count: number;
  readonly method: "exact" | "hyperloglog";
  /** Relative; 0 when exact. */
  readonly standard_error: number;
}

export interface FrequentSummary {
  readonly method: "exact" | "misra_gries";
  /** Counts are low by at most this; 0 when exact. */
  readonly error_max: number;
  /**
   * `percentage` is of the values of the column's type. `value` is null when values are withheld; `truncated` when it is
   * longer than shown.
   */
  readonly values: readonly (Share & { readonly value: string | null; readonly truncated: boolean })[];
}

/** What would have to change for a column to get another type. */
export interface TypeFlip {
  readonly becomes: ColumnType;
  /**
   * `treat_as_missing`: declare `values` null tokens. `correct_cells`: correct or clear `cells` cells.
   * `more_breaks`: `cells` more cells that are no numbers, or of a date column no dates. (A single float makes an int column
   * float.)
   */
  readonly action: "treat_as_missing" | "correct_cells" | "more_breaks";
  readonly values: readonly string[];
  readonly cells: number;
}

/** Why a type was chosen or rejected. */
export interface LedgerEntry {
  readonly type: ColumnType;
  readonly verdict: "chosen" | "rejected";
  readonly fits: number;
  /** Of the cells that are not missing; rounded down where the share is below the one needed and would be shown as it. */
  readonly percentage: number;
  /** Cells that do not fit, and the first of them. */
  readonly breaks: number;
  readonly examples: readonly CellExample[];
  /** The smallest change that would give the column the type, or make it text. */
  readonly flip: TypeFlip;
  /** The entry in words. */
  readonly reason: string;
}

export type HintName =
  | "boolean"
  | "categorical"
  | "constant"
  | "currency"
  | "decimal_comma"
  | "email"
  | "epoch_milliseconds"
  | "epoch_seconds"
  | "ip_address"
  | "json"
  | "leading_zeros"
  | "magnitude"
  | "negative_in_brackets"
  | "number_with_unit"
  | "percentage"
  | "period"
  | "range"
  | "sign_apart"
  | "sign_behind"
  | "spreadsheet_days"
  | "text_formula"
  | "thousands_separators"
  | "time"
  | "unicode_minus"
  | "unique_key"
  | "url"
  | "uuid"
  | "yyyymmdd";

/** What a column seems to be beside its type; never instead of it. */
export interface Hint {
  readonly hint: HintName;
  /** Share of the cells that are not missing (null tokens are, as for types) for which it holds, in percent. */
  readonly percentage: number;
  /**
   * `exact` counts cells, whose texts are judged by their first `frequentTextCharsMax` characters. `sample` estimates: the
   * frequent values are counted, and the others judged by a sample of the distinct ones, as if all were equally frequent;
   * of `yyyymmdd`, by the sketch of the quantiles.
   */
  readonly method: "exact" | "sample";
  readonly message: string;
  /** For number formats: the figures of the formatted numbers, and of the plain ones if the message says so. */
  readonly statistics?: NumberStatistics;
}

export type AlertCode =
  | "ALL_MISSING"
  | "AMBIGUOUS_DATES"
  | "CONSTANT"
  | "DAMAGED_TEXT"
  | "DOUBLED_DELIMITER"
  | "DUPLICATE_HEADERS"
  | "DUPLICATE_KEYS"
  | "DUPLICATE_ROWS"
  | "EMPTY_ROWS"
  | "ENCODING_ASSUMED"
  | "ENCODING_DAMAGE"
  | "FOOTER"
  | "FORMATTED_NUMBERS"
  | "FURTHER_TABLES"
  | "HIGH_MISSING"
  | "INVALID_VALUES"
  | "INVISIBLE_CHARACTERS"
  | "LOW_DIALECT_CONFIDENCE"
  | "MIXED_DATE_FORMATS"
  | "MIXED_DATE_ORDER"
  | "MIXED_DECIMAL_MARKS"
  | "MIXED_TIME_ZONES"
  | "MIXED_UNITS"
  | "MULTI_LINE_HEADER"
  | "NO_ROWS"
  | "NULL_TOKENS_IN_TEXT"
  | "POSSIBLE_NULL_TOKENS"
  | "POSSIBLE_THOUSANDS"
  | "QUOTED_LINES"
  | "QUOTES"
  | "RAGGED_ROWS"
  | "REPEATED_HEADER"
  | "ROWS_ABOVE_TABLE"
  | "ROW_NAMES"
  | "RUNAWAY_QUOTES"
  | "SENTINEL_VALUES"
  | "SHORTENED_NUMBERS"
  | "TOTAL_ROW"
  | "TRAILING_BYTES"
  | "TRAILING_DELIMITERS"
  | "TYPE_NEAR_THRESHOLD"
  | "UNREADABLE_NUMBERS";

/** A place that an alert rests on. Lines outside of the table have no row. */
export interface AlertExample {
  readonly line: number;
  readonly row?: number;
  readonly fields?: number;
  readonly value?: string | null;
}

export interface AlertEvidence {
  /** Rows, cells, values, lines, bytes or names that the alert is about; the least there are where the message says "at least". */
  readonly count: number;
  /** The first of them, where they have a place. */
  readonly examples: readonly AlertExample[];
}

export interface Alert {
  readonly code: AlertCode;
  readonly severity: "info" | "warning" | "error";
  /** Null for the table as a whole. */
  readonly column: string | null;
  /** What, how much, where, and what to do. */
  readonly message: string;
  readonly evidence: AlertEvidence;
}

/** Rows that repeat an earlier row, compared by the trimmed cells. */
export interface DuplicateRowsSummary {
  readonly count: number;
  readonly method: "exact" | "adaptive_sampling";
  /** In rows; 0 when exact. */
  readonly standard_error: number;
}

interface ColumnBase {
  readonly name: string;
  /** 1-based. */
  readonly position: number;
  /**
   * Share of the non-missing cells that fit the type; for a string column one minus the best share of a narrower
   * type. Null when every cell is missing.
   */
  readonly confidence: number | null;
  readonly type_counts: TypeCounts;
  readonly missing: Share;
  readonly invalid: InvalidShare;
  /** Share of the rows that have a value, in percent. */
  readonly completeness: number;
  /** Over the values of the column's type. */
  readonly distinct: DistinctSummary;
  /** Distinct values for each value of the column's type, in percent. */
  readonly uniqueness: number;
  /** Null where only the basic figures were asked for. */
  readonly frequent: FrequentSummary | null;
  readonly ledger: readonly LedgerEntry[];
  readonly hints: readonly Hint[];
}

export type ColumnSummary =
  | (ColumnBase & { readonly type: "int" | "float"; readonly statistics: NumberStatistics | null })
  | (ColumnBase & { readonly type: "date"; readonly statistics: DateStatistics | null })
  | (ColumnBase & { readonly type: "string"; readonly statistics: StringStatistics | null });

/** Every physical line accounted for: lines = preamble + header + blank + record + footer + unread lines. */
export interface Receipt {
  readonly lines: number;
  readonly preamble_lines: number;
  readonly header_lines: number;
  readonly blank_lines: number;
  readonly record_lines: number;
  /** Notes and further tables behind the table, with their blank lines; found in files shorter than 64 KiB. */
  readonly footer_lines: number;
  /** Lines that were read but not profiled, because the file ended in an error; 0 otherwise. */
  readonly unread_lines: number;
  readonly records: number;
  readonly balanced: boolean;
}

export interface RenamedColumn {
  readonly position: number;
  readonly from: string;
  readonly to: string;
  readonly reason: "blank" | "duplicate" | "too_long";
}

export interface QualityIssues {
  readonly total_rows: number;
  readonly has_issues: boolean;
  readonly missing_values: Readonly<Record<string, Share>>;
  readonly invalid_values: Readonly<Record<string, InvalidShare>>;
  readonly short_rows: Counted<RowExample>;
  readonly long_rows: Counted<RowExample>;
  /** Null where only the basic figures were asked for. */
  readonly duplicate_rows: DuplicateRowsSummary | null;
  /** Rows with quotes inside an unquoted field, taken literally. */
  readonly stray_quotes: Counted<RowPlace>;
  /** Rows with text between a closing quote and the next delimiter, kept with its quotes. */
  readonly text_after_quotes: Counted<RowPlace>;
  /** Quotes that were opened and not closed on their line, read literally so that the lines below stay records. */
  readonly runaway_quotes: Counted<RowPlace>;
  readonly undecodable_bytes: number;
  readonly renamed_columns: readonly RenamedColumn[];
  readonly receipt: Receipt;
  /** The gravest first. */
  readonly alerts: readonly Alert[];
}

export type Terminator = "LF" | "CRLF" | "CR" | "mixed" | "none";

export interface DialectSummary {
  readonly delimiter: string;
  readonly quote: string | null;
  readonly escape: string | null;
  readonly terminator: Terminator;
  readonly encoding: string;
  readonly bom: boolean;
  readonly header: boolean;
  readonly skipped_lines: number;
  /** 0 to 1; 1 when stated by the uploader. */
  readonly confidence: number;
}

export interface SourceSummary {
  readonly bucket: string | null;
  readonly key: string | null;
  readonly etag: string | null;
  readonly version_id: string | null;
  readonly sequencer: string | null;
  /** As stored, before decompression. */
  readonly size_bytes: number;
  readonly compression: "none" | "gzip" | "zstd";
}

export interface ProcessingSummary {
  readonly engine: "reference" | "kernel";
  /** `basic`: some are null, see there. */
  readonly figures: "all" | "basic";
  /** That have read the text. */
  readonly threads: number;
  readonly duration_ms: number;
  /** Decompressed text, in 10^6 bytes a second. */
  readonly throughput_mb_per_s: number;
  readonly bytes_read: number;
  /** Highest resident set of the process so far, in 2^20 bytes; null where the platform does not tell. */
  readonly peak_memory_mb: number | null;
  /** At list prices of us-east-1; null outside of Lambda. */
  readonly cost_estimate_usd: number | null;
}

/** What the profile of the content alone says, wherever the content came from. */
export interface ContentProfile {
  readonly status: "success" | "error";
  /** True when an error cut the profile short and the figures cover only what lies before it. */
  readonly partial: boolean;
  readonly error_code: ErrorCode | null;
  readonly error_message: string | null;
  /** Null when the file failed before its dialect was known. */
  readonly dialect: DialectSummary | null;
  readonly row_count: number;
  readonly column_count: number;
  readonly schema: Readonly<Record<string, ColumnType>>;
  /** The numeric columns only; every column's figures are in `columns`. */
  readonly statistics: Readonly<Record<string, NumberStatistics>>;
  readonly columns: readonly ColumnSummary[];
  readonly quality_issues: QualityIssues;
}

export interface Summary extends ContentProfile {
  readonly summary_version: typeof SUMMARY_VERSION;
  readonly file_name: string;
  /** ISO 8601, UTC; null where the origin has no such time (standard input). */
  readonly upload_timestamp: string | null;
  readonly processed_timestamp: string;
  readonly source: SourceSummary;
  readonly processing: ProcessingSummary;
}

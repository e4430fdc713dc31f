/**
 * The summary as JSON Schema (2020-12), the same contract as summary.ts. Closed objects throughout: a field that
 * one of the two does not know fails the tests.
 */
import { statedEncodings } from "../text/stated-encoding.ts";
import { detectedEncodings } from "./options.ts";

type Schema = Readonly<Record<string, unknown>>;

const count: Schema = { type: "integer", minimum: 0 };
const amount: Schema = { type: "number", minimum: 0 };
const percent: Schema = { type: "number", minimum: 0, maximum: 100 };
const unitShare: Schema = { type: "number", minimum: 0, maximum: 1 };
const text: Schema = { type: "string" };
const bool: Schema = { type: "boolean" };
const place = { row: { type: "integer", minimum: 1 }, line: { type: "integer", minimum: 1 } };

function nullable(schema: Schema): Schema {
  return { anyOf: [schema, { type: "null" }] };
}

function list(items: Schema): Schema {
  return { type: "array", items };
}

function mapOf(values: Schema): Schema {
  return { type: "object", additionalProperties: values };
}

/** An object with exactly these properties; `optional` ones may be absent. */
function closed(
  properties: Readonly<Record<string, Schema>>,
  optional: Readonly<Record<string, Schema>> = {},
): Schema {
  return {
    type: "object",
    properties: { ...properties, ...optional },
    required: Object.keys(properties),
    additionalProperties: false,
  };
}

const columnType: Schema = { enum: ["int", "float", "date", "string"] };
const shareOfRows = closed({ count, percentage: percent });
const cellExample = closed({ ...place, value: nullable(text) });
const invalidShare = closed({ count, percentage: percent, examples: list(cellExample) });
const countedPlaces = closed({ count, examples: list(closed(place)) });
const countedRows = closed({ count, examples: list(closed({ ...place, fields: count })) });

const figure: Schema = { type: "number" };
const sketched: Schema = { enum: ["exact", "ddsketch"] };

const quantiles = closed({
  method: sketched,
  relative_error: nullable(amount),
  p1: figure,
  p5: figure,
  p25: figure,
  p50: figure,
  p75: figure,
  p95: figure,
  p99: figure,
});

const histogram = closed({
  method: sketched,
  edges: list(figure),
  counts: list(count),
  below: count,
  above: count,
});

const outliers = closed({
  method: sketched,
  count,
  below: count,
  above: count,
  fence_low: figure,
  fence_high: figure,
});

const numberStatistics = closed(
  {
    count,
    min: { type: "number" },
    max: { type: "number" },
    avg: nullable({ type: "number" }),
    sum: nullable({ type: "number" }),
    variance: nullable(amount),
    stddev: nullable(amount),
    zeros: count,
    negatives: count,
    skewness: nullable(figure),
    kurtosis: nullable(figure),
    quantiles,
    histogram,
    outliers: nullable(outliers),
  },
  {
    min_exact: { type: "string", pattern: "^-?\\d+$" },
    max_exact: { type: "string", pattern: "^-?\\d+$" },
  },
);

const isoText: Schema = {
  type: "string",
  pattern: "^\\d{4}-\\d{2}-\\d{2}(T\\d{2}:\\d{2}:\\d{2}(\\.\\d{3})?Z?)?$",
};

const dateStatistics = closed({
  count,
  min: isoText,
  max: isoText,
  span_days: amount,
  span: text,
  formats: list(closed({ format: text, count })),
  order: { enum: ["day_first", "month_first", null] },
  order_verdict: { enum: ["not_needed", "decided", "mixed", "ambiguous", "stated"] },
  histogram: nullable(
    closed({ unit: text, bins: list(closed({ start: text, count })), below: count, above: count }),
  ),
});

const stringStatistics = closed({
  count,
  length_min: count,
  length_max: count,
  length_avg: amount,
  shapes: closed({
    method: { enum: ["exact", "sample"] },
    values: list(closed({ shape: text, percentage: percent })),
  }),
});

const distinct = closed({ count, method: { enum: ["exact", "hyperloglog"] }, standard_error: amount });

const frequent = closed({
  method: { enum: ["exact", "misra_gries"] },
  error_max: count,
  values: list(closed({ value: nullable(text), truncated: bool, count, percentage: percent })),
});

const flip = closed({
  becomes: columnType,
  action: { enum: ["treat_as_missing", "correct_cells", "more_breaks"] },
  values: list(text),
  cells: count,
});

const ledgerEntry = closed({
  type: columnType,
  verdict: { enum: ["chosen", "rejected"] },
  fits: count,
  percentage: percent,
  breaks: count,
  examples: list(cellExample),
  flip,
  reason: text,
});

const hint = closed(
  { hint: text, percentage: percent, method: { enum: ["exact", "sample"] }, message: text },
  { statistics: numberStatistics },
);

const alert = closed({
  code: { type: "string", pattern: "^[A-Z_]+$" },
  severity: { enum: ["info", "warning", "error"] },
  column: nullable(text),
  message: text,
  evidence: closed({
    count,
    examples: list(closed({ line: place.line }, { row: place.row, fields: count, value: nullable(text) })),
  }),
});

function columnOf(types: readonly string[], statistics: Schema): Schema {
  return closed({
    name: text,
    position: { type: "integer", minimum: 1 },
    type: { enum: types },
    confidence: nullable(unitShare),
    type_counts: closed({
      int: count,
      float: count,
      date: count,
      string: count,
      null_token: count,
      empty: count,
    }),
    missing: shareOfRows,
    invalid: invalidShare,
    completeness: percent,
    distinct,
    uniqueness: amount,
    frequent: nullable(frequent),
    ledger: list(ledgerEntry),
    hints: list(hint),
    statistics: nullable(statistics),
  });
}

const receipt = closed({
  lines: count,
  preamble_lines: count,
  header_lines: count,
  blank_lines: count,
  record_lines: count,
  footer_lines: count,
  unread_lines: count,
  records: count,
  balanced: bool,
});

const qualityIssues = closed({
  total_rows: count,
  has_issues: bool,
  missing_values: mapOf(shareOfRows),
  invalid_values: mapOf(invalidShare),
  short_rows: countedRows,
  long_rows: countedRows,
  duplicate_rows: nullable(
    closed({ count, method: { enum: ["exact", "adaptive_sampling"] }, standard_error: amount }),
  ),
  stray_quotes: countedPlaces,
  text_after_quotes: countedPlaces,
  runaway_quotes: countedPlaces,
  undecodable_bytes: count,
  renamed_columns: list(
    closed({ position: count, from: text, to: text, reason: { enum: ["blank", "duplicate", "too_long"] } }),
  ),
  receipt,
  alerts: list(alert),
});

const dialect = closed({
  delimiter: { type: "string", minLength: 1 },
  quote: nullable(text),
  escape: nullable(text),
  terminator: { enum: ["LF", "CRLF", "CR", "mixed", "none"] },
  encoding: { enum: [...detectedEncodings, ...statedEncodings] },
  bom: bool,
  header: bool,
  skipped_lines: count,
  confidence: unitShare,
});

const source = closed({
  bucket: nullable(text),
  key: nullable(text),
  etag: nullable(text),
  version_id: nullable(text),
  sequencer: nullable(text),
  size_bytes: count,
  compression: { enum: ["none", "gzip", "zstd"] },
});

const processing = closed({
  engine: { enum: ["reference", "kernel"] },
  figures: { enum: ["all", "basic"] },
  threads: count,
  duration_ms: amount,
  throughput_mb_per_s: amount,
  bytes_read: count,
  peak_memory_mb: nullable(amount),
  cost_estimate_usd: nullable(amount),
});

export const summarySchema: Schema = {
  $schema: "https://json-schema.org/draft/2020-12/schema",
  title: "CSV profile summary, version 1",
  ...closed({
    summary_version: { const: 1 },
    file_name: text,
    status: { enum: ["success", "error"] },
    partial: bool,
    error_code: nullable(text),
    error_message: nullable(text),
    upload_timestamp: nullable({ type: "string", format: "date-time" }),
    processed_timestamp: { type: "string", format: "date-time" },
    source,
    dialect: nullable(dialect),
    row_count: count,
    column_count: count,
    schema: mapOf(columnType),
    statistics: mapOf(numberStatistics),
    columns: list({
      oneOf: [
        columnOf(["int", "float"], numberStatistics),
        columnOf(["date"], dateStatistics),
        columnOf(["string"], stringStatistics),
      ],
    }),
    quality_issues: qualityIssues,
    processing,
  }),
};

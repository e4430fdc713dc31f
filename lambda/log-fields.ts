/** What the log says of a finished file. The saved queries (terraform/insights) read these names. */
import type { LogFields } from "./ports.ts";
import { percentage } from "./profile/percentage.ts";
import type { Summary } from "./profile/summary.ts";

/** Figures and names of the file; never a name of a column, never a cell. */
export function resultFields(
  summary: Summary,
  run: { readonly textBytes: number; readonly coldStart: boolean },
): LogFields {
  const { processing, source } = summary;
  const cells = summary.row_count * summary.column_count;
  const missing = summary.columns.reduce((sum, column) => sum + column.missing.count, 0);
  const invalid = summary.columns.reduce((sum, column) => sum + column.invalid.count, 0);
  return {
    file_name: summary.file_name,
    bucket: source.bucket,
    key: source.key,
    status: summary.status,
    error_code: summary.error_code,
    error_message: summary.error_message,
    row_count: summary.row_count,
    column_count: summary.column_count,
    size_bytes: source.size_bytes,
    text_bytes: run.textBytes,
    duration_ms: processing.duration_ms,
    throughput_mb_per_s: processing.throughput_mb_per_s,
    peak_memory_mb: processing.peak_memory_mb,
    missing_cells: missing,
    invalid_cells: invalid,
    missing_percentage: percentage(missing, cells),
    invalid_percentage: percentage(invalid, cells),
    engine: processing.engine,
    compression: source.compression,
    encoding: summary.dialect?.encoding ?? null,
    cost_estimate_usd: processing.cost_estimate_usd,
    cold_start: run.coldStart,
  };
}

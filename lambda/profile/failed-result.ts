/** The profile of a file of which nothing could be learned but why. */
import type { ProfilerError } from "../errors.ts";
import type { ProfileResult } from "./profile-csv.ts";
import type { ContentProfile } from "./summary.ts";

/** @param seen what is known of the file; by default it was not read at all */
export function failedResult(
  error: ProfilerError,
  seen: Partial<Pick<ProfileResult, "compression" | "figures" | "sourceBytes">> = {},
): ProfileResult {
  return {
    content: failedContent(error),
    compression: "none",
    engine: "reference",
    figures: "all",
    threads: 1,
    sourceBytes: 0,
    textBytes: 0,
    ...seen,
  };
}

function failedContent(error: ProfilerError): ContentProfile {
  const none = { count: 0, examples: [] };
  return {
    status: "error",
    partial: false,
    error_code: error.code,
    error_message: error.message,
    dialect: null,
    row_count: 0,
    column_count: 0,
    schema: {},
    statistics: {},
    columns: [],
    quality_issues: {
      total_rows: 0,
      has_issues: false,
      missing_values: {},
      invalid_values: {},
      short_rows: none,
      long_rows: none,
      duplicate_rows: { count: 0, method: "exact", standard_error: 0 },
      stray_quotes: none,
      text_after_quotes: none,
      runaway_quotes: none,
      undecodable_bytes: 0,
      renamed_columns: [],
      receipt: {
        lines: 0,
        preamble_lines: 0,
        header_lines: 0,
        blank_lines: 0,
        record_lines: 0,
        footer_lines: 0,
        unread_lines: 0,
        records: 0,
        balanced: true,
      },
      alerts: [],
    },
  };
}

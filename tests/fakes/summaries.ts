/** Summaries to store. */
import { type ErrorCode, ProfilerError } from "../../lambda/errors.ts";
import { buildSummary } from "../../lambda/profile/build-summary.ts";
import { failedResult } from "../../lambda/profile/failed-result.ts";
import type { ContentProfile, Summary } from "../../lambda/profile/summary.ts";

export function contentOf(overrides: Partial<ContentProfile> = {}): ContentProfile {
  return {
    status: "success",
    partial: false,
    error_code: null,
    error_message: null,
    dialect: null,
    row_count: 2,
    column_count: 0,
    schema: {},
    statistics: {},
    columns: [],
    quality_issues: failedResult(new ProfilerError("EMPTY_FILE", { sizeBytes: 0 })).content.quality_issues,
    ...overrides,
  };
}

export function summaryOf(
  fileName: string,
  content: Partial<ContentProfile> = {},
  etag: string | null = "e1",
): Summary {
  return buildSummary({
    fileName,
    uploadedAt: new Date("2026-01-02T03:04:05Z"),
    processedAt: new Date("2026-01-02T03:04:06Z"),
    source: {
      bucket: "data",
      key: `uploads/${fileName}`,
      etag,
      version_id: null,
      sequencer: null,
      size_bytes: 10,
      compression: "none",
    },
    content: contentOf(content),
    processing: {
      threads: 1,
      engine: "reference",
      figures: "all",
      duration_ms: 5,
      throughput_mb_per_s: 1.5,
      bytes_read: 10,
      peak_memory_mb: 100,
      cost_estimate_usd: null,
    },
  });
}

/** The content of an attempt that came to nothing. */
export function failureOf(errorCode: ErrorCode, partial = false): Partial<ContentProfile> {
  return { status: "error", error_code: errorCode, error_message: "what, where, what to do", partial };
}

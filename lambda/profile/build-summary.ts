/** Puts what the content says and where it came from together into the public contract. */
import {
  type ContentProfile,
  type ProcessingSummary,
  type SourceSummary,
  SUMMARY_VERSION,
  type Summary,
} from "./summary.ts";

export interface SummaryParts {
  /** The key below `uploads/`, or the name of a local file. */
  readonly fileName: string;
  readonly uploadedAt: Date | null;
  readonly processedAt: Date;
  readonly source: SourceSummary;
  readonly content: ContentProfile;
  readonly processing: ProcessingSummary;
}

export function buildSummary(parts: SummaryParts): Summary {
  const { content } = parts;
  return {
    summary_version: SUMMARY_VERSION,
    file_name: parts.fileName,
    status: content.status,
    partial: content.partial,
    error_code: content.error_code,
    error_message: content.error_message,
    upload_timestamp: parts.uploadedAt?.toISOString() ?? null,
    processed_timestamp: parts.processedAt.toISOString(),
    source: parts.source,
    dialect: content.dialect,
    row_count: content.row_count,
    column_count: content.column_count,
    schema: content.schema,
    statistics: content.statistics,
    columns: content.columns,
    quality_issues: content.quality_issues,
    processing: parts.processing,
  };
}

/** 10^6 bytes a second, rounded to 2 decimals; 0 where no time was measured. */
export function throughputMbPerS(bytes: number, durationMs: number): number {
  return durationMs > 0 ? Math.round((bytes / 1e6 / (durationMs / 1000)) * 100) / 100 : 0;
}

/** Metadata items as the dashboard's list shows them. */
import { attemptErrorCodes } from "../../lambda/content-version.ts";
import { isJsonObject, type JsonObject, numberOf } from "../local-aws/json.ts";
import type { MetadataItem } from "../metadata-items.ts";
import type { ListedUpload } from "../pipeline.ts";
import type { FileRow } from "./api.ts";

export function rowOfItem(item: MetadataItem): FileRow {
  const { attributes, rowCount, missing, invalid, errorCode } = item;
  const columns = numberOf(attributes, "column_count") ?? 0;
  const processing = part(attributes, "processing");
  const cells = rowCount * columns;
  return {
    fileName: item.fileName,
    status: item.status === "success" ? "success" : "error",
    partial: item.partial,
    // Nothing was read of a file that failed before its first column.
    rows: columns === 0 ? null : rowCount,
    columns: columns === 0 ? null : columns,
    sizeBytes: numberOf(part(attributes, "source"), "size_bytes") ?? null,
    completeness: cells === 0 ? null : (1 - missing / cells) * 100,
    missing,
    invalid,
    errors: alertCount(attributes, "error"),
    warnings: alertCount(attributes, "warning"),
    timestamp: item.processedTimestamp,
    durationMs: numberOf(processing, "duration_ms") ?? null,
    costUsd: numberOf(processing, "cost_estimate_usd") ?? null,
    errorCode,
    errorMessage: item.errorMessage,
    attemptFailed: attemptErrorCodes.some((code) => code === errorCode),
    hasReport: item.summaryKey !== null,
  };
}

export function rowOfWaiting(upload: ListedUpload & { readonly sizeBytes: number | null }): FileRow {
  return {
    fileName: upload.fileName,
    status: "waiting",
    partial: false,
    rows: null,
    columns: null,
    sizeBytes: upload.sizeBytes,
    completeness: null,
    missing: 0,
    invalid: 0,
    errors: 0,
    warnings: 0,
    timestamp: upload.lastModified.toISOString(),
    durationMs: null,
    costUsd: null,
    errorCode: null,
    errorMessage: null,
    attemptFailed: false,
    hasReport: false,
  };
}

function alertCount(attributes: JsonObject, severity: "error" | "warning"): number {
  const { alerts } = part(attributes, "quality_issues");
  if (!Array.isArray(alerts)) return 0;
  return alerts.filter((alert) => isJsonObject(alert) && alert.severity === severity).length;
}

function part(attributes: JsonObject, name: string): JsonObject {
  const value = attributes[name];
  return isJsonObject(value) ? value : {};
}

/** Items and uploads as the recovery commands see them. */
import type { MetadataItem } from "../../scripts/metadata-items.ts";
import type { ListedUpload } from "../../scripts/pipeline.ts";

export function uploadOf(fileName: string, overrides: Partial<ListedUpload> = {}): ListedUpload {
  return { fileName, etag: "e1", lastModified: new Date("2026-01-01T00:00:00Z"), ...overrides };
}

export function itemOf(fileName: string, overrides: Partial<MetadataItem> = {}): MetadataItem {
  return {
    fileName,
    status: "success",
    etag: "e1",
    sequencer: `${"0".repeat(31)}A`,
    eventTime: "2026-01-01T00:00:00.500Z",
    summaryKey: `processed/${fileName.replace(/\.csv$/, "")}_summary.json`,
    reportKey: null,
    processedTimestamp: "2026-01-01T00:00:01.000Z",
    rowCount: 1,
    schema: {},
    missing: 0,
    invalid: 0,
    partial: false,
    errorCode: null,
    errorMessage: null,
    attributes: {},
    ...overrides,
  };
}

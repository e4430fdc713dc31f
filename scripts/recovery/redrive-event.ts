/** The event that makes the function profile an upload again, shaped like S3's own. */
import type { ContentVersion } from "../../lambda/content-version.ts";
import { uploadPrefix } from "../../lambda/output-keys.ts";
import type { MetadataItem } from "../metadata-items.ts";
import type { UploadedFile } from "../pipeline.ts";

export interface RedriveEvent {
  readonly event: object;
  /** What its result will be stored as. */
  readonly version: ContentVersion;
}

/**
 * Newer than the stored item, older than any later upload:
 *
 * - The stored sequencer, when the item describes this content: whatever is uploaded later has a greater one. None
 *   otherwise, so that the time decides.
 * - S3's present time, and in any case later than the item's: the identical event would be passed over as a
 *   duplicate.
 * - The ETag pins the content: when it is overwritten meanwhile, that upload's own event decides.
 */
export function redriveEvent(
  bucket: string,
  upload: UploadedFile,
  item: MetadataItem | null,
  now: Date,
): RedriveEvent {
  const storedTimeMs = Date.parse(item?.eventTime ?? "");
  const timeMs = Number.isNaN(storedTimeMs) ? now.getTime() : Math.max(now.getTime(), storedTimeMs + 1);
  const eventTime = new Date(timeMs).toISOString();
  const sequencer = item?.etag === upload.etag ? (item.sequencer ?? undefined) : undefined;
  const object = { key: formEncode(`${uploadPrefix}${upload.fileName}`), eTag: upload.etag, sequencer };
  const record = {
    eventVersion: "2.1",
    eventSource: "aws:s3",
    eventTime,
    eventName: "ObjectCreated:Put",
    s3: { s3SchemaVersion: "1.0", configurationId: "redrive", bucket: { name: bucket }, object },
  };
  return {
    event: { Records: [record] },
    version: { sequencer: sequencer ?? null, eventTime, etag: upload.etag },
  };
}

/** As S3 encodes keys in events: like HTML forms. */
function formEncode(key: string): string {
  return encodeURIComponent(key)
    .replace(/[!'()~]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`)
    .replaceAll("%20", "+")
    .replaceAll("%2F", "/");
}

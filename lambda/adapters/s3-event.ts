/** S3 event notifications: https://docs.aws.amazon.com/AmazonS3/latest/userguide/notification-content-structure.html */
import { uploadPrefix } from "../output-keys.ts";
import type { UploadEvent } from "../ports.ts";

interface IgnoredRecord {
  readonly reason: "test_event" | "no_records" | "malformed" | "not_a_creation" | "not_an_upload" | "folder";
  readonly bucket: string | null;
  readonly key: string | null;
}

export interface ParsedEvent {
  readonly uploads: readonly UploadEvent[];
  readonly ignored: readonly IgnoredRecord[];
}

/**
 * The uploads an event speaks of. The notification filters by prefix only, because S3 takes one suffix a rule and
 * matches it by case; so the decision what is profiled is here: every object below `uploads/` that is no folder
 * marker. What turns out not to be text becomes an error item that says what it looks like, rather than a file
 * without any item. Unknown fields are ignored, what is not understood is returned as ignored, nothing throws.
 */
export function parseS3Event(event: unknown): ParsedEvent {
  const records = field(event, "Records");
  if (!Array.isArray(records)) {
    const reason = text(field(event, "Event")) === "s3:TestEvent" ? "test_event" : "no_records";
    return { uploads: [], ignored: [{ reason, bucket: null, key: null }] };
  }
  const uploads: UploadEvent[] = [];
  const ignored: IgnoredRecord[] = [];
  for (const record of records) {
    const parsed = parseRecord(record);
    if ("reason" in parsed) ignored.push(parsed);
    else uploads.push(parsed);
  }
  return { uploads, ignored };
}

function parseRecord(record: unknown): UploadEvent | IgnoredRecord {
  const s3 = field(record, "s3");
  const object = field(s3, "object");
  const bucket = text(field(field(s3, "bucket"), "name"));
  const rawKey = text(field(object, "key"));
  if (bucket === null || rawKey === null) return { reason: "malformed", bucket, key: rawKey };

  const key = decodeKey(rawKey);
  const eventName = text(field(record, "eventName"));
  if (eventName !== null && !/^(s3:)?ObjectCreated:/.test(eventName)) {
    return { reason: "not_a_creation", bucket, key };
  }
  if (!key.startsWith(uploadPrefix)) return { reason: "not_an_upload", bucket, key };
  if (key.endsWith("/")) return { reason: "folder", bucket, key };
  return {
    bucket,
    key,
    rawKey,
    etag: text(field(object, "eTag"))?.replace(/^"(.*)"$/, "$1") ?? null,
    versionId: text(field(object, "versionId")),
    sequencer: text(field(object, "sequencer"))?.padStart(32, "0").toUpperCase() ?? null,
    eventTime: isoTime(text(field(record, "eventTime"))),
  };
}

/** Keys arrive form-encoded from AWS; a raw `100%.csv`, as some emulators send it, does not decode and stays. */
function decodeKey(rawKey: string): string {
  try {
    return decodeURIComponent(rawKey.replaceAll("+", " "));
  } catch (error) {
    if (error instanceof URIError) return rawKey;
    throw error;
  }
}

function isoTime(value: string | null): string | null {
  const time = value === null ? Number.NaN : Date.parse(value);
  return Number.isNaN(time) ? null : new Date(time).toISOString();
}

function field(value: unknown, name: string): unknown {
  if (typeof value !== "object" || value === null) return undefined;
  return Object.getOwnPropertyDescriptor(value, name)?.value;
}

function text(value: unknown): string | null {
  return typeof value === "string" && value !== "" ? value : null;
}

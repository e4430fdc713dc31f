/**
 * The last resort: an event that Lambda gave up (out of memory, time-out, a service that stayed down, throttled
 * for hours) becomes a terminal error item. A profile of the same upload that was stored all the same stays.
 */
import type { ExhaustedEvent } from "./adapters/failure-event.ts";
import { parseS3Event } from "./adapters/s3-event.ts";
import { fileNameOf } from "./output-keys.ts";
import type { Clock, EventLog, MetadataStore, Metrics, UploadEvent } from "./ports.ts";
import { buildSummary } from "./profile/build-summary.ts";
import { failedResult } from "./profile/failed-result.ts";
import type { Summary } from "./profile/summary.ts";

export interface RecordFailureDependencies {
  readonly metadata: MetadataStore;
  readonly log: EventLog;
  readonly metrics: Metrics;
  readonly clock: Pick<Clock, "now">;
  readonly bucket: string;
}

/** Idempotent. @throws service faults, for the message to be delivered again */
export async function recordFailure(
  failure: ExhaustedEvent,
  world: RecordFailureDependencies,
): Promise<void> {
  for (const upload of parseS3Event(failure.event).uploads) {
    if (upload.bucket === world.bucket) await recordUpload(upload, failure, world);
  }
}

async function recordUpload(
  upload: UploadEvent,
  { error, requestId }: ExhaustedEvent,
  { metadata, log, metrics, clock }: RecordFailureDependencies,
): Promise<void> {
  const summary = failureSummary(upload, error, clock.now());
  const { sequencer, eventTime, etag } = upload;
  const fields = { file_name: summary.file_name, bucket: upload.bucket, key: upload.key };
  if ((await metadata.put(summary, null, { sequencer, eventTime, etag })) === "superseded") {
    log.info("failure.superseded", { ...fields, reason: "better_result" });
    return;
  }
  log.warn("failure.recorded", {
    ...fields,
    status: summary.status,
    error_code: error.code,
    error_message: error.message,
    failed_request_id: requestId,
  });
  metrics.fileProfiled({ status: "error", errorCode: error.code, durationMs: 0, rows: 0, bytes: 0 });
}

function failureSummary(upload: UploadEvent, error: ExhaustedEvent["error"], now: Date): Summary {
  const { content, compression, engine, figures, threads, sourceBytes } = failedResult(error);
  return buildSummary({
    fileName: fileNameOf(upload.key),
    uploadedAt: upload.eventTime === null ? null : new Date(upload.eventTime),
    processedAt: now,
    source: {
      bucket: upload.bucket,
      key: upload.key,
      etag: upload.etag,
      version_id: upload.versionId,
      sequencer: upload.sequencer,
      size_bytes: 0,
      compression,
    },
    content,
    processing: {
      engine,
      figures,
      threads,
      duration_ms: 0,
      throughput_mb_per_s: 0,
      bytes_read: sourceBytes,
      peak_memory_mb: null,
      cost_estimate_usd: null,
    },
  });
}

/** An S3 event: every upload in it is profiled, whatever happens to the others. */
import { parseS3Event } from "./adapters/s3-event.ts";
import { fileNameOf } from "./output-keys.ts";
import type { UploadEvent } from "./ports.ts";
import { type ProfileObjectDependencies, profileObject } from "./profile-object.ts";

export interface ProcessEventDependencies extends ProfileObjectDependencies {
  /** The only bucket that is profiled; its outputs go there too. */
  readonly bucket: string;
}

/**
 * One after the other, because each may need the whole memory. S3 sends one record an event; the shape allows more.
 * @throws when any upload met a service fault or was not begun for lack of time, so that Lambda delivers the event
 *   again; uploads that were finished are then passed over at the price of one read each.
 */
export async function processEvent(event: unknown, world: ProcessEventDependencies): Promise<void> {
  const { uploads, ignored } = parseS3Event(event);
  for (const record of ignored) world.log.info("event.ignored", { ...record });

  const limitMs = world.clock.remainingMs();
  const failures: Error[] = [];
  for (const [i, upload] of uploads.entries()) {
    if (upload.bucket !== world.bucket) {
      world.log.warn("event.ignored", { reason: "other_bucket", bucket: upload.bucket, key: upload.key });
      continue;
    }
    try {
      if (i > 0 && world.clock.remainingMs() < limitMs / 2) {
        throw new Error("Too little time left after the uploads before it; to be tried again.");
      }
      // Of an invocation that the platform kills, this is all that tells the file.
      world.log.info("file.begun", {
        ...attemptFields(upload),
        version_id: upload.versionId,
        sequencer: upload.sequencer,
      });
      await profileObject(upload, world);
    } catch (error) {
      world.log.error("attempt.failed", attemptFields(upload), error);
      failures.push(error instanceof Error ? error : new Error(String(error)));
    }
  }
  if (failures.length > 0) throw eventFailure(failures, uploads.length);
}

const attemptFields = (upload: UploadEvent) => ({
  file_name: fileNameOf(upload.key),
  bucket: upload.bucket,
  key: upload.key,
});

/** Its message reaches the failure queue, and from there the item. */
function eventFailure(failures: readonly Error[], uploads: number): Error {
  const [first] = failures;
  const causes = failures.map((failure) => `${failure.name}: ${failure.message}`).join("; ");
  if (uploads === 1 && first !== undefined) return first;
  return new AggregateError(failures, `${failures.length} of ${uploads} uploads failed: ${causes}`);
}

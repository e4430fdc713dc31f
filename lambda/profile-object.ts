/**
 * The use case: one upload → its profile → summary, report and metadata item.
 *
 * Claim: every uploaded object ends in exactly one terminal item, which describes its newest upload. Why it holds:
 *
 * - *At least one.* An upload's event is delivered until an invocation ends well. This function returns only after
 *   the item was written, or after something proved that another upload of the key is newer (`"superseded"`); that
 *   upload has an event of its own, to which the same applies, and there is a last one. Whatever else happens
 *   (service faults, time-out, out of memory, a crash at any line) leaves the event to Lambda's retries, and when
 *   they are exhausted to the recorder (record-failure.ts).
 * - *Exactly one.* The item's key is the file's name.
 * - *Damaged on its way.* The source checks what it has read to the end. What is found wrong with a content before
 *   that counts when a second reading delivers the same bytes (reading.ts).
 * - *Deleted while it was read.* Whoever deletes sends no event: the object is looked for once more, and the item
 *   says that it is gone.
 * - *Archived.* Nothing is read of it until somebody restores it: the item says so, unless there is a result from before.
 * - *The newest.* All stores decide with `replaces` (content-version.ts) in one conditional write, so it does not
 *   matter who comes first, nor who pauses between reading and writing. Reading is pinned to the event's ETag: an
 *   event whose content was overwritten meanwhile never reaches the stores. On emulators with a constant
 *   sequencer the event time takes its place.
 * - *Two uploads at once.* Older first: the newer replaces it. Newer first: the older is refused by the summary
 *   store already. A summary of the older may stand beside no item or the older item only until the newer ends.
 * - *A crash between summary, report and item.* What was written is ahead of the item until the retry, which writes
 *   the same again and then the item. An item never points at a summary or a report that does not exist yet.
 * - *Duplicates.* A stored result of the same upload that another attempt could not better is left alone, at the
 *   price of one read; and no later attempt's failure replaces it (`ResultRank`).
 */
import { type ContentVersion, compareVersions, rankOf, replaces } from "./content-version.ts";
import { DeadlineError, untilDeadline } from "./deadline.ts";
import { ProfilerError } from "./errors.ts";
import { timeoutReserveMs } from "./limits.ts";
import { resultFields } from "./log-fields.ts";
import { fileNameOf, type OutputKeys, reportKey, summaryKey } from "./output-keys.ts";
import {
  type Clock,
  type EventLog,
  type Expected,
  type MetadataStore,
  type Metrics,
  ObjectChangedError,
  type ObjectSource,
  type OpenObject,
  type Platform,
  type ReportStore,
  type SummaryStore,
  type UploadEvent,
} from "./ports.ts";
import { buildSummary, throughputMbPerS } from "./profile/build-summary.ts";
import { failedResult } from "./profile/failed-result.ts";
import type { ProfileOptions } from "./profile/options.ts";
import type { ProfileResult, profileCsv } from "./profile/profile-csv.ts";
import type { ContentProfile, Summary } from "./profile/summary.ts";
import { contentAgain, Reading, readAgain } from "./reading.ts";
import { renderReport } from "./report/render-report.ts";
import { statedOptions } from "./stated-options.ts";

export interface ProfileObjectDependencies {
  readonly source: ObjectSource;
  readonly summaries: SummaryStore;
  /** Null when no reports are wanted. */
  readonly reports: ReportStore | null;
  readonly metadata: MetadataStore;
  readonly log: EventLog;
  readonly metrics: Metrics;
  readonly clock: Clock;
  readonly platform: Platform;
  readonly profile: typeof profileCsv;
  /** For files whose uploader states nothing. */
  readonly defaults: ProfileOptions;
}

/** "duplicate": the result of this very upload is stored already. "superseded": a newer upload's event decides. */
export type Outcome = "profiled" | "duplicate" | "superseded";

/**
 * What is wrong with the file becomes its result.
 * @throws service faults, for the event to be delivered again
 */
export async function profileObject(event: UploadEvent, world: ProfileObjectDependencies): Promise<Outcome> {
  const startedMs = world.clock.elapsedMs();
  const opened = await world.source.open(event);
  if (opened === "superseded") return superseded(event, "other_content", world.log);
  if (opened === "not_found") return storeUnread(event, "OBJECT_NOT_FOUND", startedMs, world);
  if (opened === "archived") return storeArchived(event, startedMs, world);
  try {
    const stored = await world.metadata.stored(fileNameOf(opened.key));
    if (stored !== null && !replaces({ version: versionOf(event, opened), rank: 2 }, stored)) {
      return superseded(event, "newer_result", world.log);
    }
    const isStored = stored !== null && compareVersions(versionOf(event, opened), stored.version) === "same";
    if (isStored && stored.rank > 0) {
      world.log.info("event.duplicate", place(event));
      return "duplicate";
    }
    const result = await profileOpened(opened, event, world);
    return await storeResult(
      event,
      opened,
      result,
      stored === null ? "nothing" : "anything",
      startedMs,
      world,
    );
  } catch (error) {
    if (error instanceof ObjectChangedError) return changedWhileRead(event, error, startedMs, world);
    throw error;
  } finally {
    opened.close();
  }
}

/**
 * Overwritten: the newer content has an event of its own. Deleted: nothing follows, so this event says so. There
 * again as it was: perhaps it was only not to be seen for a moment, and nothing would follow either.
 */
async function changedWhileRead(
  event: UploadEvent,
  error: ObjectChangedError,
  startedMs: number,
  world: ProfileObjectDependencies,
): Promise<Outcome> {
  const opened = await world.source.open(event);
  if (opened === "not_found") return storeUnread(event, "OBJECT_NOT_FOUND", startedMs, world);
  if (opened === "archived") return storeArchived(event, startedMs, world);
  if (opened === "superseded") return superseded(event, "changed_while_read", world.log);
  opened.close();
  throw error;
}

async function profileOpened(
  object: OpenObject,
  event: UploadEvent,
  world: ProfileObjectDependencies,
): Promise<ProfileResult> {
  const { clock, defaults, log } = world;
  const timeoutMs = clock.remainingMs();
  // A function whose whole time is shorter than the reserve still reads for most of it.
  const reserveMs = Math.min(timeoutReserveMs / world.platform.coreShare, timeoutMs / 4);
  const readingOf = (body: AsyncIterable<Uint8Array>) => new Reading(untilDeadline(body, clock, reserveMs));
  let reading = readingOf(object.body);
  let isOpened = false;
  const open = (): AsyncIterable<Uint8Array> => {
    // A second time only where several threads could not read the text in parts.
    if (isOpened) reading = readingOf(contentAgain(object, event, world.source));
    isOpened = true;
    return timed(reading);
  };
  async function* timed(opened: Reading): AsyncGenerator<Uint8Array, void, undefined> {
    try {
      yield* opened.chunks();
    } catch (error) {
      // An error of the file, to the profile: it ends there, and keeps what came before.
      throw error instanceof DeadlineError ? new ProfilerError("TIMEOUT", { timeoutMs }) : error;
    }
  }
  try {
    const stated = statedOptions(object.metadata);
    for (const name of stated.unknown) log.warn("option.unknown", { ...place(event), option: name });
    const result = await world.profile(
      { open, sizeBytes: object.sizeBytes },
      { ...defaults, ...stated.options },
      { outOfTime: () => clock.remainingMs() <= reserveMs, timeoutMs },
    );
    if (isFinding(result.content) && !reading.reachedEnd) {
      await readAgain(reading, event, world.source, clock, reserveMs);
    }
    return result;
  } catch (error) {
    if (!(error instanceof ProfilerError)) throw error;
    return failedResult(error, { ...figuresOf(world), sourceBytes: reading.deliveredBytes });
  }
}

/** Something is wrong with the content itself: no other attempt would find anything else. */
const isFinding = (content: ContentProfile): boolean => content.error_code !== null && rankOf(content) === 2;

const figuresOf = ({ defaults }: ProfileObjectDependencies) => ({ figures: defaults.figures ?? "all" });

const storeUnread = (
  event: UploadEvent,
  code: "OBJECT_NOT_FOUND" | "OBJECT_ARCHIVED",
  startedMs: number,
  world: ProfileObjectDependencies,
): Promise<Outcome> => {
  const unread = new ProfilerError(code, { key: event.key });
  return storeResult(event, null, failedResult(unread, figuresOf(world)), "anything", startedMs, world);
};

/** A duplicate, or a redrive, of what was profiled before it was archived: its profile stays. */
async function storeArchived(
  event: UploadEvent,
  startedMs: number,
  world: ProfileObjectDependencies,
): Promise<Outcome> {
  const stored = await world.metadata.stored(fileNameOf(event.key));
  const isOfUpload =
    stored?.version.sequencer === event.sequencer && stored.version.etag === event.etag && stored.rank === 2;
  if (!isOfUpload) return storeUnread(event, "OBJECT_ARCHIVED", startedMs, world);
  world.log.info("event.duplicate", place(event));
  return "duplicate";
}

/** @param expected Where there is no item, there are no outputs either, unless an attempt broke off before its item. */
async function storeResult(
  event: UploadEvent,
  object: OpenObject | null,
  result: ProfileResult,
  expected: Expected,
  startedMs: number,
  world: ProfileObjectDependencies,
): Promise<Outcome> {
  const { clock, log, metadata, metrics, platform } = world;
  const durationMs = Math.round(clock.elapsedMs() - startedMs);
  const version = versionOf(event, object);
  const summary = summarize(event, object, result, durationMs, world);
  // Nothing is known of an object that is gone or archived; an earlier summary of the same upload says more.
  const outputs = object === null ? null : await writeOutputs(summary, version, expected, world);
  if (outputs === "superseded") return superseded(event, "newer_summary", log);
  if ((await metadata.put(summary, outputs, version)) === "superseded") {
    return superseded(event, "newer_result", log);
  }
  const fields = resultFields(summary, { textBytes: result.textBytes, coldStart: platform.coldStart });
  if (summary.status === "success") log.info("file.profiled", fields);
  else log.warn("file.failed", fields);
  metrics.fileProfiled({
    status: summary.status,
    errorCode: summary.error_code,
    durationMs,
    rows: summary.row_count,
    bytes: result.sourceBytes,
  });
  return "profiled";
}

async function writeOutputs(
  summary: Summary,
  version: ContentVersion,
  expected: Expected,
  { summaries, reports }: ProfileObjectDependencies,
): Promise<OutputKeys | "superseded"> {
  const keys = {
    summaryKey: summaryKey(summary.file_name),
    reportKey: reports === null ? null : reportKey(summary.file_name),
  };
  if ((await summaries.put(keys.summaryKey, summary, version, expected)) === "superseded")
    return "superseded";
  if (reports === null || keys.reportKey === null) return keys;
  const result = { version, rank: rankOf(summary) };
  const written = await reports.put(keys.reportKey, renderReport(summary), result, expected);
  return written === "superseded" ? "superseded" : keys;
}

function summarize(
  event: UploadEvent,
  object: OpenObject | null,
  result: ProfileResult,
  durationMs: number,
  { clock, platform }: ProfileObjectDependencies,
): Summary {
  const key = object?.key ?? event.key;
  return buildSummary({
    fileName: fileNameOf(key),
    uploadedAt: object?.lastModified ?? (event.eventTime === null ? null : new Date(event.eventTime)),
    processedAt: clock.now(),
    source: {
      bucket: event.bucket,
      key,
      etag: object?.etag ?? event.etag,
      version_id: object?.versionId ?? event.versionId,
      sequencer: event.sequencer,
      size_bytes: object?.sizeBytes ?? 0,
      compression: result.compression,
    },
    content: result.content,
    processing: {
      engine: result.engine,
      figures: result.figures,
      threads: result.threads,
      duration_ms: durationMs,
      throughput_mb_per_s: throughputMbPerS(result.textBytes, durationMs),
      bytes_read: result.sourceBytes,
      peak_memory_mb: platform.peakMemoryMb(),
      cost_estimate_usd: platform.costUsd(durationMs),
    },
  });
}

function versionOf(event: UploadEvent, object: OpenObject | null): ContentVersion {
  return {
    sequencer: event.sequencer,
    eventTime: event.eventTime,
    etag: object === null ? event.etag : object.etag,
  };
}

type SupersededBy = "other_content" | "changed_while_read" | "newer_result" | "newer_summary";

function superseded(event: UploadEvent, reason: SupersededBy, log: EventLog): Outcome {
  log.info("file.superseded", { ...place(event), reason });
  return "superseded";
}

const place = (event: UploadEvent) => ({
  file_name: fileNameOf(event.key),
  bucket: event.bucket,
  key: event.key,
});

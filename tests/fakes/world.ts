/** Everything the use cases need, in memory. */
import type { Clock, UploadEvent } from "../../lambda/ports.ts";
import type { ProcessEventDependencies } from "../../lambda/process-event.ts";
import { profileCsv } from "../../lambda/profile/profile-csv.ts";
import { InMemoryObjectSource } from "./in-memory-object-source.ts";
import { InMemoryMetadataStore, InMemoryReportStore, InMemorySummaryStore } from "./in-memory-stores.ts";
import { plainPlatform, RecordingLog, RecordingMetrics } from "./recorders.ts";

export interface World extends ProcessEventDependencies {
  readonly objects: InMemoryObjectSource;
  readonly summaries: InMemorySummaryStore;
  readonly reports: InMemoryReportStore;
  readonly metadata: InMemoryMetadataStore;
  readonly log: RecordingLog;
  readonly metrics: RecordingMetrics;
}

/** A clock that runs, with this much time left from now on. */
export function clockWith(remainingMs: number): Clock {
  const startedMs = performance.now();
  return {
    now: () => new Date("2026-01-01T12:00:00Z"),
    elapsedMs: () => performance.now(),
    remainingMs: () => remainingMs - (performance.now() - startedMs),
  };
}

type Replaceable = Partial<Pick<ProcessEventDependencies, "source" | "clock" | "profile" | "defaults">>;

export function worldOf(overrides: Replaceable = {}): World {
  const objects = new InMemoryObjectSource();
  return {
    objects,
    source: objects,
    summaries: new InMemorySummaryStore(),
    reports: new InMemoryReportStore(),
    metadata: new InMemoryMetadataStore(),
    log: new RecordingLog(),
    metrics: new RecordingMetrics(),
    clock: clockWith(900_000),
    platform: plainPlatform,
    profile: profileCsv,
    defaults: {},
    bucket: "data",
    ...overrides,
  };
}

let uploads = 0;

/** Put an object into the world; its event, as it comes from S3. */
export function upload(
  world: World,
  fileName: string,
  content: string | Uint8Array,
  metadata: Readonly<Record<string, string>> = {},
): UploadEvent {
  const key = `uploads/${fileName}`;
  const bytes = typeof content === "string" ? new TextEncoder().encode(content) : content;
  uploads += 1;
  return {
    bucket: "data",
    key,
    rawKey: key,
    etag: world.objects.upload(key, bytes, metadata),
    versionId: null,
    sequencer: uploads.toString(16).padStart(32, "0").toUpperCase(),
    eventTime: new Date(Date.UTC(2026, 0, 1) + uploads).toISOString(),
  };
}

/**
 * What the use case needs from the world. Each port states behaviour, idempotence and errors; one contract
 * suite a port (tests/contracts) runs on every adapter. Service faults are thrown as they come, to be retried
 * by Lambda; outcomes that are part of normal life are values.
 */
import type { ContentVersion, StoredResult } from "./content-version.ts";
import type { OutputKeys } from "./output-keys.ts";
import type { Summary } from "./profile/summary.ts";

/** Which upload an event speaks of. */
export interface UploadEvent {
  readonly bucket: string;
  /** Decoded key. */
  readonly key: string;
  /** The key as it stood in the event, tried when the decoded one does not exist (some emulators do not encode). */
  readonly rawKey: string;
  readonly etag: string | null;
  readonly versionId: string | null;
  /** Hexadecimal, normalised to 32 upper-case digits so that string order is time order; null when absent. */
  readonly sequencer: string | null;
  /** ISO 8601, UTC, milliseconds; null when absent or not a time. */
  readonly eventTime: string | null;
}

/** An object opened for reading, pinned to one version of its content. */
export interface OpenObject {
  readonly key: string;
  readonly etag: string;
  readonly versionId: string | null;
  readonly sizeBytes: number;
  readonly lastModified: Date;
  /** User metadata, names in lower case without `x-amz-meta-`. */
  readonly metadata: Readonly<Record<string, string>>;
  /**
   * The content, once. Resumes by itself after a dropped or stalled connection; throws ObjectChangedError when
   * the object is overwritten or deleted meanwhile, and only ends when every byte was delivered.
   */
  readonly body: AsyncIterable<Uint8Array>;
  /** Give up reading; releases the connection. Safe to call at any time, more than once. */
  close(): void;
}

/** The object is not the one the reader began with; the newer content has an event of its own. */
export class ObjectChangedError extends Error {
  override readonly name = "ObjectChangedError";
}

export interface ObjectSource {
  /**
   * Open the object the event speaks of. "not_found": no such key (any more). "superseded": the key holds other
   * content than the event announced, so that a later event will describe it. "archived": it is there, and is not read
   * before it was restored.
   */
  open(event: UploadEvent): Promise<OpenObject | "not_found" | "superseded" | "archived">;
}

/**
 * "superseded": the store describes newer content, or has a better result for the same (`replaces` in
 * content-version.ts); nothing was written.
 */
export type WriteOutcome = "written" | "superseded";

/**
 * What a writer expects under its key. It decides nothing: where "nothing" is right, the store need not look first, and
 * where it is wrong, one write more is refused.
 */
export type Expected = "nothing" | "anything";

export interface SummaryStore {
  /**
   * Write the summary JSON under `key` of the output bucket, unless what is there is to stay. Idempotent: writing
   * the same again replaces it and answers "written". Two writers at once: the newer content remains.
   */
  put(key: string, summary: Summary, version: ContentVersion, expected?: Expected): Promise<WriteOutcome>;
}

export interface ReportStore {
  /**
   * Write the HTML page under `key` of the output bucket, unless what is there is to stay: the same rule, and the same
   * promises, as for summaries.
   */
  put(key: string, page: string, result: StoredResult, expected?: Expected): Promise<WriteOutcome>;
}

export interface MetadataStore {
  /**
   * Write the terminal item of a file, unless the stored one is to stay. Idempotent: the same again answers
   * "written" and leaves one item. Two writers at once: the newer content remains. `outputs` is null when nothing else
   * was written.
   */
  put(summary: Summary, outputs: OutputKeys | null, version: ContentVersion): Promise<WriteOutcome>;
  /** What the stored item describes, strongly consistent; null when there is none. */
  stored(fileName: string): Promise<StoredResult | null>;
}

export type LogFields = Readonly<Record<string, string | number | boolean | null>>;

/** Structured events, `"file.profiled"` with fields. Never a cell's value, never the environment. */
export interface EventLog {
  info(event: string, fields: LogFields): void;
  warn(event: string, fields: LogFields): void;
  error(event: string, fields: LogFields, cause: unknown): void;
}

export interface Metrics {
  /** Count one finished file with its figures. */
  fileProfiled(figures: {
    readonly status: "success" | "error";
    readonly errorCode: string | null;
    readonly durationMs: number;
    readonly rows: number;
    readonly bytes: number;
  }): void;
}

/** Time, and how much of it is left. */
export interface Clock {
  now(): Date;
  /** Monotonic, in milliseconds. */
  elapsedMs(): number;
  /** Milliseconds until the platform kills the invocation; Infinity where nothing does. */
  remainingMs(): number;
}

/** What the process that runs the profile can tell of itself. */
export interface Platform {
  /** True in the first invocation of a process. */
  readonly coldStart: boolean;
  /** Of one core, above 0 and at most 1: what this thread gets. */
  readonly coreShare: number;
  /** Highest resident set so far, in 2^20 bytes; null where unknown. */
  peakMemoryMb(): number | null;
  /** Estimated price of that much running time, in US dollars; null where nothing is billed. */
  costUsd(durationMs: number): number | null;
}

/**
 * Which upload a result describes, and which of two results stays. Every store decides by these rules; the
 * DynamoDB adapter translates them into a condition expression, and one contract table holds them together.
 */
import type { ErrorCode } from "./errors.ts";
import type { ContentProfile } from "./profile/summary.ts";

/** One upload of one key. What is unknown is null and decides nothing. */
export interface ContentVersion {
  /** Hexadecimal, 32 upper-case digits: string order is upload order. Constant on the emulators. */
  readonly sequencer: string | null;
  /** ISO 8601, UTC, milliseconds: tells uploads apart where the sequencer does not. */
  readonly eventTime: string | null;
  /** Without quotes. */
  readonly etag: string | null;
}

/**
 * How much a result says. 2: the file's own result, which another attempt would give again. 1: a part of it,
 * cut off by time. 0: only that it could not be had.
 */
export type ResultRank = 0 | 1 | 2;

/** What a store knows of the result it holds. */
export interface StoredResult {
  readonly version: ContentVersion;
  readonly rank: ResultRank;
}

/** Errors of an attempt, not of a file: another attempt may do better. */
export const attemptErrorCodes: readonly ErrorCode[] = [
  "TIMEOUT",
  "OBJECT_NOT_FOUND",
  "OUT_OF_MEMORY",
  "RETRIES_EXHAUSTED",
];

export function rankOf(content: Pick<ContentProfile, "error_code" | "partial">): ResultRank {
  if (content.error_code === null || !attemptErrorCodes.includes(content.error_code)) return 2;
  return content.partial ? 1 : 0;
}

/**
 * The order of two uploads of one key: by sequencer; where that is equal or unknown by event time; where that is
 * equal or unknown too, another etag counts as newer, because it arrived later.
 */
export function compareVersions(
  incoming: ContentVersion,
  stored: ContentVersion,
): "newer" | "same" | "older" {
  for (const field of ["sequencer", "eventTime"] as const) {
    const [ours, theirs] = [incoming[field], stored[field]];
    if (ours !== null && theirs !== null && ours !== theirs) return ours > theirs ? "newer" : "older";
  }
  const etagsDiffer = incoming.etag !== null && stored.etag !== null && incoming.etag !== stored.etag;
  return etagsDiffer ? "newer" : "same";
}

/**
 * Whether a result is to be written over the stored one: it describes a newer upload, or the same one at least
 * as well. A finished profile is thus never replaced by a later attempt's failure.
 */
export function replaces(incoming: StoredResult, stored: StoredResult | null): boolean {
  if (stored === null) return true;
  const order = compareVersions(incoming.version, stored.version);
  return order === "newer" || (order === "same" && incoming.rank >= stored.rank);
}

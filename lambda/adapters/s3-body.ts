/**
 * The content of an opened object. Up to one range, it is the answer that opened the object, and no request more; from
 * there on, that answer is the first range, and the others are read ahead.
 *
 * What protects the content: TLS each connection; If-Match on the first answer's ETag each request, so that all bytes
 * are of one content; the answer's `Content-Range`, and the count of its bytes, each range. Checksums: the SDK checks
 * those of answers that it sees whole, which are the objects of one range. Of larger ones full-checksum.ts checks the
 * CRC-32, SHA-1 or SHA-256 of the whole. What nobody checks of them is a CRC-64/NVME, which S3 states for whatever was
 * uploaded without a checksum, a CRC-32C, and a checksum of checksums (multipart, `…-N`): ETag and length are all.
 */
import { setMaxListeners } from "node:events";
import type { Readable } from "node:stream";
import { setTimeout as sleep } from "node:timers/promises";
import type { S3Client } from "@aws-sdk/client-s3";
import { head, type ReadAhead, rangedBody } from "./ranged-body.ts";
import { resumingBody } from "./resuming-body.ts";
import { getRange, type PinnedObject } from "./s3-range.ts";

/** The answer to a GET of the whole object. */
export interface OpenAnswer {
  readonly first: Readable;
  /** Null when it did not say. */
  readonly sizeBytes: number | null;
  /** Ends every request of the object. */
  readonly aborter: AbortController;
}

export function objectBody(
  s3: S3Client,
  object: PinnedObject,
  { first, sizeBytes, aborter }: OpenAnswer,
  readAhead: ReadAhead,
): AsyncIterable<Uint8Array> {
  const { signal } = aborter;
  const resume = { signal, sleep: (ms: number) => sleep(ms, undefined, { signal }) };
  const { rangeBytes, rangesMax } = readAhead;
  if (sizeBytes === null || sizeBytes <= rangeBytes || rangesMax < 2) {
    const readFrom = (from: number) => getRange(s3, object, { from, to: null }, signal);
    return resumingBody(first, readFrom, { ...resume, sizeBytes });
  }
  // A range under way listens twice, here and in the SDK; one that was tried again or just ended for a moment more.
  // Node takes more than ten for a leak: a real one would pass this bound too.
  setMaxListeners(4 * rangesMax, signal);
  const read = (from: number, to: number): AsyncIterable<Uint8Array> => {
    const bytes = to - from + 1;
    const readFrom = (offset: number) => getRange(s3, object, { from: from + offset, to }, signal);
    const body = resumingBody(from === 0 ? first : null, readFrom, { ...resume, sizeBytes: bytes });
    // The first answer goes on to the object's end. The others are read to theirs, which frees their connections.
    return from === 0 ? head(body, bytes) : body;
  };
  return rangedBody({ sizeBytes, read, stop: () => aborter.abort() }, readAhead);
}

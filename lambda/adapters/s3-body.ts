/**
 * The content of an opened object. Up to one range, it is the answer that opened the object, and no request more; from
 * there on, that answer is the first range, and the others are read ahead.
 *
 * What protects the content: TLS each connection; If-Match on the first answer's ETag each request, so that all bytes
 * are of one content; the answer's `Content-Range`, and the count of its bytes, each range. Checksums: S3 states none
 * for a range, unless it is just a part of a multipart upload (the SDK checks that), so the SDK sees the whole of small
 * objects only; where S3 states CRC-32 or SHA of the whole, full-checksum.ts holds the delivered bytes to it. A
 * checksum of checksums (multipart, `…-N`) is checked by neither, in ranges or not.
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

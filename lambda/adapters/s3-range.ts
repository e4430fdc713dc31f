/** Bytes of an object whose content is known: all of an answer belongs to that content, or nothing is delivered. */
import { Readable } from "node:stream";
import { GetObjectCommand, type GetObjectCommandOutput, type S3Client } from "@aws-sdk/client-s3";
import { ObjectChangedError } from "../ports.ts";
import { quoteEtag, s3Status, unquoteEtag } from "./s3-client.ts";

/** One content of an object. */
export interface PinnedObject {
  readonly bucket: string;
  readonly key: string;
  /** Without quotes. */
  readonly etag: string;
}

export interface ByteRange {
  readonly from: number;
  /** The last byte, included; null for the rest of the object. */
  readonly to: number | null;
}

/**
 * @returns the body of the answer; empty when the object ends before the range
 * @throws ObjectChangedError when the object was overwritten or deleted; service faults after the SDK's own attempts
 */
export async function getRange(
  s3: S3Client,
  object: PinnedObject,
  range: ByteRange,
  abortSignal: AbortSignal,
): Promise<Readable> {
  try {
    const response = await s3.send(
      new GetObjectCommand({
        Bucket: object.bucket,
        Key: object.key,
        IfMatch: quoteEtag(object.etag),
        Range: `bytes=${range.from}-${range.to ?? ""}`,
      }),
      { abortSignal },
    );
    const body = readableBody(response);
    const mistake = mistakeOf(response, object, range);
    if (mistake === null) return body;
    body.destroy();
    throw mistake;
  } catch (error) {
    if (s3Status(error) === 416) return Readable.from([]);
    if (isMissingKey(error) || s3Status(error) === 412) {
      throw new ObjectChangedError(`${object.key} was overwritten or deleted while it was read.`, {
        cause: error,
      });
    }
    throw error;
  }
}

/** Not every S3 knows If-Match and Range: what it answers is looked at, not trusted. */
function mistakeOf(
  { ETag, ContentRange }: GetObjectCommandOutput,
  { key, etag }: PinnedObject,
  { from, to }: ByteRange,
): Error | null {
  if (unquoteEtag(ETag ?? etag) !== etag) {
    return new ObjectChangedError(`${key} was overwritten while it was read.`);
  }
  if (from === 0 && to === null) return null;
  const expected = `bytes ${from}-${to === null ? "" : `${to}/`}`;
  if (ContentRange?.startsWith(expected)) return null;
  return new Error(`Asked for ${expected}, got ${ContentRange ?? "the whole object"}.`);
}

/** @throws TypeError when there is none */
export function readableBody(response: GetObjectCommandOutput): Readable {
  if (!(response.Body instanceof Readable)) throw new TypeError("S3 answered without a body.");
  // Destroyed bodies may still emit an error (ECONNRESET) that nobody waits for.
  return response.Body.on("error", () => undefined);
}

export function isMissingKey(error: unknown): boolean {
  return s3Status(error) === 404 && error instanceof Error && error.name !== "NoSuchBucket";
}

import { createHash } from "node:crypto";
import { createWriteStream } from "node:fs";
import type { IncomingHttpHeaders } from "node:http";
import { pipeline } from "node:stream/promises";
import { AwsError } from "../aws-error.ts";
import { decodeAwsChunked } from "./aws-chunked.ts";
import {
  asChecksumAlgorithm,
  type ChecksumAlgorithm,
  type Checksums,
  checksumAlgorithmOf,
  checksumHeader,
  checksumsOf,
  createDigest,
  type Digest,
} from "./checksums.ts";

export interface ReceivedBody {
  readonly sizeBytes: number;
  /** Hexadecimal MD5: the ETag of an object written in one piece. */
  readonly md5: string;
  /** Those that the client stated (and that were right). */
  readonly checksums: Checksums;
}

/** Bytes of one object or part that S3 takes in one request. */
const bodyBytesMax = 5 * 1024 ** 3;

/**
 * Stream a request's body to a new file and verify its length, Content-MD5 and checksums, wherever they stand.
 * @throws AwsError BadDigest, InvalidDigest, IncompleteBody, EntityTooLarge …; the file may then exist in part.
 */
export async function receiveBody(
  source: AsyncIterable<Buffer>,
  headers: IncomingHttpHeaders,
  file: string,
): Promise<ReceivedBody> {
  const chunked = isAwsChunked(headers);
  const trailers = new Map<string, string>();
  const digests = new Map(announcedAlgorithms(headers).map((name) => [name, createDigest(name)]));
  const md5 = createHash("md5");
  const payloadSha256 = /^[0-9a-f]{64}$/.exec(String(headers["x-amz-content-sha256"] ?? ""))?.[0];
  const sha256 = payloadSha256 === undefined ? null : createHash("sha256");
  let sizeBytes = 0;

  await pipeline(
    chunked ? decodeAwsChunked(source, trailers) : source,
    async function* measured(decoded: AsyncIterable<Buffer>) {
      for await (const bytes of decoded) {
        sizeBytes += bytes.length;
        if (sizeBytes > bodyBytesMax) {
          throw new AwsError("EntityTooLarge", 400, "Your proposed upload exceeds the maximum allowed size");
        }
        md5.update(bytes);
        sha256?.update(bytes);
        for (const digest of digests.values()) digest.update(bytes);
        yield bytes;
      }
    },
    createWriteStream(file, { flags: "wx" }),
  );

  verifyLength(headers[chunked ? "x-amz-decoded-content-length" : "content-length"], sizeBytes);
  const md5Digest = md5.digest();
  const contentMd5 = headers["content-md5"];
  if (contentMd5 !== undefined) verifyContentMd5(String(contentMd5), md5Digest);
  if (sha256 !== null && sha256.digest("hex") !== payloadSha256) {
    throw new AwsError(
      "XAmzContentSHA256Mismatch",
      400,
      "The provided 'x-amz-content-sha256' header does not match what was computed.",
    );
  }
  const stated: Checksums = { ...checksumsOf(headers), ...checksumsOf(Object.fromEntries(trailers)) };
  return { sizeBytes, md5: md5Digest.toString("hex"), checksums: verifiedChecksums(digests, stated) };
}

function verifyLength(stated: string | readonly string[] | undefined, sizeBytes: number): void {
  if (stated === undefined || Number(stated) === sizeBytes) return;
  throw new AwsError(
    "IncompleteBody",
    400,
    `You did not provide the number of bytes specified by the Content-Length HTTP header: ${sizeBytes} instead of ${stated}`,
  );
}

function verifiedChecksums(digests: ReadonlyMap<ChecksumAlgorithm, Digest>, stated: Checksums): Checksums {
  const checksums: Partial<Record<ChecksumAlgorithm, string>> = {};
  for (const [algorithm, digest] of digests) {
    const computed = digest.digest().toString("base64");
    const expected = stated[algorithm];
    if (expected === undefined) {
      throw new AwsError(
        "MalformedTrailerError",
        400,
        `The trailer ${checksumHeader(algorithm)} is missing.`,
      );
    }
    if (expected !== computed) {
      throw new AwsError(
        "BadDigest",
        400,
        `The ${algorithm.toUpperCase()} you specified did not match the calculated checksum.`,
      );
    }
    checksums[algorithm] = computed;
  }
  return checksums;
}

function isAwsChunked(headers: IncomingHttpHeaders): boolean {
  return (
    String(headers["x-amz-content-sha256"] ?? "").startsWith("STREAMING-") ||
    /(?:^|,)\s*aws-chunked\s*(?:,|$)/i.test(headers["content-encoding"] ?? "")
  );
}

/** The checksums that stand in a header or are announced for the trailer. */
function announcedAlgorithms(headers: IncomingHttpHeaders): ChecksumAlgorithm[] {
  const inHeaders = Object.keys(checksumsOf(headers)).map(checksumAlgorithmOf);
  const inTrailer = String(headers["x-amz-trailer"] ?? "")
    .split(",")
    .map((name) => asChecksumAlgorithm(name.trim().replace(/^x-amz-checksum-/i, "")))
    .filter((algorithm) => algorithm !== undefined);
  return [...new Set([...inHeaders, ...inTrailer])];
}

function verifyContentMd5(stated: string, computed: Buffer): void {
  const expected = Buffer.from(stated, "base64");
  if (expected.length !== computed.length) {
    throw new AwsError("InvalidDigest", 400, "The Content-MD5 you specified was invalid.");
  }
  if (!expected.equals(computed)) {
    throw new AwsError("BadDigest", 400, "The Content-MD5 you specified did not match what we received.");
  }
}

/**
 * The checksum of a whole object, computed while it is read. The SDK checks a body that comes in one piece; a range,
 * which is what a large body is read by and what a broken one is resumed by, has no checksum of its own.
 */
import { createHash } from "node:crypto";
import { crc32 } from "node:zlib";
import type { GetObjectCommandOutput } from "@aws-sdk/client-s3";

interface FullChecksum {
  update(chunk: Uint8Array): void;
  /** @throws Error when what was read is not what is stored */
  verify(): void;
}

type Stated = Pick<
  GetObjectCommandOutput,
  "ChecksumCRC32" | "ChecksumSHA1" | "ChecksumSHA256" | "ChecksumType"
>;

/**
 * Null when S3 states none that covers the whole object and that Node computes at the speed of memory: its CRC-32 does
 * 4,600 MB/s. The SDK's CRC-64/NVME, in JavaScript, does 420, which is as much work as the profile; a CRC-32C it only has
 * in native code that is not part of it. Neither is checked, then: behind TLS they protect from little.
 */
export function fullChecksum(stated: Stated): FullChecksum | null {
  if (stated.ChecksumType === "COMPOSITE") return null;
  const { ChecksumCRC32: crc, ChecksumSHA256: sha256, ChecksumSHA1: sha1 } = stated;
  // A multipart upload's checksum of checksums ends in the number of parts.
  const isWhole = (value: string | undefined): value is string => value !== undefined && !value.includes("-");
  if (isWhole(crc)) return crc32Checksum(crc);
  if (isWhole(sha256)) return hashChecksum("SHA256", sha256);
  return isWhole(sha1) ? hashChecksum("SHA1", sha1) : null;
}

/**
 * The body, held to the checksum when it ends; as it is when there is none.
 * @throws Error after the last byte, when what was read is not what is stored
 */
export function verified(
  body: AsyncIterable<Uint8Array>,
  checksum: FullChecksum | null,
): AsyncIterable<Uint8Array> {
  return checksum === null ? body : verifying(body, checksum);
}

async function* verifying(
  body: AsyncIterable<Uint8Array>,
  checksum: FullChecksum,
): AsyncGenerator<Uint8Array, void, undefined> {
  for await (const chunk of body) {
    checksum.update(chunk);
    yield chunk;
  }
  checksum.verify();
}

function crc32Checksum(expected: string): FullChecksum {
  let value = 0;
  return {
    update: (chunk) => {
      value = crc32(chunk, value);
    },
    verify: () => {
      const bytes = Buffer.alloc(4);
      bytes.writeUInt32BE(value);
      compare("CRC32", bytes.toString("base64"), expected);
    },
  };
}

function hashChecksum(algorithm: "SHA1" | "SHA256", expected: string): FullChecksum {
  const hash = createHash(algorithm.toLowerCase());
  return {
    update: (chunk) => {
      hash.update(chunk);
    },
    verify: () => compare(algorithm, hash.digest("base64"), expected),
  };
}

function compare(algorithm: string, actual: string, expected: string): void {
  if (actual === expected) return;
  throw new Error(
    `Checksum mismatch: the object's ${algorithm} is ${expected}, what was read has ${actual}.`,
  );
}

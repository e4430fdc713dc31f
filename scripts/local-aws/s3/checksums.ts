import { createHash } from "node:crypto";
import type { IncomingHttpHeaders } from "node:http";
import { AwsError } from "../aws-error.ts";
import { crc32, crc32c, crc64nvme } from "./crc.ts";

export const checksumAlgorithms = ["crc32", "crc32c", "crc64nvme", "sha1", "sha256"] as const;
export type ChecksumAlgorithm = (typeof checksumAlgorithms)[number];

/** Base64 values by algorithm; those of a multipart object may end in `-<parts>`. */
export type Checksums = Readonly<Partial<Record<ChecksumAlgorithm, string>>>;

export interface Digest {
  update(bytes: Uint8Array): void;
  digest(): Buffer;
}

export function createDigest(algorithm: ChecksumAlgorithm): Digest {
  switch (algorithm) {
    case "crc32":
      return crc32Digest(crc32);
    case "crc32c":
      return crc32Digest(crc32c);
    case "crc64nvme":
      return crc64Digest();
    default: {
      const hash = createHash(algorithm);
      return { update: (bytes) => void hash.update(bytes), digest: () => hash.digest() };
    }
  }
}

function crc32Digest(next: (bytes: Uint8Array, crc: number) => number): Digest {
  let crc = 0;
  return {
    update(bytes) {
      crc = next(bytes, crc);
    },
    digest() {
      const result = Buffer.alloc(4);
      result.writeUInt32BE(crc);
      return result;
    },
  };
}

function crc64Digest(): Digest {
  let crc = 0n;
  return {
    update(bytes) {
      crc = crc64nvme(bytes, crc);
    },
    digest() {
      const result = Buffer.alloc(8);
      result.writeBigUInt64BE(crc);
      return result;
    },
  };
}

/** The checksum of a multipart object as S3 composes it: the checksum of its parts' checksums. */
export function compositeChecksum(algorithm: ChecksumAlgorithm, parts: readonly string[]): string {
  const digest = createDigest(algorithm);
  for (const part of parts) digest.update(Buffer.from(part, "base64"));
  return `${digest.digest().toString("base64")}-${parts.length}`;
}

export function checksumHeader(algorithm: ChecksumAlgorithm): string {
  return `x-amz-checksum-${algorithm}`;
}

/** The checksums stated in headers. */
export function checksumsOf(headers: IncomingHttpHeaders | Readonly<Record<string, string>>): Checksums {
  const found: Partial<Record<ChecksumAlgorithm, string>> = {};
  for (const algorithm of checksumAlgorithms) {
    const value = headers[checksumHeader(algorithm)];
    if (typeof value === "string") found[algorithm] = value;
  }
  return found;
}

export function asChecksumAlgorithm(name: string): ChecksumAlgorithm | undefined {
  const lower = name.toLowerCase();
  return checksumAlgorithms.find((algorithm) => algorithm === lower);
}

/** @throws AwsError InvalidRequest for an algorithm that S3 does not have. */
export function checksumAlgorithmOf(name: string): ChecksumAlgorithm {
  const algorithm = asChecksumAlgorithm(name);
  if (algorithm !== undefined) return algorithm;
  throw new AwsError("InvalidRequest", 400, `Checksum algorithm provided is unsupported: ${name}`);
}

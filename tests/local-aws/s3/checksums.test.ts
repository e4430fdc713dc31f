import { createHash } from "node:crypto";
import zlib from "node:zlib";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  checksumAlgorithms,
  compositeChecksum,
  createDigest,
} from "../../../scripts/local-aws/s3/checksums.ts";

// The check values of the catalogue of parametrised CRC algorithms (reveng.sourceforge.io), for "123456789".
const checkValues = [
  ["crc32", "cbf43926"],
  ["crc32c", "e3069283"],
  ["crc64nvme", "ae8b14860a799888"],
  ["sha1", createHash("sha1").update("123456789").digest("hex")],
  ["sha256", createHash("sha256").update("123456789").digest("hex")],
] as const;

describe("checksums", () => {
  test.each(checkValues)("%s has its check value", (algorithm, expected) => {
    const digest = createDigest(algorithm);
    digest.update(Buffer.from("1234"));
    digest.update(Buffer.from("56789"));
    expect(digest.digest().toString("hex")).toBe(expected);
  });

  test.each(checksumAlgorithms)("%s does not depend on how the bytes are cut", (algorithm) => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), fc.nat(300), (bytes, at) => {
        const whole = createDigest(algorithm);
        whole.update(bytes);
        const cut = createDigest(algorithm);
        cut.update(bytes.subarray(0, at));
        cut.update(bytes.subarray(at));
        expect(cut.digest()).toEqual(whole.digest());
      }),
    );
  });

  test("crc32 is zlib's", () => {
    const bytes = Buffer.from("any bytes");
    const digest = createDigest("crc32");
    digest.update(bytes);
    expect(digest.digest().readUInt32BE()).toBe(zlib.crc32(bytes));
  });

  test("a composite checksum is that of the parts' raw checksums, and their number", () => {
    const parts = [Buffer.from([1, 2, 3, 4]), Buffer.from([5, 6, 7, 8])];
    const expected = createDigest("crc32");
    expected.update(Buffer.concat(parts));
    const encoded = parts.map((part) => part.toString("base64"));
    expect(compositeChecksum("crc32", encoded)).toBe(`${expected.digest().toString("base64")}-2`);
  });
});

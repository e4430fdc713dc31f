import { createHash, randomBytes } from "node:crypto";
import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { Readable } from "node:stream";
import {
  AbortMultipartUploadCommand,
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  GetObjectCommand,
  ListMultipartUploadsCommand,
  ListPartsCommand,
  PutObjectCommand,
  UploadPartCommand,
  UploadPartCopyCommand,
} from "@aws-sdk/client-s3";
import { Upload } from "@aws-sdk/lib-storage";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createDigest } from "../../../scripts/local-aws/s3/checksums.ts";
import { startStack, type TestStack } from "../stack.ts";

const Bucket = "data-ingestion-pipeline-data-local";
const mib = 1024 * 1024;
let stack: TestStack;

beforeAll(async () => {
  stack = await startStack();
});
afterAll(() => stack.dispose());

async function begin(Key: string, more: object = {}): Promise<string> {
  const { UploadId } = await stack.s3.send(new CreateMultipartUploadCommand({ Bucket, Key, ...more }));
  if (UploadId === undefined) throw new Error("no upload id");
  return UploadId;
}

async function uploadPart(Key: string, UploadId: string, PartNumber: number, Body: Buffer) {
  const { ETag } = await stack.s3.send(new UploadPartCommand({ Bucket, Key, UploadId, PartNumber, Body }));
  return { PartNumber, ETag };
}

function complete(
  Key: string,
  UploadId: string,
  Parts: { PartNumber: number; ETag: string | undefined }[],
  more = {},
) {
  return stack.s3.send(
    new CompleteMultipartUploadCommand({ Bucket, Key, UploadId, MultipartUpload: { Parts }, ...more }),
  );
}

async function get(Key: string, more: object = {}): Promise<Buffer> {
  const { Body } = await stack.s3.send(new GetObjectCommand({ Bucket, Key, ...more }));
  return Buffer.from((await Body?.transformToByteArray()) ?? []);
}

const dataFiles = () => readdir(join(stack.dataDir, "s3/buckets", Bucket, "data"));

describe("multipart uploads", () => {
  const content = randomBytes(12 * mib + 12_345);
  const parts = [
    content.subarray(0, 5 * mib),
    content.subarray(5 * mib, 10 * mib),
    content.subarray(10 * mib),
  ];

  test("lib-storage uploads a stream of unknown length", async () => {
    const chunks = Array.from({ length: 13 }, (_, i) => content.subarray(i * mib, (i + 1) * mib));
    const params = { Bucket, Key: "uploaded", Body: Readable.from(chunks), Metadata: { a: "b" } };
    const upload = new Upload({ client: stack.s3, params, partSize: 5 * mib });
    const { ETag } = await upload.done();
    const digests = parts.map((part) => createHash("md5").update(part).digest());
    expect(ETag).toBe(`"${createHash("md5").update(Buffer.concat(digests)).digest("hex")}-3"`);
    expect((await get("uploaded")).equals(content)).toBe(true);
  });

  test("ranges reach over parts, and parts can be read by number", async () => {
    const range = { Range: `bytes=${5 * mib - 10}-${10 * mib + 9}` };
    expect((await get("uploaded", range)).equals(content.subarray(5 * mib - 10, 10 * mib + 10))).toBe(true);
    expect((await get("uploaded", { PartNumber: 2 })).equals(parts[1] ?? Buffer.alloc(0))).toBe(true);
    await expect(get("uploaded", { PartNumber: 4 })).rejects.toMatchObject({
      $metadata: { httpStatusCode: 416 },
    });
  });

  test("the object has the checksum that its parts compose", async () => {
    const composed = createDigest("crc32");
    for (const part of parts) {
      const digest = createDigest("crc32");
      digest.update(part);
      composed.update(digest.digest());
    }
    const answer = await stack.s3.send(
      new GetObjectCommand({ Bucket, Key: "uploaded", ChecksumMode: "ENABLED" }),
    );
    expect(answer.ChecksumCRC32).toBe(`${composed.digest().toString("base64")}-3`);
    await answer.Body?.transformToByteArray();
  });

  test("a checksum of the full object is computed, and a wrong one refused", async () => {
    const id = await begin("full", { ChecksumAlgorithm: "CRC32", ChecksumType: "FULL_OBJECT" });
    const part = await uploadPart("full", id, 1, content);
    await expect(complete("full", id, [part], { ChecksumCRC32: "AAAAAA==" })).rejects.toMatchObject({
      name: "BadDigest",
    });
    const digest = createDigest("crc32");
    digest.update(content);
    const { ChecksumCRC32 } = await complete("full", id, [part]);
    expect(ChecksumCRC32).toBe(digest.digest().toString("base64"));
  });

  test("parts arrive in any order, replace each other, and are listed", async () => {
    const Key = "any-order";
    const UploadId = await begin(Key);
    const third = await uploadPart(Key, UploadId, 3, Buffer.from("end"));
    await uploadPart(Key, UploadId, 1, Buffer.from("replaced"));
    const first = await uploadPart(Key, UploadId, 1, Buffer.alloc(5 * mib, "x"));
    const { Parts } = await stack.s3.send(new ListPartsCommand({ Bucket, Key, UploadId }));
    expect(Parts?.map(({ PartNumber, Size }) => [PartNumber, Size])).toEqual([
      [1, 5 * mib],
      [3, 3],
    ]);
    const { Uploads } = await stack.s3.send(new ListMultipartUploadsCommand({ Bucket, Prefix: Key }));
    expect(Uploads).toMatchObject([{ Key, UploadId }]);
    await complete(Key, UploadId, [first, third]);
    expect(await get(Key)).toHaveLength(5 * mib + 3);
    await expect(complete(Key, UploadId, [first])).rejects.toMatchObject({ name: "NoSuchUpload" });
  });

  test("completion is refused for parts that are missing, wrong, out of order or too small", async () => {
    const Key = "refused";
    const id = await begin(Key);
    const one = await uploadPart(Key, id, 1, Buffer.from("small"));
    const two = await uploadPart(Key, id, 2, Buffer.from("small too"));
    const attempts: [string, { PartNumber: number; ETag: string | undefined }[]][] = [
      ["EntityTooSmall", [one, two]],
      ["InvalidPartOrder", [two, one]],
      ["InvalidPart", [one, { ...two, ETag: '"other"' }]],
      ["InvalidPart", [one, { ...two, PartNumber: 7 }]],
      ["MalformedXML", []],
    ];
    for (const [name, listed] of attempts)
      await expect(complete(Key, id, listed)).rejects.toMatchObject({ name });
    await expect(get(Key)).rejects.toMatchObject({ name: "NoSuchKey" });
    await complete(Key, id, [one]);
    expect((await get(Key)).toString()).toBe("small");
  });

  test("completion keeps to If-None-Match", async () => {
    await stack.s3.send(new PutObjectCommand({ Bucket, Key: "taken", Body: "x" }));
    const id = await begin("taken");
    const part = await uploadPart("taken", id, 1, Buffer.from("y"));
    await expect(complete("taken", id, [part], { IfNoneMatch: "*" })).rejects.toMatchObject({
      name: "PreconditionFailed",
    });
    expect((await get("taken")).toString()).toBe("x");
  });

  test("aborting removes what was uploaded", async () => {
    const before = await dataFiles();
    const UploadId = await begin("aborted");
    await uploadPart("aborted", UploadId, 1, Buffer.from("x"));
    expect(await dataFiles()).toHaveLength(before.length + 1);
    await stack.s3.send(new AbortMultipartUploadCommand({ Bucket, Key: "aborted", UploadId }));
    expect(await dataFiles()).toEqual(before);
    await expect(uploadPart("aborted", UploadId, 2, Buffer.from("x"))).rejects.toMatchObject({
      name: "NoSuchUpload",
    });
  });

  test("a part can be copied from (a range of) an object", async () => {
    await stack.s3.send(new PutObjectCommand({ Bucket, Key: "copied-from", Body: "0123456789" }));
    const UploadId = await begin("copied-to");
    const source = { CopySource: `${Bucket}/copied-from`, CopySourceRange: "bytes=2-5" };
    const { CopyPartResult } = await stack.s3.send(
      new UploadPartCopyCommand({ Bucket, Key: "copied-to", UploadId, PartNumber: 1, ...source }),
    );
    await complete("copied-to", UploadId, [{ PartNumber: 1, ETag: CopyPartResult?.ETag }]);
    expect((await get("copied-to")).toString()).toBe("2345");
  });
});

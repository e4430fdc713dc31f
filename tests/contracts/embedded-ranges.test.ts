/** Ranged reads keep the same contract, in ranges so small that its objects have many, and deliver large objects. */
import { createHash } from "node:crypto";
import { DeleteObjectCommand, PutObjectCommand } from "@aws-sdk/client-s3";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { readAheadFor } from "../../lambda/adapters/ranged-body.ts";
import { S3ObjectSource } from "../../lambda/adapters/s3-object-source.ts";
import { startStack, type TestStack } from "../local-aws/stack.ts";
import { objectSourceContract } from "./object-source.contract.ts";

let started: TestStack | undefined;

beforeAll(async () => {
  started = await startStack();
});

afterAll(async () => {
  await started?.dispose();
});

function stack(): TestStack {
  if (started === undefined) throw new Error("The embedded stack did not start.");
  return started;
}

async function upload(
  key: string,
  bytes: Uint8Array,
  metadata: Readonly<Record<string, string>> = {},
): Promise<string> {
  const { s3, aws } = stack();
  const put = { Bucket: aws.names.bucket, Key: key, Body: bytes, Metadata: { ...metadata } };
  const { ETag = "" } = await s3.send(new PutObjectCommand(put));
  return ETag.replaceAll('"', "");
}

objectSourceContract("S3 in ranges of 64 KiB", () => {
  const { s3, aws } = stack();
  const { bucket } = aws.names;
  return {
    source: new S3ObjectSource(s3, { rangeBytes: 64 * 1024, rangesMax: 4 }),
    bucket,
    upload,
    remove: async (key) => {
      await s3.send(new DeleteObjectCommand({ Bucket: bucket, Key: key }));
    },
  };
});

describe("50 MB", () => {
  const bytes = Buffer.alloc(50_000_000);
  for (let i = 0; i < bytes.length; i += 4) bytes.writeUInt32LE(Math.imul(i, 2_654_435_761) >>> 0, i);
  const md5 = (content: Uint8Array) => createHash("md5").update(content).digest("hex");

  it.each([256, 512, 1_024, null])("read ahead as with %s MB of memory", async (memoryMb) => {
    const { s3, aws } = stack();
    const key = "uploads/large.csv";
    const event = {
      bucket: aws.names.bucket,
      key,
      rawKey: key,
      etag: await upload(key, bytes),
      versionId: null,
      sequencer: null,
      eventTime: null,
    };
    const object = await new S3ObjectSource(s3, readAheadFor(memoryMb)).open(event);
    if (typeof object === "string") throw new Error(object);
    expect(object.sizeBytes).toBe(bytes.byteLength);
    const hash = createHash("md5");
    let readBytes = 0;
    for await (const chunk of object.body) {
      hash.update(chunk);
      readBytes += chunk.byteLength;
    }
    expect(readBytes).toBe(bytes.byteLength);
    expect(hash.digest("hex")).toBe(md5(bytes));
  });
});

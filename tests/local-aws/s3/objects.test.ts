import { createHash } from "node:crypto";
import { once } from "node:events";
import { readdir } from "node:fs/promises";
import { Agent, request } from "node:http";
import { connect } from "node:net";
import { join } from "node:path";
import { Readable } from "node:stream";
import {
  ChecksumAlgorithm,
  CopyObjectCommand,
  DeleteObjectCommand,
  DeleteObjectsCommand,
  GetObjectCommand,
  HeadObjectCommand,
  PutObjectCommand,
  type PutObjectCommandInput,
} from "@aws-sdk/client-s3";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { startStack, type TestStack } from "../stack.ts";

const Bucket = "data-ingestion-pipeline-data-local";
let stack: TestStack;

beforeAll(async () => {
  stack = await startStack();
});
afterAll(() => stack.dispose());

async function put(
  Key: string,
  Body: string | Uint8Array | Readable,
  more: Partial<PutObjectCommandInput> = {},
) {
  return stack.s3.send(new PutObjectCommand({ Bucket, Key, Body, ...more }));
}

async function get(Key: string, more: object = {}) {
  const { Body, ...answer } = await stack.s3.send(new GetObjectCommand({ Bucket, Key, ...more }));
  return { ...answer, bytes: Buffer.from((await Body?.transformToByteArray()) ?? []) };
}

/** A request that the SDK would not send. */
function raw(method: string, path: string, headers: Record<string, string> = {}, body: string | Buffer = "") {
  return new Promise<{ status: number; text: string }>((resolve, reject) => {
    const { port } = stack.aws;
    const sent = request({ host: "127.0.0.1", port, method, path, headers }, async (answer) => {
      const chunks: Buffer[] = [];
      for await (const chunk of answer) chunks.push(chunk);
      resolve({ status: answer.statusCode ?? 0, text: Buffer.concat(chunks).toString() });
    });
    sent.once("error", reject);
    sent.end(body);
  });
}

const md5 = (bytes: Buffer) => `"${createHash("md5").update(bytes).digest("hex")}"`;
const dataFiles = () => readdir(join(stack.dataDir, "s3/buckets", Bucket, "data"));

describe("PutObject", () => {
  const bytes = Buffer.from("a,b\r\n1,2\r\n");

  test.each(Object.values(ChecksumAlgorithm).filter((name) => /CRC32|SHA1$|SHA256$/.test(name)))(
    "takes a streamed body with a %s trailer and stores the content alone",
    async (ChecksumAlgorithm) => {
      const content = Buffer.alloc(300_000, "0123456789");
      const body = Readable.from([content.subarray(0, 100_001), content.subarray(100_001)]);
      const written = await put("streamed", body, { ContentLength: content.length, ChecksumAlgorithm });
      const read = await get("streamed", { ChecksumMode: "ENABLED" });
      expect(read.bytes.equals(content)).toBe(true);
      expect(read.ETag).toBe(md5(content));
      expect(written.ETag).toBe(read.ETag);
      expect(read.ContentEncoding).toBeUndefined();
    },
  );

  test("answers the checksum that came with the object, to whom asks for it", async () => {
    const { ChecksumCRC32 } = await put("checksum", bytes);
    expect(ChecksumCRC32).toMatch(/^.{6}==$/);
    expect(await get("checksum", { ChecksumMode: "ENABLED" })).toMatchObject({ ChecksumCRC32 });
  });

  test("keeps content headers and user metadata", async () => {
    await put("described", bytes, {
      ContentType: "text/csv",
      ContentEncoding: "gzip",
      CacheControl: "no-store",
      ContentDisposition: 'attachment; filename="x.csv"',
      Metadata: { delimiter: ";", "two-words": "a b", encoded: "=?UTF-8?B?w6Q=?=" },
    });
    expect(await stack.s3.send(new HeadObjectCommand({ Bucket, Key: "described" }))).toMatchObject({
      ContentType: "text/csv",
      ContentEncoding: "gzip",
      CacheControl: "no-store",
      ContentDisposition: 'attachment; filename="x.csv"',
      ContentLength: bytes.length,
      Metadata: { delimiter: ";", "two-words": "a b", encoded: "=?UTF-8?B?w6Q=?=" },
    });
  });

  test("answers metadata beyond US-ASCII as S3 does: RFC 2047 of the bytes taken for Latin-1", async () => {
    const { status } = await raw("PUT", `/${Bucket}/latin`, {
      "x-amz-meta-city": Buffer.from("Köln").toString("latin1"),
    });
    expect(status).toBe(200);
    const { Metadata } = await get("latin");
    const encoded = /^=\?UTF-8\?B\?(.*)\?=$/.exec(Metadata?.city ?? "")?.[1] ?? "";
    const latin1 = Buffer.from(encoded, "base64").toString("utf8");
    expect(Buffer.from(latin1, "latin1").toString("utf8")).toBe("Köln");
  });

  const refused: [name: string, headers: Record<string, string>, body: string, code: string][] = [
    ["a wrong checksum", { "x-amz-checksum-crc32": "AAAAAA==" }, "hello", "BadDigest"],
    ["a wrong SHA-256", { "x-amz-checksum-sha256": "AAAA" }, "hello", "BadDigest"],
    ["a wrong Content-MD5", { "content-md5": Buffer.alloc(16).toString("base64") }, "hello", "BadDigest"],
    ["a malformed Content-MD5", { "content-md5": "abc" }, "hello", "InvalidDigest"],
    [
      "a wrong payload hash",
      { "x-amz-content-sha256": "0".repeat(64) },
      "hello",
      "XAmzContentSHA256Mismatch",
    ],
    [
      "a wrong checksum in the trailer",
      {
        "x-amz-content-sha256": "STREAMING-UNSIGNED-PAYLOAD-TRAILER",
        "x-amz-trailer": "x-amz-checksum-crc32",
      },
      "5\r\nhello\r\n0\r\nx-amz-checksum-crc32:AAAAAA==\r\n\r\n",
      "BadDigest",
    ],
    [
      "a trailer that was announced and is missing",
      {
        "x-amz-content-sha256": "STREAMING-UNSIGNED-PAYLOAD-TRAILER",
        "x-amz-trailer": "x-amz-checksum-crc32",
      },
      "5\r\nhello\r\n0\r\n\r\n",
      "MalformedTrailerError",
    ],
    [
      "fewer bytes than were announced",
      { "x-amz-content-sha256": "STREAMING-AWS4-HMAC-SHA256-PAYLOAD", "x-amz-decoded-content-length": "6" },
      "5;chunk-signature=ab\r\nhello\r\n0;chunk-signature=cd\r\n\r\n",
      "IncompleteBody",
    ],
    ["too much metadata", { "x-amz-meta-long": "x".repeat(2049) }, "hello", "MetadataTooLarge"],
  ];
  test.each(refused)("refuses %s and leaves nothing behind", async (_name, headers, body, code) => {
    const before = await dataFiles();
    const answer = await raw("PUT", `/${Bucket}/refused`, headers, body);
    expect(answer.status).toBe(400);
    expect(answer.text).toContain(`<Code>${code}</Code>`);
    await expect(get("refused")).rejects.toMatchObject({ name: "NoSuchKey" });
    expect(await dataFiles()).toEqual(before);
  });

  test("takes signed chunks as older clients send them", async () => {
    const headers = {
      "content-encoding": "aws-chunked",
      "x-amz-content-sha256": "STREAMING-AWS4-HMAC-SHA256-PAYLOAD",
      "x-amz-decoded-content-length": "5",
    };
    const body = "5;chunk-signature=ab\r\nhello\r\n0;chunk-signature=cd\r\n\r\n";
    expect((await raw("PUT", `/${Bucket}/signed`, headers, body)).status).toBe(200);
    expect((await get("signed")).bytes.toString()).toBe("hello");
  });

  test("a client that breaks off leaves the old object and no data", async () => {
    await put("broken-off", "old");
    const before = await dataFiles();
    await new Promise<void>((resolve) => {
      const socket = connect(stack.aws.port, "127.0.0.1", () => {
        socket.write(
          `PUT /${Bucket}/broken-off HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\npart of it`,
        );
        setTimeout(() => socket.destroy(), 50);
      });
      socket.once("close", () => resolve());
    });
    await expect.poll(dataFiles).toEqual(before);
    expect((await get("broken-off")).bytes.toString()).toBe("old");
  });

  test("replaces an object and removes the old content", async () => {
    await put("replaced", "old");
    const before = await dataFiles();
    await put("replaced", "new");
    expect((await get("replaced")).bytes.toString()).toBe("new");
    expect(await dataFiles()).toHaveLength(before.length);
  });
});

describe("conditional writes", () => {
  test("If-None-Match: * writes only what is not there", async () => {
    await put("once", "first", { IfNoneMatch: "*" });
    await expect(put("once", "second", { IfNoneMatch: "*" })).rejects.toMatchObject({
      name: "PreconditionFailed",
      $metadata: { httpStatusCode: 412 },
    });
    expect((await get("once")).bytes.toString()).toBe("first");
  });

  test("of many writers at once, exactly one wins", async () => {
    const attempts = Array.from({ length: 12 }, (_, i) => put("race", `writer ${i}`, { IfNoneMatch: "*" }));
    const outcomes = await Promise.allSettled(attempts);
    expect(outcomes.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
  });

  test("If-Match replaces the expected content only", async () => {
    const { ETag } = await put("matched", "one");
    await put("matched", "two", { IfMatch: ETag });
    await expect(put("matched", "three", { IfMatch: ETag })).rejects.toMatchObject({
      name: "PreconditionFailed",
    });
    await expect(put("absent", "x", { IfMatch: ETag })).rejects.toMatchObject({
      $metadata: { httpStatusCode: 404 },
    });
  });
});

describe("GetObject", () => {
  test("any content and any range equal the slice of the buffer", async () => {
    const content = fc.uint8Array({ maxLength: 2000 });
    await fc.assert(
      fc.asyncProperty(content, fc.nat(2100), fc.nat(2100), async (bytes, a, b) => {
        await put("ranged", bytes);
        const [first, last] = a < b ? [a, b] : [b, a];
        if (first >= bytes.length) {
          const failure = await get("ranged", { Range: `bytes=${first}-${last}` }).catch((cause) => cause);
          expect(failure.$metadata.httpStatusCode).toBe(416);
          return;
        }
        const read = await get("ranged", { Range: `bytes=${first}-${last}` });
        expect(read.bytes).toEqual(Buffer.from(bytes.subarray(first, last + 1)));
        expect(read.ContentRange).toBe(`bytes ${first}-${Math.min(last, bytes.length - 1)}/${bytes.length}`);
        expect(read.$metadata.httpStatusCode).toBe(206);
        const suffix = await get("ranged", { Range: `bytes=-${first + 1}` });
        expect(suffix.bytes).toEqual(Buffer.from(bytes.subarray(Math.max(0, bytes.length - first - 1))));
      }),
      { numRuns: 60 },
    );
  });

  test("conditions: 412 for other content, 304 for content that the client has", async () => {
    const { ETag } = await put("conditional", "content");
    expect((await get("conditional", { IfMatch: ETag })).bytes.toString()).toBe("content");
    await expect(get("conditional", { IfMatch: '"other"' })).rejects.toMatchObject({
      $metadata: { httpStatusCode: 412 },
    });
    await expect(get("conditional", { IfNoneMatch: ETag })).rejects.toMatchObject({
      $metadata: { httpStatusCode: 304 },
    });
    await expect(
      get("conditional", { IfModifiedSince: new Date(Date.now() + 60_000) }),
    ).rejects.toMatchObject({
      $metadata: { httpStatusCode: 304 },
    });
    await expect(get("conditional", { IfUnmodifiedSince: new Date(0) })).rejects.toMatchObject({
      $metadata: { httpStatusCode: 412 },
    });
  });

  test("part 1 of an object in one piece is the whole of it", async () => {
    await put("one-part", "content");
    expect((await get("one-part", { PartNumber: 1 })).bytes.toString()).toBe("content");
  });

  test("a reader gets all of the old content although it is replaced meanwhile", async () => {
    const old = Buffer.alloc(8_000_000, "old ");
    await put("replaced-while-read", old);
    const { Body } = await stack.s3.send(new GetObjectCommand({ Bucket, Key: "replaced-while-read" }));
    await put("replaced-while-read", "new");
    const read = Buffer.from((await Body?.transformToByteArray()) ?? []);
    expect(read.equals(old)).toBe(true);
    expect((await get("replaced-while-read")).bytes.toString()).toBe("new");
  });

  test("a connection is used again after a HEAD of what is not there", async () => {
    const agent = new Agent({ keepAlive: true, maxSockets: 1 });
    const { port } = new URL(stack.aws.url);
    const head = request({ port, agent, method: "HEAD", path: `/${Bucket}/absent` }).end();
    const [answer] = await once(head, "response");
    await once(answer.resume(), "end");
    expect(answer.statusCode).toBe(404);
    expect(head.reusedSocket).toBe(false);
    const again = request({ port, agent, method: "HEAD", path: `/${Bucket}/absent` }).end();
    await once(again, "response");
    expect(again.reusedSocket).toBe(true);
    agent.destroy();
  });

  test("what is not there is named as AWS names it", async () => {
    await expect(get("absent")).rejects.toMatchObject({ name: "NoSuchKey" });
    await expect(stack.s3.send(new HeadObjectCommand({ Bucket, Key: "absent" }))).rejects.toMatchObject({
      name: "NotFound",
    });
    await expect(
      stack.s3.send(new GetObjectCommand({ Bucket: "no-such-bucket", Key: "x" })),
    ).rejects.toMatchObject({
      name: "NoSuchBucket",
    });
  });
});

describe("CopyObject", () => {
  test("keeps metadata, or replaces it on demand", async () => {
    await put("source +ü", "content", { Metadata: { a: "1" }, ContentType: "text/csv" });
    const CopySource = `${Bucket}/${encodeURIComponent("source +ü")}`;
    await stack.s3.send(new CopyObjectCommand({ Bucket, Key: "copy", CopySource }));
    expect(await get("copy")).toMatchObject({ Metadata: { a: "1" }, ContentType: "text/csv" });
    const replacing = { MetadataDirective: "REPLACE" as const, Metadata: { b: "2" } };
    await stack.s3.send(new CopyObjectCommand({ Bucket, Key: "copy", CopySource, ...replacing }));
    const copy = await get("copy");
    expect(copy.Metadata).toEqual({ b: "2" });
    expect(copy.bytes.toString()).toBe("content");
  });

  test("refuses a copy onto itself that changes nothing, and a source that is not there", async () => {
    await put("self", "content");
    const copy = (source: string) =>
      stack.s3.send(new CopyObjectCommand({ Bucket, Key: "self", CopySource: `${Bucket}/${source}` }));
    await expect(copy("self")).rejects.toMatchObject({ name: "InvalidRequest" });
    await expect(copy("absent")).rejects.toMatchObject({ name: "NoSuchKey" });
  });
});

describe("deletion", () => {
  test("DeleteObject is silent about what is not there", async () => {
    await put("deleted", "x");
    await stack.s3.send(new DeleteObjectCommand({ Bucket, Key: "deleted" }));
    await stack.s3.send(new DeleteObjectCommand({ Bucket, Key: "deleted" }));
    await expect(get("deleted")).rejects.toMatchObject({ name: "NoSuchKey" });
  });

  test("DeleteObjects takes keys with markup and line ends", async () => {
    const keys = ["a&b<c>.csv", "line\nend\r", " blanks ", "quote\"'", "&amp;", "😀", "\u0001"];
    await Promise.all(keys.map((key) => put(key, "x")));
    const Delete = { Objects: keys.map((Key) => ({ Key })) };
    const { Deleted } = await stack.s3.send(new DeleteObjectsCommand({ Bucket, Delete }));
    expect(Deleted).toHaveLength(keys.length);
    for (const key of keys) await expect(get(key)).rejects.toMatchObject({ name: "NoSuchKey" });
  });
});

describe("what is not S3, or not ours", () => {
  const cases: [name: string, method: string, path: string, status: number, code: string][] = [
    ["a bucket that would leave the folder", "PUT", "/..%2F..%2Fetc", 400, "InvalidBucketName"],
    ["a bucket of dots", "PUT", "/..", 400, "InvalidBucketName"],
    ["a key that is no UTF-8", "PUT", `/${Bucket}/%ff`, 400, "InvalidURI"],
    ["a key of more than 1,024 bytes", "PUT", `/${Bucket}/${"x".repeat(1025)}`, 400, "KeyTooLongError"],
    ["a sub-resource that is not supported", "PUT", `/${Bucket}?policy`, 501, "NotImplemented"],
    ["a method that is not allowed", "PATCH", `/${Bucket}/x`, 405, "MethodNotAllowed"],
  ];
  test.each(cases)("%s is refused", async (_name, method, path, status, code) => {
    const answer = await raw(method, path);
    expect(answer).toMatchObject({ status, text: expect.stringContaining(`<Code>${code}</Code>`) });
  });

  test("other services are refused in their protocol", async () => {
    const answer = await raw("POST", "/", { "x-amz-target": "AmazonSQS.SendMessage" }, "{}");
    expect(answer.status).toBe(400);
    expect(JSON.parse(answer.text)).toMatchObject({ __type: "UnknownOperationException" });
  });
});

import { S3Client } from "@aws-sdk/client-s3";
import { NodeHttpHandler } from "@smithy/node-http-handler";
import { afterEach, describe, expect, it, vi } from "vitest";
import { readAheadFor } from "../../lambda/adapters/ranged-body.ts";
import { fruitlessAttemptsMax } from "../../lambda/adapters/resuming-body.ts";
import { S3ObjectSource } from "../../lambda/adapters/s3-object-source.ts";
import { ObjectChangedError, type OpenObject, type UploadEvent } from "../../lambda/ports.ts";
import { type Fault, type FaultyS3, startFaultyS3 } from "../fakes/faulty-s3.ts";

const content = Uint8Array.from({ length: 300_000 }, (_, i) => (i * 7) % 251);
const socketTimeoutMs = 300;
const cleanUps: (() => Promise<void>)[] = [];

afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0)) await cleanUp();
});

async function faulty(...faults: readonly Fault[]): Promise<{ s3: FaultyS3; source: S3ObjectSource }> {
  const s3 = await startFaultyS3(content, faults);
  const client = new S3Client({
    region: "us-east-1",
    endpoint: s3.endpoint,
    forcePathStyle: true,
    credentials: { accessKeyId: "test", secretAccessKey: "test" },
    requestHandler: new NodeHttpHandler({ connectionTimeout: 1_000, socketTimeout: socketTimeoutMs }),
  });
  cleanUps.push(async () => {
    client.destroy();
    await s3.close();
  });
  return { s3, source: new S3ObjectSource(client, readAheadFor(null), [10, 10]) };
}

const eventOf = (s3: FaultyS3, eventTime = "2020-01-01T00:00:00.000Z"): UploadEvent => ({
  bucket: "data",
  key: "uploads/a.csv",
  rawKey: "uploads/a.csv",
  etag: s3.etag,
  versionId: null,
  sequencer: null,
  eventTime,
});

async function open(source: S3ObjectSource, event: UploadEvent): Promise<OpenObject> {
  const object = await source.open(event);
  if (typeof object === "string") throw new Error(object);
  return object;
}

async function read(object: OpenObject): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of object.body) chunks.push(chunk);
  return Buffer.concat(chunks);
}

describe("a body that breaks is resumed where it broke", () => {
  it.each<readonly [string, readonly Fault[], readonly (string | null)[]]>([
    ["nothing breaks", [], [null]],
    ["dropped in the middle", [{ kind: "drop", afterBytes: 100_000 }], [null, "bytes=100000-"]],
    ["dropped before the first byte", [{ kind: "drop", afterBytes: 1 }], [null, "bytes=1-"]],
    ["dropped one byte before the end", [{ kind: "drop", afterBytes: 299_999 }], [null, "bytes=299999-"]],
    [
      "dropped again and again",
      Array.from({ length: 8 }, () => ({ kind: "drop", afterBytes: 20_000 }) as const),
      [null, ...Array.from({ length: 8 }, (_, i) => `bytes=${(i + 1) * 20_000}-`)],
    ],
    ["stalled", [{ kind: "stall", afterBytes: 100_000 }], [null, "bytes=100000-"]],
    [
      "stalled, then dropped",
      [
        { kind: "stall", afterBytes: 70_000 },
        { kind: "drop", afterBytes: 30_000 },
      ],
      [null, "bytes=70000-", "bytes=100000-"],
    ],
    [
      "the service is busy when asked for the rest",
      [
        { kind: "drop", afterBytes: 100_000 },
        { kind: "status", status: 503, code: "SlowDown" },
      ],
      [null, "bytes=100000-", "bytes=100000-"],
    ],
  ])("%s", async (_, faults, ranges) => {
    const { s3, source } = await faulty(...faults);
    expect((await read(await open(source, eventOf(s3)))).equals(content)).toBe(true);
    expect(s3.ranges).toEqual(ranges);
  });

  it("a resumed answer that ends early is resumed again", async () => {
    const { s3, source } = await faulty(
      { kind: "drop", afterBytes: 1_000 },
      { kind: "short", afterBytes: 500 },
    );
    expect((await read(await open(source, eventOf(s3)))).equals(content)).toBe(true);
    expect(s3.ranges).toEqual([null, "bytes=1000-", "bytes=1500-"]);
  });

  it("gives up when attempt after attempt delivers nothing", async () => {
    const drops = Array.from({ length: 20 }, () => ({ kind: "short", afterBytes: 0 }) as const);
    const { s3, source } = await faulty({ kind: "drop", afterBytes: 1_000 }, ...drops);
    await expect(read(await open(source, eventOf(s3)))).rejects.toThrow("ended after 1000 of 300000 bytes");
    expect(s3.ranges).toHaveLength(1 + fruitlessAttemptsMax);
  });

  it("ends with ObjectChangedError when the object was overwritten meanwhile", async () => {
    const { s3, source } = await faulty({ kind: "drop", afterBytes: 100_000 });
    const object = await open(source, eventOf(s3));
    s3.etag = "another";
    await expect(read(object)).rejects.toThrow(ObjectChangedError);
  });

  it("ends with ObjectChangedError when the object was deleted meanwhile", async () => {
    const gone = { kind: "status", status: 404, code: "NoSuchKey" } as const;
    const { s3, source } = await faulty({ kind: "drop", afterBytes: 100_000 }, gone);
    await expect(read(await open(source, eventOf(s3)))).rejects.toThrow(ObjectChangedError);
  });

  it("lets a checksum that does not match through: what was read is not what is stored", async () => {
    const { s3, source } = await faulty({ kind: "corrupt" });
    await expect(read(await open(source, eventOf(s3)))).rejects.toThrow(/checksum mismatch/i);
    expect(s3.ranges).toHaveLength(1);
  });

  it("checks the checksum of the whole, because what it was resumed by has none", async () => {
    const { s3, source } = await faulty({ kind: "drop", afterBytes: 100_000 }, { kind: "corrupt" });
    await expect(read(await open(source, eventOf(s3)))).rejects.toThrow(/checksum mismatch/i);
    expect(s3.ranges).toEqual([null, "bytes=100000-"]);
  });

  it("can be closed before it is read, which ends its connection", async () => {
    const { s3, source } = await faulty({ kind: "stall", afterBytes: 10 });
    const object = await open(source, eventOf(s3));
    expect(s3.open.size).toBe(1);
    object.close();
    await vi.waitFor(() => expect(s3.open.size).toBe(0), { timeout: socketTimeoutMs / 2 });
  });

  it("can be closed while it waits for a silent connection", async () => {
    const { s3, source } = await faulty({ kind: "stall", afterBytes: 10 });
    const object = await open(source, eventOf(s3));
    const reading = read(object);
    setTimeout(() => object.close(), 50);
    await expect(reading).rejects.toThrow();
    expect(s3.ranges).toEqual([null]);
  });
});

describe("an object that does not answer as announced", () => {
  const notFound = { kind: "status", status: 404, code: "NoSuchKey" } as const;

  it("is waited for, while its event is young", async () => {
    const { s3, source } = await faulty(notFound, notFound);
    const object = await open(source, eventOf(s3, new Date().toISOString()));
    expect((await read(object)).equals(content)).toBe(true);
  });

  it("is not found, in the end", async () => {
    const { s3, source } = await faulty(...Array.from({ length: 9 }, () => notFound));
    expect(await source.open(eventOf(s3, new Date().toISOString()))).toBe("not_found");
    expect(s3.ranges).toHaveLength(3);
  });

  it("is archived, which no other attempt changes", async () => {
    const { s3, source } = await faulty({ kind: "status", status: 403, code: "InvalidObjectState" });
    expect(await source.open(eventOf(s3, new Date().toISOString()))).toBe("archived");
    expect(s3.ranges).toHaveLength(1);
  });

  it("is superseded by other content that is archived", async () => {
    const overwritten = { kind: "status", status: 412, code: "PreconditionFailed" } as const;
    const archived = { kind: "status", status: 403, code: "InvalidObjectState" } as const;
    const { s3, source } = await faulty(overwritten, archived);
    expect(await source.open(eventOf(s3))).toBe("superseded");
  });

  it("is a fault to be retried when the content is from before the event", async () => {
    const { s3, source } = await faulty();
    const inAMinute = new Date(Date.now() + 60_000).toISOString();
    await expect(source.open({ ...eventOf(s3, inAMinute), etag: "newer" })).rejects.toThrow(
      /before its event/,
    );
  });

  it("is newer content when that came in parts, whose upload may have begun before the event", async () => {
    const { s3, source } = await faulty();
    s3.etag = "0123456789abcdef0123456789abcdef-2";
    const inAMinute = new Date(Date.now() + 60_000).toISOString();
    expect(await source.open({ ...eventOf(s3, inAMinute), etag: "of-the-event" })).toBe("superseded");
  });

  it("is a fault when the bucket is missing or access is denied", async () => {
    for (const [status, code] of [
      [404, "NoSuchBucket"],
      [403, "AccessDenied"],
    ] as const) {
      const { s3, source } = await faulty({ kind: "status", status, code });
      await expect(source.open(eventOf(s3))).rejects.toThrow(code);
    }
  });
});

/** Large objects, read in ranges from an S3 that breaks some of them. */
import { setTimeout as sleep } from "node:timers/promises";
import { S3Client } from "@aws-sdk/client-s3";
import { NodeHttpHandler } from "@smithy/node-http-handler";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { ReadAhead } from "../../lambda/adapters/ranged-body.ts";
import { S3ObjectSource } from "../../lambda/adapters/s3-object-source.ts";
import { rangesAheadMax } from "../../lambda/limits.ts";
import { ObjectChangedError, type OpenObject } from "../../lambda/ports.ts";
import { type Fault, type FaultOf, type FaultyS3, startFaultyS3 } from "../fakes/faulty-s3.ts";

const rangeBytes = 1_000_000;
const rangesMax = 3;
const content = Uint8Array.from({ length: 6_500_000 }, (_, i) => (i * 7 + (i >> 16)) % 251);
const laterRanges = [
  "bytes=1000000-1999999",
  "bytes=2000000-2999999",
  "bytes=3000000-3999999",
  "bytes=4000000-4999999",
  "bytes=5000000-5999999",
  "bytes=6000000-6499999",
] as const;
const cleanUps: (() => Promise<void>)[] = [];
/** Rejections that nobody handles, and Node's warnings of listeners that pile up. */
const leaks: unknown[] = [];
const onRejection = (reason: unknown) => leaks.push(reason);
const onWarning = (warning: Error) => {
  if (warning.name === "MaxListenersExceededWarning") leaks.push(warning);
};

beforeEach(() => {
  process.on("unhandledRejection", onRejection).on("warning", onWarning);
});

afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0)) await cleanUp();
  process.off("unhandledRejection", onRejection).off("warning", onWarning);
  expect(leaks.splice(0)).toEqual([]);
});

/** Milliseconds of silence that are taken for a broken connection: few where a test is about that, else none that matter. */
const silenceMs = { short: 500, fair: 2_000, never: 60_000 } as const;

async function serve(
  faults: readonly Fault[] | FaultOf = [],
  bytes = content,
  readAhead: ReadAhead = { rangeBytes, rangesMax },
  socketTimeout: number = silenceMs.never,
): Promise<{ s3: FaultyS3; object: OpenObject }> {
  const s3 = await startFaultyS3(bytes, faults);
  const requestHandler = new NodeHttpHandler({ connectionTimeout: 60_000, socketTimeout });
  const client = new S3Client({
    region: "us-east-1",
    endpoint: s3.endpoint,
    forcePathStyle: true,
    credentials: { accessKeyId: "test", secretAccessKey: "test" },
    requestHandler,
  });
  cleanUps.push(async () => {
    client.destroy();
    await s3.close();
  });
  const object = await new S3ObjectSource(client, readAhead, []).open({
    bucket: "data",
    key: "uploads/a.csv",
    rawKey: "uploads/a.csv",
    etag: s3.etag,
    versionId: null,
    sequencer: null,
    eventTime: null,
  });
  if (typeof object === "string") throw new Error(object);
  return { s3, object };
}

async function read(object: OpenObject): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of object.body) chunks.push(chunk);
  return Buffer.concat(chunks);
}

/** What is delivered until the body ends or fails, and with what. */
async function readUntilFailure(object: OpenObject): Promise<{ bytes: Buffer; failure: unknown }> {
  const chunks: Uint8Array[] = [];
  try {
    for await (const chunk of object.body) chunks.push(chunk);
  } catch (failure) {
    return { bytes: Buffer.concat(chunks), failure };
  }
  return { bytes: Buffer.concat(chunks), failure: null };
}

/** The faults of one range, and of what is asked for after it broke; nothing happens to the others. */
function faultsIn(range: string | null, ...faults: readonly Fault[]): FaultOf {
  const pending = [...faults];
  const end = range?.split("-")[1] ?? `${rangeBytes - 1}`;
  return (asked) => (asked === range || asked?.endsWith(`-${end}`) ? pending.shift() : undefined);
}

const drop = (afterBytes: number): Fault => ({ kind: "drop", afterBytes });
const stall = (afterBytes: number): Fault => ({ kind: "stall", afterBytes });
const short = (afterBytes: number): Fault => ({ kind: "short", afterBytes });
const busy: Fault = { kind: "status", status: 503, code: "SlowDown" };

describe("what is asked for", () => {
  it.each<readonly [string, number, readonly (string | null)[]]>([
    ["nothing more for an empty object", 0, [null]],
    ["nothing more for an object of one range", rangeBytes, [null]],
    ["a second range for one byte more", rangeBytes + 1, [null, "bytes=1000000-1000000"]],
    ["every range once", content.byteLength, [null, ...laterRanges]],
  ])("%s", async (_, sizeBytes, ranges) => {
    const { s3, object } = await serve([], content.subarray(0, sizeBytes));
    expect((await read(object)).equals(content.subarray(0, sizeBytes))).toBe(true);
    expect(s3.ranges).toEqual(ranges);
    expect(s3.open.size).toBe(0);
  });

  it("no range before the body is read", async () => {
    const { s3, object } = await serve();
    await sleep(50);
    expect(s3.ranges).toEqual([null]);
    object.close();
    await expect.poll(() => s3.open.size).toBe(0);
  });

  it("only what fits in the bound, while the consumer is slow", async () => {
    const { s3, object } = await serve();
    let consumedBytes = 0;
    for await (const chunk of object.body) {
      if (consumedBytes === 0) await sleep(200);
      consumedBytes += chunk.byteLength;
      const askedBytes = s3.ranges.length * rangeBytes;
      expect(askedBytes - consumedBytes).toBeLessThanOrEqual(rangesMax * rangeBytes);
    }
    expect(consumedBytes).toBe(content.byteLength);
  });

  it("a slow consumer keeps no connection waiting", async () => {
    const { s3, object } = await serve([{ kind: "stall", afterBytes: rangeBytes + 1 }]);
    for await (const chunk of object.body) {
      expect(chunk.byteLength).toBeGreaterThan(0);
      await expect.poll(() => s3.open.size).toBe(0);
      break;
    }
    expect(s3.ranges).toEqual([null, ...laterRanges.slice(0, rangesMax - 1)]);
  });
});

describe("a range that breaks is resumed where it broke", () => {
  it.each<readonly [string, string | null, readonly Fault[], readonly string[]]>([
    ["the first dropped", null, [drop(400_000)], ["bytes=400000-999999"]],
    ["the first stalled", null, [stall(400_000)], ["bytes=400000-999999"]],
    ["the first dropped where it ends", null, [drop(rangeBytes)], []],
    ["the second dropped", laterRanges[0], [drop(1)], ["bytes=1000001-1999999"]],
    ["one in the middle stalled", laterRanges[2], [stall(300_000)], ["bytes=3300000-3999999"]],
    ["one in the middle short", laterRanges[2], [short(300_000)], ["bytes=3300000-3999999"]],
    ["one in the middle refused", laterRanges[2], [busy], [laterRanges[2]]],
    ["the last dropped", laterRanges[5], [drop(499_999)], ["bytes=6499999-6499999"]],
    [
      "one dropped, refused, stalled, short",
      laterRanges[1],
      [drop(100_000), busy, stall(100_000), short(100_000)],
      ["bytes=2100000-2999999", "bytes=2100000-2999999", "bytes=2200000-2999999", "bytes=2300000-2999999"],
    ],
  ])("%s", async (_, range, faults, resumed) => {
    const isSilent = faults.some(({ kind }) => kind === "stall");
    const timeoutMs = isSilent ? silenceMs.fair : silenceMs.never;
    const { s3, object } = await serve(faultsIn(range, ...faults), content, undefined, timeoutMs);
    expect((await read(object)).equals(content)).toBe(true);
    const asked = s3.ranges.filter((each) => each !== null).sort();
    expect(asked).toEqual([...laterRanges, ...resumed].sort());
    expect(s3.open.size).toBe(0);
  });

  it("with as many under way as a large function has, nothing piles up", async () => {
    const readAhead = { rangeBytes: 50_000, rangesMax: rangesAheadMax };
    const { s3, object } = await serve([], content, readAhead);
    expect((await read(object)).equals(content)).toBe(true);
    expect(s3.ranges).toHaveLength(content.byteLength / readAhead.rangeBytes);
  });

  it("all of them at once", async () => {
    const broken = new Set<string | null>();
    const { object } = await serve((range) => {
      if (broken.has(range)) return undefined;
      broken.add(range);
      return drop(333_333);
    });
    expect((await read(object)).equals(content)).toBe(true);
  });

  it("gives up when a range delivers nothing any more, after all that comes before it", async () => {
    const { s3, object } = await serve((range) => (range?.endsWith("-3999999") ? short(0) : undefined));
    const { bytes, failure } = await readUntilFailure(object);
    expect(failure).toMatchObject({ message: "The body ended after 0 of 1000000 bytes." });
    expect(bytes.equals(content.subarray(0, 3_000_000))).toBe(true);
    await expect.poll(() => s3.open.size).toBe(0);
  });
});

describe("never a byte of anything else", () => {
  it("overwritten meanwhile: ObjectChangedError, after bytes of the first content alone", async () => {
    const { s3, object } = await serve();
    const chunks: Uint8Array[] = [];
    const reading = (async () => {
      for await (const chunk of object.body) {
        chunks.push(chunk);
        s3.etag = "another";
        s3.content = new Uint8Array(content.byteLength);
      }
    })();
    await expect(reading).rejects.toThrow(ObjectChangedError);
    const read = Buffer.concat(chunks);
    expect(read.equals(content.subarray(0, read.byteLength))).toBe(true);
    await expect.poll(() => s3.open.size).toBe(0);
  });

  it.each<readonly [string, Fault, RegExp]>([
    ["deleted meanwhile", { kind: "status", status: 404, code: "NoSuchKey" }, /overwritten or deleted/],
    ["changed on the way", { kind: "corrupt" }, /checksum mismatch/i],
    ["an S3 that knows no ranges", { kind: "whole" }, /Asked for bytes 4000000-4999999.*got the whole/],
  ])("%s", async (_, fault, message) => {
    const { s3, object } = await serve(faultsIn(laterRanges[3], fault));
    await expect(read(object)).rejects.toThrow(message);
    await expect.poll(() => s3.open.size).toBe(0);
  });
});

describe("given up", () => {
  it("by close() while it waits for a silent connection: all connections end, nothing more is asked for", async () => {
    const { s3, object } = await serve(() => stall(10), content, undefined, silenceMs.short);
    const reading = read(object);
    await expect.poll(() => s3.ranges.length).toBe(rangesMax);
    object.close();
    await expect(reading).rejects.toThrow();
    await expect.poll(() => s3.open.size).toBe(0);
    await sleep(silenceMs.short + 100);
    expect(s3.ranges).toHaveLength(rangesMax);
  });

  it("by a consumer that leaves", async () => {
    const { s3, object } = await serve((range) => (range === null ? undefined : stall(10)));
    for await (const chunk of object.body) {
      expect(chunk.byteLength).toBeGreaterThan(0);
      await expect.poll(() => s3.ranges.length).toBe(rangesMax);
      break;
    }
    await expect.poll(() => s3.open.size).toBe(0);
    object.close();
  });
});

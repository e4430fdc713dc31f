/** What a file costs in requests: each is a millisecond or two of a small file's processor time, and has a price. */
import type { PutObjectCommandInput } from "@aws-sdk/client-s3";
import { DeleteObjectCommand, GetObjectCommand, PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { afterAll, beforeAll, beforeEach, expect, it, vi } from "vitest";
import { DynamoDbMetadataStore } from "../../lambda/adapters/dynamodb-metadata-store.ts";
import { S3ObjectSource } from "../../lambda/adapters/s3-object-source.ts";
import { S3ReportStore } from "../../lambda/adapters/s3-report-store.ts";
import { S3SummaryStore } from "../../lambda/adapters/s3-summary-store.ts";
import type { UploadEvent } from "../../lambda/ports.ts";
import { profileObject } from "../../lambda/profile-object.ts";
import { worldOf } from "../fakes/world.ts";
import { clientOptions, startStack, type TestStack } from "../local-aws/stack.ts";

let stack: TestStack;
let sent: string[] = [];

beforeAll(async () => {
  stack = await startStack();
  const record = (commandName: string | undefined) => sent.push(commandName ?? "");
  stack.s3.middlewareStack.add((next, context) => (args) => {
    record(context.commandName);
    return next(args);
  });
  stack.dynamoDb.middlewareStack.add((next, context) => (args) => {
    record(context.commandName);
    return next(args);
  });
});

beforeEach(() => {
  sent = [];
});

afterAll(() => stack.dispose());

let sequence = 0;

async function upload(key: string, body: string): Promise<UploadEvent> {
  const { bucket } = stack.aws.names;
  const object: PutObjectCommandInput = { Bucket: bucket, Key: key, Body: body };
  const { ETag = "" } = await stack.s3.send(new PutObjectCommand(object));
  sent = [];
  return {
    bucket,
    key,
    rawKey: key,
    etag: ETag.replaceAll('"', ""),
    versionId: null,
    sequencer: String(++sequence).padStart(32, "0"),
    eventTime: null,
  };
}

function profile(event: UploadEvent, s3 = stack.s3) {
  const { dynamoDb, aws } = stack;
  return profileObject(event, {
    ...worldOf(),
    source: new S3ObjectSource(s3),
    summaries: new S3SummaryStore(s3, aws.names.bucket),
    reports: new S3ReportStore(s3, aws.names.bucket),
    metadata: new DynamoDbMetadataStore(dynamoDb, aws.names.table),
  });
}

const looks = ["GetObjectCommand", "GetItemCommand"];
const [put, head, item] = ["PutObjectCommand", "HeadObjectCommand", "PutItemCommand"];

it("a new file: one to read it, one to look for its item, three to write", async () => {
  expect(await profile(await upload("uploads/new.csv", "a,b\n1,2\n"))).toBe("profiled");
  expect(sent).toEqual([...looks, put, put, item]);
});

it("a duplicate: nothing but the looks", async () => {
  const event = await upload("uploads/twice.csv", "a,b\n1,2\n");
  await profile(event);
  sent = [];
  expect(await profile(event)).toBe("duplicate");
  expect(sent).toEqual(looks);
});

it("a file again: what is there is looked at before it is replaced", async () => {
  await profile(await upload("uploads/again.csv", "a,b\n1,2\n"));
  expect(await profile(await upload("uploads/again.csv", "a,b\n3,4\n"))).toBe("profiled");
  expect(sent).toEqual([...looks, head, put, head, put, item]);
});

it("after an attempt that broke off before its report: the summary is found by a write that is refused", async () => {
  const event = await upload("uploads/broken-off.csv", "a,b\n1,2\n");
  const { s3, aws } = stack;
  const brokenOff = {
    ...worldOf(),
    source: new S3ObjectSource(s3),
    summaries: new S3SummaryStore(s3, aws.names.bucket),
    reports: { put: () => Promise.reject(new Error("crash")) },
  };
  await expect(profileObject(event, brokenOff)).rejects.toThrow("crash");
  sent = [];
  expect(await profile(event)).toBe("profiled");
  expect(sent).toEqual([...looks, put, head, put, put, item]);
});

it("a newer upload's summary without an item yet stays", async () => {
  const older = await upload("uploads/race.csv", "a,b\n1,2\n");
  const newer = { ...older, sequencer: String(++sequence).padStart(32, "0") };
  await profile(newer);
  await stack.s3.send(
    new DeleteObjectCommand({ Bucket: stack.aws.names.bucket, Key: "processed/race_report.html" }),
  );
  const { dynamoDb, aws } = stack;
  const metadata = new DynamoDbMetadataStore(dynamoDb, aws.names.table);
  sent = [];
  // Its look for the item comes before the newer one has written it.
  const early = { put: metadata.put.bind(metadata), stored: async () => null };
  const world = {
    ...worldOf(),
    source: new S3ObjectSource(stack.s3),
    summaries: new S3SummaryStore(stack.s3, aws.names.bucket),
    reports: new S3ReportStore(stack.s3, aws.names.bucket),
    metadata: early,
  };
  expect(await profileObject(older, world)).toBe("superseded");
  expect(sent).toEqual(["GetObjectCommand", put, head]);
});

it("sorts the steps of S3's requests once for all files, and keeps no result with them", async () => {
  const s3 = new S3Client({
    ...clientOptions,
    endpoint: stack.aws.url,
    forcePathStyle: true,
    cacheMiddleware: true,
  });
  const first = await upload("uploads/first.csv", "a,b\n1,2\n");
  const second = await upload("uploads/second.csv", "a,b\n3,4\n");
  const gets = vi.spyOn(GetObjectCommand.prototype, "resolveMiddleware");
  const puts = vi.spyOn(PutObjectCommand.prototype, "resolveMiddleware");
  try {
    expect(await profile(first, s3)).toBe("profiled");
    expect(await profile(second, s3)).toBe("profiled");
    expect(gets).toHaveBeenCalledTimes(1);
    expect(puts).toHaveBeenCalledTimes(1);
    expect(puts.mock.contexts[0]).not.toHaveProperty("input.Body");
  } finally {
    vi.restoreAllMocks();
    s3.destroy();
  }
});

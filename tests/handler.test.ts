/** The built function, run by the embedded stack: what is uploaded comes out as summary, item, log and metrics. */
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { gzipSync } from "node:zlib";
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { GetObjectCommand, PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { DynamoDBDocumentClient, GetCommand } from "@aws-sdk/lib-dynamodb";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { bundleFunction } from "../scripts/build/bundles.ts";
import { type LocalAws, startLocalAws } from "../scripts/local-aws/server.ts";

const root = path.dirname(import.meta.dirname);
let folder: string;
let functionBundle: string;
let aws: LocalAws;
let s3: S3Client;
let documents: DynamoDBDocumentClient;

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "handler-"));
  functionBundle = path.join(folder, "handler.mjs");
  await writeFile(functionBundle, (await bundleFunction(root)).bytes);
  aws = await startLocalAws({ dataDir: path.join(folder, "data"), functionBundle, port: 0 });
  const client = {
    region: "us-east-1",
    endpoint: aws.url,
    credentials: { accessKeyId: "test", secretAccessKey: "test" },
  };
  s3 = new S3Client({ ...client, forcePathStyle: true });
  documents = DynamoDBDocumentClient.from(new DynamoDBClient(client));
});

afterAll(async () => {
  s3?.destroy();
  documents?.destroy();
  await aws?.close();
  await rm(folder, { recursive: true });
});

async function upload(fileName: string, body: string | Uint8Array, metadata = {}): Promise<void> {
  const object = { Bucket: aws.names.bucket, Key: `uploads/${fileName}`, Body: body, Metadata: metadata };
  await s3.send(new PutObjectCommand(object));
}

async function itemOf(fileName: string, from = documents): Promise<Record<string, unknown>> {
  const { Item } = await from.send(
    new GetCommand({ TableName: aws.names.table, Key: { file_name: fileName }, ConsistentRead: true }),
  );
  return Item ?? {};
}

async function summaryAt(key: unknown): Promise<unknown> {
  const { Body } = await s3.send(new GetObjectCommand({ Bucket: aws.names.bucket, Key: String(key) }));
  return JSON.parse((await Body?.transformToString()) ?? "null");
}

/** The function's own lines: what follows the last tab is what it wrote. */
async function logLines(): Promise<Record<string, unknown>[]> {
  const messages = (await readFile(aws.logFile, "utf8"))
    .split("\n")
    .map((line) => line.slice(line.lastIndexOf("\t") + 1));
  return messages.filter((message) => message.startsWith("{")).map((message) => JSON.parse(message));
}

describe("the built function", () => {
  it("profiles what is uploaded, whatever its name", async () => {
    const names = ["people.csv", "2026/q1/a b+c%&=ä😀.csv", "100%.csv", "data.csv.gz", "no extension"];
    for (const name of names) {
      const text = `name,age,${name.length}\nAnn,41,1\nBob,,2\n`;
      await upload(name, name.endsWith(".gz") ? gzipSync(text) : text);
    }
    await aws.idle();
    for (const name of names) {
      const item = await itemOf(name);
      expect(item).toMatchObject({ file_name: name, status: "success", row_count: 2, truncated: false });
      expect(await summaryAt(item.summary_key)).toMatchObject({ file_name: name, row_count: 2 });
    }
  });

  it("takes the options from the object's metadata", async () => {
    await upload("stated.txt", "a;b\n1;2\n", { "csv-delimiter": "comma", "csv-header": "false" });
    await aws.idle();
    expect(await itemOf("stated.txt")).toMatchObject({ row_count: 2, schema: { column_1: "string" } });
  });

  it("makes a result of what is wrong with a file", async () => {
    await upload("empty.csv", "");
    await upload("image.csv", Uint8Array.from([0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10, 0, 0]));
    await aws.idle();
    expect(await itemOf("empty.csv")).toMatchObject({ status: "error", error_code: "EMPTY_FILE" });
    expect(await itemOf("image.csv")).toMatchObject({ status: "error", error_code: "NOT_TEXT" });
  });

  it("survives column names made to break programs", async () => {
    await upload("hostile.csv", '__proto__,constructor,toString,"a""b",😀\n1,2,3,4,5\n');
    await aws.idle();
    const item = await itemOf("hostile.csv");
    expect(item).toMatchObject({ status: "success", column_count: 5 });
    expect(Object.keys(Object(item.schema))).toContain("(__proto__)");
    const { schema } = Object(await summaryAt(item.summary_key));
    expect(Object.keys(schema).sort()).toEqual(["__proto__", 'a"b', "constructor", "toString", "😀"].sort());
  });

  it("keeps numbers beyond 2^53 and beyond DynamoDB's range", async () => {
    await upload("large.csv", "big,huge\n90071992547409931,1e200\n-5,-1e-200\n");
    await aws.idle();
    expect(await itemOf("large.csv")).toMatchObject({
      statistics: { big: { min: -5, max_exact: "90071992547409931" }, huge: { max: "1e+200" } },
    });
  });

  it("has the newest upload win when one follows at once upon the other", async () => {
    for (let rows = 1; rows <= 5; rows++) await upload("again.csv", `a\n${"1\n".repeat(rows)}`);
    await aws.idle();
    const item = await itemOf("again.csv");
    expect(item).toMatchObject({ status: "success", row_count: 5 });
    expect(await summaryAt(item.summary_key)).toMatchObject({ row_count: 5 });
  });

  it("logs events as JSON lines, cold start included", async () => {
    await upload("logged.csv", "a,b\n1,2\n");
    await aws.idle();
    const lines = await logLines();
    expect(
      lines.find((line) => line.message === "file.profiled" && line.file_name === "logged.csv"),
    ).toMatchObject({
      level: "INFO",
      service: "data-ingestion-pipeline",
      function_request_id: expect.any(String),
      bucket: aws.names.bucket,
      key: "uploads/logged.csv",
      status: "success",
      row_count: 1,
      size_bytes: 8,
      duration_ms: expect.any(Number),
      peak_memory_mb: expect.any(Number),
      cost_estimate_usd: expect.any(Number),
      missing_percentage: 0,
      cold_start: expect.any(Boolean),
    });
    const profiled = lines.filter((line) => line.message === "file.profiled");
    expect(profiled.some((line) => line.cold_start === true)).toBe(true);
    expect(profiled.some((line) => line.cold_start === false)).toBe(true);
  });

  it("writes metrics in the embedded format, under the dimensions that the alarms watch", async () => {
    const lines = await logLines();
    const metrics = lines.filter((line) => "_aws" in line);
    expect(metrics.length).toBeGreaterThan(5);
    expect(metrics[0]).toMatchObject({
      service: "data-ingestion-pipeline",
      environment: "local",
      FilesProcessed: 1,
      FilesFailed: expect.any(Number),
      RowsProcessed: expect.any(Number),
      BytesProcessed: expect.any(Number),
      ProcessingDuration: expect.any(Number),
      _aws: {
        CloudWatchMetrics: [{ Namespace: "DataIngestionPipeline", Dimensions: [["service", "environment"]] }],
      },
    });
  });
});

it("records what fails because of a wrong setting of the profiler, and why", async () => {
  const stack = await startLocalAws({
    dataDir: path.join(folder, "wrong-setting"),
    functionBundle,
    port: 0,
    retryDelaysMs: [10, 20],
    functionEnvironment: { SAMPLE_VALUES: "hash" },
  });
  const client = {
    region: "us-east-1",
    endpoint: stack.url,
    credentials: { accessKeyId: "test", secretAccessKey: "test" },
  };
  const bucketClient = new S3Client({ ...client, forcePathStyle: true });
  const tableClient = DynamoDBDocumentClient.from(new DynamoDBClient(client));
  try {
    await bucketClient.send(
      new PutObjectCommand({ Bucket: stack.names.bucket, Key: "uploads/a.csv", Body: "a\n1\n" }),
    );
    await stack.idle();
    expect(await itemOf("a.csv", tableClient)).toMatchObject({
      error_code: "RETRIES_EXHAUSTED",
      error_message: expect.stringContaining('SAMPLE_VALUES is "hash", which needs SAMPLE_VALUES_KEY'),
    });
  } finally {
    bucketClient.destroy();
    tableClient.destroy();
    await stack.close();
  }
});

import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { appendFile, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { GetItemCommand, PutItemCommand } from "@aws-sdk/client-dynamodb";
import {
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  DeleteObjectCommand,
  GetObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  S3Client,
  UploadPartCommand,
} from "@aws-sdk/client-s3";
import { afterEach, describe, expect, test } from "vitest";
import { type LocalAws, startLocalAws } from "../../scripts/local-aws/server.ts";
import { clientOptions, startStack, type TestStack } from "./stack.ts";

const Bucket = "data-ingestion-pipeline-data-local";
const TableName = "data-ingestion-pipeline-file-metadata-local";
const cleanups: (() => Promise<unknown>)[] = [];

afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

describe("a restart", () => {
  let stack: TestStack;

  test("keeps objects, uploads under way, items and logs", async () => {
    stack = await startStack(`export const handler = async () => console.log("profiled");`);
    cleanups.push(() => stack.dispose());
    const Key = "uploads/kept.csv";
    await stack.s3.send(new PutObjectCommand({ Bucket, Key, Body: "a,b\n", Metadata: { x: "y" } }));
    await stack.s3.send(new PutObjectCommand({ Bucket, Key: "deleted", Body: "x" }));
    await stack.s3.send(new DeleteObjectCommand({ Bucket, Key: "deleted" }));
    const { UploadId } = await stack.s3.send(new CreateMultipartUploadCommand({ Bucket, Key: "multi" }));
    const part = { Bucket, Key: "multi", UploadId, PartNumber: 1 };
    const { ETag } = await stack.s3.send(new UploadPartCommand({ ...part, Body: "part" }));
    await stack.dynamoDb.send(new PutItemCommand({ TableName, Item: { file_name: { S: "kept.csv" } } }));
    await stack.aws.idle();

    stack = await stack.restart();
    const { Body, Metadata } = await stack.s3.send(new GetObjectCommand({ Bucket, Key }));
    expect([await Body?.transformToString(), Metadata]).toEqual(["a,b\n", { x: "y" }]);
    const { Contents } = await stack.s3.send(new ListObjectsV2Command({ Bucket }));
    expect(Contents?.map((object) => object.Key)).toEqual([Key]);
    const MultipartUpload = { Parts: [{ PartNumber: 1, ETag }] };
    await stack.s3.send(
      new CompleteMultipartUploadCommand({ Bucket, Key: "multi", UploadId, MultipartUpload }),
    );
    const item = await stack.dynamoDb.send(
      new GetItemCommand({ TableName, Key: { file_name: { S: "kept.csv" } } }),
    );
    expect(item.Item).toEqual({ file_name: { S: "kept.csv" } });
    await stack.aws.idle();
    expect((await readFile(stack.aws.logFile, "utf8")).match(/profiled/g)).toHaveLength(1);
  });

  test("sequencers go on growing, even if the clock went back", async () => {
    stack = await startStack(`
export const handler = async (event) => process.stdout.write("seq " + event.Records[0].s3.object.sequencer + "\\n");`);
    cleanups.push(() => stack.dispose());
    await stack.s3.send(new PutObjectCommand({ Bucket, Key: "uploads/x", Body: "1" }));
    await stack.aws.idle();
    const future = "00FFFFFFFFFFFFFFFF";
    await writeFile(join(stack.dataDir, "s3/sequencer"), future);
    stack = await stack.restart();
    await stack.s3.send(new PutObjectCommand({ Bucket, Key: "uploads/x", Body: "2" }));
    await stack.aws.idle();
    const found = (await readFile(stack.aws.logFile, "utf8")).match(/(?<=seq )\w+/g) ?? [];
    expect(found).toHaveLength(2);
    expect((found[0] ?? "") < future && future < (found[1] ?? "")).toBe(true);
  });

  test("the folder is refused while another stack uses it", async () => {
    stack = await startStack();
    cleanups.push(() => stack.dispose());
    const options = { dataDir: stack.dataDir, functionBundle: join(stack.folder, "handler.mjs"), port: 0 };
    await expect(startLocalAws(options)).rejects.toThrow(/used by another/);
  });

  test("a port that is taken is named", async () => {
    stack = await startStack();
    cleanups.push(() => stack.dispose());
    const { port } = stack.aws;
    const options = { dataDir: join(stack.folder, "other"), functionBundle: "handler.mjs", port };
    await expect(startLocalAws(options)).rejects.toThrow(`Port ${port} is taken`);
  });
});

describe("kill -9", () => {
  /** Processes the events only once the file "go" exists; appends each key to "done". */
  const patient = `
import { appendFileSync, existsSync } from "node:fs";
export const handler = async (event) => {
  while (!existsSync("go")) await new Promise((wake) => setTimeout(wake, 20));
  appendFileSync("done", event.Records[0].s3.object.key + "\\n");
};
export const recordFailure = async () => {};`;

  async function prepare() {
    const folder = await mkdtemp(join(tmpdir(), "local-aws-kill-"));
    cleanups.push(() => rm(folder, { recursive: true, force: true }));
    const functionBundle = join(folder, "handler.mjs");
    await writeFile(functionBundle, patient);
    return { folder, dataDir: join(folder, "data"), functionBundle };
  }

  async function startInProcess(dataDir: string, functionBundle: string) {
    const program = fileURLToPath(new URL("./stack-process.ts", import.meta.url));
    const child = spawn(process.execPath, ["--import", "tsx", program, dataDir, functionBundle], {
      stdio: ["ignore", "pipe", "inherit"],
    });
    cleanups.push(async () => child.kill("SIGKILL"));
    const [line] = await once(child.stdout, "data");
    const s3 = new S3Client({ ...clientOptions, endpoint: String(line).trim(), forcePathStyle: true });
    cleanups.push(async () => s3.destroy());
    return { child, s3 };
  }

  async function kill(child: ChildProcess) {
    child.kill("SIGKILL");
    await once(child, "exit");
  }

  async function startHere(dataDir: string, functionBundle: string): Promise<LocalAws> {
    const aws = await startLocalAws({ dataDir, functionBundle, port: 0, retryDelaysMs: [] });
    cleanups.push(() => aws.close());
    return aws;
  }

  test("events that were waiting or running are processed after the restart, in order", async () => {
    const { folder, dataDir, functionBundle } = await prepare();
    const { child, s3 } = await startInProcess(dataDir, functionBundle);
    const keys = ["uploads/1.csv", "uploads/2.csv", "uploads/3.csv", "uploads/4.csv", "uploads/5.csv"];
    for (const Key of keys) await s3.send(new PutObjectCommand({ Bucket, Key, Body: "a,b\n" }));
    await kill(child);
    await writeFile(join(folder, "go"), "");
    const aws = await startHere(dataDir, functionBundle);
    expect(aws.pending()).toBe(keys.length);
    await aws.idle();
    const done = (await readFile(join(folder, "done"), "utf8")).trim().split("\n");
    expect([...new Set(done)].sort()).toEqual(keys);
    expect(await readdir(join(dataDir, "events"))).toEqual([]);
  });

  test("the stack starts again on the same port", async () => {
    const { folder, dataDir, functionBundle } = await prepare();
    await writeFile(join(folder, "go"), "");
    const { child, s3 } = await startInProcess(dataDir, functionBundle);
    const { port = 0 } = (await s3.config.endpoint?.()) ?? expect.unreachable();
    await kill(child);
    const aws = await startLocalAws({ dataDir, functionBundle, port, retryDelaysMs: [] });
    cleanups.push(() => aws.close());
    expect(aws.port).toBe(port);
  });

  test("half-received bodies, half-written files and events of writes that never were are gone", async () => {
    const { folder, dataDir, functionBundle } = await prepare();
    await writeFile(join(folder, "go"), "");
    const { child, s3 } = await startInProcess(dataDir, functionBundle);
    await s3.send(new PutObjectCommand({ Bucket, Key: "uploads/whole.csv", Body: "whole" }));
    await expect.poll(() => readdir(join(dataDir, "events"))).toEqual([]);
    await kill(child);

    const bucket = join(dataDir, "s3/buckets", Bucket);
    await appendFile(join(bucket, "data", "half-received"), "hal");
    await appendFile(join(bucket, "objects", "x.json.1.unfinished"), '{"key":');
    const s3Event = {
      bucket: { name: Bucket },
      object: { key: "uploads/whole.csv", sequencer: "F".repeat(18) },
    };
    const event = { requestId: "r", order: "F", attempts: 0, payload: { Records: [{ s3: s3Event }] } };
    await writeFile(join(dataDir, "events", "F-r.json"), JSON.stringify(event));

    const aws = await startHere(dataDir, functionBundle);
    expect(aws.pending()).toBe(0);
    expect(await readdir(join(bucket, "data"))).toHaveLength(1);
    expect(await readdir(join(bucket, "objects"))).toHaveLength(1);
    expect((await readFile(join(folder, "done"), "utf8")).trim()).toBe("uploads/whole.csv");
  });

  test("the function's processes end with the stack", async () => {
    const { folder, dataDir, functionBundle } = await prepare();
    await writeFile(
      functionBundle,
      `import { writeFileSync } from "node:fs";
process.on("exit", () => writeFileSync("ended", ""));
export const handler = async () => { writeFileSync("done", ""); };`,
    );
    const { child, s3 } = await startInProcess(dataDir, functionBundle);
    await s3.send(new PutObjectCommand({ Bucket, Key: "uploads/x", Body: "x" }));
    await expect.poll(() => readdir(folder)).toContain("done");
    expect(await readdir(folder)).not.toContain("ended");
    await kill(child);
    await expect.poll(() => readdir(folder)).toContain("ended");
  });
});

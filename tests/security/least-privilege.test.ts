/**
 * Least privilege, proven: the calls that the built function makes in an end-to-end run against the policies that
 * terraform renders. Nothing missing, nothing unused.
 */
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DeleteObjectCommand, PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { bundleFunction } from "../../scripts/build/bundles.ts";
import { type LocalAws, startLocalAws } from "../../scripts/local-aws/server.ts";
import type { RequestTarget } from "../faults/request-target.ts";
import { clientOptions } from "../local-aws/stack.ts";
import { projectDir } from "../project-files.ts";
import { allows, type Need, renderedPolicy } from "./iam-statements.ts";
import {
  type CallRecorder,
  needOf,
  platformNeeds,
  recordCalls,
  tellMissing,
  tracingNeeds,
} from "./recorded-calls.ts";

let folder: string;
let recorder: CallRecorder;
let aws: LocalAws;
let s3: S3Client;
let processorCalls: readonly RequestTarget[];
let recorderCalls: readonly RequestTarget[];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "least-privilege-"));
  const functionBundle = join(folder, "handler.mjs");
  await writeFile(functionBundle, (await bundleFunction(projectDir)).bytes);
  recorder = await recordCalls();
  aws = await startLocalAws({
    dataDir: join(folder, "data"),
    functionBundle,
    port: 0,
    retryDelaysMs: [10],
    functionEnvironment: { AWS_ENDPOINT_URL: recorder.proxy.url },
  });
  recorder.proxy.upstream = aws.url;
  s3 = new S3Client({ ...clientOptions, endpoint: aws.url, forcePathStyle: true });
  processorCalls = await everyWayOfTheProcessor();
  recorderCalls = await everyWayOfTheRecorder();
}, 120_000);

afterAll(async () => {
  s3?.destroy();
  await aws?.close();
  await recorder?.proxy.close();
  await rm(folder, { recursive: true, force: true });
});

/** Good and bad files, a large one, the same again, one that is overwritten, one that is gone. */
async function everyWayOfTheProcessor(): Promise<readonly RequestTarget[]> {
  const put = async (name: string, Body: string | Buffer, Metadata = {}) => {
    const Key = `uploads/${name}`;
    await s3.send(new PutObjectCommand({ Bucket: aws.names.bucket, Key, Body, Metadata }));
  };
  await put("folder/good.csv", "a,b\n1,2\n", { "csv-delimiter": "comma" });
  await put("bad.csv", "");
  await put("large.csv", Buffer.alloc(20 * 1024 * 1024, "1,2,3,4,5\n"));
  await aws.idle();
  await put("folder/good.csv", "a,b\n3,4\n");
  await put("gone.csv", "a\n1\n");
  await s3.send(new DeleteObjectCommand({ Bucket: aws.names.bucket, Key: "uploads/gone.csv" }));
  await aws.idle();
  return recorder.calls.splice(0);
}

/** Every service refuses until the attempts are over; then the recorder finds them up again. */
async function everyWayOfTheRecorder(): Promise<readonly RequestTarget[]> {
  recorder.down = true;
  const Key = "uploads/failed.csv";
  await s3.send(new PutObjectCommand({ Bucket: aws.names.bucket, Key, Body: "a\n1\n" }));
  // The processor asks S3 first, so what DynamoDB is asked is the recorder's doing.
  const isRecorders = ({ service }: RequestTarget) => service === "dynamodb";
  await vi.waitUntil(() => recorder.calls.some(isRecorders), { timeout: 60_000, interval: 20 });
  recorder.down = false;
  await aws.idle();
  return recorder.calls.splice(0).filter(isRecorders);
}

function needsOf(calls: readonly RequestTarget[]): readonly Need[] {
  return calls.map(needOf);
}

describe.each([
  ["processor" as const, () => [...needsOf(processorCalls), tellMissing, ...platformNeeds.processor], false],
  ["recorder" as const, () => [...needsOf(recorderCalls), ...platformNeeds.recorder], false],
  [
    "processor" as const,
    () => [...needsOf(processorCalls), tellMissing, ...platformNeeds.processor, ...tracingNeeds],
    true,
  ],
  ["recorder" as const, () => [...needsOf(recorderCalls), ...platformNeeds.recorder, ...tracingNeeds], true],
])("the %s", (role, needs, options) => {
  const policy = renderedPolicy(role, options);
  const title = options ? "with versioning and tracing" : "by default";

  test(`${title}, may do what it does`, () => {
    expect(needs().filter((need) => !policy.some((statement) => allows(statement, need)))).toEqual([]);
  });

  test(`${title}, does whatever it may do`, () => {
    const unused = policy.flatMap((statement) =>
      statement.actions
        .filter((action) => !needs().some((need) => need.action === action && allows(statement, need)))
        .map((action) => `${statement.sid}: ${action}`),
    );
    expect(unused).toEqual([]);
  });

  test(`${title}, may do nothing at all elsewhere`, () => {
    const elsewhere: Need[] = [
      { action: "s3:GetObject", resource: "arn:aws:s3:::another-bucket/uploads/a.csv" },
      { action: "s3:GetObjectVersion", resource: `${tellMissing.resource}/uploads/a.csv` },
      { action: "s3:PutObject", resource: `${tellMissing.resource}/uploads/a.csv` },
      { action: "s3:DeleteObject", resource: `${tellMissing.resource}/processed/a_summary.json` },
      {
        action: "dynamodb:Scan",
        resource: needOf({ service: "dynamodb", operation: "Scan", resource: "", key: "", version: false })
          .resource,
      },
      { action: "dynamodb:DeleteItem", resource: "arn:aws:dynamodb:us-east-1:123456789012:table/another" },
    ];
    expect(elsewhere.filter((need) => policy.some((statement) => allows(statement, need)))).toEqual([]);
  });
});

test("the calls of either were recorded", () => {
  expect(processorCalls).not.toEqual([]);
  expect(recorderCalls).not.toEqual([]);
});

test("a missing object was really asked for: only ListBucket tells it from a forbidden one", () => {
  expect(processorCalls).toContainEqual(
    expect.objectContaining({ operation: "GetObject", key: "uploads/gone.csv" }),
  );
});

/** Whatever is in a file, and whatever opens the services, stays out of the logs; and out of the results on request. */
import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { GetObjectCommand, ListObjectsV2Command, PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { bundleFunction } from "../../scripts/build/bundles.ts";
import { documentClient } from "../../scripts/clients.ts";
import { type LocalAws, startLocalAws } from "../../scripts/local-aws/server.ts";
import { listItems } from "../../scripts/metadata-items.ts";
import { clientOptions } from "../local-aws/stack.ts";
import { projectDir } from "../project-files.ts";
import { type CallRecorder, recordCalls } from "./recorded-calls.ts";

/** Every cell bears it, in whatever type, and every credential does. */
const cellMark = "Zyxwv";
const secretMark = "Qponm";

const secrets = {
  AWS_ACCESS_KEY_ID: `AKIA${secretMark}`,
  AWS_SECRET_ACCESS_KEY: `secret-${secretMark}`,
  AWS_SESSION_TOKEN: `token-${secretMark}`,
};

/** Files that end in every way, and bring their cells to every place where a cell could slip out. */
const files: Readonly<Record<string, string | Buffer>> = {
  "good.csv": `name,mail\n${`${cellMark},${cellMark}@example.com\n`.repeat(20)}`,
  "bad cells.csv": `n,d\n${"1,2026-01-01\n".repeat(95)}${`${cellMark},${cellMark}\n`.repeat(5)}`,
  "ragged.csv": `a,b\n1,2\n${cellMark}\n1,2,${cellMark}\n`,
  "open quote.csv": `a,b\n1,2\n3,"${cellMark}\n`,
  "stray quotes.csv": `a,b\n1,x"${cellMark}"y\n"${cellMark}"z,2\n`,
  "long record.csv": Buffer.alloc(17 * 1024 * 1024, cellMark),
  "damaged.csv.gz": gzipSync(`a\n${cellMark}\n`.repeat(1_000)).subarray(0, 60),
  "binary.csv": Buffer.concat([Buffer.from([0, 1, 2, 3]), Buffer.from(cellMark)]),
  "footer.csv": `a,b\n1,2\n3,4\n\nTotal of ${cellMark}\n`,
  "preamble.csv": `Report of ${cellMark}\n\na,b\n1,2\n3,4\n`,
  "keys.csv": `key\n${Array.from({ length: 200 }, (_, i) => `${cellMark}${Math.floor(i / 1.005)}\n`).join("")}`,
  "yes or no.csv": `x,y\n${"yes,1\nno,2\n".repeat(20)}${cellMark},3\n`,
};

let folder: string;
let functionBundle: string;
let recorder: CallRecorder;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "log-privacy-"));
  functionBundle = join(folder, "handler.mjs");
  await writeFile(functionBundle, (await bundleFunction(projectDir)).bytes);
  recorder = await recordCalls();
});
afterAll(async () => {
  await recorder?.proxy.close();
  await rm(folder, { recursive: true, force: true });
});

async function start(environment: Readonly<Record<string, string>>): Promise<LocalAws> {
  const aws = await startLocalAws({
    dataDir: await mkdtemp(join(folder, "data-")),
    functionBundle,
    port: 0,
    retryDelaysMs: [10],
    functionEnvironment: { ...secrets, AWS_ENDPOINT_URL: recorder.proxy.url, ...environment },
  });
  recorder.proxy.upstream = aws.url;
  return aws;
}

async function upload(aws: LocalAws, name: string, body: string | Buffer): Promise<void> {
  const s3 = new S3Client({ ...clientOptions, endpoint: aws.url, forcePathStyle: true });
  await s3.send(new PutObjectCommand({ Bucket: aws.names.bucket, Key: `uploads/${name}`, Body: body }));
  s3.destroy();
}

describe("logs", () => {
  let logs: string;

  beforeAll(async () => {
    const aws = await start({ LOG_LEVEL: "DEBUG" });
    for (const [name, body] of Object.entries(files)) await upload(aws, name, body);
    await aws.idle();
    // Services that fail: their errors are logged, with whatever the SDK puts into them.
    recorder.down = true;
    await upload(aws, "failed.csv", `a\n${cellMark}\n`);
    const loggedFailure = async () => (await readFile(aws.logFile, "utf8")).includes("attempt.failed");
    await vi.waitUntil(loggedFailure, { timeout: 60_000 });
    recorder.down = false;
    await aws.idle();
    const logFolder = join(aws.logFile, "..");
    const texts = (await readdir(logFolder)).map((name) => readFile(join(logFolder, name), "utf8"));
    logs = (await Promise.all(texts)).join("");
    await aws.close();
  }, 120_000);

  test("tell how each file ended", () => {
    for (const name of Object.keys(files)) expect(logs).toContain(`"file_name":"${name}"`);
    for (const event of ["file.profiled", "file.failed", "attempt.failed"]) expect(logs).toContain(event);
  });

  test("hold no cell of any file, at any level", () => {
    expect(logs.split("\n").filter((line) => line.includes(cellMark))).toEqual([]);
  });

  test("hold no credentials, though every request was signed with them", () => {
    const signed = recorder.headers.filter(({ authorization }) => authorization?.includes(secretMark));
    expect(signed.length).toBeGreaterThan(10);
    expect(logs.split("\n").filter((line) => line.includes(secretMark))).toEqual([]);
    expect(logs).not.toMatch(/AWS4-HMAC-SHA256|authorization|x-amz-security-token/i);
  });
});

test("with SAMPLE_VALUES off or hashed neither summary nor report nor item holds a cell", async () => {
  expect(await leaks({ SAMPLE_VALUES: "false" })).toEqual([]);
  expect(await leaks({ SAMPLE_VALUES: "hash", SAMPLE_VALUES_KEY: `key-${secretMark}-of-the-test` })).toEqual(
    [],
  );
  // The test would see them.
  expect((await leaks({ SAMPLE_VALUES: "true" })).length).toBeGreaterThan(10);
}, 120_000);

/** Where a marked cell stands in what is stored of the files. */
async function leaks(environment: Readonly<Record<string, string>>): Promise<readonly string[]> {
  const aws = await start(environment);
  for (const [name, body] of Object.entries(files)) await upload(aws, name, body);
  await aws.idle();
  const stored: (readonly [string, string])[] = [];
  const s3 = new S3Client({ ...clientOptions, endpoint: aws.url, forcePathStyle: true });
  const { bucket: Bucket, table } = aws.names;
  const { Contents = [] } = await s3.send(new ListObjectsV2Command({ Bucket, Prefix: "processed/" }));
  for (const { Key = "" } of Contents) {
    const { Body } = await s3.send(new GetObjectCommand({ Bucket, Key }));
    stored.push([Key, (await Body?.transformToString()) ?? ""]);
  }
  const documents = documentClient({ endpoint: aws.url, region: null });
  for (const { fileName, attributes } of await listItems(documents, { table })) {
    const text = JSON.stringify(attributes, (_, value) => (typeof value === "bigint" ? `${value}` : value));
    stored.push([`item of ${fileName}`, text]);
  }
  s3.destroy();
  documents.destroy();
  await aws.close();
  expect(stored.length).toBe(3 * Object.keys(files).length);
  return stored
    .filter(([, text]) => text.includes(cellMark))
    .map(([where, text]) => `${where}: ${around(text)}`);
}

function around(text: string): string {
  const at = text.indexOf(cellMark);
  return text.slice(Math.max(0, at - 80), at + 20);
}

/** One file, two pipelines: the pipeline under test and an embedded stack beside it must say the same. */
import { execFile, spawnSync } from "node:child_process";
import { promisify } from "node:util";
import { afterAll, beforeAll, expect, test } from "vitest";
import { uploadPrefix } from "../../lambda/output-keys.ts";
import { listUploads, uploadFile } from "../../scripts/pipeline.ts";
import { sampleFiles } from "../../scripts/sample-files.ts";
import { sample } from "../project-files.ts";
import { PipelineUnderTest } from "./pipeline-under-test.ts";

const run = promisify(execFile);
const awsIsInstalled = spawnSync("aws", ["--version"]).status === 0;

interface Results {
  readonly item: unknown;
  readonly summary: unknown;
}

let pipelines: readonly PipelineUnderTest[] = [];
let results: readonly ReadonlyMap<string, Results>[] = [];

beforeAll(async () => {
  pipelines = [await PipelineUnderTest.open(), await PipelineUnderTest.embedded()];
  results = await Promise.all(pipelines.map(profileSamples));
}, 180_000);
afterAll(() => Promise.all(pipelines.map((pipeline) => pipeline.close())));

test.each(sampleFiles)("$name: item and summary equal but for times and identifiers", ({ name }) => {
  const [here, embedded] = results.map((each) => each.get(name));
  expect(here).toBeDefined();
  expect(here).toEqual(embedded);
});

async function profileSamples(pipeline: PipelineUnderTest): Promise<Map<string, Results>> {
  await uploadSamples(pipeline);
  const uploads = await listUploads(pipeline.s3, pipeline.target, pipeline.folder);
  const found = new Map<string, Results>();
  for (const upload of uploads) {
    const item = await pipeline.result(upload);
    const { json } = await pipeline.summaryOf(item);
    found.set(upload.fileName.slice(pipeline.folder.length), {
      item: comparable(item.attributes, pipeline),
      summary: comparable(json, pipeline),
    });
  }
  return found;
}

/** As a user does, with `aws s3 cp`, where it is installed. */
async function uploadSamples(pipeline: PipelineUnderTest): Promise<void> {
  const { s3, target, folder } = pipeline;
  if (!awsIsInstalled || target.endpoint === null) {
    for (const { name } of sampleFiles) {
      await uploadFile(s3, target, { path: sample(name), fileName: pipeline.name(name) });
    }
    return;
  }
  const to = `s3://${target.bucket}/${uploadPrefix}${folder}`;
  await run("aws", ["s3", "cp", "--recursive", "--exclude", "README.md", sample(""), to], {
    env: {
      PATH: process.env.PATH,
      HOME: process.env.HOME,
      AWS_ENDPOINT_URL: target.endpoint,
      AWS_ACCESS_KEY_ID: "test",
      AWS_SECRET_ACCESS_KEY: "test",
      AWS_DEFAULT_REGION: "us-east-1",
    },
  });
}

const timesAndIdentifiers = new Set([
  "upload_timestamp",
  "processed_timestamp",
  "event_time",
  "bucket",
  "sequencer",
  "version_id",
  "duration_ms",
  "throughput_mb_per_s",
  "peak_memory_mb",
  "cost_estimate_usd",
]);

/** The value without what differs from run to run, the folder of the run taken off names. */
function comparable(value: unknown, pipeline: PipelineUnderTest): unknown {
  return JSON.parse(
    JSON.stringify(value, (key: string, field: unknown) => {
      if (timesAndIdentifiers.has(key)) return undefined;
      if (typeof field === "bigint") return String(field);
      return typeof field === "string" ? field.replaceAll(pipeline.folder, "") : field;
    }),
  );
}

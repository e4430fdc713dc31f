import { readdirSync, readFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openInput } from "../../scripts/input.ts";
import type { MetadataItem } from "../../scripts/metadata-items.ts";
import { profileInput } from "../../scripts/profile-input.ts";
import { deviations, sampleFiles } from "../../scripts/sample-files.ts";
import { parseSummary } from "../../scripts/stored-summary.ts";
import { engineUnderTest } from "../engine/engine-under-test.ts";
import { sample } from "../project-files.ts";
import { contractBreaches } from "../summary-contract.ts";
import { PipelineUnderTest } from "./pipeline-under-test.ts";

let pipeline: PipelineUnderTest;
const items = new Map<string, MetadataItem>();

beforeAll(async () => {
  pipeline = await PipelineUnderTest.open();
  await Promise.all(
    sampleFiles.map(async ({ name }) => {
      items.set(name, await pipeline.profile(name, readFileSync(sample(name))));
    }),
  );
}, 180_000);
afterAll(() => pipeline?.close());

test("every file in sample-data has its expectation and its line in the README", () => {
  const files = readdirSync(sample("")).filter((name) => name !== "README.md");
  expect(sampleFiles.map(({ name }) => name).sort()).toEqual(files.sort());
  const readme = readFileSync(sample("README.md"), "utf8");
  expect(files.filter((name) => !readme.includes(`\`${name}\``))).toEqual([]);
});

test("the function profiles with the engine under test", async () => {
  const item = items.get("sales_data.csv") ?? expect.unreachable("no item");
  const { json } = await pipeline.summaryOf(item);
  const engine = engineUnderTest === "reference" ? "reference" : "kernel";
  expect(json).toMatchObject({ processing: { engine } });
});

describe.each(sampleFiles)("$name", (expected) => {
  const item = () => items.get(expected.name) ?? expect.unreachable("no item");

  test("ends as it must", () => {
    expect(item().status).toBe(expected.errorCode === null ? "success" : "error");
    expect(deviations(expected, item())).toEqual([]);
  });

  test("an item and a summary that agree, the summary as the contract has it", async () => {
    const { json } = await pipeline.summaryOf(item());
    expect(contractBreaches(json)).toEqual([]);
    const { attributes } = item();
    expect(json).toMatchObject({
      file_name: pipeline.name(expected.name),
      status: attributes.status,
      partial: attributes.partial,
      error_code: attributes.error_code,
      error_message: attributes.error_message,
      row_count: attributes.row_count,
      processed_timestamp: attributes.processed_timestamp,
      source: { bucket: pipeline.target.bucket, key: `uploads/${pipeline.name(expected.name)}` },
    });
    expect(Object.entries(item().schema).sort()).toEqual(itemSchemaOf(json));
  });

  test("the same profile as on the command line", async () => {
    const { json } = await pipeline.summaryOf(item());
    const local = await profileInput(await openInput(sample(expected.name)), {});
    expect(contentOf(json)).toEqual(contentOf(JSON.parse(JSON.stringify(local))));
  });
});

/** The schema as the item has it: `__proto__` cannot be an attribute's name everywhere (dynamodb-values.ts). */
function itemSchemaOf(summary: unknown): [string, string][] {
  const { schema } = parseSummary(JSON.stringify(summary));
  return Object.entries(schema)
    .map(([name, type]): [string, string] => [name === "__proto__" ? "(__proto__)" : name, type])
    .sort();
}

/** A summary without what differs from run to run. */
function contentOf(summary: unknown): Record<string, unknown> {
  const places = ["file_name", "upload_timestamp", "processed_timestamp", "source", "processing"];
  const fields = Object.entries(typeof summary === "object" && summary !== null ? summary : {});
  return Object.fromEntries(fields.filter(([name]) => !places.includes(name)));
}

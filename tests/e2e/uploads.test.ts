import { createWriteStream } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable } from "node:stream";
import { pipeline as pipe } from "node:stream/promises";
import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { generateCsv } from "../../scripts/generator/generate-csv.ts";
import { listItems } from "../../scripts/metadata-items.ts";
import { uploadFile } from "../../scripts/pipeline.ts";
import { PipelineUnderTest } from "./pipeline-under-test.ts";

let pipeline: PipelineUnderTest;
beforeAll(async () => {
  pipeline = await PipelineUnderTest.open();
});
afterAll(() => pipeline?.close());

describe("keys", () => {
  test.each([
    "with blanks.csv",
    "a+b.csv",
    "100%.csv",
    "50%20off.csv",
    "naïve ünïcode 漢字 🦊.csv",
    "2025/q1/sales.csv",
    "quotes'\"&<>;.csv",
    "UPPER.CSV",
    "no-extension",
    "..csv",
    "a=b&c=d#e?f.csv",
  ])("%s is found, profiled and stored under its own name", async (name) => {
    const item = await pipeline.profile(name, "a,b\n1,x\n2,y\n");
    expect(item).toMatchObject({ fileName: pipeline.name(name), status: "success", rowCount: 2 });
    const { json, key } = await pipeline.summaryOf(item);
    expect(json).toMatchObject({ file_name: pipeline.name(name), row_count: 2 });
    expect(key.startsWith(`processed/${pipeline.folder}`)).toBe(true);
  });

  test("two files whose names differ in the extension only do not share a summary", async () => {
    const names = ["twin.csv", "twin.tsv", "twin.csv.gz", "twin"];
    const body = "a,b\n1,2\n";
    const items = await Promise.all(
      names.map((name) => pipeline.profile(name, name.endsWith(".gz") ? gzipSync(body) : body)),
    );
    expect(new Set(items.map((item) => item.attributes.summary_key)).size).toBe(names.length);
  });
});

describe("the same key again", () => {
  test("the item describes the newest content", async () => {
    for (const rows of [1, 3, 2]) {
      const item = await pipeline.profile("again.csv", `a,b\n${"1,2\n".repeat(rows)}`);
      expect(item.rowCount).toBe(rows);
      expect((await pipeline.summaryOf(item)).json).toMatchObject({ row_count: rows });
    }
  });

  test("an error is replaced by a success, and the other way round", async () => {
    expect((await pipeline.profile("mended.csv", "a\n1\n")).status).toBe("success");
    expect((await pipeline.profile("mended.csv", "")).errorCode).toBe("EMPTY_FILE");
    const mended = await pipeline.profile("mended.csv", "a\n1\n2\n");
    expect(mended).toMatchObject({ status: "success", errorCode: null, errorMessage: null, rowCount: 2 });
  });

  test("many uploads in a row leave one item, of the last one", async () => {
    let last = await pipeline.upload("burst.csv", "a\n0\n");
    for (let i = 1; i < 8; i++) last = await pipeline.upload("burst.csv", `a\n${"1\n".repeat(i)}`);
    expect((await pipeline.result(last)).rowCount).toBe(7);
    const items = await listItems(pipeline.documents, pipeline.target);
    expect(items.filter(({ fileName }) => fileName === pipeline.name("burst.csv"))).toHaveLength(1);
  });
});

describe("metadata that states what the file is like", () => {
  test.each<[name: string, body: string, metadata: Record<string, string>, expected: object]>([
    ["semicolons.csv", "a;b,c\n1;2,5\n", { "csv-delimiter": ";" }, { schema: { a: "int", "b,c": "string" } }],
    ["tabs.csv", "a b\tc\n1\t2\n", { "csv-delimiter": "tab" }, { schema: { "a b": "int", c: "int" } }],
    ["bare.csv", "1,2\n3,4\n", { "csv-header": "false" }, { rowCount: 2 }],
    ["titled.csv", "title\n\na,b\n1,2\n", { "csv-skip-lines": "2" }, { rowCount: 1 }],
    [
      "tokens.csv",
      "a,b\n1,1\n?,1\n",
      { "csv-null-tokens": "?" },
      { schema: { a: "int", b: "int" }, missing: 1 },
    ],
    ["apostrophes.csv", "a,b\n'x,y',1\n", { "csv-quote": "'" }, { schema: { a: "string", b: "int" } }],
    ["other.csv", "a,b\n1,2\n", { owner: "finance" }, { rowCount: 1 }],
  ])("%s with %3$j", async (name, body, metadata, expected) => {
    const item = await pipeline.profile(name, body, { metadata });
    expect(item).toMatchObject({ status: "success", ...expected });
  });

  test("what cannot be understood is an error that names the metadata", async () => {
    const item = await pipeline.profile("odd.csv", "a\n1\n", { metadata: { "csv-delimiter": "two" } });
    expect(item).toMatchObject({ status: "error", errorCode: "INVALID_OPTION" });
    expect(item.errorMessage).toContain('csv-delimiter is "two"');
  });
});

test("files that arrive at once all get their item", async () => {
  const names = Array.from({ length: 20 }, (_, i) => `crowd/${i}.csv`);
  const items = await Promise.all(
    names.map((name, i) => pipeline.profile(name, `a,b\n${"1,2\n".repeat(i)}`)),
  );
  expect(items.map(({ rowCount }) => rowCount)).toEqual(names.map((_, i) => i));
});

test("a large file goes in parts and is profiled to its last row", async () => {
  const rows = 250_000;
  const folder = await mkdtemp(join(tmpdir(), "csvprofile-large-"));
  try {
    const path = join(folder, "large.csv");
    await pipe(Readable.from(generateCsv({ rows })), createWriteStream(path));
    const upload = await uploadFile(pipeline.s3, pipeline.target, {
      path,
      fileName: pipeline.name("large.csv"),
    });
    expect(upload.etag).toMatch(/-\d+$/);
    const item = await pipeline.result(upload);
    expect(item).toMatchObject({ status: "success", rowCount: rows });
    expect((await pipeline.summaryOf(item)).json).toMatchObject({
      statistics: { order_id: { count: rows, min: 1, max: rows, avg: (rows + 1) / 2 } },
    });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}, 180_000);

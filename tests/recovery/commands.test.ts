/** redrive and reconcile as a user runs them, against an embedded stack whose table and bucket were damaged. */
import { DeleteObjectCommand, ListObjectsV2Command, PutObjectCommand } from "@aws-sdk/client-s3";
import { DeleteCommand, UpdateCommand } from "@aws-sdk/lib-dynamodb";
import { afterAll, beforeAll, beforeEach, expect, test, vi } from "vitest";
import { getItem, type MetadataItem } from "../../scripts/metadata-items.ts";
import { csvprofile, type Outcome } from "../cli/run-csvprofile.ts";
import { PipelineUnderTest } from "../e2e/pipeline-under-test.ts";

let pipeline: PipelineUnderTest;
beforeAll(async () => {
  vi.stubEnv("AWS_ENDPOINT_URL", "");
  vi.stubEnv("E2E_ENV", "");
  pipeline = await PipelineUnderTest.open();
});
afterAll(async () => {
  vi.unstubAllEnvs();
  await pipeline?.close();
});

const body = "id,name\n1,Ann\n2,Bob\n";
const run = (...args: string[]): Promise<Outcome> =>
  csvprofile(args, { env: { AWS_ENDPOINT_URL: pipeline.target.endpoint ?? "" } });

async function item(name: string): Promise<MetadataItem> {
  const found = await getItem(pipeline.documents, pipeline.target, pipeline.name(name));
  return found ?? expect.unreachable(`no item of ${name}`);
}

/** As if every attempt had failed. */
async function fail(name: string): Promise<void> {
  await pipeline.documents.send(
    new UpdateCommand({
      TableName: pipeline.target.table,
      Key: { file_name: pipeline.name(name) },
      UpdateExpression: "SET #s = :error, #c = :code, #m = :message, #k = :null, #p = :false",
      ExpressionAttributeNames: {
        "#s": "status",
        "#c": "error_code",
        "#m": "error_message",
        "#k": "summary_key",
        "#p": "partial",
      },
      ExpressionAttributeValues: {
        ":error": "error",
        ":code": "RETRIES_EXHAUSTED",
        ":message": "It failed.",
        ":null": null,
        ":false": false,
      },
    }),
  );
}

async function forget(name: string): Promise<void> {
  const Key = { file_name: pipeline.name(name) };
  await pipeline.documents.send(new DeleteCommand({ TableName: pipeline.target.table, Key }));
}

async function keys(prefix: string): Promise<string[]> {
  const { Contents = [] } = await pipeline.s3.send(
    new ListObjectsV2Command({ Bucket: pipeline.target.bucket, Prefix: prefix }),
  );
  return Contents.map(({ Key = "" }) => Key);
}

beforeEach(async () => {
  for (const name of ["a b+1.csv", "good.csv", "wrong.csv"]) {
    await pipeline.profile(name, name === "wrong.csv" ? "" : body);
  }
});

test("redrive lists what failed, profiles it again, and finds nothing more to do", async () => {
  await fail("a b+1.csv");
  const dry = await run("redrive", "--dry-run");
  expect(dry).toMatchObject({ exitCode: 0, stderr: "1 would be profiled again.\n" });
  expect(dry.stdout).toContain("a b+1.csv");
  expect((await item("a b+1.csv")).status).toBe("error");

  const before = await item("a b+1.csv");
  const redriven = await run("redrive");
  expect(redriven).toMatchObject({ exitCode: 0, stderr: "1 sent to be profiled again.\n" });
  const after = await item("a b+1.csv");
  expect(after).toMatchObject({
    status: "success",
    rowCount: 2,
    errorCode: null,
    sequencer: before.sequencer,
  });
  expect((await run("redrive")).stderr).toBe("Nothing to do: no file of that kind is there.\n");
});

test("redrive shows a person how far it is, and nobody else", async () => {
  const env = { AWS_ENDPOINT_URL: pipeline.target.endpoint ?? "" };
  const terminal = { NODE_OPTIONS: "--import=data:text/javascript,process.stderr.isTTY=true" };
  const args = ["redrive", "--which", "all"];
  const seen = await csvprofile(args, { env: { ...env, ...terminal } });
  expect(seen.stderr).toContain(" of 3 sent");
  expect(seen.stderr).toContain(" of 3 results");
  expect(seen.stderr).toContain("3 sent to be profiled again.\n");
  expect((await csvprofile(args, { env })).stderr).toBe("3 sent to be profiled again.\n");
});

test("redrive --which all is idempotent, keeps to its prefix, and says what ends in an error again", async () => {
  const before = await item("good.csv");
  const all = await run("redrive", pipeline.folder, "--which", "all");
  expect(all.exitCode).toBe(1);
  expect(all.stdout).toContain("EMPTY_FILE");
  expect(await item("good.csv")).toMatchObject({ status: "success", rowCount: 2, schema: before.schema });
  expect((await item("good.csv")).processedTimestamp > before.processedTimestamp).toBe(true);
  expect((await run("redrive", "nothing/begins/so", "--which", "all")).stderr).toBe(
    "Nothing to do: no file of that kind is there.\n",
  );
  expect((await run("redrive", "uploads/2026/", "--which", "all")).stderr).toBe(
    "Nothing to do: no file of that kind is there. Names begin behind uploads/: state 2026/.\n",
  );
});

test("a redriven file gives way to what is uploaded next", async () => {
  await run("redrive", "--which", "all");
  const next = await pipeline.profile("good.csv", `${body}3,Cem\n`);
  expect(next).toMatchObject({ status: "success", rowCount: 3 });
});

test("reconcile finds what is amiss, repairs it, and then finds nothing", async () => {
  const { bucket: Bucket } = pipeline.target;
  await forget("good.csv");
  await pipeline.s3.send(
    new DeleteObjectCommand({ Bucket, Key: (await item("a b+1.csv")).summaryKey ?? "" }),
  );
  await pipeline.s3.send(
    new PutObjectCommand({ Bucket, Key: "processed/left over_summary.json", Body: "{}" }),
  );
  expect((await run("reconcile")).stdout).toContain("under way, look again later: 2");

  // Times are whole seconds: nothing younger than that can be told from what is under way.
  await new Promise((resolve) => setTimeout(resolve, 2_100));
  const settled = ["reconcile", "--settle", "1"];
  const found = await run(...settled, "--json");
  expect(found.exitCode).toBe(1);
  expect(JSON.parse(found.stdout)).toEqual({
    uploads_without_item: [
      { file_name: pipeline.name("a b+1.csv"), reason: "its summary is gone" },
      { file_name: pipeline.name("good.csv"), reason: "no item" },
    ],
    stale_outputs: ["processed/left over_summary.json"],
    items_without_object: [],
    under_way: [],
    foreign_outputs: [],
  });
  expect((await run(...settled, "--fix")).exitCode).toBe(0);
  expect(await item("good.csv")).toMatchObject({ status: "success", rowCount: 2 });
  const again = await run(...settled);
  expect(again.exitCode).toBe(0);
  expect(again.stdout).toMatch(/^uploads without a right item: 0\noutputs that no item points at: 0\n/);
});

test("items of objects that are gone are kept, unless their deletion is asked for", async () => {
  const { bucket: Bucket } = pipeline.target;
  const { summaryKey } = await item("good.csv");
  await pipeline.s3.send(new DeleteObjectCommand({ Bucket, Key: `uploads/${pipeline.name("good.csv")}` }));
  const kept = await run("reconcile", "--fix");
  expect(kept.stdout).toContain("items whose object is gone: 1");
  expect((await item("good.csv")).status).toBe("success");

  const deleted = await run("reconcile", "--delete-orphans");
  expect(deleted.stderr).toBe("1 item of objects that are gone deleted.\n");
  expect(await getItem(pipeline.documents, pipeline.target, pipeline.name("good.csv"))).toBeNull();
  expect(await keys("processed/")).not.toContain(summaryKey);
});

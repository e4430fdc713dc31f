import { execFile, spawnSync } from "node:child_process";
import { createHash, randomFillSync } from "node:crypto";
import { mkdir, readFile, utimes, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { startStack, type TestStack } from "./stack.ts";

const run = promisify(execFile);
const Bucket = "data-ingestion-pipeline-data-local";
const TableName = "data-ingestion-pipeline-file-metadata-local";

const isInstalled = spawnSync("aws", ["--version"]).status === 0;
if (!isInstalled) process.stderr.write("The aws command line is not on the PATH: its tests are skipped.\n");

/** A function that writes an item for each object, without an SDK. */
const itemWriter = `
export const handler = async (event) => {
  const { key, size } = event.Records[0].s3.object;
  console.log("profiled " + key);
  const Item = {
    file_name: { S: key }, status: { S: "success" }, processed_timestamp: { S: new Date().toISOString() }, size: { N: String(size) },
  };
  const answer = await fetch(process.env.AWS_ENDPOINT_URL, {
    method: "POST",
    headers: {
      "content-type": "application/x-amz-json-1.0",
      "x-amz-target": "DynamoDB_20120810.PutItem",
      "x-amz-date": "20260101T000000Z",
      authorization: "AWS4-HMAC-SHA256 Credential=test/20260101/us-east-1/dynamodb/aws4_request, SignedHeaders=host, Signature=0",
    },
    body: JSON.stringify({ TableName: process.env.DYNAMODB_TABLE, Item }),
  });
  if (!answer.ok) throw new Error(await answer.text());
};
export const recordFailure = async () => {};`;

describe.skipIf(!isInstalled)("the aws command line", { timeout: 120_000 }, () => {
  let stack: TestStack;

  beforeAll(async () => {
    stack = await startStack(itemWriter);
  });
  afterAll(() => stack.dispose());

  async function aws(...args: string[]): Promise<string> {
    const { stdout } = await run("aws", ["--endpoint-url", stack.aws.url, "--output", "json", ...args], {
      env: {
        PATH: process.env.PATH,
        HOME: stack.folder,
        AWS_ACCESS_KEY_ID: "test",
        AWS_SECRET_ACCESS_KEY: "test",
        AWS_DEFAULT_REGION: "us-east-1",
        AWS_PAGER: "",
      },
      maxBuffer: 64 * 1024 * 1024,
    });
    return stdout;
  }

  const lines = (text: string) =>
    text
      .trim()
      .split("\n")
      .map((line) => line.trim().replace(/\s+/g, " "));

  test("makes, lists and removes buckets", async () => {
    expect(await aws("s3", "mb", "s3://of-the-cli")).toContain("make_bucket: of-the-cli");
    expect(lines(await aws("s3", "ls")).map((line) => line.split(" ")[2])).toEqual([Bucket, "of-the-cli"]);
    expect(await aws("s3", "rb", "s3://of-the-cli")).toContain("remove_bucket: of-the-cli");
    await expect(aws("s3", "ls", "s3://of-the-cli")).rejects.toThrow("NoSuchBucket");
  });

  test("copies a file up and back, with a name that needs escaping, and removes it", async () => {
    const file = join(stack.folder, "a b+ü&.csv");
    await writeFile(file, "a,b\n1,2\n");
    await aws("s3", "cp", file, `s3://${Bucket}/uploads/`);
    expect(lines(await aws("s3", "ls", `s3://${Bucket}/uploads/`))).toEqual([
      expect.stringMatching(/^\S+ \S+ 8 a b\+ü&\.csv$/),
    ]);
    await aws("s3", "cp", `s3://${Bucket}/uploads/a b+ü&.csv`, join(stack.folder, "back.csv"));
    expect(await readFile(join(stack.folder, "back.csv"), "utf8")).toBe("a,b\n1,2\n");
    await stack.aws.idle();
    await aws("s3", "rm", `s3://${Bucket}/uploads/a b+ü&.csv`);
    await expect(aws("s3", "ls", `s3://${Bucket}/uploads/`)).rejects.toMatchObject({ code: 1 });
  });

  test("copies 100 MB in parts, between keys and back, unchanged", async () => {
    const content = randomFillSync(Buffer.alloc(100 * 1024 * 1024 + 17));
    const file = join(stack.folder, "large.bin");
    await writeFile(file, content);
    await aws("s3", "cp", "--quiet", file, `s3://${Bucket}/large.bin`);
    const head = JSON.parse(await aws("s3api", "head-object", "--bucket", Bucket, "--key", "large.bin"));
    expect(head).toMatchObject({ ContentLength: content.length, ETag: expect.stringMatching(/-13"$/) });
    await aws("s3", "cp", "--quiet", `s3://${Bucket}/large.bin`, `s3://${Bucket}/copied.bin`);
    await aws("s3", "cp", "--quiet", `s3://${Bucket}/copied.bin`, join(stack.folder, "large-back.bin"));
    const sha256 = (bytes: Buffer) => createHash("sha256").update(bytes).digest("hex");
    expect(sha256(await readFile(join(stack.folder, "large-back.bin")))).toBe(sha256(content));
  });

  test("synchronises a folder, and only what changed", async () => {
    const folder = join(stack.folder, "folder");
    await mkdir(join(folder, "below"), { recursive: true });
    await writeFile(join(folder, "one.txt"), "1");
    await writeFile(join(folder, "below", "two.txt"), "22");
    // S3 has whole seconds: what was written in the second of its upload looks newer than that, and is sent again.
    const minuteAgo = Date.now() / 1000 - 60;
    for (const file of ["one.txt", join("below", "two.txt")])
      await utimes(join(folder, file), minuteAgo, minuteAgo);
    expect(lines(await aws("s3", "sync", "--no-progress", folder, `s3://${Bucket}/folder`))).toHaveLength(2);
    expect(await aws("s3", "sync", folder, `s3://${Bucket}/folder`)).toBe("");
    await writeFile(join(folder, "one.txt"), "changed");
    expect(await aws("s3", "sync", "--no-progress", folder, `s3://${Bucket}/folder`)).toContain("one.txt");
    expect(lines(await aws("s3", "ls", `s3://${Bucket}/folder/`))).toEqual([
      "PRE below/",
      expect.stringMatching(/ 7 one\.txt$/),
    ]);
    await aws("s3", "rm", "--recursive", `s3://${Bucket}/folder`);
    await expect(aws("s3", "ls", `s3://${Bucket}/folder/`)).rejects.toMatchObject({ code: 1 });
  });

  test("reads items that the function wrote", async () => {
    const file = join(stack.folder, "items.csv");
    await writeFile(file, "a,b\n");
    await aws("s3", "cp", file, `s3://${Bucket}/uploads/items.csv`);
    await stack.aws.idle();
    const key = JSON.stringify({ file_name: { S: "uploads/items.csv" } });
    const found = JSON.parse(await aws("dynamodb", "get-item", "--table-name", TableName, "--key", key));
    expect(found.Item).toMatchObject({ status: { S: "success" }, size: { N: "4" } });
    const scanned = JSON.parse(await aws("dynamodb", "scan", "--table-name", TableName));
    expect(scanned.Items).toContainEqual(found.Item);
  });

  test("shows the function's log", async () => {
    const logGroup = "/aws/lambda/data-ingestion-pipeline-processor-local";
    const file = join(stack.folder, "logged.csv");
    await writeFile(file, "a,b\n");
    await aws("s3", "cp", file, `s3://${Bucket}/uploads/logged.csv`);
    await stack.aws.idle();
    const filtered = JSON.parse(
      await aws(
        "logs",
        "filter-log-events",
        "--log-group-name",
        logGroup,
        "--filter-pattern",
        '"uploads/logged.csv"',
      ),
    );
    expect(filtered.events).toHaveLength(1);
    expect(filtered.events[0].message).toContain("profiled uploads/logged.csv");
    // `aws logs tail` came with version 2.
    const tail = await aws("logs", "tail", logGroup).catch((cause: Error) => cause.message);
    if (!tail.includes("argument operation: Invalid choice"))
      expect(tail).toContain("profiled uploads/logged.csv");
  });

  test("knows who it is", async () => {
    expect(JSON.parse(await aws("sts", "get-caller-identity"))).toMatchObject({ Account: "000000000000" });
  });
});

import {
  CreateBucketCommand,
  DeleteBucketCommand,
  DeleteObjectCommand,
  GetBucketLocationCommand,
  GetObjectCommand,
  HeadBucketCommand,
  ListBucketsCommand,
  ListObjectsCommand,
  ListObjectsV2Command,
  type ListObjectsV2CommandInput,
  PutObjectCommand,
} from "@aws-sdk/client-s3";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { startStack, type TestStack } from "../stack.ts";

let stack: TestStack;
beforeAll(async () => {
  stack = await startStack();
});
afterAll(() => stack.dispose());

async function fill(Bucket: string, keys: readonly string[]) {
  await stack.s3.send(new CreateBucketCommand({ Bucket }));
  for (const Key of keys) await stack.s3.send(new PutObjectCommand({ Bucket, Key, Body: Key }));
}

/** All pages; keys and common prefixes in the order in which they came. */
async function listAll(input: ListObjectsV2CommandInput) {
  const keys: string[] = [];
  const prefixes: string[] = [];
  let pages = 0;
  let token: string | undefined;
  do {
    const page = await stack.s3.send(new ListObjectsV2Command({ ...input, ContinuationToken: token }));
    const pageSize = (page.Contents?.length ?? 0) + (page.CommonPrefixes?.length ?? 0);
    expect(page.KeyCount).toBe(pageSize);
    expect(pageSize).toBeLessThanOrEqual(input.MaxKeys ?? 1000);
    for (const { Key } of page.Contents ?? []) keys.push(Key ?? "");
    for (const { Prefix } of page.CommonPrefixes ?? []) prefixes.push(Prefix ?? "");
    token = page.NextContinuationToken;
    pages++;
  } while (token !== undefined);
  return { keys, prefixes, pages };
}

const byUtf8Bytes = (a: string, b: string) => Buffer.compare(Buffer.from(a), Buffer.from(b));

describe("buckets", () => {
  test("are created, listed, found and deleted once they are empty", async () => {
    const Bucket = "a-bucket.of-mine";
    await fill(Bucket, ["x"]);
    await stack.s3.send(new HeadBucketCommand({ Bucket }));
    const { Buckets } = await stack.s3.send(new ListBucketsCommand({}));
    expect(Buckets?.map(({ Name }) => Name)).toContain(Bucket);
    const location = await stack.s3.send(new GetBucketLocationCommand({ Bucket }));
    expect(location.LocationConstraint || undefined).toBeUndefined();
    await expect(stack.s3.send(new CreateBucketCommand({ Bucket }))).rejects.toMatchObject({
      name: "BucketAlreadyOwnedByYou",
    });
    await expect(stack.s3.send(new DeleteBucketCommand({ Bucket }))).rejects.toMatchObject({
      name: "BucketNotEmpty",
    });
    await stack.s3.send(new DeleteObjectCommand({ Bucket, Key: "x" }));
    await stack.s3.send(new DeleteBucketCommand({ Bucket }));
    await expect(stack.s3.send(new HeadBucketCommand({ Bucket }))).rejects.toMatchObject({
      name: "NotFound",
    });
  });
});

describe("ListObjectsV2", () => {
  const keys = ["a.csv", "a/1", "a/2", "a/b/3", "b/1", "b/", "c", "�", "😀", "z"];
  beforeAll(() => fill("listed", keys));

  test("lists in the order of UTF-8 bytes, not of UTF-16 units", async () => {
    expect((await listAll({ Bucket: "listed" })).keys).toEqual([...keys].sort(byUtf8Bytes));
  });

  test.each([1, 2, 3, 5, 1000])("gives the same in pages of %i", async (MaxKeys) => {
    const all = await listAll({ Bucket: "listed", MaxKeys });
    expect(all.keys).toEqual([...keys].sort(byUtf8Bytes));
    expect(all.pages).toBe(Math.ceil(keys.length / MaxKeys));
    const folders = await listAll({ Bucket: "listed", MaxKeys, Delimiter: "/" });
    expect(folders.prefixes).toEqual(["a/", "b/"]);
    expect(folders.keys).toEqual(["a.csv", "c", "z", "�", "😀"]);
  });

  const cases: [
    name: string,
    input: Partial<ListObjectsV2CommandInput>,
    keys: string[],
    prefixes: string[],
  ][] = [
    ["a prefix", { Prefix: "a/" }, ["a/1", "a/2", "a/b/3"], []],
    ["prefix and delimiter", { Prefix: "a/", Delimiter: "/" }, ["a/1", "a/2"], ["a/b/"]],
    ["a folder key is an object below its own prefix", { Prefix: "b/", Delimiter: "/" }, ["b/", "b/1"], []],
    ["a prefix that is a whole key", { Prefix: "c" }, ["c"], []],
    ["a delimiter of several characters", { Prefix: "a", Delimiter: "/b" }, ["a.csv", "a/1", "a/2"], ["a/b"]],
    ["start-after", { StartAfter: "b/1" }, ["c", "z", "�", "😀"], []],
    ["nothing", { Prefix: "nothing" }, [], []],
    ["no entries at all", { MaxKeys: 0 }, [], []],
  ];
  test.each(cases)("%s", async (_name, input, expectedKeys, expectedPrefixes) => {
    const found = await listAll({ Bucket: "listed", ...input });
    expect(found).toMatchObject({ keys: expectedKeys, prefixes: expectedPrefixes });
  });

  test("size, ETag and time of each object", async () => {
    const { Contents } = await stack.s3.send(new ListObjectsV2Command({ Bucket: "listed", Prefix: "a.csv" }));
    expect(Contents?.[0]).toMatchObject({ Size: 5, ETag: expect.stringMatching(/^"[0-9a-f]{32}"$/) });
    expect(Math.abs(Date.now() - (Contents?.[0]?.LastModified?.getTime() ?? 0))).toBeLessThan(60_000);
  });

  test("a token that we did not give is refused", async () => {
    const command = new ListObjectsV2Command({ Bucket: "listed", ContinuationToken: "?!" });
    await expect(stack.s3.send(command)).rejects.toMatchObject({ name: "InvalidArgument" });
  });

  test("the first version of the operation goes by marker", async () => {
    const first = await stack.s3.send(
      new ListObjectsCommand({ Bucket: "listed", MaxKeys: 2, Delimiter: "/" }),
    );
    expect(first).toMatchObject({ IsTruncated: true, NextMarker: "a/" });
    const rest = await stack.s3.send(
      new ListObjectsCommand({ Bucket: "listed", Delimiter: "/", Marker: first.NextMarker }),
    );
    expect(rest.IsTruncated).toBe(false);
    expect(rest.Contents?.map(({ Key }) => Key)).toEqual(["c", "z", "�", "😀"]);
    expect(rest.CommonPrefixes?.map(({ Prefix }) => Prefix)).toEqual(["b/"]);
  });
});

describe("any key", () => {
  const hard = [
    "..",
    "../../etc/passwd",
    "/",
    "//",
    "a//b",
    "a/../b",
    "%2e%2e",
    "100%",
    "+",
    " ",
    "a\nb\r",
    "\u007f",
    "&<>\"'",
    "~",
    "*",
    "\\",
    "con",
    ".",
    "x/",
    "\u00e9",
    "e\u0301",
    "𝄞",
  ];
  const key = fc
    .oneof(
      fc.constantFrom(...hard),
      fc.string({ unit: "grapheme", minLength: 1, maxLength: 60 }),
      fc.string({ unit: "binary", minLength: 1, maxLength: 60 }),
      fc.nat(1023).map((length) => "k".repeat(length + 1)),
    )
    .filter((text) => !/\p{Surrogate}/u.test(text) && Buffer.byteLength(text) <= 1024);

  test("goes through put, list, get and delete", async () => {
    const Bucket = "any-key";
    await fill(Bucket, []);
    await fc.assert(
      fc.asyncProperty(fc.uniqueArray(key, { minLength: 1, maxLength: 4 }), async (keys) => {
        for (const Key of keys) await stack.s3.send(new PutObjectCommand({ Bucket, Key, Body: Key }));
        const listed = await listAll({ Bucket, EncodingType: "url", MaxKeys: 3 });
        expect(listed.keys.map(decodeURIComponent)).toEqual([...keys].sort(byUtf8Bytes));
        for (const Key of keys) {
          const { Body } = await stack.s3.send(new GetObjectCommand({ Bucket, Key }));
          expect(await Body?.transformToString()).toBe(Key);
          await stack.s3.send(new DeleteObjectCommand({ Bucket, Key }));
        }
        expect((await listAll({ Bucket })).keys).toEqual([]);
      }),
      { numRuns: 80 },
    );
  });

  test.each(hard)("%j can be listed without encoding too", async (Key) => {
    const Bucket = "hard-keys";
    await fill(Bucket, []).catch(() => undefined);
    await stack.s3.send(new PutObjectCommand({ Bucket, Key, Body: "x" }));
    expect((await listAll({ Bucket })).keys).toEqual([Key]);
    await stack.s3.send(new DeleteObjectCommand({ Bucket, Key }));
  });
});

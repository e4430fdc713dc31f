/** Pages of the list through the table's index, on the embedded DynamoDB. */
import { BatchWriteCommand, DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Target } from "../../scripts/targets.ts";
import { type PageRequest, pageRowsMax, readItemPage } from "../../scripts/ui/file-pages.ts";
import { startStack, type TestStack } from "../local-aws/stack.ts";

let stack: TestStack;
let documents: DynamoDBDocumentClient;
let target: Target;

/** 230 files; every fifth failed, in no order of time; two at a time have the same timestamp. */
const files = Array.from({ length: 230 }, (_, i) => ({
  file_name: `${i % 3 === 0 ? "Sales" : "stock"}/${String(i).padStart(3, "0")}.csv`,
  status: i % 5 === 0 ? "error" : "success",
  processed_timestamp: new Date(
    Date.UTC(2026, 0, 1) + ((Math.floor(i / 2) * 7_919) % 115) * 60_000,
  ).toISOString(),
  row_count: i,
}));

beforeAll(async () => {
  stack = await startStack();
  documents = DynamoDBDocumentClient.from(stack.dynamoDb);
  const { bucket, table, functionName } = stack.aws.names;
  target = {
    environment: "local",
    endpoint: stack.aws.url,
    region: null,
    bucket,
    table,
    functionName,
    logGroup: "",
  };
  for (let at = 0; at < files.length; at += 25) {
    const requests = files.slice(at, at + 25).map((Item) => ({ PutRequest: { Item } }));
    await documents.send(new BatchWriteCommand({ RequestItems: { [table]: requests } }));
  }
});
afterAll(() => stack.dispose());

async function allPages(request: Pick<PageRequest, "status" | "search">) {
  const pages: string[][] = [];
  let token: string | null = null;
  do {
    const { items, next }: Awaited<ReturnType<typeof readItemPage>> = await readItemPage(documents, target, {
      ...request,
      token,
    });
    pages.push(items.map(({ fileName }) => fileName));
    token = next;
  } while (token !== null);
  return pages;
}

const timeOf = new Map(files.map(({ file_name, processed_timestamp }) => [file_name, processed_timestamp]));

describe.each<[status: PageRequest["status"], search: string]>([
  [null, ""],
  ["success", ""],
  ["error", ""],
  [null, "SALES/"],
  ["error", "stock/0"],
  [null, "no such file"],
])("status %j, search %j", (status, search) => {
  test("each file once, newest first, in pages", async () => {
    const pages = await allPages({ status, search });
    const names = pages.flat();
    const expected = files.filter(
      (file) =>
        (status === null || file.status === status) &&
        file.file_name.toLowerCase().includes(search.toLowerCase()),
    );
    expect([...names].sort()).toEqual(expected.map(({ file_name }) => file_name).sort());
    const times = names.map((name) => timeOf.get(name) ?? "");
    expect(times).toEqual([...times].sort().reverse());
    for (const page of pages.slice(0, -1)) expect(page).toHaveLength(pageRowsMax);
  });
});

test("a file that is profiled between two pages neither hides nor repeats others", async () => {
  const first = await readItemPage(documents, target, { status: null, search: "", token: null });
  const moved = { ...files[100], file_name: "moved.csv", processed_timestamp: "2027-01-01T00:00:00.000Z" };
  await documents.send(
    new BatchWriteCommand({ RequestItems: { [target.table]: [{ PutRequest: { Item: moved } }] } }),
  );
  const second = await readItemPage(documents, target, { status: null, search: "", token: first.next });
  const seen = [...first.items, ...second.items].map(({ fileName }) => fileName);
  expect(new Set(seen).size).toBe(2 * pageRowsMax);
  expect(seen).not.toContain("moved.csv");
});

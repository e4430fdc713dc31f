import { connect } from "node:net";
import { DescribeTableCommand } from "@aws-sdk/client-dynamodb";
import {
  DynamoDBDocumentClient,
  GetCommand,
  PutCommand,
  QueryCommand,
  ScanCommand,
} from "@aws-sdk/lib-dynamodb";
import { afterAll, beforeAll, expect, test } from "vitest";
import { startStack, type TestStack } from "./stack.ts";

const TableName = "data-ingestion-pipeline-file-metadata-local";
let stack: TestStack;
let documents: DynamoDBDocumentClient;

beforeAll(async () => {
  stack = await startStack();
  documents = DynamoDBDocumentClient.from(stack.dynamoDb);
});
afterAll(() => stack.dispose());

test("the table is there, with its index and on demand", async () => {
  const { Table } = await stack.dynamoDb.send(new DescribeTableCommand({ TableName }));
  expect(Table).toMatchObject({
    TableStatus: "ACTIVE",
    BillingModeSummary: { BillingMode: "PAY_PER_REQUEST" },
    KeySchema: [{ AttributeName: "file_name", KeyType: "HASH" }],
  });
  expect(Table?.GlobalSecondaryIndexes).toMatchObject([
    {
      IndexName: "status-index",
      KeySchema: [
        { AttributeName: "status", KeyType: "HASH" },
        { AttributeName: "processed_timestamp", KeyType: "RANGE" },
      ],
      Projection: { ProjectionType: "INCLUDE", NonKeyAttributes: expect.arrayContaining(["quality_issues"]) },
    },
  ]);
});

test("items are written under a condition, read, scanned, and queried by status, newest first", async () => {
  const item = (file_name: string, processed_timestamp: string) => ({
    TableName,
    Item: { file_name, status: "success", processed_timestamp, rows: 3 },
    ConditionExpression: "attribute_not_exists(file_name)",
  });
  await documents.send(new PutCommand(item("a.csv", "2026-01-01T00:00:00Z")));
  await documents.send(new PutCommand(item("b.csv", "2026-01-02T00:00:00Z")));
  await expect(documents.send(new PutCommand(item("a.csv", "2026-01-03T00:00:00Z")))).rejects.toMatchObject({
    name: "ConditionalCheckFailedException",
  });
  const { Item } = await documents.send(new GetCommand({ TableName, Key: { file_name: "a.csv" } }));
  expect(Item).toMatchObject({ rows: 3, processed_timestamp: "2026-01-01T00:00:00Z" });
  expect((await documents.send(new ScanCommand({ TableName }))).Items).toHaveLength(2);
  const { Items } = await documents.send(
    new QueryCommand({
      TableName,
      IndexName: "status-index",
      KeyConditionExpression: "#status = :status",
      ExpressionAttributeNames: { "#status": "status" },
      ExpressionAttributeValues: { ":status": "success" },
      ScanIndexForward: false,
    }),
  );
  expect(Items?.map(({ file_name }) => file_name)).toEqual(["b.csv", "a.csv"]);
});

test("a client that breaks off in the middle of a request does no harm", async () => {
  const head = [
    "POST / HTTP/1.1",
    "Host: x",
    "X-Amz-Target: DynamoDB_20120810.PutItem",
    "Content-Type: application/x-amz-json-1.0",
    "Content-Length: 1000",
    "",
    '{"TableName":',
  ].join("\r\n");
  await new Promise<void>((resolve) => {
    const socket = connect(stack.aws.port, "127.0.0.1", () => {
      socket.write(head);
      setTimeout(() => socket.destroy(), 50);
    });
    socket.once("close", () => resolve());
  });
  expect((await documents.send(new ScanCommand({ TableName, Limit: 1 }))).Count).toBe(1);
});

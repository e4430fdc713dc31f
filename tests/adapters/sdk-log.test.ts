import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { S3Client } from "@aws-sdk/client-s3";
import { expect, it } from "vitest";
import { withoutLog } from "../../lambda/adapters/sdk-log.ts";

it.each([
  ["S3", () => new S3Client({ region: "us-east-1" })],
  ["DynamoDB", () => new DynamoDBClient({ region: "us-east-1" })],
])("%s: one step less for each request", (_, open) => {
  const client = open();
  const before = client.middlewareStack.identify();
  expect(withoutLog(client)).toBe(client);
  const after = client.middlewareStack.identify();
  expect(before.filter((step) => !after.includes(step))).toEqual([
    expect.stringContaining("loggerMiddleware"),
  ]);
});

it("says when the SDK has another name for it", () => {
  const client = withoutLog(new S3Client({ region: "us-east-1" }));
  expect(() => withoutLog(client)).toThrow("loggerMiddleware");
});

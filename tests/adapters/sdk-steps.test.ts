import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { S3Client } from "@aws-sdk/client-s3";
import { expect, it } from "vitest";
import { idleS3Steps, idleSteps, withoutSteps } from "../../lambda/adapters/sdk-steps.ts";

it.each([
  ["S3", () => new S3Client({ region: "us-east-1" }), idleS3Steps],
  ["DynamoDB", () => new DynamoDBClient({ region: "us-east-1" }), idleSteps],
] as const)("%s: the idle steps are left out, and no other", (_, open, idle) => {
  const client = open();
  const before = client.middlewareStack.identify();
  expect(withoutSteps(client, idle)).toBe(client);
  const after = client.middlewareStack.identify();
  const leftOut = before.filter((step) => !after.includes(step)).map((step) => step.split(" - ")[0]);
  // Steps beside those of a command show only in that command's list.
  expect(idle).toEqual(expect.arrayContaining(leftOut));
  expect(leftOut).toEqual(expect.arrayContaining([...idleSteps]));
});

it("says when the SDK has another name for one", () => {
  const client = withoutSteps(new S3Client({ region: "us-east-1" }), idleSteps);
  expect(() => withoutSteps(client, idleSteps)).toThrow("The SDK has no loggerMiddleware.");
});

import type { IncomingMessage } from "node:http";
import { describe, expect, test } from "vitest";
import { FaultPlan, operations } from "./fault-plan.ts";
import { requestTarget } from "./request-target.ts";

const message = (method: string, url: string, headers: Record<string, string> = {}): IncomingMessage =>
  Object.assign(Object.create(null), { method, url, headers });

describe("which operation a request is", () => {
  test.each([
    ["GET", "/data/uploads/a%20b.csv?x-id=GetObject", "GetObject", "uploads/a b.csv"],
    [
      "PUT",
      "/data/processed/../up/a_summary.json?x-id=PutObject",
      "PutObject",
      "processed/../up/a_summary.json",
    ],
    ["HEAD", "/data/processed/%2B%25.json", "HeadObject", "processed/+%.json"],
  ])("%s %s", (method, url, operation, key) => {
    expect(requestTarget(message(method, url), Buffer.alloc(0))).toMatchObject({
      service: "s3",
      operation,
      key,
    });
  });

  test("of a version, or of whatever is there", () => {
    const of = (query: string) =>
      requestTarget(message("GET", `/data/a.csv?${query}x-id=GetObject`), Buffer.alloc(0));
    expect([of("versionId=v1&").version, of("").version]).toEqual([true, false]);
  });

  test.each([
    ["PutItem", { TableName: "t", Item: { file_name: { S: "a.csv" } } }],
    ["GetItem", { TableName: "t", Key: { file_name: { S: "a.csv" } } }],
  ])("%s", (operation, input) => {
    const headers = { "x-amz-target": `DynamoDB_20120810.${operation}` };
    const target = requestTarget(message("POST", "/", headers), Buffer.from(JSON.stringify(input)));
    expect(target).toEqual({ service: "dynamodb", operation, resource: "t", key: "a.csv", version: false });
  });
});

describe("a plan", () => {
  const faultsOf = (seed: number) => {
    const plan = new FaultPlan(seed);
    return operations.flatMap((operation) =>
      Array.from({ length: 500 }, (_, i) => plan.service(operation, `file ${i}.csv`)),
    );
  };

  test("is the same for the same seed, whatever comes between", () => {
    const plan = new FaultPlan(7);
    const alone = Array.from({ length: 50 }, () => plan.service("GetObject", "a.csv"));
    const mixed = new FaultPlan(7);
    const between = alone.map((_, i) => {
      mixed.service("GetObject", `other ${i}.csv`);
      mixed.service("PutItem", "a.csv");
      return mixed.service("GetObject", "a.csv");
    });
    expect(between).toEqual(alone);
    expect(faultsOf(1)).not.toEqual(faultsOf(2));
  });

  test("has every kind of fault, and lets most requests pass", () => {
    const faults = faultsOf(3);
    const kinds = new Set(faults.flatMap((fault) => fault?.kind ?? []));
    expect([...kinds].sort()).toEqual([
      "answer_lost",
      "corrupted",
      "deleted",
      "invisible",
      "killed_after",
      "killed_before",
      "overwritten",
      "refused",
      "reset",
      "reset_midway",
      "slow",
      "stalled",
      "truncated",
    ]);
    const share = faults.filter((fault) => fault !== null).length / faults.length;
    expect(share).toBeGreaterThan(0.1);
    expect(share).toBeLessThan(0.25);
  });

  test("in fine weather has none", () => {
    const plan = new FaultPlan(1, 0);
    expect(plan.delivery("a.csv")).toMatchObject({ delaysMs: [0], batched: false });
    expect(
      Array.from({ length: 100 }, () => plan.service("GetObject", "a.csv")).every((f) => f === null),
    ).toBe(true);
  });
});

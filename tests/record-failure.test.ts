import { describe, expect, it } from "vitest";
import { parseFailure } from "../lambda/adapters/failure-event.ts";
import type { UploadEvent } from "../lambda/ports.ts";
import { profileObject } from "../lambda/profile-object.ts";
import { recordFailure } from "../lambda/record-failure.ts";
import { upload, type World, worldOf } from "./fakes/world.ts";

const s3Event = (...uploads: readonly UploadEvent[]) => ({
  Records: uploads.map((each) => ({
    eventName: "ObjectCreated:Put",
    eventTime: each.eventTime,
    s3: {
      bucket: { name: each.bucket },
      object: { key: each.rawKey, eTag: each.etag, sequencer: each.sequencer },
    },
  })),
});

const destinationRecord = (
  requestPayload: unknown,
  response: object | null,
  condition = "RetriesExhausted",
) =>
  JSON.stringify({
    version: "1.0",
    timestamp: "2026-11-21T02:00:00.000Z",
    requestContext: {
      requestId: "c6af9ac6-7b61-11e6-9a41-93e8deadbeef",
      functionArn: "arn:aws:lambda:us-east-1:123456789012:function:processor:$LATEST",
      condition,
      approximateInvokeCount: 3,
    },
    requestPayload,
    responseContext: { statusCode: 200, executedVersion: "$LATEST", functionError: "Unhandled" },
    ...(response === null ? {} : { responsePayload: response }),
  });

const record = async (world: World, body: string) => recordFailure(parseFailure(body), world);
const summaryOf = (world: World, fileName: string) => world.metadata.items.get(fileName)?.summary;

describe("an event that was given up", () => {
  it.each([
    ["OUT_OF_MEMORY", { errorType: "Runtime.OutOfMemory", errorMessage: "Error: Runtime exited" }],
    [
      "OUT_OF_MEMORY",
      {
        errorType: "Runtime.ExitError",
        errorMessage: "RequestId: 1 Error: Runtime exited with error: signal: killed",
      },
    ],
    [
      "OUT_OF_MEMORY",
      {
        errorType: "Runtime.ExitError",
        errorMessage: "RequestId: 1 Error: Runtime exited with error: signal: aborted (core dumped)",
      },
    ],
    ["OUT_OF_MEMORY", { errorMessage: "FATAL ERROR: Reached heap limit - JavaScript heap out of memory" }],
    ["TIMEOUT", { errorMessage: "2026-11-21T02:00:00Z 1 Task timed out after 900.10 seconds" }],
    [
      "TIMEOUT",
      {
        errorType: "Sandbox.Timedout",
        errorMessage: "RequestId: 1 Error: Task timed out after 3.00 seconds",
      },
    ],
    ["RETRIES_EXHAUSTED", { errorType: "Runtime.HandlerError", errorMessage: "Worker process died" }],
    ["RETRIES_EXHAUSTED", { errorType: "SlowDown", errorMessage: "Please reduce your request rate." }],
    ["RETRIES_EXHAUSTED", null],
  ])("becomes an error item: %s", async (code, response) => {
    const world = worldOf();
    const event = upload(world, "a b.csv", "a\n1\n");
    await record(world, destinationRecord(s3Event(event), response));
    expect(summaryOf(world, "a b.csv")).toMatchObject({
      status: "error",
      error_code: code,
      upload_timestamp: event.eventTime,
      source: { key: "uploads/a b.csv", etag: event.etag, sequencer: event.sequencer },
    });
    expect(world.metadata.items.get("a b.csv")?.summaryKey).toBeNull();
    expect(world.log.events).toMatchObject([
      {
        event: "failure.recorded",
        fields: { error_code: code, failed_request_id: "c6af9ac6-7b61-11e6-9a41-93e8deadbeef" },
      },
    ]);
    expect(world.metrics.files).toMatchObject([{ status: "error", errorCode: code }]);
  });

  it("says what happened and what to do", async () => {
    const world = worldOf();
    const event = s3Event(upload(world, "a.csv", "a\n"));
    const messageOf = async (response: object | null, condition?: string) => {
      await record(world, destinationRecord(event, response, condition));
      return summaryOf(world, "a.csv")?.error_message;
    };
    expect(await messageOf({ errorMessage: "Task timed out after 3.00 seconds" })).toBe(
      "The function was stopped after its 3 s, before the file was profiled; give the function more memory or time, or split the file.",
    );
    expect(await messageOf({ errorType: "SlowDown", errorMessage: "Reduce your request rate." })).toBe(
      "The file could not be profiled in 3 attempts (RetriesExhausted): SlowDown: Reduce your request rate. Upload it again once the cause is gone.",
    );
    expect(await messageOf({ errorType: "Runtime.ExitError", errorMessage: "exit status 134" })).toBe(
      "The file could not be profiled in 3 attempts (RetriesExhausted): the function's process ended without an answer, often for want of memory (Runtime.ExitError: exit status 134). Upload it again once the cause is gone.",
    );
    expect(await messageOf(null, "EventAgeExceeded")).toContain("throttled for too long");
  });

  it("takes an S3 event as a dead-letter queue gets it", async () => {
    const world = worldOf();
    await record(world, JSON.stringify(s3Event(upload(world, "a.csv", "a\n"))));
    expect(summaryOf(world, "a.csv")?.error_code).toBe("RETRIES_EXHAUSTED");
  });

  it("records every upload of the event, and only those of the bucket", async () => {
    const world = worldOf();
    const [a, b, c] = ["a.csv", "b.csv", "c.csv"].map((name) => upload(world, name, "a\n"));
    if (!a || !b || !c) throw new Error("three uploads");
    await record(world, destinationRecord(s3Event(a, { ...b, bucket: "other" }, c), null));
    expect([...world.metadata.items.keys()]).toEqual(["a.csv", "c.csv"]);
  });

  it("leaves a result that was stored all the same, and a newer upload's", async () => {
    const world = worldOf();
    const old = upload(world, "a.csv", "a\n1\n");
    await profileObject(old, world);
    await record(world, destinationRecord(s3Event(old), null));
    expect(summaryOf(world, "a.csv")?.status).toBe("success");

    await profileObject(upload(world, "a.csv", "a\n1\n2\n"), world);
    await record(world, destinationRecord(s3Event(old), null));
    expect(summaryOf(world, "a.csv")?.row_count).toBe(2);
    expect(world.log.names.filter((name) => name === "failure.superseded")).toHaveLength(2);
  });

  it("replaces the result of an older upload, and gives way to a later profile of its own", async () => {
    const world = worldOf();
    await profileObject(upload(world, "a.csv", "a\n1\n"), world);
    const newest = upload(world, "a.csv", "a\n1\n2\n");
    await record(world, destinationRecord(s3Event(newest), null));
    expect(summaryOf(world, "a.csv")?.error_code).toBe("RETRIES_EXHAUSTED");
    expect(await profileObject(newest, world)).toBe("profiled");
    expect(summaryOf(world, "a.csv")).toMatchObject({ status: "success", row_count: 2 });
  });

  it.each(["", "no json", "[]", "null", "{}", '{"requestPayload":"text"}'])(
    "refuses the message %j",
    (body) => {
      expect(() => parseFailure(body)).toThrow(SyntaxError);
    },
  );
});

import { describe, expect, it } from "vitest";
import type { ObjectSource, UploadEvent } from "../lambda/ports.ts";
import { processEvent } from "../lambda/process-event.ts";
import { upload, worldOf } from "./fakes/world.ts";

const recordOf = (each: UploadEvent) => ({
  eventName: "ObjectCreated:Put",
  eventTime: each.eventTime,
  s3: {
    bucket: { name: each.bucket },
    object: { key: each.rawKey, eTag: each.etag, sequencer: each.sequencer },
  },
});

/** A source that is down for some keys. */
const downFor = (source: ObjectSource, ...keys: readonly string[]): ObjectSource => ({
  open: (event) =>
    keys.includes(event.key) ? Promise.reject(new Error(`SlowDown ${event.key}`)) : source.open(event),
});

describe("an S3 event", () => {
  it("has every upload in it profiled", async () => {
    const world = worldOf();
    const Records = ["a.csv", "b.csv"].map((name) => recordOf(upload(world, name, "a\n1\n")));
    await processEvent({ Records }, world);
    expect([...world.metadata.items.keys()]).toEqual(["a.csv", "b.csv"]);
  });

  it("one that fails does not stop the others, and makes the whole be delivered again", async () => {
    const world = worldOf();
    const Records = ["a.csv", "b.csv", "c.csv"].map((name) => recordOf(upload(world, name, "a\n1\n")));
    const source = downFor(world.objects, "uploads/a.csv", "uploads/c.csv");
    const failure = await processEvent({ Records }, { ...world, source }).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(AggregateError);
    expect(failure).toMatchObject({
      message: "2 of 3 uploads failed: Error: SlowDown uploads/a.csv; Error: SlowDown uploads/c.csv",
    });
    expect([...world.metadata.items.keys()]).toEqual(["b.csv"]);
    expect(world.log.names).toEqual([
      "file.begun",
      "attempt.failed",
      "file.begun",
      "file.profiled",
      "file.begun",
      "attempt.failed",
    ]);

    await processEvent({ Records }, world);
    expect([...world.metadata.items.keys()].sort()).toEqual(["a.csv", "b.csv", "c.csv"]);
    expect(world.log.names.slice(6).filter((name) => name !== "file.begun")).toEqual([
      "file.profiled",
      "event.duplicate",
      "file.profiled",
    ]);
  });

  it("says which file is begun before anything of it is read, for the invocation may be killed", async () => {
    const world = worldOf();
    const event = upload(world, "a.csv", "a\n1\n");
    const source = { open: () => Promise.reject(new Error(JSON.stringify(world.log.events))) };
    const Records = [recordOf(event)];
    const killed = await processEvent({ Records }, { ...world, source }).catch((error: Error) => error);
    expect(JSON.parse(killed?.message ?? "")).toMatchObject([
      {
        event: "file.begun",
        fields: { file_name: "a.csv", key: "uploads/a.csv", sequencer: event.sequencer },
      },
    ]);
  });

  it("throws a single upload's fault as it came", async () => {
    const world = worldOf();
    const Records = [recordOf(upload(world, "a.csv", "a\n1\n"))];
    const failing = { ...world, source: downFor(world.objects, "uploads/a.csv") };
    await expect(processEvent({ Records }, failing)).rejects.toThrow(/^SlowDown uploads\/a\.csv$/);
  });

  it("leaves uploads to the retry when the ones before took most of the time", async () => {
    const world = worldOf();
    const Records = ["a.csv", "b.csv"].map((name) => recordOf(upload(world, name, "a\n1\n")));
    const left = [10_000, 10_000];
    const clock = { ...world.clock, remainingMs: () => left.shift() ?? 4_000 };
    await expect(processEvent({ Records }, { ...world, clock })).rejects.toThrow("1 of 2 uploads failed");
    expect(world.metadata.items.get("b.csv")).toBeUndefined();
  });

  it("tolerates what is no upload, and says so", async () => {
    const world = worldOf();
    const foreign = { ...upload(world, "a.csv", "a\n"), bucket: "other" };
    await processEvent({ Service: "Amazon S3", Event: "s3:TestEvent" }, world);
    await processEvent({ Records: [recordOf(foreign), {}] }, world);
    expect(world.log.events.map(({ event, fields }) => [event, fields.reason])).toEqual([
      ["event.ignored", "test_event"],
      ["event.ignored", "malformed"],
      ["event.ignored", "other_bucket"],
    ]);
    expect(world.metadata.items.size).toBe(0);
  });
});

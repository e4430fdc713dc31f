import { describe, expect, it } from "vitest";
import { ObjectChangedError, type ObjectSource, type OpenObject, type UploadEvent } from "../lambda/ports.ts";
import { type ProfileObjectDependencies, profileObject } from "../lambda/profile-object.ts";
import { renderReport } from "../lambda/report/render-report.ts";
import { clockWith, upload, type World, worldOf } from "./fakes/world.ts";

const people = "name,age\nAnn,41\nBob,\nCid,x\n";

const itemOf = (world: World, fileName: string) => world.metadata.items.get(fileName);

describe("one upload", () => {
  it("becomes a summary, an item, a log event and metrics", async () => {
    const world = worldOf();
    const event = upload(world, "2026/people.csv", people);
    expect(await profileObject(event, world)).toBe("profiled");

    const summary = world.summaries.objects.get("processed/2026/people_summary.json")?.summary;
    expect(summary).toMatchObject({
      summary_version: 1,
      file_name: "2026/people.csv",
      status: "success",
      processed_timestamp: "2026-01-01T12:00:00.000Z",
      row_count: 3,
      schema: { name: "string", age: "string" },
      source: {
        bucket: "data",
        key: "uploads/2026/people.csv",
        etag: event.etag,
        sequencer: event.sequencer,
        size_bytes: people.length,
      },
    });
    expect(itemOf(world, "2026/people.csv")).toMatchObject({
      summary,
      summaryKey: "processed/2026/people_summary.json",
    });
    expect(world.log.names).toEqual(["file.profiled"]);
    expect(world.metrics.files).toMatchObject([
      { status: "success", errorCode: null, rows: 3, bytes: people.length },
    ]);
  });

  it("has a report beside its summary, which says the same", async () => {
    const world = worldOf();
    await profileObject(upload(world, "2026/people.csv", people), world);
    const report = world.reports.objects.get("processed/2026/people_report.html");
    const summary = itemOf(world, "2026/people.csv")?.summary;
    expect(summary && renderReport(summary)).toBe(report?.page);
    expect(report?.page).toContain("<h1>2026/people.csv</h1>");
    expect(itemOf(world, "2026/people.csv")?.reportKey).toBe("processed/2026/people_report.html");
  });

  it("has no report when none is wanted", async () => {
    const world = worldOf();
    await profileObject(upload(world, "people.csv", people), { ...world, reports: null });
    expect(world.reports.objects.size).toBe(0);
    expect(itemOf(world, "people.csv")).toMatchObject({
      summaryKey: "processed/people_summary.json",
      reportKey: null,
    });
  });

  it("leaves the report of newer content alone", async () => {
    const world = worldOf();
    const event = upload(world, "people.csv", people);
    const newer = {
      page: "newer",
      result: { version: { ...event, sequencer: "F".repeat(32) }, rank: 2 },
    } as const;
    world.reports.objects.set("processed/people_report.html", newer);
    expect(await profileObject(event, world)).toBe("superseded");
    expect(world.reports.objects.get("processed/people_report.html")?.page).toBe("newer");
    expect(itemOf(world, "people.csv")).toBeUndefined();
  });

  it("is logged with the fields that the saved queries read, and with no cell or column name", async () => {
    const world = worldOf();
    await profileObject(upload(world, "people.csv", "secret_name,n\nsecret cell,1\nother,\n"), world);
    const [logged] = world.log.events;
    expect(Object.keys(logged?.fields ?? {}).sort()).toEqual(
      [
        "bucket",
        "cold_start",
        "column_count",
        "compression",
        "cost_estimate_usd",
        "duration_ms",
        "encoding",
        "engine",
        "error_code",
        "error_message",
        "file_name",
        "invalid_cells",
        "invalid_percentage",
        "key",
        "missing_cells",
        "missing_percentage",
        "peak_memory_mb",
        "row_count",
        "size_bytes",
        "status",
        "text_bytes",
        "throughput_mb_per_s",
      ].sort(),
    );
    expect(logged?.fields).toMatchObject({ missing_cells: 1, missing_percentage: 25, invalid_cells: 0 });
    expect(JSON.stringify(world.log.events)).not.toContain("secret");
  });

  it("takes the uploader's word over the defaults", async () => {
    const world = worldOf({ defaults: { header: true, sampleValues: false } });
    const event = upload(world, "p.txt", "1|2\n3|4\n", { "csv-delimiter": "pipe", "csv-header": "no" });
    await profileObject(event, world);
    expect(itemOf(world, "p.txt")?.summary).toMatchObject({
      row_count: 2,
      schema: { column_1: "int", column_2: "int" },
      dialect: { delimiter: "|", header: false },
    });
  });

  it("names metadata that looks like an option and is none, and goes on", async () => {
    const world = worldOf();
    await profileObject(upload(world, "p.csv", people, { "csv-delimeter": ";", other: "x" }), world);
    expect(world.log.events.filter(({ event }) => event === "option.unknown")).toMatchObject([
      { level: "warn", fields: { option: "csv-delimeter" } },
    ]);
    expect(itemOf(world, "p.csv")?.summary.status).toBe("success");
  });
});

describe("what is wrong with a file is its result", () => {
  it.each([
    ["EMPTY_FILE", "", {}],
    ["NOT_TEXT", new Uint8Array([0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10, 0, 0, 0, 13]), {}],
    ["INVALID_OPTION", people, { "csv-skip-lines": "many" }],
    ["QUOTE_NOT_CLOSED", 'a,b\n1,2\n3,"4\n', {}],
  ] as const)("%s", async (code, content, metadata) => {
    const world = worldOf();
    expect(await profileObject(upload(world, "bad.csv", content, metadata), world)).toBe("profiled");
    expect(itemOf(world, "bad.csv")).toMatchObject({
      summary: { status: "error", error_code: code },
      summaryKey: "processed/bad_summary.json",
    });
    expect(world.log.events).toMatchObject([
      { level: "warn", event: "file.failed", fields: { status: "error", error_code: code } },
    ]);
    expect(world.metrics.files).toMatchObject([{ status: "error", errorCode: code }]);
  });

  it("OBJECT_NOT_FOUND, with an item but no summary", async () => {
    const world = worldOf();
    const event = upload(world, "gone.csv", people);
    world.objects.objects.clear();
    await profileObject(event, world);
    expect(itemOf(world, "gone.csv")).toMatchObject({
      summary: { error_code: "OBJECT_NOT_FOUND", upload_timestamp: event.eventTime },
      summaryKey: null,
    });
    expect(world.summaries.objects.size).toBe(0);
  });
});

describe("an archived object", () => {
  const archived: ObjectSource = { open: async () => "archived" };

  it("OBJECT_ARCHIVED, with an item that says what to do, and no retry", async () => {
    const world = worldOf();
    const event = upload(world, "old.csv", people);
    expect(await profileObject(event, { ...world, source: archived })).toBe("profiled");
    expect(itemOf(world, "old.csv")).toMatchObject({
      summary: { error_code: "OBJECT_ARCHIVED", error_message: expect.stringContaining("restore it") },
      summaryKey: null,
    });
  });

  it("is profiled once it was restored, by a later event", async () => {
    const world = worldOf();
    const event = upload(world, "old.csv", people);
    await profileObject(event, { ...world, source: archived });
    const redriven = { ...event, eventTime: "2030-01-01T00:00:00.000Z" };
    expect(await profileObject(redriven, world)).toBe("profiled");
    expect(itemOf(world, "old.csv")?.summary.status).toBe("success");
  });

  it("keeps the profile from before, also when it is profiled again", async () => {
    const world = worldOf();
    const event = upload(world, "old.csv", people);
    await profileObject(event, world);
    const redriven = { ...event, eventTime: "2030-01-01T00:00:00.000Z" };
    for (const again of [event, redriven]) {
      expect(await profileObject(again, { ...world, source: archived })).toBe("duplicate");
    }
    expect(itemOf(world, "old.csv")?.summary.status).toBe("success");
    const uploadedAgain = upload(world, "old.csv", people);
    expect(await profileObject(uploadedAgain, { ...world, source: archived })).toBe("profiled");
  });
});

describe("time runs out", () => {
  it("while there are chunks: what was read is kept, and says TIMEOUT", async () => {
    const world = worldOf({ clock: clockWith(400) });
    const event = upload(world, "long.csv", "");
    const source = { open: async () => slowObject(event, `a,b\n${"1,2\n".repeat(20_000)}`, 20) };
    await profileObject(event, { ...world, source });
    expect(itemOf(world, "long.csv")?.summary).toMatchObject({
      status: "error",
      error_code: "TIMEOUT",
      partial: true,
    });
    expect(itemOf(world, "long.csv")?.summary.row_count).toBeGreaterThan(0);
  });

  it("while the source is silent, right from the start: the item is written all the same", async () => {
    const world = worldOf({ clock: clockWith(400) });
    const event = upload(world, "silent.csv", "");
    let closed = 0;
    const object = { ...silentObject(event), close: () => void closed++ };
    await profileObject(event, { ...world, source: { open: async () => object } });
    expect(itemOf(world, "silent.csv")?.summary).toMatchObject({ status: "error", error_code: "TIMEOUT" });
    expect(closed).toBe(1);
  });

  it("while the source is silent in the middle: what came before is kept", async () => {
    const world = worldOf({ clock: clockWith(400) });
    const event = upload(world, "stalled.csv", "");
    const source = { open: async () => silentObject(event, `a,b\n${"1,2\n".repeat(100_000)}`) };
    await profileObject(event, { ...world, source });
    expect(itemOf(world, "stalled.csv")?.summary).toMatchObject({ error_code: "TIMEOUT", partial: true });
    expect(itemOf(world, "stalled.csv")?.summary.row_count).toBeGreaterThan(0);
  });
});

describe("duplicates, order and races", () => {
  it("passes over an event whose result is stored", async () => {
    const world = worldOf();
    const event = upload(world, "a.csv", people);
    await profileObject(event, world);
    const profile: ProfileObjectDependencies["profile"] = () => Promise.reject(new Error("profiled again"));
    expect(await profileObject(event, { ...world, profile })).toBe("duplicate");
    expect(world.log.names).toEqual(["file.profiled", "event.duplicate"]);
    expect(world.metrics.files).toHaveLength(1);
  });

  it("profiles again what came to nothing before", async () => {
    const world = worldOf();
    const event = upload(world, "a.csv", people);
    const kept = world.objects.objects.get(event.key);
    world.objects.objects.clear();
    await profileObject(event, world);
    expect(itemOf(world, "a.csv")?.summary.error_code).toBe("OBJECT_NOT_FOUND");
    if (kept) world.objects.objects.set(event.key, kept);
    expect(await profileObject(event, world)).toBe("profiled");
    expect(itemOf(world, "a.csv")?.summary.status).toBe("success");
  });

  it("leaves a profile alone when a duplicate arrives after the object was deleted", async () => {
    const world = worldOf();
    const event = upload(world, "a.csv", people);
    await profileObject(event, world);
    world.objects.objects.clear();
    expect(await profileObject(event, world)).toBe("superseded");
    expect(itemOf(world, "a.csv")?.summary.status).toBe("success");
  });

  it("profiles the same content again when it was uploaded again", async () => {
    const world = worldOf();
    await profileObject(upload(world, "a.csv", people), world);
    const again = upload(world, "a.csv", people, { "csv-header": "no" });
    expect(await profileObject(again, world)).toBe("profiled");
    expect(itemOf(world, "a.csv")?.summary.row_count).toBe(4);
  });

  it("leaves an overwritten object to the newer event, in either order", async () => {
    for (const newestFirst of [false, true]) {
      const world = worldOf();
      const old = upload(world, "a.csv", "a\n1\n");
      const newest = upload(world, "a.csv", "a\n1\n2\n");
      const events = newestFirst ? [newest, old] : [old, newest];
      const outcomes = [];
      for (const event of events) outcomes.push(await profileObject(event, world));
      expect(outcomes.sort()).toEqual(["profiled", "superseded"]);
      expect(itemOf(world, "a.csv")?.summary.row_count).toBe(2);
    }
  });

  /** Opened while it was there; it changes while it is read, to what `afterwards` finds. */
  function changingSource(
    event: UploadEvent,
    afterwards: () => ReturnType<ObjectSource["open"]>,
  ): ObjectSource {
    async function* changing() {
      yield new TextEncoder().encode("a,b\n1,2\n");
      throw new ObjectChangedError("changed");
    }
    let opened = 0;
    return {
      open: async () => (opened++ === 0 ? { ...silentObject(event), body: changing() } : afterwards()),
    };
  }

  it("says that the object is gone when it is deleted while it is read", async () => {
    const world = worldOf();
    const event = upload(world, "a.csv", "");
    const source = changingSource(event, async () => "not_found");
    expect(await profileObject(event, { ...world, source })).toBe("profiled");
    expect(itemOf(world, "a.csv")).toMatchObject({
      summary: { status: "error", error_code: "OBJECT_NOT_FOUND" },
      summaryKey: null,
    });
  });

  it("writes nothing when the object is overwritten while it is read", async () => {
    const world = worldOf();
    const event = upload(world, "a.csv", "");
    const source = changingSource(event, async () => "superseded");
    expect(await profileObject(event, { ...world, source })).toBe("superseded");
    expect(world.summaries.objects.size + world.metadata.items.size).toBe(0);
    expect(world.log.events).toMatchObject([
      { event: "file.superseded", fields: { reason: "changed_while_read" } },
    ]);
  });

  it("is to be tried again when the object was gone for a moment only", async () => {
    const world = worldOf();
    const event = upload(world, "a.csv", people);
    const source = changingSource(event, async () => silentObject(event));
    await expect(profileObject(event, { ...world, source })).rejects.toThrow(ObjectChangedError);
    expect(await profileObject(event, world)).toBe("profiled");
  });

  it("a slow older run that ends last changes neither summary nor item", async () => {
    const world = worldOf();
    const old = upload(world, "a.csv", "a\n1\n");
    const oldObject = await world.objects.open(old);
    const newest = upload(world, "a.csv", "a\n1\n2\n");
    if (typeof oldObject === "string") throw new Error(oldObject);
    async function* oldContent() {
      await profileObject(newest, world);
      yield new TextEncoder().encode("a\n1\n");
    }
    const source = { open: async () => ({ ...oldObject, body: oldContent() }) };
    // Its look at the stored item came before the newer one was there.
    expect(await profileObject(old, { ...world, source })).toBe("superseded");
    expect(world.log.events.at(-1)).toMatchObject({ fields: { reason: "newer_summary" } });
    expect(itemOf(world, "a.csv")?.summary.row_count).toBe(2);
    expect(world.summaries.objects.get("processed/a_summary.json")?.summary.row_count).toBe(2);
  });

  it("after a crash between summary and item, the retry writes both", async () => {
    const world = worldOf();
    const event = upload(world, "a.csv", people);
    const crashing = {
      put: () => Promise.reject(new Error("crash")),
      stored: (fileName: string) => world.metadata.stored(fileName),
    };
    await expect(profileObject(event, { ...world, metadata: crashing })).rejects.toThrow("crash");
    expect(world.summaries.objects.size).toBe(1);
    expect(await profileObject(event, world)).toBe("profiled");
    expect(itemOf(world, "a.csv")?.summaryKey).toBe("processed/a_summary.json");
  });

  it("lets service faults through, and closes the object", async () => {
    const world = worldOf();
    const event = upload(world, "a.csv", "");
    let closed = 0;
    async function* broken() {
      yield new TextEncoder().encode("a,b\n");
      throw new Error("S3 is down");
    }
    const object = { ...silentObject(event), body: broken(), close: () => void closed++ };
    await expect(profileObject(event, { ...world, source: { open: async () => object } })).rejects.toThrow(
      "S3 is down",
    );
    expect(closed).toBe(1);
    expect(world.metadata.items.size).toBe(0);
  });
});

/** Delivers the text, if any, and then never says anything again. */
function silentObject(event: UploadEvent, text = ""): OpenObject {
  async function* body() {
    if (text !== "") yield new TextEncoder().encode(text);
    await new Promise(() => undefined);
  }
  return {
    key: event.key,
    etag: event.etag ?? "",
    versionId: null,
    sizeBytes: 1_000_000,
    lastModified: new Date("2026-01-01T00:00:00Z"),
    metadata: {},
    body: body(),
    close: () => undefined,
  };
}

/** Delivers the text over and over, with pauses, without end. */
function slowObject(event: UploadEvent, text: string, pauseMs: number): OpenObject {
  async function* body() {
    for (;;) {
      yield new TextEncoder().encode(text);
      await new Promise((resolve) => setTimeout(resolve, pauseMs));
    }
  }
  return { ...silentObject(event), body: body() };
}

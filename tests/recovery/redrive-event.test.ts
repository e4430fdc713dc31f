import { describe, expect, test } from "vitest";
import { parseS3Event } from "../../lambda/adapters/s3-event.ts";
import { compareVersions } from "../../lambda/content-version.ts";
import type { UploadEvent } from "../../lambda/ports.ts";
import type { MetadataItem } from "../../scripts/metadata-items.ts";
import { isAnswer } from "../../scripts/recovery/redrive.ts";
import { redriveEvent } from "../../scripts/recovery/redrive-event.ts";
import { itemOf, uploadOf } from "./items.ts";

const now = new Date("2026-02-01T12:00:00Z");

function parsed(...args: Parameters<typeof redriveEvent>): UploadEvent {
  const { uploads, ignored } = parseS3Event(redriveEvent(...args).event);
  expect(ignored).toEqual([]);
  return uploads[0] ?? expect.unreachable("no upload in the event");
}

test.each(["plain.csv", "a b+c%20&=ä😀!'()~*.csv", "2026/q1/x.csv", "100%.csv", "new\nline.csv"])(
  "the function finds %j",
  (fileName) => {
    const event = parsed("data", uploadOf(fileName), null, now);
    expect(event).toMatchObject({ bucket: "data", key: `uploads/${fileName}`, etag: "e1" });
  },
);

describe("among the uploads of its key the event is", () => {
  const upload = uploadOf("a.csv");
  const stored = itemOf("a.csv");
  const event = parsed("data", upload, stored, now);

  test("newer than the stored result of the same content", () => {
    expect(compareVersions(event, stored)).toBe("newer");
  });

  test("older than whatever is uploaded later, even if this machine's clock is ahead", () => {
    const ahead = parsed("data", upload, stored, new Date("2027-01-01T00:00:00Z"));
    const later = { sequencer: `${"0".repeat(31)}B`, eventTime: "2026-02-01T12:00:01.000Z", etag: "e2" };
    expect(compareVersions(later, ahead)).toBe("newer");
  });

  test("newer than the item of a former content, whose sequencer it does not take", () => {
    const former = itemOf("a.csv", { etag: "e0" });
    const other = parsed("data", upload, former, now);
    expect(other.sequencer).toBeNull();
    expect(compareVersions(other, former)).toBe("newer");
  });

  test("newer than a redrive before it, though the clock went back", () => {
    const before = itemOf("a.csv", { eventTime: "2026-02-01T12:00:05.000Z" });
    const { version } = redriveEvent("data", upload, before, now);
    expect(version.eventTime).toBe("2026-02-01T12:00:05.001Z");
  });
});

describe("whoever waits for its result takes", () => {
  const upload = uploadOf("a.csv");
  const stored = itemOf("a.csv");
  const former = itemOf("a.csv", { etag: "e0" });
  const later = { sequencer: `${"0".repeat(31)}B` };
  const anHourBefore = "2026-02-01T11:00:00.000Z";

  test.each<[item: string, isTaken: boolean, before: MetadataItem | null, found: Partial<MetadataItem>]>([
    ["the item of the redrive", true, stored, { eventTime: now.toISOString() }],
    ["the item of a later redrive", true, stored, { eventTime: "2026-02-01T12:00:01.000Z" }],
    ["the item of a first result", true, null, { sequencer: null, eventTime: now.toISOString() }],
    ["not the item that was there", false, stored, {}],
    ["not the item of an event before", false, stored, { eventTime: anHourBefore }],
    ["not an item without a time", false, stored, { eventTime: null }],
    [
      "the same content uploaded again, an hour before by its clock",
      true,
      stored,
      { ...later, eventTime: anHourBefore },
    ],
    [
      "other content that was uploaded meanwhile",
      true,
      stored,
      { ...later, etag: "e2", eventTime: anHourBefore },
    ],
    ["not the item of the content that was there before", false, former, { etag: "e0" }],
    [
      "other content where other content was before",
      true,
      former,
      { ...later, etag: "e2", eventTime: anHourBefore },
    ],
    ["other content where there was no item", true, null, { etag: "e2", eventTime: anHourBefore }],
  ])("%s: %s", (_, isTaken, before, found) => {
    const { version } = redriveEvent("data", upload, before, now);
    const sent = { upload, item: before, reason: "stated", version };
    expect(isAnswer(itemOf("a.csv", found), sent)).toBe(isTaken);
  });
});

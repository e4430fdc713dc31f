import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseS3Event } from "../../lambda/adapters/s3-event.ts";

const record = (object: object, more: object = {}) => ({
  eventVersion: "2.1",
  eventSource: "aws:s3",
  eventTime: "2026-11-21T02:00:00.123Z",
  eventName: "ObjectCreated:Put",
  s3: { s3SchemaVersion: "1.0", bucket: { name: "data" }, object },
  ...more,
});
const parse = (...records: unknown[]) => parseS3Event({ Records: records });

describe("S3 events", () => {
  it("reads a record as AWS sends it", () => {
    const object = {
      key: "uploads/2025/my+sales+%C3%A4%2B.csv",
      size: 1024,
      eTag: "d41d8cd98f00b204e9800998ecf8427e",
      versionId: "096fKKXTRTtl3on89fVO.nfljtsv6qko",
      sequencer: "0055aed6dcd90281e5",
      somethingNew: true,
    };
    expect(parse(record(object))).toEqual({
      uploads: [
        {
          bucket: "data",
          key: "uploads/2025/my sales ä+.csv",
          rawKey: "uploads/2025/my+sales+%C3%A4%2B.csv",
          etag: "d41d8cd98f00b204e9800998ecf8427e",
          versionId: "096fKKXTRTtl3on89fVO.nfljtsv6qko",
          sequencer: "000000000000000055AED6DCD90281E5",
          eventTime: "2026-11-21T02:00:00.123Z",
        },
      ],
      ignored: [],
    });
  });

  it.each([
    ["uploads/a+b.csv", "uploads/a b.csv"],
    ["uploads/a%2Bb.csv", "uploads/a+b.csv"],
    ["uploads/a%20b.csv", "uploads/a b.csv"],
    ["uploads/100%.csv", "uploads/100%.csv"],
    ["uploads/%zz+.csv", "uploads/%zz+.csv"],
    ["uploads/%F0%9F%98%80.csv", "uploads/😀.csv"],
    ["uploads%2Fa.csv", "uploads/a.csv"],
  ])("decodes the key %s", (rawKey, key) => {
    expect(parse(record({ key: rawKey })).uploads[0]).toMatchObject({ key, rawKey });
  });

  it("brings sequencers into the order of their text", () => {
    const of = (sequencer: string) =>
      parse(record({ key: "uploads/a.csv", sequencer })).uploads[0]?.sequencer ?? "";
    expect(of("9")).toHaveLength(32);
    expect(of("9") < of("a0")).toBe(true);
    expect(of("ff") < of("0100")).toBe(true);
    expect(of("ab")).toBe(of("00AB"));
  });

  it("takes absent fields for unknown", () => {
    const sparse = { s3: { bucket: { name: "data" }, object: { key: "uploads/a.csv" } } };
    expect(parse(sparse).uploads[0]).toMatchObject({
      etag: null,
      versionId: null,
      sequencer: null,
      eventTime: null,
    });
    expect(
      parse(record({ key: "uploads/a.csv" }, { eventTime: "yesterday" })).uploads[0]?.eventTime,
    ).toBeNull();
  });

  it("takes quoted ETags, and the event name with its prefix", () => {
    const quoted = record({ key: "uploads/a.csv", eTag: '"abc-2"' }, { eventName: "s3:ObjectCreated:Copy" });
    expect(parse(quoted).uploads[0]?.etag).toBe("abc-2");
  });

  it.each([
    ["folder", record({ key: "uploads/" })],
    ["folder", record({ key: "uploads/2025/" })],
    ["not_an_upload", record({ key: "processed/a_summary.json" })],
    ["not_an_upload", record({ key: "uploadsx/a.csv" })],
    ["not_a_creation", record({ key: "uploads/a.csv" }, { eventName: "ObjectRemoved:Delete" })],
    ["malformed", record({})],
    ["malformed", { s3: null }],
    ["malformed", null],
    ["malformed", "text"],
  ])("ignores: %s", (reason, each) => {
    const { uploads, ignored } = parse(each, record({ key: "uploads/good.csv" }));
    expect(ignored.map((record) => record.reason)).toEqual([reason]);
    expect(uploads.map((upload) => upload.key)).toEqual(["uploads/good.csv"]);
  });

  it("ignores the test event that S3 sends when a notification is made", () => {
    const event = { Service: "Amazon S3", Event: "s3:TestEvent", Bucket: "data" };
    expect(parseS3Event(event).ignored).toEqual([{ reason: "test_event", bucket: null, key: null }]);
  });

  it("never throws, whatever it gets", () => {
    fc.assert(
      fc.property(fc.anything(), fc.array(fc.anything()), (event, records) => {
        expect(parseS3Event(event).ignored.length).toBeGreaterThanOrEqual(0);
        expect(parseS3Event({ Records: records }).ignored).toHaveLength(records.length);
      }),
    );
  });
});

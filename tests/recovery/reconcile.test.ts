import { describe, expect, test } from "vitest";
import { type Inventory, type Reconciliation, reconcile } from "../../scripts/recovery/reconcile.ts";
import { itemOf, uploadOf } from "./items.ts";

const now = new Date("2026-01-02T00:00:00Z");
const old = new Date("2026-01-01T00:00:00Z");
const young = new Date("2026-01-01T23:30:00Z");
const settleMs = 3_600_000;
const summary = (name: string, lastModified = old) => ({
  key: `processed/${name}_summary.json`,
  lastModified,
});

/** The names in each list that is not empty. */
function found(inventory: Partial<Inventory>): object {
  const result = reconcile({ uploads: [], items: [], outputs: [], ...inventory }, now, settleMs);
  const names: Record<keyof Reconciliation, readonly string[]> = {
    toRedrive: result.toRedrive.map(({ upload, reason }) => `${upload.fileName}: ${reason}`),
    underWay: result.underWay.map(({ fileName }) => fileName),
    withoutObject: result.withoutObject.map(({ fileName }) => fileName),
    staleOutputs: result.staleOutputs,
    foreignOutputs: result.foreignOutputs,
  };
  return Object.fromEntries(Object.entries(names).filter(([, list]) => list.length > 0));
}

describe("bucket and table agree", () => {
  test("when both are empty", () => expect(found({})).toEqual({}));
  test("when each upload has its item and its summary", () => {
    const inventory = { uploads: [uploadOf("a.csv")], items: [itemOf("a.csv")], outputs: [summary("a")] };
    expect(found(inventory)).toEqual({});
  });
  test("when an attempt failed: that is what the item says", () => {
    const failed = itemOf("a.csv", { status: "error", errorCode: "TIMEOUT", summaryKey: null });
    expect(found({ uploads: [uploadOf("a.csv")], items: [failed] })).toEqual({});
  });
});

test.each<[string, Partial<Inventory>, object]>([
  ["an upload without an item", { uploads: [uploadOf("a.csv")] }, { toRedrive: ["a.csv: no item"] }],
  [
    "a young one may be under way",
    { uploads: [uploadOf("a.csv", { lastModified: young })] },
    { underWay: ["a.csv"] },
  ],
  [
    "an item of a former content",
    { uploads: [uploadOf("a.csv", { etag: "e2" })], items: [itemOf("a.csv")], outputs: [summary("a")] },
    { toRedrive: ["a.csv: the item describes other content"] },
  ],
  [
    "an item that says the object is not there",
    {
      uploads: [uploadOf("a.csv")],
      items: [itemOf("a.csv", { status: "error", errorCode: "OBJECT_NOT_FOUND", summaryKey: null })],
    },
    { toRedrive: ["a.csv: OBJECT_NOT_FOUND"] },
  ],
  [
    "a summary that is gone",
    { uploads: [uploadOf("a.csv")], items: [itemOf("a.csv")] },
    { toRedrive: ["a.csv: its summary is gone"] },
  ],
  [
    "an item whose object is gone",
    { items: [itemOf("a.csv")], outputs: [summary("a")] },
    { withoutObject: ["a.csv"] },
  ],
  ["a summary without an item", { outputs: [summary("a")] }, { staleOutputs: ["processed/a_summary.json"] }],
  [
    "a summary of an earlier attempt, of which the item knows nothing",
    {
      uploads: [uploadOf("a.csv")],
      items: [itemOf("a.csv", { status: "error", errorCode: "TIMEOUT", summaryKey: null })],
      outputs: [summary("a")],
    },
    { staleOutputs: ["processed/a_summary.json"] },
  ],
  ["a summary that was written just now, before its item", { outputs: [summary("a", young)] }, {}],
  [
    "a summary of an upload under way",
    { uploads: [uploadOf("a.csv", { lastModified: young })], outputs: [summary("a")] },
    { underWay: ["a.csv"] },
  ],
  [
    "a report that is gone",
    {
      uploads: [uploadOf("a.csv")],
      items: [itemOf("a.csv", { reportKey: "processed/a_report.html" })],
      outputs: [summary("a")],
    },
    { toRedrive: ["a.csv: its report is gone"] },
  ],
  [
    "a report without an item",
    { outputs: [{ key: "processed/a.tsv_report.html", lastModified: old }] },
    { staleOutputs: ["processed/a.tsv_report.html"] },
  ],
  [
    "what is neither is not judged",
    { outputs: [{ key: "processed/notes.txt", lastModified: old }] },
    { foreignOutputs: ["processed/notes.txt"] },
  ],
])("%s", (_, inventory, expected) => expect(found(inventory)).toEqual(expected));

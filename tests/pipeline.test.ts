/** Which item tells how an upload ended, when the same content may have been uploaded before. */
import { describe, expect, test } from "vitest";
import { describesLatest, isResult } from "../scripts/pipeline.ts";
import { itemOf, uploadOf } from "./recovery/items.ts";

const sequencer = (digit: string) => `${"0".repeat(31)}${digit}`;

describe("an item is the result of an upload", () => {
  const before = itemOf("a.csv", { errorCode: "RETRIES_EXHAUSTED" });

  test.each<[what: string, item: ReturnType<typeof itemOf>, isNew: boolean]>([
    ["the one that was there before", before, false],
    ["the same upload profiled once more", { ...before, processedTimestamp: "2026-01-02T00:00:00Z" }, false],
    ["a greater sequencer", { ...before, sequencer: sequencer("B") }, true],
    [
      "an emulator's constant sequencer, a later event",
      { ...before, eventTime: "2026-01-01T00:00:00.501Z" },
      true,
    ],
    ["other content", { ...before, sequencer: sequencer("B"), etag: "e2" }, false],
  ])("%s", (_what, item, isNew) => {
    expect(isResult(item, uploadOf("a.csv"), before)).toBe(isNew);
  });

  test("whichever it is, when there was none before", () => {
    expect(isResult(before, uploadOf("a.csv"), null)).toBe(true);
  });
});

describe("an item describes the object as it was last written", () => {
  const at = (eventTime: string | null) => itemOf("a.csv", { eventTime });

  test.each<[what: string, item: ReturnType<typeof itemOf>, lastModified: string, isLatest: boolean]>([
    ["its event is of that second", at("2026-01-01T00:00:00.500Z"), "2026-01-01T00:00:00Z", true],
    ["its event was late (an upload in parts)", at("2026-01-01T00:09:00.000Z"), "2026-01-01T00:00:00Z", true],
    ["clocks differ a little", at("2026-01-01T00:00:00.500Z"), "2026-01-01T00:00:02Z", true],
    ["the same content was uploaded again", at("2026-01-01T00:00:00.500Z"), "2026-01-01T00:01:00Z", false],
    ["its event bore no time", at(null), "2026-01-01T00:01:00Z", true],
  ])("%s", (_what, item, lastModified, isLatest) => {
    expect(describesLatest(item, uploadOf("a.csv", { lastModified: new Date(lastModified) }))).toBe(isLatest);
  });

  test("not when the content is another", () => {
    expect(describesLatest(itemOf("a.csv"), uploadOf("a.csv", { etag: "e2" }))).toBe(false);
  });
});

import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  type ContentVersion,
  compareVersions,
  type ResultRank,
  rankOf,
  replaces,
  type StoredResult,
} from "../lambda/content-version.ts";
import { versionTable } from "./contracts/version-table.ts";
import { contentOf } from "./fakes/summaries.ts";

describe("which result stays", () => {
  it.each(versionTable)("$name", (row) => {
    const stored = { version: row.stored, rank: rankOf(contentOf(row.storedContent)) };
    const incoming = { version: row.incoming, rank: rankOf(contentOf(row.incomingContent)) };
    expect(replaces(incoming, stored)).toBe(row.outcome === "written");
  });

  it("writes where nothing is", () => {
    expect(replaces({ version: { sequencer: null, eventTime: null, etag: null }, rank: 0 }, null)).toBe(true);
  });

  const known: fc.Arbitrary<ContentVersion> = fc.record({
    sequencer: fc.integer({ min: 1, max: 3 }).map((n) => String(n).padStart(32, "0")),
    eventTime: fc.integer({ min: 1, max: 3 }).map((n) => `2026-01-01T00:00:00.00${n}Z`),
    etag: fc.constantFrom("e1", "e2"),
  });
  const result: fc.Arbitrary<StoredResult> = fc.record({
    version: known,
    rank: fc.constantFrom<ResultRank>(0, 1, 2),
  });

  it("does not depend on who comes first, when versions differ in sequencer or time", () => {
    fc.assert(
      fc.property(known, known, (a, b) => {
        fc.pre(a.sequencer !== b.sequencer || a.eventTime !== b.eventTime);
        expect(compareVersions(a, b) === "newer").toBe(compareVersions(b, a) === "older");
      }),
    );
  });

  it("is idempotent: whatever was written may be written again", () => {
    fc.assert(
      fc.property(result, (each) => {
        expect(replaces(each, each)).toBe(true);
      }),
    );
  });

  it("leaves the newest upload's best result, in whatever order and however often results arrive", () => {
    const uploads = [1, 2, 3].map((n) => ({
      sequencer: String(n).padStart(32, "0"),
      eventTime: null,
      etag: `e${n}`,
    }));
    const arrivals = fc.array(fc.tuple(fc.constantFrom(...uploads), fc.constantFrom<ResultRank>(0, 1, 2)), {
      minLength: 1,
    });
    fc.assert(
      fc.property(arrivals, (list) => {
        let stored: StoredResult | null = null;
        for (const [version, rank] of list) {
          if (replaces({ version, rank }, stored)) stored = { version, rank };
        }
        const newest = list
          .map(([version]) => version.sequencer)
          .sort()
          .at(-1);
        const best = Math.max(...list.filter(([v]) => v.sequencer === newest).map(([, rank]) => rank));
        expect(stored).toMatchObject({ version: { sequencer: newest }, rank: best });
      }),
    );
  });
});

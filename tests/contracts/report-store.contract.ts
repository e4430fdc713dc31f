/** What every ReportStore does. */
import { describe, expect, it } from "vitest";
import { rankOf } from "../../lambda/content-version.ts";
import type { Expected, ReportStore } from "../../lambda/ports.ts";
import { summaryOf } from "../fakes/summaries.ts";
import { uploadsInOrder, versionTable } from "./version-table.ts";

export interface ReportStoreHarness {
  readonly store: ReportStore;
  /** The stored page under a key. */
  read(key: string): Promise<{ readonly body: string; readonly contentType: string } | null>;
}

const expectations: readonly Expected[] = ["nothing", "anything"];

export function reportStoreContract(name: string, open: () => ReportStoreHarness): void {
  let keys = 0;
  const freshKey = () => `processed/contract ${keys++}/ä+%_report.html`;

  describe(`ReportStore: ${name}`, () => {
    it("writes a page that browsers show, in UTF-8", async () => {
      const { store, read } = open();
      const key = freshKey();
      const page = "<!doctype html><title>naïve 😀</title>";
      const version = { sequencer: "0A", eventTime: null, etag: "e1" };
      expect(await store.put(key, page, { version, rank: 2 })).toBe("written");
      expect(await read(key)).toEqual({ body: page, contentType: "text/html; charset=utf-8" });
    });

    const rows = versionTable.flatMap((row) => expectations.map((expected) => ({ ...row, expected })));

    it.each(rows)("$name, $expected expected", async (row) => {
      const { store, read } = open();
      const key = freshKey();
      const rank = (content: typeof row.storedContent) => rankOf(summaryOf("a.csv", content));
      await store.put(key, "stored", { version: row.stored, rank: rank(row.storedContent) });
      const incoming = { version: row.incoming, rank: rank(row.incomingContent) };
      const outcome = await store.put(key, "incoming", incoming, row.expected);
      expect(outcome).toBe(row.outcome);
      expect((await read(key))?.body).toBe(row.outcome === "written" ? "incoming" : "stored");
    });

    it.each(Object.entries(uploadsInOrder))(
      "keeps the newest of writers at once: %s",
      async (_, versions) => {
        const { store, read } = open();
        const key = freshKey();
        const writers = [...versions, ...versions].reverse();
        await Promise.all(
          writers.map((version, i) =>
            store.put(key, `page ${versions.indexOf(version)}`, { version, rank: 2 }, expectations[i % 2]),
          ),
        );
        expect((await read(key))?.body).toBe(`page ${versions.length - 1}`);
      },
    );
  });
}

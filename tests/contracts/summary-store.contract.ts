/** What every SummaryStore does. */
import { describe, expect, it } from "vitest";
import type { Expected, SummaryStore } from "../../lambda/ports.ts";
import { summaryOf } from "../fakes/summaries.ts";
import { uploadsInOrder, versionTable } from "./version-table.ts";

export interface SummaryStoreHarness {
  readonly store: SummaryStore;
  /** The stored text under a key. */
  read(key: string): Promise<{ readonly body: string; readonly contentType: string } | null>;
}

const expectations: readonly Expected[] = ["nothing", "anything"];

export function summaryStoreContract(name: string, open: () => SummaryStoreHarness): void {
  let keys = 0;
  const freshKey = () => `processed/contract ${keys++}/ä+%_summary.json`;

  describe(`SummaryStore: ${name}`, () => {
    it("writes JSON with its content type", async () => {
      const { store, read } = open();
      const key = freshKey();
      const summary = summaryOf("a.csv", { schema: { "naïve 😀": "int" } });
      expect(await store.put(key, summary, { sequencer: "0A", eventTime: null, etag: "e1" })).toBe("written");
      const stored = await read(key);
      expect(JSON.parse(stored?.body ?? "null")).toEqual(JSON.parse(JSON.stringify(summary)));
      expect(stored?.contentType).toBe("application/json");
    });

    const rows = versionTable.flatMap((row) => expectations.map((expected) => ({ ...row, expected })));

    it.each(rows)("$name, $expected expected", async (row) => {
      const { store, read } = open();
      const key = freshKey();
      await store.put(key, summaryOf("stored.csv", row.storedContent), row.stored);
      const outcome = await store.put(
        key,
        summaryOf("incoming.csv", row.incomingContent),
        row.incoming,
        row.expected,
      );
      expect(outcome).toBe(row.outcome);
      const kept = row.outcome === "written" ? "incoming.csv" : "stored.csv";
      expect(JSON.parse((await read(key))?.body ?? "null").file_name).toBe(kept);
    });

    it.each(Object.entries(uploadsInOrder))(
      "keeps the newest of writers at once: %s",
      async (_, versions) => {
        const { store, read } = open();
        const key = freshKey();
        const writers = [...versions, ...versions].reverse();
        await Promise.all(
          writers.map((version, i) =>
            store.put(key, summaryOf(`v${versions.indexOf(version)}.csv`), version, expectations[i % 2]),
          ),
        );
        expect(JSON.parse((await read(key))?.body ?? "null").file_name).toBe(`v${versions.length - 1}.csv`);
      },
    );
  });
}

/** What every MetadataStore does. */
import { describe, expect, it } from "vitest";
import { rankOf } from "../../lambda/content-version.ts";
import type { MetadataStore } from "../../lambda/ports.ts";
import { summaryOf } from "../fakes/summaries.ts";
import { uploadsInOrder, versionTable } from "./version-table.ts";

export interface MetadataStoreHarness {
  readonly store: MetadataStore;
  /** The attributes of a file's item. */
  read(fileName: string): Promise<Readonly<Record<string, unknown>> | null>;
}

export function metadataStoreContract(name: string, open: () => MetadataStoreHarness): void {
  let names = 0;
  const freshName = () => `contract/${names++} ä+%.csv`;
  const version = { sequencer: "0A", eventTime: "2026-01-01T00:00:00.000Z", etag: "e1" };

  describe(`MetadataStore: ${name}`, () => {
    it("knows nothing of a file that was never written", async () => {
      expect(await open().store.stored(freshName())).toBeNull();
    });

    it("writes the summary's names and the keys of the outputs", async () => {
      const { store, read } = open();
      const fileName = freshName();
      const summary = summaryOf(fileName, { schema: { a: "int" }, error_message: null });
      const outputs = { summaryKey: "processed/x_summary.json", reportKey: "processed/x_report.html" };
      expect(await store.put(summary, outputs, version)).toBe("written");
      expect(await read(fileName)).toMatchObject({
        file_name: fileName,
        status: "success",
        partial: false,
        row_count: 2,
        schema: { a: "int" },
        error_message: null,
        summary_key: "processed/x_summary.json",
        report_key: "processed/x_report.html",
        upload_timestamp: "2026-01-02T03:04:05.000Z",
        source: { bucket: "data", key: `uploads/${fileName}`, etag: "e1" },
        truncated: false,
      });
    });

    it("writes an item without outputs", async () => {
      const { store, read } = open();
      const fileName = freshName();
      await store.put(summaryOf(fileName), null, version);
      expect(await read(fileName)).toMatchObject({ summary_key: null, report_key: null });
    });

    it.each(versionTable)("$name", async (row) => {
      const { store, read } = open();
      const fileName = freshName();
      const stored = summaryOf(fileName, { row_count: 1, ...row.storedContent });
      const incoming = summaryOf(fileName, { row_count: 2, ...row.incomingContent });
      expect(await store.put(stored, null, row.stored)).toBe("written");
      expect(await store.put(incoming, null, row.incoming)).toBe(row.outcome);
      const written = row.outcome === "written";
      expect(await read(fileName)).toMatchObject({ row_count: written ? 2 : 1 });
      expect(await store.stored(fileName)).toEqual(
        written
          ? { version: row.incoming, rank: rankOf(incoming) }
          : { version: row.stored, rank: rankOf(stored) },
      );
    });

    it.each(Object.entries(uploadsInOrder))(
      "keeps the newest of writers at once: %s",
      async (_, versions) => {
        const { store, read } = open();
        const fileName = freshName();
        const writers = [...versions, ...versions].reverse();
        await Promise.all(
          writers.map((each) =>
            store.put(summaryOf(fileName, { row_count: versions.indexOf(each) }), null, each),
          ),
        );
        expect(await read(fileName)).toMatchObject({ row_count: versions.length - 1 });
      },
    );
  });
}

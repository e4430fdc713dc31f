/** The stores in memory, with the same rule as the real ones. */
import { type ContentVersion, rankOf, replaces, type StoredResult } from "../../lambda/content-version.ts";
import type { OutputKeys } from "../../lambda/output-keys.ts";
import type { MetadataStore, ReportStore, SummaryStore, WriteOutcome } from "../../lambda/ports.ts";
import type { Summary } from "../../lambda/profile/summary.ts";

export class InMemorySummaryStore implements SummaryStore {
  readonly objects = new Map<string, { readonly summary: Summary; readonly result: StoredResult }>();

  async put(key: string, summary: Summary, version: ContentVersion): Promise<WriteOutcome> {
    const result = { version, rank: rankOf(summary) };
    if (!replaces(result, this.objects.get(key)?.result ?? null)) return "superseded";
    this.objects.set(key, { summary, result });
    return "written";
  }
}

export class InMemoryReportStore implements ReportStore {
  readonly objects = new Map<string, { readonly page: string; readonly result: StoredResult }>();

  async put(key: string, page: string, result: StoredResult): Promise<WriteOutcome> {
    if (!replaces(result, this.objects.get(key)?.result ?? null)) return "superseded";
    this.objects.set(key, { page, result });
    return "written";
  }
}

export class InMemoryMetadataStore implements MetadataStore {
  readonly items = new Map<
    string,
    {
      readonly summary: Summary;
      readonly summaryKey: string | null;
      readonly reportKey: string | null;
      readonly result: StoredResult;
    }
  >();

  async put(summary: Summary, outputs: OutputKeys | null, version: ContentVersion): Promise<WriteOutcome> {
    const result = { version, rank: rankOf(summary) };
    if (!replaces(result, this.items.get(summary.file_name)?.result ?? null)) return "superseded";
    const { summaryKey, reportKey } = outputs ?? { summaryKey: null, reportKey: null };
    this.items.set(summary.file_name, { summary, summaryKey, reportKey, result });
    return "written";
  }

  async stored(fileName: string): Promise<StoredResult | null> {
    return this.items.get(fileName)?.result ?? null;
  }
}

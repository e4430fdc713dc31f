/** The fakes keep the contracts, so that tests on them mean something. */
import { InMemoryObjectSource } from "../fakes/in-memory-object-source.ts";
import {
  InMemoryMetadataStore,
  InMemoryReportStore,
  InMemorySummaryStore,
} from "../fakes/in-memory-stores.ts";
import { metadataStoreContract } from "./metadata-store.contract.ts";
import { objectSourceContract } from "./object-source.contract.ts";
import { reportStoreContract } from "./report-store.contract.ts";
import { summaryStoreContract } from "./summary-store.contract.ts";

objectSourceContract("in memory", () => {
  const source = new InMemoryObjectSource();
  return {
    source,
    bucket: "data",
    upload: async (key, bytes, metadata) => source.upload(key, bytes, metadata),
    remove: async (key) => {
      source.objects.delete(key);
    },
  };
});

summaryStoreContract("in memory", () => {
  const store = new InMemorySummaryStore();
  return {
    store,
    read: async (key) => {
      const object = store.objects.get(key);
      return object ? { body: JSON.stringify(object.summary), contentType: "application/json" } : null;
    },
  };
});

reportStoreContract("in memory", () => {
  const store = new InMemoryReportStore();
  return {
    store,
    read: async (key) => {
      const object = store.objects.get(key);
      return object ? { body: object.page, contentType: "text/html; charset=utf-8" } : null;
    },
  };
});

metadataStoreContract("in memory", () => {
  const store = new InMemoryMetadataStore();
  return {
    store,
    read: async (fileName) => {
      const item = store.items.get(fileName);
      if (item === undefined) return null;
      const { summary, summaryKey, reportKey } = item;
      return { ...summary, summary_key: summaryKey, report_key: reportKey, truncated: false };
    },
  };
});

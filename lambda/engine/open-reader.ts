/** Chooses who reads a table. */
import type { Dialect } from "../csv/dialect.ts";
import type { ProfileOptions } from "../profile/options.ts";
import type { ProcessingSummary } from "../profile/summary.ts";
import type { TableProfile, TableRules } from "../profile/table-profile.ts";
import { ReferenceReader, type TableReader } from "../profile/table-reader.ts";
import { KernelReader, kernelReads } from "./kernel-reader.ts";
import { ParallelReader } from "./parallel/parallel-reader.ts";
import { type StartThread, startWorkerThread } from "./parallel/thread.ts";
import type { TextFileFacts } from "./text-file.ts";

export interface OpenReader {
  readonly engine: ProcessingSummary["engine"];
  readonly reader: TableReader;
}

/** How a text is cut among threads; the defaults are right but for tests with small texts. */
export interface Partition {
  readonly segmentBytes?: number;
  readonly aloneBytes?: number;
  /** Of one thread: see `batchSizeFor`. */
  readonly sliceBytesLeast?: number;
  readonly startThread?: StartThread;
}

/**
 * @param textBytes of the whole text, where that is known
 * @param file that is the text as it stands, if there is one
 */
export function openReader(
  { engine = "auto", threads = 1 }: Pick<ProfileOptions, "engine" | "threads">,
  dialect: Dialect,
  table: TableProfile,
  rules: TableRules,
  { aloneBytes, sliceBytesLeast, startThread = startWorkerThread }: Partition = {},
  textBytes?: number,
  file: TextFileFacts | null = null,
): OpenReader {
  if (engine !== "reference" && kernelReads(dialect)) {
    const reader =
      threads > 1
        ? new ParallelReader(dialect, table, rules, {
            threads,
            startThread,
            file,
            ...(aloneBytes && { aloneBytes }),
          })
        : new KernelReader(dialect, table, rules, { textBytes, file, sliceBytesLeast });
    return { engine: "kernel", reader };
  }
  return { engine: "reference", reader: new ReferenceReader(dialect, table) };
}

/** Chooses who reads a table. */
import type { Dialect } from "../csv/dialect.ts";
import type { EngineChoice } from "../profile/options.ts";
import type { ProcessingSummary } from "../profile/summary.ts";
import type { TableProfile } from "../profile/table-profile.ts";
import { ReferenceReader, type TableReader } from "../profile/table-reader.ts";
import type { CellRules } from "../types/cell.ts";
import { KernelReader, kernelReads } from "./kernel-reader.ts";

export interface OpenReader {
  readonly engine: ProcessingSummary["engine"];
  readonly reader: TableReader;
}

export function openReader(
  choice: EngineChoice,
  dialect: Dialect,
  table: TableProfile,
  rules: CellRules,
): OpenReader {
  if (choice !== "reference" && kernelReads(dialect))
    return { engine: "kernel", reader: new KernelReader(dialect, table, rules) };
  return { engine: "reference", reader: new ReferenceReader(dialect, table) };
}

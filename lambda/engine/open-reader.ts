/** Chooses who reads a table. */
import type { Dialect } from "../csv/dialect.ts";
import { ProfilerError } from "../errors.ts";
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

/** @throws ProfilerError INVALID_OPTION when the kernel is demanded for a dialect that it does not read */
export function openReader(
  choice: EngineChoice,
  dialect: Dialect,
  table: TableProfile,
  rules: CellRules,
): OpenReader {
  if (choice !== "reference" && kernelReads(dialect))
    return { engine: "kernel", reader: new KernelReader(dialect, table, rules) };
  if (choice === "kernel")
    throw new ProfilerError("INVALID_OPTION", {
      option: "engine",
      value: choice,
      expected: "auto or reference for a file of this dialect",
    });
  return { engine: "reference", reader: new ReferenceReader(dialect, table) };
}

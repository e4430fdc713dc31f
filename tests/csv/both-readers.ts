/** Reads a text as the table of a stated dialect with either reader, for tests: what both must leave alike. */
import type { Dialect } from "../../lambda/csv/dialect.ts";
import { openReader } from "../../lambda/engine/open-reader.ts";
import { ProfilerError } from "../../lambda/errors.ts";
import type { EngineChoice } from "../../lambda/profile/options.ts";
import { summarizeColumn } from "../../lambda/profile/summarize-column.ts";
import type { ProcessingSummary } from "../../lambda/profile/summary.ts";
import { TableProfile } from "../../lambda/profile/table-profile.ts";

export interface ReadTable {
  readonly engine: ProcessingSummary["engine"];
  /** Everything that is known of the table, its reading and what ended it. */
  readonly found: unknown;
}

const rules = { typeShareMin: 0.9, dateOrder: null, sampleValues: true } as const;

export async function readTable(
  chunks: readonly Uint8Array[],
  dialect: Dialect,
  choice: EngineChoice,
): Promise<ReadTable> {
  const table = new TableProfile();
  const { engine, reader } = openReader({ engine: choice }, dialect, table, {});
  let error: string | null = null;
  try {
    for (const chunk of chunks) reader.write(chunk);
    await reader.end();
  } catch (caught) {
    if (!(caught instanceof ProfilerError)) throw caught;
    error = caught.message;
    reader.abandon();
  }
  const { lines, physicalLines, records, terminator, line, byte } = reader;
  const found = {
    error,
    lines: { ...lines },
    physicalLines,
    records,
    terminator,
    stoppedAt: { line, byte },
    rows: table.rows,
    names: table.names,
    columns: table.names.map((name, i) => summarizeColumn(table.column(i), name, i + 1, table.rows, rules)),
    oddities: Object.entries(table.oddities).map(([kind, examples]) => [kind, examples.counted()]),
    duplicates: table.duplicates,
  };
  return { engine, found };
}

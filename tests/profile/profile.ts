/** Profiles a text, for tests; every receipt must balance. */
import type { ProfileOptions } from "../../lambda/profile/options.ts";
import { profileCsv } from "../../lambda/profile/profile-csv.ts";
import type { ColumnSummary, ContentProfile } from "../../lambda/profile/summary.ts";

async function* inChunks(bytes: Uint8Array, chunkBytes: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += chunkBytes) yield bytes.slice(at, at + chunkBytes);
}

export async function profileBytes(
  bytes: Uint8Array,
  options: ProfileOptions = {},
  chunkBytes = 65_536,
): Promise<ContentProfile> {
  const { content } = await profileCsv(inChunks(bytes, chunkBytes), options);
  if (!content.quality_issues.receipt.balanced)
    throw new Error(`unbalanced receipt: ${JSON.stringify(content.quality_issues.receipt)}`);
  return content;
}

export async function profileText(text: string, options: ProfileOptions = {}): Promise<ContentProfile> {
  return profileBytes(Buffer.from(text), options);
}

/** The profile of one column named `x`, from its cells; a second column keeps blank cells from being blank lines. */
export async function profileColumn(
  cells: readonly string[],
  options: ProfileOptions = {},
): Promise<ColumnSummary> {
  const quoted = cells.map((cell, row) => `"${cell.replaceAll('"', '""')}",row ${row}`);
  const content = await profileText(["x,y", ...quoted, ""].join("\n"), {
    delimiter: ",",
    quote: '"',
    header: true,
    ...options,
  });
  const column = content.columns[0];
  if (column === undefined) throw new Error("no column");
  return column;
}

/** @throws Error unless the column has the type; narrows its statistics. */
export function numbersOf(column: ColumnSummary) {
  if ((column.type !== "int" && column.type !== "float") || column.statistics === null)
    throw new Error(`${column.name} is a ${column.type} column`);
  return column.statistics;
}

export function datesOf(column: ColumnSummary) {
  if (column.type !== "date" || column.statistics === null)
    throw new Error(`${column.name} is a ${column.type} column`);
  return column.statistics;
}

export function textsOf(column: ColumnSummary) {
  if (column.type !== "string" || column.statistics === null)
    throw new Error(`${column.name} is a ${column.type} column`);
  return column.statistics;
}

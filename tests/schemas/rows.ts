/** The rows of a file as JSON, as the row schema has them: read by the reference reader, cell by cell. */
import { createReadStream } from "node:fs";
import { RecordReader } from "../../lambda/csv/record-reader.ts";
import { sniff } from "../../lambda/csv/sniff.ts";
import type { ColumnSummary, Summary } from "../../lambda/profile/summary.ts";
import { decodeText } from "../../lambda/text/decode.ts";
import { CellParser } from "../../lambda/types/cell.ts";

export interface JsonRow {
  readonly row: Readonly<Record<string, unknown>>;
  /** A cell of it is none of its column's type. */
  readonly isInvalid: boolean;
}

export async function jsonRows(path: string, summary: Summary): Promise<JsonRow[]> {
  const text = await decodeText(createReadStream(path));
  const dialect = sniff(text.head, text.headIsWhole, {});
  const rows: JsonRow[] = [];
  const reader = new RecordReader(dialect, {
    header: () => {},
    record: (cells) => rows.push(jsonRow(cells, summary.columns)),
  });
  for await (const chunk of text.body) reader.write(chunk);
  await reader.end();
  return rows;
}

function jsonRow(cells: readonly string[], columns: readonly ColumnSummary[]): JsonRow {
  const values = columns.map((column, index) => jsonValue((cells[index] ?? "").trim(), column));
  return {
    row: Object.fromEntries(columns.map(({ name }, index) => [name, values[index]?.value])),
    isInvalid: values.some(({ isInvalid }) => isInvalid),
  };
}

function jsonValue(cell: string, column: ColumnSummary): { value: unknown; isInvalid: boolean } {
  const parser = new CellParser();
  const kind = parser.kind(cell);
  if (kind === "empty") return { value: null, isInvalid: false };
  if (column.type === "string") {
    // A column of nothing but null tokens is all missing.
    const missing = column.confidence === null && kind === "null_token";
    return { value: missing ? null : cell, isInvalid: false };
  }
  if (kind === "null_token") return { value: null, isInvalid: false };
  const isNumber = kind === "int" || kind === "float";
  if (column.type === "int" && kind === "int") return { value: parser.number, isInvalid: false };
  if (column.type === "float" && isNumber) return { value: parser.number, isInvalid: false };
  if (column.type === "date" && kind === "date" && column.statistics !== null) {
    const { order, formats } = column.statistics;
    const { dayFirstMs, monthFirstMs } = parser.date;
    const ms = order === "month_first" || Number.isNaN(dayFirstMs) ? monthFirstMs : dayFirstMs;
    const iso = new Date(ms).toISOString();
    const hasTime = formats.some(({ format }) => format.includes("mm"));
    return { value: hasTime ? iso : iso.slice(0, 10), isInvalid: false };
  }
  return { value: cell, isInvalid: true };
}

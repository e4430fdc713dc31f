/** One file → the same table as RFC 4180 writes it, by the sniffing and the reading that the profile is made with. */
import { joinHeader } from "../lambda/csv/column-names.ts";
import { RecordReader } from "../lambda/csv/record-reader.ts";
import { sniff } from "../lambda/csv/sniff.ts";
import { TableText } from "../lambda/csv/table-text.ts";
import { ProfilerError } from "../lambda/errors.ts";
import type { ProfileOptions } from "../lambda/profile/options.ts";
import { type DecodedText, decodeText } from "../lambda/text/decode.ts";
import { countOf } from "./render/figures.ts";
import { formatRecord } from "./rfc4180.ts";

export interface ConvertOptions extends ProfileOptions {
  /** Give a file without a header one: `column_1`, `column_2` … */
  readonly alwaysHeader: boolean;
}

/** Characters gathered before they are written: few enough to hold, enough to spare system calls. */
const batchChars = 64 * 1024;

/**
 * Read `body` and `write` it out. An empty file gives an empty one. `note` gets what a person should know.
 *
 * @throws ProfilerError when the file cannot be read to its end; what comes before was written
 */
export async function convertInput(
  body: AsyncIterable<Uint8Array>,
  options: ConvertOptions,
  write: (text: string) => Promise<void>,
  note: (sentence: string) => void,
): Promise<void> {
  let text: DecodedText;
  try {
    text = await decodeText(body, options.encoding);
  } catch (error) {
    if (!(error instanceof ProfilerError) || error.code !== "EMPTY_FILE") throw error;
    note("The file is empty: so is the output.");
    return;
  }
  const dialect = sniff(text.head, text.headIsWhole, options);
  const tableText = new TableText(text.head, dialect);
  const records = new RecordWriter(options.alwaysHeader);
  const reader = new RecordReader(dialect, records);
  try {
    for await (const chunk of tableText.of(text.body)) {
      reader.write(chunk);
      if (records.pending.length >= batchChars) await write(records.take());
    }
    await reader.end();
  } finally {
    await write(records.take());
    for (const sentence of remarks(records, tableText.footerLines, dialect.furtherTables, text))
      note(sentence);
  }
}

/** Gathers what is read, as text. */
class RecordWriter {
  pending = "";
  /** Fields of the header, or of the first record. */
  width = 0;
  /** Records with more or fewer. */
  odd = 0;
  readonly #alwaysHeader: boolean;

  constructor(alwaysHeader: boolean) {
    this.#alwaysHeader = alwaysHeader;
  }

  header(records: readonly (readonly string[])[]): void {
    const names = joinHeader(records);
    this.width = names.length;
    this.pending += formatRecord(names);
  }

  record(cells: readonly string[]): void {
    if (this.width === 0) {
      this.width = cells.length;
      if (this.#alwaysHeader) this.pending += formatRecord(cells.map((_, i) => `column_${i + 1}`));
    }
    if (cells.length !== this.width) this.odd++;
    this.pending += formatRecord(cells);
  }

  take(): string {
    const text = this.pending;
    this.pending = "";
    return text;
  }
}

function* remarks(
  { width, odd }: RecordWriter,
  footerLines: number,
  furtherTables: number,
  { counters }: DecodedText,
): Generator<string> {
  if (width === 0) yield "The file has no table: the output is empty.";
  if (furtherTables > 0) yield `${countOf(furtherTables, "more table")} behind the first: left out.`;
  else if (footerLines > 0) yield `${countOf(footerLines, "line")} behind the table: left out.`;
  if (odd > 0)
    yield `${countOf(odd, "record")} with more or fewer than ${countOf(width, "field")}, as in the file.`;
  const { trailingBytes, undecodableBytes } = counters;
  if (undecodableBytes > 0)
    yield `${countOf(undecodableBytes, "byte")} could not be decoded and became U+FFFD.`;
  if (trailingBytes > 0) yield `${countOf(trailingBytes, "byte")} behind the compressed data: not read.`;
}

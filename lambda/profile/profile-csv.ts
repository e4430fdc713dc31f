/** The core's front door: bytes in, the profile of their content out. */
import type { Dialect } from "../csv/dialect.ts";
import { sniff } from "../csv/sniff.ts";
import { TableText } from "../csv/table-text.ts";
import { openReader, type Partition } from "../engine/open-reader.ts";
import { SegmentsDisagreeError } from "../engine/parallel/crew.ts";
import { type TextFileFacts, UnfitFileError } from "../engine/text-file.ts";
import { hasCode, ProfilerError } from "../errors.ts";
import { parallelBytesMin, typeShareMin } from "../limits.ts";
import type { Figures } from "../statistics/column-budget.ts";
import { type DecodedText, decodeText, type SeenSoFar } from "../text/decode.ts";
import { failedResult } from "./failed-result.ts";
import type { ProfileOptions } from "./options.ts";
import { summarizeContent } from "./summarize.ts";
import type { ColumnRules } from "./summarize-column.ts";
import type { ContentProfile, ProcessingSummary, SourceSummary } from "./summary.ts";
import { TableProfile, type TableRules } from "./table-profile.ts";
import type { TableReader } from "./table-reader.ts";

const utf8BomBytes = 3;

export interface ProfileLimits {
  /** Asked between chunks; true stops reading and yields a partial profile with error TIMEOUT. */
  readonly outOfTime?: () => boolean;
  /** Reported in the TIMEOUT message. */
  readonly timeoutMs?: number;
}

/** Gives the same bytes each time it is opened: needed for more than one thread. */
export interface RereadableSource {
  /** As stored. */
  readonly sizeBytes: number;
  /** Of the file that has the bytes: who reads it opens it by that name. */
  readonly path?: string;
  /** Of that file, where it is known. */
  readonly inode?: number | undefined;
  open(): AsyncIterable<Uint8Array>;
}

export interface ProfileResult {
  readonly content: ContentProfile;
  readonly compression: SourceSummary["compression"];
  readonly engine: ProcessingSummary["engine"];
  readonly figures: Figures;
  /** That have read the text. */
  readonly threads: number;
  /** As delivered by the source, before decompression. */
  readonly sourceBytes: number;
  /** After decompression. */
  readonly textBytes: number;
}

/**
 * Profile one CSV. What is wrong with the file is in the result (`content.status`, `error_code`, `partial`);
 * only the source's own exceptions are thrown.
 */
export async function profileCsv(
  source: AsyncIterable<Uint8Array> | RereadableSource,
  options: ProfileOptions = {},
  limits: ProfileLimits = {},
  partition: Partition = {},
): Promise<ProfileResult> {
  const alone = { ...options, threads: 1 };
  if (Symbol.asyncIterator in source) return profileOnce(source, null, alone, limits, partition);
  const { path, sizeBytes, inode } = source;
  const together = { ...options, threads: threadsFor(source, options) };
  const file = path === undefined ? null : { path, sizeBytes, inode };
  try {
    return await profileOnce(source.open(), file, together, limits, partition);
  } catch (error) {
    const reason = error instanceof SegmentsDisagreeError && error.cause !== undefined ? error.cause : error;
    if (reason instanceof UnfitFileError)
      return profileCsv({ sizeBytes, open: () => source.open() }, options, limits, partition);
    if (!(error instanceof SegmentsDisagreeError)) throw error;
    return profileOnce(source.open(), null, alone, limits, partition);
  }
}

function threadsFor({ sizeBytes }: RereadableSource, { threads, cores = 1 }: ProfileOptions): number {
  return threads ?? (sizeBytes >= parallelBytesMin ? cores : 1);
}

type StoredFile = Omit<TextFileFacts, "textAt">;

async function profileOnce(
  source: AsyncIterable<Uint8Array>,
  file: StoredFile | null,
  options: ProfileOptions,
  limits: ProfileLimits,
  partition: Partition,
): Promise<ProfileResult> {
  const { figures = "all" } = options;
  const seen: SeenSoFar = { compression: "none", sourceBytes: 0 };
  let text: DecodedText;
  try {
    text = await decodeText(source, options.encoding, seen);
  } catch (error) {
    if (!(error instanceof ProfilerError)) throw error;
    return failedResult(error, { ...seen, figures });
  }
  return {
    ...(await profileText(text, file, options, limits, partition)),
    compression: text.compression,
    figures,
    sourceBytes: text.counters.sourceBytes,
    textBytes: text.counters.textBytes,
  };
}

async function profileText(
  text: DecodedText,
  file: StoredFile | null,
  options: ProfileOptions,
  limits: ProfileLimits,
  partition: Partition,
): Promise<Pick<ProfileResult, "content" | "engine" | "threads">> {
  const dialect = sniff(text.head, text.headIsWhole, options);
  const dateOrder = options.dateOrder ?? null;
  const tableRules: TableRules = {
    dateOrder,
    figures: options.figures ?? "all",
    ...(options.nullTokens === undefined ? {} : { nullTokens: options.nullTokens }),
  };
  const table = new TableProfile(tableRules, partition.segmentBytes);
  const textBytes = text.headIsWhole ? text.head.length : undefined;
  const textFile = file === null ? null : textFileOf(file, text, dialect);
  const { engine, reader } = openReader(options, dialect, table, tableRules, partition, textBytes, textFile);
  const tableText = new TableText(text.head, dialect);
  let error: ProfilerError | null = null;
  try {
    await readAll(tableText.of(text.body), text, textFile, reader, limits);
    await reader.end();
    if (table.columnCount === 0) throw nothingToProfile(text, reader);
  } catch (caught) {
    if (!(caught instanceof ProfilerError)) throw caught;
    // The source knows when time runs out, the reader where.
    await reader.abandon();
    error = hasCode(caught, "TIMEOUT")
      ? new ProfilerError("TIMEOUT", { ...caught.data, line: reader.line, byte: reader.byte })
      : caught;
  } finally {
    reader.close();
  }
  const rules: ColumnRules = {
    typeShareMin: options.typeShareMin ?? typeShareMin,
    dateOrder,
    sampleValues: options.sampleValues ?? true,
  };
  const { lines, physicalLines, records, terminator } = reader;
  const content = summarizeContent(
    { table, lines, footerLines: tableText.footerLines, physicalLines, records, terminator, dialect, text },
    error,
    rules,
  );
  return { content, engine, threads: reader.threads };
}

/**
 * Give the table's text to its reader, or leave it to that where it reads by itself.
 * @throws ProfilerError
 */
async function readAll(
  chunks: AsyncIterable<Uint8Array>,
  text: DecodedText,
  file: TextFileFacts | null,
  reader: TableReader,
  limits: ProfileLimits,
): Promise<void> {
  let delivered = 0;
  let taken = 0;
  for await (const chunk of chunks) {
    // One that reads alone has nothing to wait for.
    const pending = reader.write(chunk.subarray(Math.max(0, taken - delivered)));
    if (pending !== undefined) await pending;
    assertTime(limits);
    delivered += chunk.length;
    // Where bytes were replaced, the file is not the text.
    const rest = text.counters.undecodableBytes === 0 ? reader.rest?.() : null;
    if (!rest || file === null) continue;
    let isAll = true;
    for await (const position of rest) {
      isAll = position !== null;
      if (position === null) continue;
      taken = position;
      text.noteRead(file.textAt + position);
      assertTime(limits);
    }
    if (isAll) return;
  }
}

/** @throws ProfilerError TIMEOUT */
function assertTime({ outOfTime, timeoutMs = 0 }: ProfileLimits): void {
  if (outOfTime?.() === true) throw new ProfilerError("TIMEOUT", { timeoutMs });
}

/** Null where its bytes are not the text. */
function textFileOf(
  file: StoredFile,
  { compression, encoding, bom }: DecodedText,
  { footerLines }: Dialect,
): TextFileFacts | null {
  if (compression !== "none" || encoding !== "utf-8" || footerLines > 0) return null;
  return { ...file, textAt: bom ? utf8BomBytes : 0 };
}

/** The file had neither a header nor a record; what there is was read, and is accounted for. */
function nothingToProfile({ counters }: DecodedText, { lines }: TableReader): ProfilerError {
  return new ProfilerError("EMPTY_FILE", { sizeBytes: counters.sourceBytes, preambleLines: lines.preamble });
}

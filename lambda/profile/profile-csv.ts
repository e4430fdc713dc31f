/** The core's front door: bytes in, the profile of their content out. */
import { sniff } from "../csv/sniff.ts";
import { TableText } from "../csv/table-text.ts";
import { openReader, type Partition } from "../engine/open-reader.ts";
import { SegmentsDisagreeError } from "../engine/parallel/crew.ts";
import { hasCode, ProfilerError } from "../errors.ts";
import { parallelBytesMin, typeShareMin } from "../limits.ts";
import { type DecodedText, decodeText } from "../text/decode.ts";
import type { CellRules } from "../types/cell.ts";
import { failedContent } from "./failed-content.ts";
import type { ProfileOptions } from "./options.ts";
import { summarizeContent } from "./summarize.ts";
import type { ColumnRules } from "./summarize-column.ts";
import type { ContentProfile, ProcessingSummary, SourceSummary } from "./summary.ts";
import { TableProfile } from "./table-profile.ts";
import type { TableReader } from "./table-reader.ts";

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
  open(): AsyncIterable<Uint8Array>;
}

export interface ProfileResult {
  readonly content: ContentProfile;
  readonly compression: SourceSummary["compression"];
  readonly engine: ProcessingSummary["engine"];
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
  if (Symbol.asyncIterator in source) return profileOnce(source, alone, limits, partition);
  try {
    return await profileOnce(
      source.open(),
      { ...options, threads: threadsFor(source, options) },
      limits,
      partition,
    );
  } catch (error) {
    if (!(error instanceof SegmentsDisagreeError)) throw error;
    return profileOnce(source.open(), alone, limits, partition);
  }
}

function threadsFor({ sizeBytes }: RereadableSource, { threads, cores = 1 }: ProfileOptions): number {
  return threads ?? (sizeBytes >= parallelBytesMin ? cores : 1);
}

async function profileOnce(
  source: AsyncIterable<Uint8Array>,
  options: ProfileOptions,
  limits: ProfileLimits,
  partition: Partition,
): Promise<ProfileResult> {
  let text: DecodedText;
  try {
    text = await decodeText(source, options.encoding);
  } catch (error) {
    if (!(error instanceof ProfilerError)) throw error;
    return {
      content: failedContent(error),
      compression: "none",
      engine: "reference",
      threads: 1,
      sourceBytes: 0,
      textBytes: 0,
    };
  }
  return {
    ...(await profileText(text, options, limits, partition)),
    compression: text.compression,
    sourceBytes: text.counters.sourceBytes,
    textBytes: text.counters.textBytes,
  };
}

async function profileText(
  text: DecodedText,
  options: ProfileOptions,
  limits: ProfileLimits,
  partition: Partition,
): Promise<Pick<ProfileResult, "content" | "engine" | "threads">> {
  const dialect = sniff(text.head, text.headIsWhole, options);
  const dateOrder = options.dateOrder ?? null;
  const cellRules: CellRules = {
    dateOrder,
    ...(options.nullTokens === undefined ? {} : { nullTokens: options.nullTokens }),
  };
  const table = new TableProfile(cellRules, partition.segmentBytes);
  const textBytes = text.headIsWhole ? text.head.length : undefined;
  const { engine, reader } = openReader(options, dialect, table, cellRules, partition, textBytes);
  const tableText = new TableText(text.head, dialect);
  let error: ProfilerError | null = null;
  try {
    for await (const chunk of tableText.of(text.body)) {
      // One that reads alone has nothing to wait for.
      const pending = reader.write(chunk);
      if (pending !== undefined) await pending;
      if (limits.outOfTime?.() === true)
        throw new ProfilerError("TIMEOUT", { timeoutMs: limits.timeoutMs ?? 0 });
    }
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

/** The file had neither a header nor a record; what there is was read, and is accounted for. */
function nothingToProfile({ counters }: DecodedText, { lines }: TableReader): ProfilerError {
  return new ProfilerError("EMPTY_FILE", { sizeBytes: counters.sourceBytes, preambleLines: lines.preamble });
}

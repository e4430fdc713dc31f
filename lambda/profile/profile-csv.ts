/** The core's front door: bytes in, the profile of their content out. */
import { LineCounter } from "../csv/lines.ts";
import { RecordReader } from "../csv/record-reader.ts";
import { sniff } from "../csv/sniff.ts";
import { ProfilerError } from "../errors.ts";
import { typeShareMin } from "../limits.ts";
import { type DecodedText, decodeText } from "../text/decode.ts";
import { failedContent } from "./failed-content.ts";
import type { ProfileOptions } from "./options.ts";
import { summarizeContent } from "./summarize.ts";
import type { ColumnRules } from "./summarize-column.ts";
import type { ContentProfile, ProcessingSummary, SourceSummary } from "./summary.ts";
import { TableProfile } from "./table-profile.ts";

export interface ProfileLimits {
  /** Asked between chunks; true stops reading and yields a partial profile with error TIMEOUT. */
  readonly outOfTime?: () => boolean;
  /** Reported in the TIMEOUT message. */
  readonly timeoutMs?: number;
}

export interface ProfileResult {
  readonly content: ContentProfile;
  readonly compression: SourceSummary["compression"];
  readonly engine: ProcessingSummary["engine"];
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
  source: AsyncIterable<Uint8Array>,
  options: ProfileOptions = {},
  limits: ProfileLimits = {},
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
      sourceBytes: 0,
      textBytes: 0,
    };
  }
  return {
    content: await profileText(text, options, limits),
    compression: text.compression,
    engine: "reference",
    sourceBytes: text.counters.sourceBytes,
    textBytes: text.counters.textBytes,
  };
}

async function profileText(
  text: DecodedText,
  options: ProfileOptions,
  limits: ProfileLimits,
): Promise<ContentProfile> {
  const dialect = sniff(text.head, text.headIsWhole, options);
  const dateOrder = options.dateOrder ?? null;
  const table = new TableProfile({
    dateOrder,
    ...(options.nullTokens === undefined ? {} : { nullTokens: options.nullTokens }),
  });
  const reader = new RecordReader(dialect, table);
  const counter = new LineCounter();
  let error: ProfilerError | null = null;
  try {
    for await (const chunk of text.body) {
      counter.add(chunk);
      reader.write(chunk);
      if (limits.outOfTime?.() === true)
        throw new ProfilerError("TIMEOUT", {
          line: reader.line,
          byte: reader.byte,
          timeoutMs: limits.timeoutMs ?? 0,
        });
    }
    await reader.end();
  } catch (caught) {
    if (!(caught instanceof ProfilerError)) throw caught;
    error = caught;
    reader.abandon();
  }
  const rules: ColumnRules = {
    typeShareMin: options.typeShareMin ?? typeShareMin,
    dateOrder,
    sampleValues: options.sampleValues ?? true,
  };
  const { lines, records, terminator } = reader;
  return summarizeContent(
    { table, lines, physicalLines: counter.lines, records, terminator, dialect, text },
    error,
    rules,
  );
}

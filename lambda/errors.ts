/**
 * Everything that can be wrong with a file or with what we were told about it. One class, a closed set of
 * codes, data first: the message is derived from the data and says what, where and what to do.
 *
 * A ProfilerError is a *result* (it becomes a `status: "error"` item). Whatever else is thrown is a service
 * or a programming fault and leaves the handler, so that Lambda retries.
 */

/** Where in the file, for errors that have a place. */
interface Place {
  /** 1-based physical line. */
  readonly line: number;
  /** 0-based offset in the decoded (decompressed, UTF-8) text. */
  readonly byte: number;
}

interface ErrorData {
  /** `preambleLines`: lines that come before any table, stated or found. */
  EMPTY_FILE: { readonly sizeBytes: number; readonly preambleLines?: number };
  NOT_TEXT: { readonly looksLike: string; readonly advice: string };
  NOT_A_TABLE: { readonly looksLike: string; readonly advice: string };
  DECOMPRESSION_FAILED: { readonly compression: string; readonly reason: string; readonly bytesRead: number };
  DECOMPRESSION_BOMB: { readonly compression: string; readonly ratio: number; readonly ratioMax: number };
  QUOTE_NOT_CLOSED: Place & { readonly quote: string };
  /** `openQuoteLine`: of a quote that is open at the bound, which may be closed behind it; null for none. */
  RECORD_TOO_LONG: Place & { readonly recordBytesMax: number; readonly openQuoteLine: number | null };
  TOO_MANY_COLUMNS: Place & { readonly columns: number; readonly columnsMax: number };
  INVALID_OPTION: { readonly option: string; readonly value: string; readonly expected: string };
  /** Without a place when the function was stopped before any profile could be written. */
  TIMEOUT: Partial<Place> & { readonly timeoutMs: number };
  OBJECT_NOT_FOUND: { readonly key: string };
  /** In a storage class from which nothing is read at once (GLACIER, DEEP_ARCHIVE, an archive tier). */
  OBJECT_ARCHIVED: { readonly key: string };
  /** `memoryMb`: the function's limit; null when the one who reports it does not know. */
  OUT_OF_MEMORY: { readonly memoryMb: number | null };
  RETRIES_EXHAUSTED: { readonly attempts: number; readonly condition: string; readonly reason: string };
}

export type ErrorCode = keyof ErrorData;

const messages: { readonly [C in ErrorCode]: (data: ErrorData[C]) => string } = {
  EMPTY_FILE: (d) =>
    d.sizeBytes === 0
      ? "The file is empty (0 bytes). Upload it again with at least a header line."
      : (d.preambleLines ?? 0) > 0
        ? `The file has no table: nothing follows its first ${d.preambleLines} lines, which are skipped. State fewer lines to skip, or upload it again with at least a header line.`
        : `The file holds only white space (${d.sizeBytes} bytes). Upload it again with at least a header line.`,
  NOT_TEXT: (d) => `The file is not text: it looks like ${d.looksLike}. ${d.advice}`,
  NOT_A_TABLE: (d) => `The file is no table: it looks like ${d.looksLike}. ${d.advice}`,
  DECOMPRESSION_FAILED: (d) =>
    `The ${d.compression} data is damaged after ${d.bytesRead} compressed bytes (${d.reason}). Compress the file again and upload it.`,
  DECOMPRESSION_BOMB: (d) =>
    `The ${d.compression} data expands more than ${d.ratioMax} times (${Math.round(d.ratio)} so far) and was not read further. Upload it uncompressed if this is intended.`,
  QUOTE_NOT_CLOSED: (d) =>
    `The quote (${d.quote}) opened on line ${d.line} (byte ${d.byte}) is never closed. Close it, or double it if it belongs to the text; everything before that line was profiled.`,
  RECORD_TOO_LONG: (d) =>
    `The record that begins on line ${d.line} (byte ${d.byte}) is longer than ${d.recordBytesMax} bytes. ${d.openQuoteLine === null ? "Look for a quote that is not closed, or state the dialect" : `Close the quote opened on line ${d.openQuoteLine}, which is still open there, or shorten the field`}; everything before that record was profiled.`,
  TOO_MANY_COLUMNS: (d) =>
    `Line ${d.line} (byte ${d.byte}) has ${d.columns} columns; at most ${d.columnsMax} are profiled. Check the delimiter, or split the file.`,
  INVALID_OPTION: (d) => `The option ${d.option} is ${JSON.stringify(d.value)}; expected ${d.expected}.`,
  TIMEOUT: (d) =>
    d.line === undefined
      ? `The function was stopped after its ${Math.round(d.timeoutMs / 1000)} s, before the file was profiled; give the function more memory or time, or split the file.`
      : `Profiling stopped at line ${d.line} (byte ${d.byte}) because its ${Math.round(d.timeoutMs / 1000)} s were nearly over. The profile covers everything before; give the function more memory or time, or split the file.`,
  OBJECT_NOT_FOUND: (d) =>
    `The object ${JSON.stringify(d.key)} was not there any more when it was to be read. Upload it again if it was not deleted on purpose.`,
  OBJECT_ARCHIVED: (d) =>
    `The object ${JSON.stringify(d.key)} is archived, and S3 reads nothing from its storage class. Upload it again in another one, or restore it (aws s3api restore-object) and profile it again (csvprofile redrive --which errors).`,
  OUT_OF_MEMORY: (d) =>
    `The function ran out of memory${d.memoryMb === null ? "" : ` (${d.memoryMb} MB)`}. Give it more memory, or split the file.`,
  RETRIES_EXHAUSTED: (d) =>
    `The file could not be profiled in ${d.attempts} attempts (${d.condition}): ${d.reason}. Upload it again once the cause is gone.`,
};

export class ProfilerError<C extends ErrorCode = ErrorCode> extends Error {
  override readonly name = "ProfilerError";
  readonly code: C;
  readonly data: ErrorData[C];

  constructor(code: C, data: ErrorData[C], options?: ErrorOptions) {
    super(messages[code](data), options);
    this.code = code;
    this.data = data;
  }
}

/** Whether the error has this code, and with it this data. */
export function hasCode<C extends ErrorCode>(error: ProfilerError, code: C): error is ProfilerError<C> {
  return error.code === code;
}

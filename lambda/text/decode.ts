/**
 * Bytes as stored → UTF-8 text. Finds out the compression and the encoding from the bytes themselves, never from
 * a file name, and streams: memory is one head plus a few chunks, whatever the size of the file.
 *
 * NULs are characters like any other: a file with few of them (padding of fixed-width exports) is text, and they
 * reach the cells; one with many is binary data (looks-like.ts).
 */
import { ProfilerError } from "../errors.ts";
import { sniffBytes } from "../limits.ts";
import type { Encoding } from "../profile/options.ts";
import { type AssumedEncoding, assumedWestern } from "./assumed-western.ts";
import { decompress, detectCompression, magicBytes } from "./decompress.ts";
import { createTranscoder, type DetectedEncoding, detectEncoding } from "./encoding.ts";
import { Lookahead } from "./lookahead.ts";
import { binaryContent, knownFormat } from "./looks-like.ts";
import { nestedFormat } from "./nested-format.ts";
import type { Transcoder } from "./transcoder.ts";

/** How many bytes were seen so far, as of the moment of asking; final when `body` ends. */
interface TextCounters {
  /** As delivered by the source, before decompression. */
  sourceBytes: number;
  /** UTF-8 text without BOM, as delivered by `body`. */
  textBytes: number;
  /** Bytes of the file that mean nothing in its encoding; each run was replaced with U+FFFD. */
  undecodableBytes: number;
  /** Bytes after the end of the compressed data, not read; 0 when nothing is compressed. */
  trailingBytes: number;
}

export interface DecodedText {
  readonly compression: "none" | "gzip" | "zstd";
  readonly encoding: Encoding;
  /** The file began with a byte order mark (it is not part of the text). */
  readonly bom: boolean;
  /** More than the first `sniffBytes` of the text, or all of it. Ends at a character's end. */
  readonly head: Uint8Array;
  readonly headIsWhole: boolean;
  /** Of the first `sniffBytes`, where windows-1252 was assumed because the bytes are nothing else that is known. */
  readonly assumedBy: AssumedEncoding | null;
  /** The whole text including `head`, once. Chunks end at a character's end. */
  readonly body: AsyncIterable<Uint8Array>;
  readonly counters: Readonly<TextCounters>;
  /** Somebody else has read the file up to there, which is valid text as it stands. */
  noteRead(sourceBytes: number): void;
}

/** What is known of a file before it is known to be text; filled in while it is opened. */
export interface SeenSoFar {
  compression: DecodedText["compression"];
  /** As `TextCounters.sourceBytes`. */
  sourceBytes: number;
}

/**
 * Open a file as text. Reads just enough of `source` to fill the head.
 *
 * Damage to compressed data is thrown here only when there is nothing before it; else `body` delivers what comes
 * before and then throws.
 *
 * @throws ProfilerError EMPTY_FILE, NOT_TEXT, NOT_A_TABLE, DECOMPRESSION_FAILED, DECOMPRESSION_BOMB; the last two also from
 * the iteration of `body`. What the source itself throws passes through unchanged.
 * @param seen of a file that cannot be opened: what was learned of it
 */
export async function decodeText(
  source: AsyncIterable<Uint8Array>,
  stated?: Encoding,
  seen?: SeenSoFar,
): Promise<DecodedText> {
  const counters: TextCounters = { sourceBytes: 0, textBytes: 0, undecodableBytes: 0, trailingBytes: 0 };
  /** Of the file, by somebody else. */
  let readBytes = 0;
  const stages: Lookahead[] = [];
  const lookInto = (stream: AsyncIterable<Uint8Array>): Lookahead => {
    const stage = new Lookahead(stream);
    stages.unshift(stage);
    return stage;
  };
  try {
    const stored = lookInto(counted(source, counters));
    const compression = detectCompression(await stored.atLeast(magicBytes));
    if (seen !== undefined) seen.compression = compression ?? "none";
    const bytes = lookInto(compression ? decompress(stored.all(), compression, counters) : stored.all());
    const sample = await bytes.atLeast(sniffBytes);
    const { encoding, bomBytes } = identify(sample, bytes.isWhole, stated);
    const text = lookInto(transcoded(bytes.all(), bomBytes, createTranscoder(encoding, counters)));
    // The one more tells whether a text of `sniffBytes` ends there.
    const head = await text.atLeast(sniffBytes + 1);
    if (text.failure !== null && head.length === 0) throw text.failure;
    if (text.isWhole && isBlank(head)) throw new ProfilerError("EMPTY_FILE", { sizeBytes: sample.length });
    const nested = nestedFormat(head, text.isWhole);
    if (nested) throw new ProfilerError("NOT_A_TABLE", nested);
    return {
      compression: compression ?? "none",
      encoding,
      bom: bomBytes > 0,
      head,
      headIsWhole: text.isWhole,
      assumedBy:
        stated === undefined && encoding === "windows-1252"
          ? assumedWestern(sample.subarray(0, sniffBytes))
          : null,
      body: delivered(text.all(), counters),
      get counters() {
        return {
          ...counters,
          sourceBytes: Math.max(counters.sourceBytes, readBytes),
          textBytes: Math.max(counters.textBytes, readBytes - bomBytes),
        };
      },
      noteRead: (sourceBytes) => {
        readBytes = sourceBytes;
      },
    };
  } catch (error) {
    for (const stage of stages) await stage.close();
    if (seen !== undefined) seen.sourceBytes = counters.sourceBytes;
    throw error;
  }
}

async function* counted(
  source: AsyncIterable<Uint8Array>,
  counters: TextCounters,
): AsyncGenerator<Uint8Array> {
  for await (const chunk of source) {
    counters.sourceBytes += chunk.length;
    if (chunk.length > 0) yield chunk;
  }
}

async function* transcoded(
  source: AsyncIterable<Uint8Array>,
  bomBytes: number,
  transcoder: Transcoder,
): AsyncGenerator<Uint8Array> {
  let skipBytes = bomBytes;
  for await (const chunk of source) {
    const text = transcoder.push(skipBytes === 0 ? chunk : chunk.subarray(skipBytes));
    skipBytes = Math.max(0, skipBytes - chunk.length);
    if (text.length > 0) yield text;
  }
  const rest = transcoder.finish();
  if (rest.length > 0) yield rest;
}

async function* delivered(
  text: AsyncIterable<Uint8Array>,
  counters: TextCounters,
): AsyncGenerator<Uint8Array> {
  for await (const chunk of text) {
    counters.textBytes += chunk.length;
    yield chunk;
  }
}

/** A file's encoding, or the error that it has none. */
function identify(seen: Uint8Array, seenIsWhole: boolean, stated?: Encoding): DetectedEncoding {
  // A source may deliver many megabytes at a time; as much as is sniffed is evidence enough.
  const sample = seen.subarray(0, sniffBytes);
  const sampleIsWhole = seenIsWhole && sample.length === seen.length;
  const known = knownFormat(sample);
  if (known) throw new ProfilerError("NOT_TEXT", known);
  const detected = detectEncoding(sample, sampleIsWhole, stated);
  if (stated === undefined && detected.bomBytes === 0 && !detected.encoding.startsWith("utf-16")) {
    const binary = binaryContent(sample, detected.encoding === "utf-8");
    if (binary) throw new ProfilerError("NOT_TEXT", binary);
  }
  return detected;
}

function isBlank(text: Uint8Array): boolean {
  // Hardly any file gets past its first byte.
  for (const byte of text) {
    if (byte >= 0x80) return /^\s*$/.test(new TextDecoder().decode(text));
    if (byte !== 0x20 && !(byte >= 0x09 && byte <= 0x0d)) return false;
  }
  return true;
}

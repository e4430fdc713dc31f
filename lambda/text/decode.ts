/**
 * Bytes as stored → UTF-8 text. Finds out the compression and the encoding from the bytes themselves, never from
 * a file name, and streams: memory is one head plus one chunk, whatever the size of the file.
 */
import { isUtf8 } from "node:buffer";
import { Readable } from "node:stream";
import { createGunzip } from "node:zlib";
import { ProfilerError } from "../errors.ts";
import { sniffBytes } from "../limits.ts";
import type { Encoding } from "../profile/options.ts";

/** How many bytes were seen so far; live while `body` is read, final when it ends. */
export interface TextCounters {
  /** As delivered by the source, before decompression. */
  sourceBytes: number;
  /** UTF-8 text without BOM, as delivered by `body`. */
  textBytes: number;
  /** Bytes of the file that mean nothing in its encoding; each run was replaced with U+FFFD. */
  undecodableBytes: number;
}

export interface DecodedText {
  readonly compression: "none" | "gzip" | "zstd";
  readonly encoding: Encoding;
  /** The file began with a byte order mark (it is not part of the text). */
  readonly bom: boolean;
  /** The first `sniffBytes` or more of the text, or all of it; may end in the middle of a character. */
  readonly head: Uint8Array;
  readonly headIsWhole: boolean;
  /** The whole text including `head`, once. */
  readonly body: AsyncIterable<Uint8Array>;
  readonly counters: Readonly<TextCounters>;
}

/**
 * Open a file as text. Reads just enough of `source` to fill the head.
 *
 * @throws ProfilerError EMPTY_FILE, NOT_TEXT, DECOMPRESSION_FAILED, DECOMPRESSION_BOMB; the last two also from
 * the iteration of `body`. What the source itself throws passes through unchanged.
 */
export async function decodeText(source: AsyncIterable<Uint8Array>, stated?: Encoding): Promise<DecodedText> {
  const counters: TextCounters = { sourceBytes: 0, textBytes: 0, undecodableBytes: 0 };
  const raw = count(source, counters)[Symbol.asyncIterator]();
  const first = await raw.next();
  const start = first.done ? new Uint8Array(0) : first.value;
  const gzip = start[0] === 0x1f && start[1] === 0x8b;
  const whole = prepend([start], raw);
  const text: AsyncIterable<Uint8Array> = gzip ? Readable.from(whole).pipe(createGunzip()) : whole;
  const iterator = text[Symbol.asyncIterator]();
  const parts: Uint8Array[] = [];
  let headBytes = 0;
  let headIsWhole = false;
  while (headBytes < sniffBytes + 3) {
    const next = await iterator.next();
    if (next.done) {
      headIsWhole = true;
      break;
    }
    parts.push(next.value);
    headBytes += next.value.length;
  }
  let head: Uint8Array = Buffer.concat(parts);
  const bom = head[0] === 0xef && head[1] === 0xbb && head[2] === 0xbf;
  if (bom) head = head.subarray(3);
  if (/^\s*$/.test(new TextDecoder().decode(head)) && headIsWhole)
    throw new ProfilerError("EMPTY_FILE", { sizeBytes: counters.sourceBytes });
  return {
    compression: gzip ? "gzip" : "none",
    encoding: stated ?? (isUtf8(head) ? "utf-8" : "windows-1252"),
    bom,
    head,
    headIsWhole,
    body: countText(prepend([head], iterator), counters),
    counters,
  };
}

async function* count(source: AsyncIterable<Uint8Array>, counters: TextCounters): AsyncGenerator<Uint8Array> {
  for await (const chunk of source) {
    counters.sourceBytes += chunk.length;
    yield chunk;
  }
}

async function* countText(
  source: AsyncIterable<Uint8Array>,
  counters: TextCounters,
): AsyncGenerator<Uint8Array> {
  for await (const chunk of source) {
    counters.textBytes += chunk.length;
    yield chunk;
  }
}

async function* prepend(
  parts: readonly Uint8Array[],
  rest: AsyncIterator<Uint8Array>,
): AsyncGenerator<Uint8Array> {
  try {
    yield* parts;
    for (let next = await rest.next(); !next.done; next = await rest.next()) yield next.value;
  } finally {
    await rest.return?.();
  }
}

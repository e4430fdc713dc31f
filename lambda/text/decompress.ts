/** gzip (RFC 1952) and zstd (RFC 8878), recognised by their magic bytes: all that can be read of them. */
import { crc32 } from "node:zlib";
import { ProfilerError } from "../errors.ts";
import { decompressionRatioFloorBytes, decompressionRatioMax } from "../limits.ts";
import { ByteInput } from "./byte-input.ts";
import { startsWith } from "./encoding.ts";
import {
  createDeflateEngine,
  createZstdEngine,
  type Engine,
  Inflation,
  InflationError,
  inflateSmall,
  type SmallMember,
} from "./inflation.ts";

export type Compression = "gzip" | "zstd";

/** Bytes that `detectCompression` wants to see. */
export const magicBytes = 4;

const gzipMagic = [0x1f, 0x8b, 0x08];
const zstdMagic = [0x28, 0xb5, 0x2f, 0xfd];

export function detectCompression(start: Uint8Array): Compression | null {
  if (startsWith(start, gzipMagic)) return "gzip";
  return startsWith(start, zstdMagic) ? "zstd" : null;
}

/** Bytes after the compressed data that are none. */
export interface TrailingCounter {
  trailingBytes: number;
}

/** How members of a format are told apart. The checks throw InflationError. */
interface Framing {
  /** Take what comes before a member's compressed data; false when no member follows. */
  begin(input: ByteInput): Promise<boolean>;
  createEngine(): Engine;
  /** A short member in one step: null when it is none, or not all there. */
  readonly inflateSmall: ((input: Uint8Array) => SmallMember | null) | null;
  /** Check that the member is complete, once there is no more input; all its output was delivered before. */
  finish(inflation: Inflation): Promise<void>;
  /** Take and check what comes after it. */
  end(input: ByteInput, checksum: number, sizeBytes: number): Promise<void>;
}

/**
 * Decompress `source`, all members of it. What follows the last member and is none is skipped and counted, like
 * gzip(1) does it. Reads on only when asked to, and closes `source` when it is left early.
 *
 * @throws ProfilerError NOT_TEXT (zstd, where this runtime has none), DECOMPRESSION_FAILED,
 * DECOMPRESSION_BOMB; each after delivering what was decompressed before. What `source` throws passes through
 * unchanged.
 */
export async function* decompress(
  source: AsyncIterable<Uint8Array>,
  compression: Compression,
  counter: TrailingCounter,
): AsyncGenerator<Uint8Array> {
  const framing = compression === "gzip" ? gzipFraming : zstdFraming;
  const progress = { inputBytes: 0, outputBytes: 0 };
  const input = new ByteInput(source);
  try {
    while (await framing.begin(input))
      for await (const output of member(input, framing, progress)) {
        guardAgainstBomb(compression, progress);
        yield output;
      }
    for (let rest = await input.take(); rest !== null; rest = await input.take())
      counter.trailingBytes += rest.length;
  } catch (error) {
    if (!(error instanceof InflationError)) throw error;
    const reason = error.message;
    const data = { compression, reason, bytesRead: progress.inputBytes };
    throw new ProfilerError("DECOMPRESSION_FAILED", data, { cause: error });
  } finally {
    await input.close();
  }
}

interface Progress {
  inputBytes: number;
  outputBytes: number;
}

async function* member(input: ByteInput, framing: Framing, progress: Progress): AsyncGenerator<Uint8Array> {
  const small = framing.inflateSmall?.(await input.peek(1)) ?? null;
  if (small !== null) {
    const { output, usedBytes } = small;
    input.skip(usedBytes);
    progress.inputBytes += usedBytes;
    progress.outputBytes += output.length;
    if (output.length > 0) yield output;
    return framing.end(input, crc32(output), output.length);
  }
  const inflation = new Inflation(framing.createEngine());
  const bytesBefore = progress.inputBytes;
  let checksum = 0;
  let sizeBytes = 0;
  try {
    for (let ended = false; !ended; ) {
      const chunk = await input.take();
      if (chunk === null) {
        await framing.finish(inflation);
        break;
      }
      for await (const output of inflation.write(chunk)) {
        checksum = crc32(output, checksum);
        sizeBytes += output.length;
        progress.inputBytes = bytesBefore + inflation.usedBytes;
        progress.outputBytes += output.length;
        yield output;
      }
      progress.inputBytes = bytesBefore + inflation.usedBytes;
      const { surplusBytes } = inflation;
      if (surplusBytes > 0) input.untake(chunk.subarray(chunk.length - surplusBytes));
      ended = surplusBytes > 0;
    }
    await framing.end(input, checksum, sizeBytes);
  } finally {
    inflation.close();
  }
}

const flags = { headerChecksum: 2, extra: 4, name: 8, comment: 16 };
const trailerBytes = 8;

const gzipFraming: Framing = {
  async begin(input) {
    if (!startsWith(await input.peek(gzipMagic.length), gzipMagic)) return false;
    const flag = (await need(input, 10))[3] ?? 0;
    input.skip(10);
    if (flag & flags.extra) {
      const length = await need(input, 2);
      const extraBytes = 2 + (length[0] ?? 0) + (length[1] ?? 0) * 256;
      await need(input, extraBytes);
      input.skip(extraBytes);
    }
    if (flag & flags.name) await skipText(input);
    if (flag & flags.comment) await skipText(input);
    if (flag & flags.headerChecksum) {
      await need(input, 2);
      input.skip(2);
    }
    return true;
  },

  createEngine: createDeflateEngine,

  inflateSmall,

  finish: (inflation) => inflation.end(),

  async end(input, checksum, sizeBytes) {
    const trailer = Buffer.from(await need(input, trailerBytes));
    input.skip(trailerBytes);
    if (trailer.readUInt32LE(0) !== checksum) throw new InflationError("incorrect data check");
    if (trailer.readUInt32LE(4) !== sizeBytes % 2 ** 32) throw new InflationError("incorrect length check");
  },
};

/** Magic number, frame header of 2 bytes at least, and one block header. */
const zstdFrameBytesMin = 9;

/** A frame of one uncompressed block that says "END OF ZSTD DATA". */
const endMark = Buffer.from("END OF ZSTD DATA");
const endMarkFrame = Buffer.concat([
  Buffer.from([...zstdMagic, 0x20, endMark.length, (endMark.length << 3) | 1, 0, 0]),
  endMark,
]);

const zstdFraming: Framing = {
  async begin(input) {
    const start = await input.peek(zstdMagic.length);
    const skippable = ((start[0] ?? 0) & 0xf0) === 0x50 && startsWith(start, [0x2a, 0x4d, 0x18], 1);
    if (skippable || !startsWith(start, zstdMagic)) return skippable;
    await need(input, zstdFrameBytesMin);
    return true;
  },

  createEngine() {
    const engine = createZstdEngine();
    if (engine) return engine;
    throw new ProfilerError("NOT_TEXT", {
      looksLike: "zstd-compressed data, which this version of Node.js cannot decompress (22.15 can)",
      advice: "Compress it with gzip, or upload it uncompressed.",
    });
  },

  inflateSmall: null,

  /**
   * Node ends without an error when a frame is cut off. A further frame is only read as one when the last was
   * complete.
   */
  async finish(inflation) {
    const output: Uint8Array[] = [];
    try {
      for await (const part of inflation.write(endMarkFrame)) output.push(part);
    } catch (error) {
      if (!(error instanceof InflationError)) throw error;
    }
    if (!Buffer.concat(output).equals(endMark)) throw new InflationError("unexpected end of file");
  },

  // The engine checks the frame's own checksum.
  async end() {},
};

/** `bytes` bytes that have to be there. */
async function need(input: ByteInput, bytes: number): Promise<Uint8Array> {
  const found = await input.peek(bytes);
  if (found.length < bytes) throw new InflationError("unexpected end of file");
  return found.subarray(0, bytes);
}

/** Take a text that ends with a NUL, a file name or a comment. */
async function skipText(input: ByteInput): Promise<void> {
  for (;;) {
    const found = await need(input, 1).then(() => input.peek(1));
    const end = found.indexOf(0);
    input.skip(end < 0 ? found.length : end + 1);
    if (end >= 0) return;
  }
}

/** A file below the floor is judged as if it had it: zstd makes 30 GB of 1 MB, long before the floor is read. */
export function guardAgainstBomb(compression: Compression, { inputBytes, outputBytes }: Progress): void {
  const ratio = outputBytes / inputBytes;
  if (outputBytes > decompressionRatioMax * Math.max(inputBytes, decompressionRatioFloorBytes))
    throw new ProfilerError("DECOMPRESSION_BOMB", { compression, ratio, ratioMax: decompressionRatioMax });
}

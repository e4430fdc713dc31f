/** One member of compressed data through a stream of node:zlib, pulled step by step. */
import type { Transform } from "node:stream";
import zlib from "node:zlib";

/** What node:zlib's streams have beyond a Transform. */
export interface Engine extends Transform {
  /** Compressed bytes worked off. */
  readonly bytesWritten: number;
}

/** Bytes that an engine hands over at a time; at most so many are lost before the place of damage. */
const outputChunkBytes = 64 * 1024;
const options = { chunkSize: outputChunkBytes, readableHighWaterMark: outputChunkBytes };

/** Deflate without the frame of gzip: with it, Node drops output when garbage follows the last member. */
export function createDeflateEngine(): Engine {
  return zlib.createInflateRaw(options);
}

/** Null where the runtime has none: Node has it from 22.15 on, the types that we compile with are of 20. */
export function createZstdEngine(): Engine | null {
  const create: unknown = Reflect.get(zlib, "createZstdDecompress");
  const engine: unknown = typeof create === "function" ? create(options) : null;
  return isEngine(engine) ? engine : null;
}

function isEngine(value: unknown): value is Engine {
  return typeof value === "object" && value !== null && "bytesWritten" in value && "pipe" in value;
}

/** Compressed bytes in which a member is looked for that is read at once. Of longer ones a stream costs less than 0.2 s/MB. */
const smallMemberBytes = 512;

export interface SmallMember {
  readonly output: Uint8Array;
  readonly usedBytes: number;
}

/**
 * A member whose deflated data end within the first bytes of `input`; null for any other, and for damaged ones. A stream
 * for each member costs 60 µs, this 5: 50,000 members of nothing fit into a megabyte.
 */
export function inflateSmall(input: Uint8Array): SmallMember | null {
  const start = input.subarray(0, smallMemberBytes);
  try {
    const inflated: unknown = zlib.inflateRawSync(start, {
      chunkSize: 4096,
      maxOutputLength: outputChunkBytes,
      finishFlush: zlib.constants.Z_SYNC_FLUSH,
      info: true,
    });
    if (!isInflated(inflated)) return null;
    const usedBytes = inflated.engine.bytesWritten;
    // All of it was used: more may belong to it.
    return usedBytes < start.length ? { output: inflated.buffer, usedBytes } : null;
  } catch {
    // Where it is damaged, or that it is larger, the stream finds out.
    return null;
  }
}

/** What the option `info` makes of the result; the types do not know. */
function isInflated(value: unknown): value is { buffer: Uint8Array; engine: { bytesWritten: number } } {
  return typeof value === "object" && value !== null && "buffer" in value && "engine" in value;
}

/** What the compressed data is damaged with; the reason is that of zlib. */
export class InflationError extends Error {
  override readonly name = "InflationError";
}

export class Inflation {
  readonly #engine: Engine;
  #failure: Error | null = null;
  #wake: () => void = () => {};
  #writtenBytes = 0;
  #finished = false;

  constructor(engine: Engine) {
    this.#engine = engine;
    engine.on("readable", () => this.#wake());
    engine.on("end", () => {
      this.#finished = true;
      this.#wake();
    });
    engine.on("error", (error) => {
      this.#failure = error;
      this.#wake();
    });
  }

  /** Bytes of the input worked off so far. */
  get usedBytes(): number {
    return this.#engine.bytesWritten;
  }

  /** Bytes of the last input that come after the end of the member; more than 0 says that it has ended. */
  get surplusBytes(): number {
    return this.#writtenBytes - this.#engine.bytesWritten;
  }

  /** Work off `input` completely, unless the member ends in it. @throws InflationError */
  async *write(input: Uint8Array): AsyncGenerator<Uint8Array> {
    let written = false;
    this.#writtenBytes += input.length;
    this.#engine.write(input, () => {
      written = true;
      this.#wake();
    });
    yield* this.#outputUntil(() => written);
  }

  /** There is no more input. @throws InflationError when the member is not complete. */
  async end(): Promise<void> {
    this.#engine.end();
    // Output that is still to come is none: each write delivers all that its input gives.
    for await (const _ of this.#outputUntil(() => this.#finished));
  }

  close(): void {
    this.#engine.destroy();
  }

  async *#outputUntil(done: () => boolean): AsyncGenerator<Uint8Array> {
    for (;;) {
      // Before reading, so that nothing is missed that happens between a read in vain and the wait.
      const woken = new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
      for (let output: unknown = this.#engine.read(); output !== null; output = this.#engine.read())
        if (output instanceof Uint8Array) yield output;
      if (this.#failure) throw new InflationError(this.#failure.message, { cause: this.#failure });
      if (done()) return;
      await woken;
    }
  }
}

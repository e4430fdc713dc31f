/**
 * A large body in ranges, some of them ahead of the consumer. One connection of S3 delivers some 90 MB/s, while a core
 * profiles several times as much: several connections at once keep it busy. And a range that is in memory holds no
 * connection open that a slow consumer would let time out.
 */
import { rangeBytes, rangesAheadMax, readAheadMemoryShare } from "../limits.ts";

export interface ReadAhead {
  readonly rangeBytes: number;
  /** Ranges of one body that are held or asked for at once, the one being consumed included; 1 reads nothing ahead. */
  readonly rangesMax: number;
}

export interface Ranges {
  readonly sizeBytes: number;
  /** The bytes from `from` to `to`, both included, whatever happens to its connections. */
  read(from: number, to: number): AsyncIterable<Uint8Array>;
  /** Stop all reading. The body is over, well or not: called in any case. */
  stop(): void;
}

/** @param memoryMb the function's memory size; null outside of Lambda, where nothing is as scarce */
export function readAheadFor(memoryMb: number | null): ReadAhead {
  const affordable =
    memoryMb === null
      ? rangesAheadMax
      : Math.floor((memoryMb * 1024 * 1024 * readAheadMemoryShare) / rangeBytes);
  return { rangeBytes, rangesMax: Math.max(1, Math.min(rangesAheadMax, affordable)) };
}

/**
 * The ranges in order, each chunk as soon as all before it was delivered. A further range is asked for when one was
 * consumed: never more than `rangesMax` × `rangeBytes` are held, however slow the consumer. Nothing is asked for
 * before the first chunk is.
 *
 * @throws what a range's reading throws, after all bytes before it
 */
export async function* rangedBody(
  ranges: Ranges,
  { rangeBytes, rangesMax }: ReadAhead,
): AsyncGenerator<Uint8Array, void, undefined> {
  const held: RangeReadAhead[] = [];
  let askedBytes = 0;
  const readOn = () => {
    while (held.length < rangesMax && askedBytes < ranges.sizeBytes) {
      const to = Math.min(askedBytes + rangeBytes, ranges.sizeBytes) - 1;
      held.push(new RangeReadAhead(ranges.read(askedBytes, to)));
      askedBytes = to + 1;
    }
  };
  try {
    readOn();
    for (let range = held[0]; range !== undefined; range = held[0]) {
      yield* range.chunks();
      held.shift();
      readOn();
    }
  } finally {
    ranges.stop();
  }
}

/**
 * The first `bytes` bytes of a body that may have more; the rest is left where it is.
 */
export async function* head(
  body: AsyncIterable<Uint8Array>,
  bytes: number,
): AsyncGenerator<Uint8Array, void, undefined> {
  let missingBytes = bytes;
  for await (const chunk of body) {
    const wanted = chunk.subarray(0, missingBytes);
    missingBytes -= wanted.byteLength;
    yield wanted;
    if (missingBytes === 0) return;
  }
}

/** One range, read into memory at the speed of its connection. */
class RangeReadAhead {
  #chunks: Uint8Array[] = [];
  #end: { readonly failure: unknown } | "well" | null = null;
  #wake: () => void = () => undefined;

  constructor(source: AsyncIterable<Uint8Array>) {
    void this.#receive(source);
  }

  /** Never rejects: a failure is the consumer's, when it gets there. */
  async #receive(source: AsyncIterable<Uint8Array>): Promise<void> {
    try {
      for await (const chunk of source) {
        this.#chunks.push(chunk);
        this.#wake();
      }
      this.#end = "well";
    } catch (failure) {
      this.#end = { failure };
    }
    this.#wake();
  }

  /** Once. @throws what its reading threw, after what was read before */
  async *chunks(): AsyncGenerator<Uint8Array, void, undefined> {
    for (;;) {
      const received = this.#chunks;
      this.#chunks = [];
      yield* received;
      if (this.#chunks.length > 0) continue;
      if (this.#end === "well") return;
      if (this.#end !== null) throw this.#end.failure;
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
  }
}

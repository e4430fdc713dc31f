/** A stream of bytes whose beginning can be looked at before it is read. */
import { ProfilerError } from "../errors.ts";

export class Lookahead {
  readonly #iterator: AsyncIterator<Uint8Array>;
  #seen: Uint8Array = new Uint8Array(0);
  #isWhole = false;
  #failure: ProfilerError | null = null;

  constructor(source: AsyncIterable<Uint8Array>) {
    this.#iterator = source[Symbol.asyncIterator]();
  }

  /** Everything was seen; there is no more to read. */
  get isWhole(): boolean {
    return this.#isWhole;
  }

  /** What is wrong with the data after the bytes seen so far; thrown by `all` when it gets there. */
  get failure(): ProfilerError | null {
    return this.#failure;
  }

  /** The first `bytes` bytes or a few more, or all there are. Faults other than the data's are thrown. */
  async atLeast(bytes: number): Promise<Uint8Array> {
    const parts = [this.#seen];
    let length = this.#seen.length;
    while (length < bytes && !this.#isWhole && this.#failure === null) {
      const next = await this.#next();
      if (next === null) continue;
      parts.push(next);
      length += next.length;
    }
    const filled = parts.filter((part) => part.length > 0);
    const [only] = filled;
    this.#seen = filled.length === 1 && only ? only : Buffer.concat(filled);
    return this.#seen;
  }

  /** What was seen and all the rest, once. */
  async *all(): AsyncGenerator<Uint8Array> {
    try {
      const seen = this.#seen;
      this.#seen = new Uint8Array(0);
      if (seen.length > 0) yield seen;
      if (this.#failure !== null) throw this.#failure;
      while (!this.#isWhole) {
        const next = await this.#iterator.next();
        if (next.done) return;
        yield next.value;
      }
    } finally {
      await this.close();
    }
  }

  /** Give up reading. */
  async close(): Promise<void> {
    await this.#iterator.return?.();
  }

  async #next(): Promise<Uint8Array | null> {
    try {
      const next = await this.#iterator.next();
      if (!next.done) return next.value;
      this.#isWhole = true;
    } catch (error) {
      if (!(error instanceof ProfilerError)) throw error;
      this.#failure = error;
    }
    return null;
  }
}

/** Bytes of a stream taken by count, for what is framed in bytes and not in chunks. */

export class ByteInput {
  readonly #iterator: AsyncIterator<Uint8Array>;
  #pending: Uint8Array = new Uint8Array(0);

  constructor(source: AsyncIterable<Uint8Array>) {
    this.#iterator = source[Symbol.asyncIterator]();
  }

  /** The next `bytes` bytes or more, without taking them; fewer only at the end. */
  async peek(bytes: number): Promise<Uint8Array> {
    while (this.#pending.length < bytes) {
      const next = await this.#iterator.next();
      if (next.done) break;
      this.#pending = this.#pending.length === 0 ? next.value : Buffer.concat([this.#pending, next.value]);
    }
    return this.#pending;
  }

  /** Take as many of the bytes that were peeked at. */
  skip(bytes: number): void {
    this.#pending = this.#pending.subarray(bytes);
  }

  /** Take whatever comes next, at least a byte; null at the end. */
  async take(): Promise<Uint8Array | null> {
    const taken = await this.peek(1);
    this.#pending = new Uint8Array(0);
    return taken.length === 0 ? null : taken;
  }

  /** Put back what was taken last, or its end. */
  untake(bytes: Uint8Array): void {
    this.#pending = bytes;
  }

  async close(): Promise<void> {
    await this.#iterator.return?.();
  }
}

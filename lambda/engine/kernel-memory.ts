const pageBytes = 64 * 1024;

/** Views of a kernel's memory, renewed when it has grown. */
export class KernelMemory {
  readonly #memory: WebAssembly.Memory;
  #bytes: Buffer;
  #view: DataView;
  #words: Uint32Array;
  #doubles: Float64Array;

  constructor(memory: WebAssembly.Memory) {
    this.#memory = memory;
    this.#bytes = Buffer.from(memory.buffer);
    this.#view = new DataView(memory.buffer);
    this.#words = new Uint32Array(memory.buffer);
    this.#doubles = new Float64Array(memory.buffer);
  }

  get bytes(): Buffer {
    this.#renew();
    return this.#bytes;
  }

  /** By address / 4. */
  get words(): Uint32Array {
    this.#renew();
    return this.#words;
  }

  /** By address / 8. */
  get doubles(): Float64Array {
    this.#renew();
    return this.#doubles;
  }

  /** Have room for so many more bytes, as far as there is any: what is not written to takes no memory. */
  reserve(bytes: number): void {
    try {
      this.#memory.grow(Math.ceil(bytes / pageBytes));
    } catch (error) {
      // It then grows as it is needed, and says so when that fails.
      if (!(error instanceof RangeError)) throw error;
    }
  }

  text(from: number, to: number): string {
    return this.bytes.toString("utf8", from, to);
  }

  f64(at: number): number {
    this.#renew();
    return this.#view.getFloat64(at, true);
  }

  u32(at: number): number {
    this.#renew();
    return this.#view.getUint32(at, true);
  }

  setF64(at: number, value: number): void {
    this.#renew();
    this.#view.setFloat64(at, value, true);
  }

  setU32(at: number, value: number): void {
    this.#renew();
    this.#view.setUint32(at, value, true);
  }

  /** Bytes of their own. */
  copy(at: number, length: number): Uint8Array {
    return new Uint8Array(this.#memory.buffer, at, length).slice();
  }

  /** A copy. */
  f64s(at: number, length: number): Float64Array<ArrayBuffer> {
    return new Float64Array(this.doubles.subarray(at / 8, at / 8 + length));
  }

  /** Of u64 below 2^53. A copy. */
  u64s(at: number, length: number): Float64Array {
    const { words } = this;
    return Float64Array.from({ length }, (_, i) => {
      const word = at / 4 + 2 * i;
      return (words[word + 1] ?? 0) * 2 ** 32 + (words[word] ?? 0);
    });
  }

  #renew(): void {
    // A view of memory that has grown since has lost its bytes. (To ask the memory itself takes ten times as long.)
    if (this.#bytes.length > 0) return;
    const { buffer } = this.#memory;
    this.#bytes = Buffer.from(buffer);
    this.#view = new DataView(buffer);
    this.#words = new Uint32Array(buffer);
    this.#doubles = new Float64Array(buffer);
  }
}

/** Views of a kernel's memory, renewed when it has grown. */
export class KernelMemory {
  readonly #memory: WebAssembly.Memory;
  #bytes: Buffer;
  #view: DataView;

  constructor(memory: WebAssembly.Memory) {
    this.#memory = memory;
    this.#bytes = Buffer.from(memory.buffer);
    this.#view = new DataView(memory.buffer);
  }

  get bytes(): Buffer {
    if (this.#bytes.buffer !== this.#memory.buffer) this.#bytes = Buffer.from(this.#memory.buffer);
    return this.#bytes;
  }

  text(from: number, to: number): string {
    return this.bytes.toString("utf8", from, to);
  }

  f64(at: number): number {
    return this.#current().getFloat64(at, true);
  }

  u32(at: number): number {
    return this.#current().getUint32(at, true);
  }

  setF64(at: number, value: number): void {
    this.#current().setFloat64(at, value, true);
  }

  setU32(at: number, value: number): void {
    this.#current().setUint32(at, value, true);
  }

  /** A copy. */
  f64s(at: number, length: number): Float64Array {
    return new Float64Array(this.#memory.buffer, at, length).slice();
  }

  /** Hashes, one after the other: pairs of high and low half. A copy. */
  hashes(at: number, length: number): Uint32Array {
    const hashes = new Uint32Array(2 * length);
    for (let i = 0; i < length; i++) {
      hashes[2 * i] = this.u32(at + 8 * i + 4);
      hashes[2 * i + 1] = this.u32(at + 8 * i);
    }
    return hashes;
  }

  #current(): DataView {
    if (this.#view.buffer !== this.#memory.buffer) this.#view = new DataView(this.#memory.buffer);
    return this.#view;
  }
}

/**
 * ASCII straight into a large buffer. No strings are made for a cell: that alone took more than half of the time
 * of a generator that joined strings.
 */

const zero = 0x30;
const minus = 0x2d;
const point = 0x2e;

export class ByteWriter {
  readonly #bytes: Buffer;
  #length = 0;

  /** The caller takes care not to write more than `capacityBytes` between two resets. */
  constructor(capacityBytes: number) {
    this.#bytes = Buffer.allocUnsafe(capacityBytes);
  }

  get length(): number {
    return this.#length;
  }

  /** A copy of what was written; the writer is empty afterwards. */
  take(): Buffer {
    const taken = Buffer.from(this.#bytes.subarray(0, this.#length));
    this.#length = 0;
    return taken;
  }

  byte(value: number): void {
    this.#bytes[this.#length++] = value;
  }

  bytes(values: Uint8Array): void {
    // Short copies are faster byte by byte than with a call into native code.
    if (values.length > 64) {
      this.#bytes.set(values, this.#length);
      this.#length += values.length;
      return;
    }
    for (let i = 0; i < values.length; i++) this.#bytes[this.#length++] = values[i] ?? 0;
  }

  /** A safe integer in decimal digits. */
  integer(value: number): void {
    let rest = value;
    if (rest < 0) {
      this.byte(minus);
      rest = -rest;
    }
    let digits = 1;
    for (let limit = 10; rest >= limit; limit *= 10) digits++;
    this.digits(rest, digits);
  }

  /** The last `count` decimal digits of a non-negative integer, zeros in front included. */
  digits(value: number, count: number): void {
    let rest = value;
    for (let at = this.#length + count - 1; at >= this.#length; at--) {
      const next = Math.floor(rest / 10);
      this.#bytes[at] = zero + (rest - next * 10);
      rest = next;
    }
    this.#length += count;
  }

  /** `decimal(12345, 2)` → `123.45`. */
  decimal(scaled: number, places: number): void {
    const scale = 10 ** places;
    const whole = Math.trunc(scaled / scale);
    if (scaled < 0 && whole === 0) this.byte(minus);
    this.integer(whole);
    this.byte(point);
    this.digits(Math.abs(scaled - whole * scale), places);
  }

  /** A non-negative integer below 2^32 as 8 hexadecimal digits. */
  hexadecimal(value: number): void {
    for (let shift = 28; shift >= 0; shift -= 4) {
      const digit = (value >>> shift) & 15;
      this.#bytes[this.#length++] = digit < 10 ? zero + digit : 0x57 + digit;
    }
  }
}

/**
 * 64-bit hashes as two 32-bit halves: MurmurHash64A (Austin Appleby, public domain), seed 0, of UTF-8 bytes.
 *
 * Bit for bit, all arithmetic modulo 2^64, m = 0xc6a4a7935bd1e995, r = 47:
 *
 *     h = seed ^ (length · m)
 *     for every 8 bytes, as little-endian word k:   k ·= m;  k ^= k >>> r;  k ·= m;  h ^= k;  h ·= m
 *     for the 1 to 7 bytes left, zero-padded to k:  h ^= k;  h ·= m
 *     h ^= h >>> r;  h ·= m;  h ^= h >>> r
 *
 * Chosen because WebAssembly does a step in three `i64.mul`, JavaScript in twelve 32-bit products, and there are
 * published test values. Texts of one length of up to 8 bytes never collide (every step is a bijection); others do
 * with the chance of 2^−64 a pair, so 10^6 distinct texts all keep apart with a probability of 1 − 2.7e-8. It is no
 * defence against someone who constructs collisions: the worst he gets is a wrong distinct count of his own file.
 */
const multiplierHigh = 0xc6a4a793 | 0;
const multiplierLow = 0x5bd1e995;
const multiplierLow16 = multiplierLow & 0xffff;
const multiplierHigh16 = multiplierLow >>> 16;

/** Bytes of the buffer that is kept between texts; longer texts get one of their own. */
const scratchBytes = 4096;

/** High 32 bits of the 64-bit product of an unsigned 32-bit number and the multiplier's low half. */
function productHigh(x: number): number {
  const low16 = x & 0xffff;
  const high16 = x >>> 16;
  // Each sum stays below 2^32: (2^16 − 1)² + 2^16 − 1 < 2^32.
  const carry = (Math.imul(low16, multiplierLow16) >>> 16) + (Math.imul(high16, multiplierLow16) >>> 0);
  const middle = (carry & 0xffff) + (Math.imul(low16, multiplierHigh16) >>> 0);
  return (Math.imul(high16, multiplierHigh16) + (carry >>> 16) + (middle >>> 16)) | 0;
}

/** High half of (high, low) · m modulo 2^64; the low half is `Math.imul(low, multiplierLow)`. */
function timesHigh(high: number, low: number): number {
  return (productHigh(low) + Math.imul(high, multiplierLow) + Math.imul(low, multiplierHigh)) | 0;
}

/** Hashes one thing after the other; the hash of the last is in `high` and `low`, both unsigned 32-bit. */
export class Hash64 {
  high = 0;
  low = 0;
  readonly #encoder = new TextEncoder();
  readonly #scratch = new Uint8Array(scratchBytes);

  /** Hash `bytes[start, end)`. Lengths below 2^32. */
  hashBytes(bytes: Uint8Array, start: number, end: number): void {
    const length = end - start;
    let high = timesHigh(0, length | 0);
    let low = Math.imul(length, multiplierLow);
    const wordsEnd = end - (length & 7);
    let at = start;
    for (; at < wordsEnd; at += 8) {
      const kLow = word32(bytes, at);
      const kHigh = timesHigh(word32(bytes, at + 4), kLow);
      // k >>> 47 of a 64-bit number leaves the upper 17 bits of its high half.
      const mixed = Math.imul(kLow, multiplierLow) ^ (kHigh >>> 15);
      high ^= timesHigh(kHigh, mixed);
      low ^= Math.imul(mixed, multiplierLow);
      high = timesHigh(high, low);
      low = Math.imul(low, multiplierLow);
    }
    if (at < end) {
      for (let shift = 0; at < end; at++, shift += 8) {
        if (shift < 32) low ^= (bytes[at] ?? 0) << shift;
        else high ^= (bytes[at] ?? 0) << shift;
      }
      high = timesHigh(high, low);
      low = Math.imul(low, multiplierLow);
    }
    this.#finish(high, low);
  }

  /** Hash the UTF-8 bytes of a text; a lone surrogate counts as U+FFFD. Allocates only past 1,365 characters. */
  hashText(text: string): void {
    const length = text.length;
    const scratch = this.#scratch;
    if (length > scratchBytes / 3) {
      this.#hashLongText(text);
      return;
    }
    for (let i = 0; i < length; i++) {
      const unit = text.charCodeAt(i);
      if (unit > 127) {
        this.hashBytes(scratch, 0, this.#encoder.encodeInto(text, scratch).written);
        return;
      }
      scratch[i] = unit;
    }
    this.hashBytes(scratch, 0, length);
  }

  /**
   * Hash a row: MurmurHash64A over the 8-byte little-endian hashes of its cells, in order. Cell borders count:
   * ("ab", "c") and ("a", "bc") differ.
   * @param cells [high, low] of each cell, one after the other.
   */
  hashRow(cells: Uint32Array, cellCount: number): void {
    let high = timesHigh(0, (8 * cellCount) | 0);
    let low = Math.imul(8 * cellCount, multiplierLow);
    for (let i = 0; i < cellCount; i++) {
      const kLow = cells[2 * i + 1] ?? 0;
      const kHigh = timesHigh(cells[2 * i] ?? 0, kLow);
      const mixed = Math.imul(kLow, multiplierLow) ^ (kHigh >>> 15);
      high ^= timesHigh(kHigh, mixed);
      low ^= Math.imul(mixed, multiplierLow);
      high = timesHigh(high, low);
      low = Math.imul(low, multiplierLow);
    }
    this.#finish(high, low);
  }

  #finish(stateHigh: number, stateLow: number): void {
    const low = stateLow ^ (stateHigh >>> 15);
    const high = timesHigh(stateHigh, low);
    this.high = high >>> 0;
    this.low = (Math.imul(low, multiplierLow) ^ (high >>> 15)) >>> 0;
  }

  #hashLongText(text: string): void {
    const bytes = this.#encoder.encode(text);
    this.hashBytes(bytes, 0, bytes.length);
  }
}

function word32(bytes: Uint8Array, at: number): number {
  return (
    (bytes[at] ?? 0) |
    ((bytes[at + 1] ?? 0) << 8) |
    ((bytes[at + 2] ?? 0) << 16) |
    ((bytes[at + 3] ?? 0) << 24)
  );
}

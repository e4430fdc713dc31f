/**
 * 64-bit hashes as two 32-bit halves, of UTF-8 bytes. The body is that of MurmurHash64A, the end that of MurmurHash3
 * (both Austin Appleby, public domain).
 *
 * Bit for bit, all arithmetic modulo 2^64, m = 0xc6a4a7935bd1e995:
 *
 *     h = 0x9e3779b97f4a7c15 ^ (length · m)
 *     for every 8 bytes, the last 1 to 7 padded with zeros, as little-endian word k:
 *         k ·= m;  k ^= k >>> 47;  k ·= m;  h ^= k;  h ·= m
 *     h ^= h >>> 33;  h ·= 0xff51afd7ed558ccd;  h ^= h >>> 33;  h ·= 0xc4ceb9fe1a85ec53;  h ^= h >>> 33
 *
 * WebAssembly does this with `i64.mul`, JavaScript with seven 32-bit products each. MurmurHash64A as a whole does not
 * do: blocks of 40,000 consecutive numbers, as text, put HyperLogLog off by 3.5 of its standard errors on (root mean
 * square) average; with this end by 0.85, as random bits do.
 * Texts of one length of up to 8 bytes never collide (every step is a bijection). Others do with a chance of 2^−64 a
 * pair, so 10^6 distinct texts all keep apart with a probability of 1 − 2.7e-8. It is no defence against someone who
 * constructs collisions: the worst he gets is a wrong distinct count of his own file.
 */
const multiplierHigh = 0xc6a4a793 | 0;
const multiplierLow = 0x5bd1e995;
const seedHigh = 0x9e3779b9 | 0;
const seedLow = 0x7f4a7c15;
const firstEndHigh = 0xff51afd7 | 0;
const firstEndLow = 0xed558ccd | 0;
const secondEndHigh = 0xc4ceb9fe | 0;
const secondEndLow = 0x1a85ec53;

/** Bytes of the buffer that is kept between texts; longer texts get one of their own. */
const scratchBytes = 4096;

/** High half of the 64-bit product; the low half is `Math.imul(aLow, bLow)`. */
function productHigh(aHigh: number, aLow: number, bHigh: number, bLow: number): number {
  const a0 = aLow & 0xffff;
  const a1 = aLow >>> 16;
  const b0 = bLow & 0xffff;
  const b1 = bLow >>> 16;
  // Each sum stays below 2^32: (2^16 − 1)² + 2^16 − 1 < 2^32.
  const carry = (Math.imul(a0, b0) >>> 16) + (Math.imul(a1, b0) >>> 0);
  const middle = (carry & 0xffff) + (Math.imul(a0, b1) >>> 0);
  const lowHalves = Math.imul(a1, b1) + (carry >>> 16) + (middle >>> 16);
  return (lowHalves + Math.imul(aHigh, bLow) + Math.imul(aLow, bHigh)) | 0;
}

function timesMultiplierHigh(high: number, low: number): number {
  return productHigh(high, low, multiplierHigh, multiplierLow);
}

/** Hashes one thing after the other; the hash of the last is in `high` and `low`, both unsigned 32-bit. */
export class Hash64 {
  high = 0;
  low = 0;
  readonly #encoder = new TextEncoder();
  readonly #scratch = new Uint8Array(scratchBytes);

  /** Hash `bytes[start, end)`. Lengths below 2^32. */
  hashBytes(bytes: Uint8Array, start: number, end: number): void {
    this.#begin(end - start);
    const wordsEnd = end - ((end - start) & 7);
    let at = start;
    for (; at < wordsEnd; at += 8) this.#mix(word32(bytes, at + 4), word32(bytes, at));
    if (at < end) {
      let high = 0;
      let low = 0;
      for (let shift = 0; at < end; at++, shift += 8) {
        if (shift < 32) low |= (bytes[at] ?? 0) << shift;
        else high |= (bytes[at] ?? 0) << shift;
      }
      this.#mix(high, low);
    }
    this.#finish();
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
   * Hash a row: the hash of the 8-byte little-endian hashes of its cells, in order. Cell borders count:
   * ("ab", "c") and ("a", "bc") differ.
   * @param cells [high, low] of each cell, one after the other.
   */
  hashRow(cells: Uint32Array, cellCount: number): void {
    this.#begin(8 * cellCount);
    for (let i = 0; i < cellCount; i++) this.#mix(cells[2 * i] ?? 0, cells[2 * i + 1] ?? 0);
    this.#finish();
  }

  #begin(length: number): void {
    this.high = timesMultiplierHigh(0, length | 0) ^ seedHigh;
    this.low = Math.imul(length, multiplierLow) ^ seedLow;
  }

  #mix(wordHigh: number, wordLow: number): void {
    const kHigh = timesMultiplierHigh(wordHigh, wordLow);
    // A shift of a 64-bit number by 32 or more moves bits of the high half into the low one only.
    const kLow = Math.imul(wordLow, multiplierLow) ^ (kHigh >>> 15);
    const high = this.high ^ timesMultiplierHigh(kHigh, kLow);
    const low = this.low ^ Math.imul(kLow, multiplierLow);
    this.high = timesMultiplierHigh(high, low);
    this.low = Math.imul(low, multiplierLow);
  }

  #finish(): void {
    const low1 = this.low ^ (this.high >>> 1);
    const high1 = productHigh(this.high, low1, firstEndHigh, firstEndLow);
    const low2 = Math.imul(low1, firstEndLow) ^ (high1 >>> 1);
    const high2 = productHigh(high1, low2, secondEndHigh, secondEndLow);
    this.high = high2 >>> 0;
    this.low = (Math.imul(low2, secondEndLow) ^ (high2 >>> 1)) >>> 0;
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

/**
 * 64-bit hashes as two 32-bit halves, of UTF-8 bytes: a multiplication a word, and two at the end.
 *
 * Bit for bit, all arithmetic modulo 2^64, words little-endian:
 *
 *     h = 0x9e3779b97f4a7c15 ^ (length · 0xc6a4a7935bd1e995)
 *     for every word w:  h = (h ^ w) · 0xc6a4a7935bd1e995;  h ^= h >>> 32
 *     h ·= 0xff51afd7ed558ccd;  h ^= h >>> 32;  h ·= 0xc4ceb9fe1a85ec53;  h ^= h >>> 32
 *
 * The words: of up to 8 bytes one, padded with zeros; of up to 16 bytes, the first 8 and the last 8; beyond, 16 bytes at
 * 0, 16, 32, … as long as more than 16 are left, then the last 16. Words that overlap spare masks and branches.
 *
 * The constants are those of MurmurHash64A and of MurmurHash3's end (Austin Appleby, public domain). One
 * multiplication at the end does not do: 40,000 consecutive numbers, padded to 16 digits, put HyperLogLog off by 1.75 of its
 * standard errors on (root mean square) average, with two by 0.74.
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

/** Hashes one thing after the other; the hash of the last is in `high` and `low`, both unsigned 32-bit. */
export class Hash64 {
  high = 0;
  low = 0;
  readonly #encoder = new TextEncoder();
  readonly #scratch = new Uint8Array(scratchBytes);

  /** Hash `bytes[start, end)`. Lengths below 2^32. */
  hashBytes(bytes: Uint8Array, start: number, end: number): void {
    const length = end - start;
    this.#begin(length);
    if (length > 16) {
      for (let at = start; at + 16 < end; at += 16) this.#mixTwo(bytes, at, at + 8);
      this.#mixTwo(bytes, end - 16, end - 8);
    } else if (length > 8) {
      this.#mixTwo(bytes, start, end - 8);
    } else {
      this.#mix(paddedWord32(bytes, start + 4, end), paddedWord32(bytes, start, end));
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
   * Hash a row. The words are the hashes of its cells, in order, the length is 8 bytes each; they are mixed already, so
   * `h = h · 0xc6a4a7935bd1e995 + w` does. Cell borders count:
   * ("ab", "c") and ("a", "bc") differ.
   * @param cells [high, low] of each cell, one after the other.
   */
  hashRow(cells: Uint32Array, cellCount: number): void {
    this.#begin(8 * cellCount);
    for (let i = 0; i < cellCount; i++) {
      const high = productHigh(this.high, this.low, multiplierHigh, multiplierLow);
      const low = (Math.imul(this.low, multiplierLow) >>> 0) + (cells[2 * i + 1] ?? 0);
      this.low = low | 0;
      this.high = (high + (cells[2 * i] ?? 0) + (low > 0xffff_ffff ? 1 : 0)) | 0;
    }
    this.#finish();
  }

  #begin(length: number): void {
    this.high = productHigh(0, length | 0, multiplierHigh, multiplierLow) ^ seedHigh;
    this.low = Math.imul(length, multiplierLow) ^ seedLow;
  }

  #mix(wordHigh: number, wordLow: number): void {
    const high = this.high ^ wordHigh;
    const low = this.low ^ wordLow;
    this.high = productHigh(high, low, multiplierHigh, multiplierLow);
    this.low = Math.imul(low, multiplierLow) ^ this.high;
  }

  #mixTwo(bytes: Uint8Array, first: number, second: number): void {
    this.#mix(word32(bytes, first + 4), word32(bytes, first));
    this.#mix(word32(bytes, second + 4), word32(bytes, second));
  }

  #finish(): void {
    const high = productHigh(this.high, this.low, firstEndHigh, firstEndLow);
    const low = Math.imul(this.low, firstEndLow) ^ high;
    const high2 = productHigh(high, low, secondEndHigh, secondEndLow);
    this.high = high2 >>> 0;
    this.low = (Math.imul(low, secondEndLow) ^ high2) >>> 0;
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

/** As `word32`, with zeros from `end` on. */
function paddedWord32(bytes: Uint8Array, at: number, end: number): number {
  let word = 0;
  for (let i = at; i < Math.min(at + 4, end); i++) word |= (bytes[i] ?? 0) << (8 * (i - at));
  return word;
}

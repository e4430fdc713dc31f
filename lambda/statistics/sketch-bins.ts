import type { Bins } from "./distribution.ts";

/** Bins of one page: the 7 bits of a double that follow the page's key. */
export const binsPerPage = 128;

/** Keys of pages of this level from here on are those of negative numbers. */
export function negativeKeysFrom(level: number): number {
  return 2 ** (11 + level);
}

/** In place of a page's key and bin. */
const collapsedBelowZero = -3;
const zero = -2;
const collapsedAboveZero = -1;

const scratch = new Float64Array(1);
const scratchWords = new Uint32Array(scratch.buffer);
const highWord = new Uint8Array(new Uint16Array([1]).buffer)[0] === 1 ? 1 : 0;

/**
 * The occupied bins of a DDSketch, to which they are added in ascending order. Only their counts are kept: with edges and an
 * estimate for each of some 1,000 they took 110 µs a column instead of 50.
 */
export class SketchBins implements Bins {
  readonly integral: boolean;
  collapsedFrom = 0;
  collapsedTo = 0;
  /** Codes from here on are those of negative numbers. */
  readonly #negativeFrom: number;
  /** Of the 64 bits of a double, what is one in a code. */
  readonly #codeBits: number;
  /** Key of the page, times the bins of one, and bin. */
  readonly #codes: Float64Array;
  readonly #cumulative: Float64Array;
  #length = 0;
  #total = 0;
  /** Largest magnitude of what was collapsed. */
  #collapsedEdge = 0;

  /**
   * @param pages that are added at the most
   * @param level of the sketch: see `DDSketchState`
   */
  constructor(integral: boolean, pages: number, level: number) {
    this.integral = integral;
    this.#negativeFrom = negativeKeysFrom(level) * binsPerPage;
    this.#codeBits = 2 ** (45 - level);
    const binsMax = pages * binsPerPage + 3;
    this.#codes = new Float64Array(binsMax);
    this.#cumulative = new Float64Array(binsMax);
  }

  get cumulative(): Float64Array {
    return this.#cumulative.subarray(0, this.#length);
  }

  addNegative(key: number, page: Float64Array): void {
    for (let bin = binsPerPage - 1; bin >= 0; bin--) {
      const count = page[bin] ?? 0;
      if (count > 0) this.#add(key * binsPerPage + bin, count);
    }
  }

  addPositive(key: number, page: Float64Array): void {
    for (let bin = 0; bin < binsPerPage; bin++) {
      const count = page[bin] ?? 0;
      if (count > 0) this.#add(key * binsPerPage + bin, count);
    }
  }

  /** @param leastKey of a page: magnitudes that were collapsed are below its end */
  addAroundZero(belowZero: number, zeros: number, aboveZero: number, leastKey: number): void {
    if (belowZero + aboveZero > 0) this.#collapsedEdge = this.#magnitude((leastKey + 1) * binsPerPage);
    this.collapsedFrom = this.#total;
    if (belowZero > 0) this.#add(collapsedBelowZero, belowZero);
    if (zeros > 0) this.#add(zero, zeros);
    if (aboveZero > 0) this.#add(collapsedAboveZero, aboveZero);
    this.collapsedTo = belowZero + aboveZero > 0 ? this.#total : this.collapsedFrom;
  }

  lower(bin: number): number {
    const code = this.#code(bin);
    if (code < 0) return code === collapsedBelowZero ? -this.#collapsedEdge : 0;
    // Integers of the magnitudes l … u − 1 lie in [−u + 1, −l + 1).
    return this.#isNegative(code) ? -this.#edge(code + 1) + (this.integral ? 1 : 0) : this.#edge(code);
  }

  upper(bin: number): number {
    const code = this.#code(bin);
    if (code === collapsedAboveZero) return this.#collapsedEdge;
    if (code < 0) return code === zero && this.integral ? 1 : 0;
    return this.#isNegative(code) ? -this.#edge(code) + (this.integral ? 1 : 0) : this.#edge(code + 1);
  }

  isZero(bin: number): boolean {
    return this.#code(bin) < 0;
  }

  #add(code: number, count: number): void {
    this.#total += count;
    this.#codes[this.#length] = code;
    this.#cumulative[this.#length] = this.#total;
    this.#length++;
  }

  #code(bin: number): number {
    const code = this.#codes[bin];
    if (code === undefined || bin >= this.#length) throw new RangeError(`no bin ${bin} of ${this.#length}`);
    return code;
  }

  /** Least magnitude of a bin, in whole numbers where all values are. */
  #edge(code: number): number {
    const edge = this.#magnitude(code);
    return this.integral ? Math.ceil(edge) : edge;
  }

  /** Least magnitude of a bin, the high 19 + level bits of its doubles; the end of the last one is no double. */
  #magnitude(code: number): number {
    // Of the 63 bits without the sign the lower ones are zeros, so that none is lost.
    const bits = (this.#isNegative(code) ? code - this.#negativeFrom : code) * this.#codeBits;
    const high = Math.floor(bits / 2 ** 32);
    scratchWords[highWord] = high;
    scratchWords[1 - highWord] = bits - high * 2 ** 32;
    return Math.min(Number.MAX_VALUE, scratch[0] ?? 0);
  }

  #isNegative(code: number): boolean {
    return code >= this.#negativeFrom;
  }
}

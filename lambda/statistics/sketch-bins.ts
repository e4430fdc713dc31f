import type { Bins } from "./distribution.ts";

/** Bins of one page: the top 7 bits of the mantissa. A page is one sign and one exponent. */
export const binsPerPage = 128;
const binBits = 7;

/** Keys of pages from here on are those of negative numbers. */
export const negativeKeys = 2048;

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
  /** Key of the page and bin. */
  readonly #codes: Int32Array;
  readonly #cumulative: Float64Array;
  #length = 0;
  #total = 0;
  /** Largest magnitude of what was collapsed. */
  #collapsedEdge = 0;

  /** @param pages that are added at the most */
  constructor(integral: boolean, pages: number) {
    this.integral = integral;
    const binsMax = pages * binsPerPage + 3;
    this.#codes = new Int32Array(binsMax);
    this.#cumulative = new Float64Array(binsMax);
  }

  get cumulative(): Float64Array {
    return this.#cumulative.subarray(0, this.#length);
  }

  addNegative(key: number, page: Float64Array): void {
    for (let bin = binsPerPage - 1; bin >= 0; bin--) this.#add((key << binBits) | bin, page[bin] ?? 0);
  }

  addPositive(key: number, page: Float64Array): void {
    for (let bin = 0; bin < binsPerPage; bin++) this.#add((key << binBits) | bin, page[bin] ?? 0);
  }

  /** @param leastKey of a page: magnitudes that were collapsed are below its end */
  addAroundZero(belowZero: number, zeros: number, aboveZero: number, leastKey: number): void {
    if (belowZero + aboveZero > 0)
      this.#collapsedEdge = Math.min(Number.MAX_VALUE, magnitudeOf((leastKey + 1) << binBits));
    this.collapsedFrom = this.#total;
    this.#add(collapsedBelowZero, belowZero);
    this.#add(zero, zeros);
    this.#add(collapsedAboveZero, aboveZero);
    this.collapsedTo = belowZero + aboveZero > 0 ? this.#total : this.collapsedFrom;
  }

  lower(bin: number): number {
    const code = this.#code(bin);
    if (code < 0) return code === collapsedBelowZero ? -this.#collapsedEdge : 0;
    // Integers of the magnitudes l … u − 1 lie in [−u + 1, −l + 1).
    return isNegative(code) ? -this.#edge(code + 1) + (this.integral ? 1 : 0) : this.#edge(code);
  }

  upper(bin: number): number {
    const code = this.#code(bin);
    if (code === collapsedAboveZero) return this.#collapsedEdge;
    if (code < 0) return code === zero && this.integral ? 1 : 0;
    return isNegative(code) ? -this.#edge(code) + (this.integral ? 1 : 0) : this.#edge(code + 1);
  }

  estimate(bin: number): number {
    const code = this.#code(bin);
    if (code < 0) return 0;
    const least = this.#edge(code);
    const end = this.#edge(code + 1);
    const greatest = this.integral ? end - 1 : end;
    // 2lu/(l + u), in a form that does not overflow.
    const midpoint = least * (2 / (1 + least / greatest));
    return isNegative(code) ? -midpoint : midpoint;
  }

  #add(code: number, count: number): void {
    if (count === 0) return;
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

  /** Least magnitude of a bin; the end of the last one is no double. */
  #edge(code: number): number {
    const edge = Math.min(Number.MAX_VALUE, magnitudeOf(code));
    return this.integral ? Math.ceil(edge) : edge;
  }
}

/** A bin is the high 19 bits of its doubles, and the one behind it one more. */
function magnitudeOf(code: number): number {
  scratchWords[1 - highWord] = 0;
  scratchWords[highWord] = (code << (20 - binBits)) & 0x7fff_ffff;
  return scratch[0] ?? 0;
}

function isNegative(code: number): boolean {
  return code >>> binBits >= negativeKeys;
}

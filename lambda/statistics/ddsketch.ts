import { ddsketchPagesMax } from "../limits.ts";
import { BinnedValues } from "./distribution.ts";
import { binsPerPage, negativeKeys, SketchBins } from "./sketch-bins.ts";

/**
 * Relative error of an estimate. The widest bin, relative to its values, is the first of an exponent: [1, 1 + 1/128).
 * Its harmonic midpoint 2lu/(l + u) is off by at most (u − l)/(u + l) = 1/257 of the true value, 0.39 %.
 */
export const ddsketchRelativeError = 1 / 257;

const pageKeys = 4096;
/** Of a sketch without pages. */
const noCounts = new Float64Array(0);

const scratch = new Float64Array(1);
const scratchWords = new Uint32Array(scratch.buffer);
const highWord = new Uint8Array(new Uint16Array([1]).buffer)[0] === 1 ? 1 : 0;

/**
 * Counts by bin. `keys[i]` is the top 12 bits of a double (sign, exponent); its 128 counts lie at
 * `counts[128 i + (top 7 bits of the mantissa)]`. Pages stand in any order; `state` gives them by ascending keys.
 */
export interface DDSketchState {
  readonly zeros: number;
  readonly collapsedNegative: number;
  readonly collapsedPositive: number;
  readonly min: number;
  readonly max: number;
  readonly keys: Uint16Array;
  readonly counts: Float64Array;
}

/**
 * Quantiles of a stream with a bounded relative error.
 *
 * Source: DDSketch, Masson, Rim, Lee 2019 (PVLDB 12:12), with the linearly interpolated logarithm as mapping: the
 * bin of a value is the high 19 bits of its double, so `add` takes no logarithm.
 * Exact: count, min, max, and every count of a bin. Error: an order statistic is off by `ddsketchRelativeError` of
 * itself; a quantile between two ranks of different sign by that share of the larger one. Values below 2.3e-308
 * count as zero.
 * Memory: 4 KiB and 1 KiB a page, at most `pagesMax` pages. Values of one magnitude take 1, a million normal values
 * around zero 42. Beyond, the pages of the least magnitude (negative before positive) are collapsed into one count for each sign, without a relative bound.
 * A page that is among the highest `pagesMax` of the whole is so in every part, and never collapses; a page that is
 * not ends collapsed in every order. So the state depends on the multiset of values alone: not on order, cut or merge.
 */
export class DDSketch {
  readonly pagesMax: number;
  #zeros = 0;
  #collapsedNegative = 0;
  #collapsedPositive = 0;
  #min = Number.POSITIVE_INFINITY;
  #max = Number.NEGATIVE_INFINITY;
  /** Page key → 1 + place of its page; 0: no page. */
  readonly #pageOf = new Uint8Array(pageKeys);
  readonly #keys: number[] = [];
  #counts: Float64Array = noCounts;

  /** @param pagesMax 1 to 255; the same in all sketches that merge. */
  constructor(pagesMax = ddsketchPagesMax) {
    if (!(Number.isInteger(pagesMax) && pagesMax >= 1 && pagesMax <= 255)) {
      throw new RangeError(`pagesMax is 1 to 255, got ${pagesMax}`);
    }
    this.pagesMax = pagesMax;
  }

  /** @param state Taken over: its counts are the sketch's from here on. */
  static from(state: DDSketchState, pagesMax = ddsketchPagesMax): DDSketch {
    const sketch = new DDSketch(pagesMax);
    if (state.keys.length <= pagesMax) sketch.#takeOver(state);
    else sketch.#fold(state);
    return sketch;
  }

  state(): DDSketchState {
    const keys = Uint16Array.from(this.#keys).sort();
    const counts = new Float64Array(keys.length * binsPerPage);
    for (const [i, key] of keys.entries()) counts.set(this.#page(key), i * binsPerPage);
    return {
      zeros: this.#zeros,
      collapsedNegative: this.#collapsedNegative,
      collapsedPositive: this.#collapsedPositive,
      min: this.#min,
      max: this.#max,
      keys,
      counts,
    };
  }

  /** ±Infinity counts as the largest double. @throws RangeError for NaN. */
  add(x: number): void {
    scratch[0] = x;
    const high = scratchWords[highWord] ?? 0;
    const key = high >>> 20;
    let page = this.#pageOf[key] ?? 0;
    if (page === 0) {
      if (!Number.isFinite(x)) {
        this.#addNotFinite(x);
        return;
      }
      // −0 becomes 0: which of the two came first must not show in the state.
      if (x < this.#min) this.#min = x + 0;
      if (x > this.#max) this.#max = x + 0;
      if ((key & 2047) === 0) {
        this.#zeros++;
        return;
      }
      page = this.#allocate(key);
      if (page === 0) {
        this.#addCollapsed(key, 1);
        return;
      }
    } else {
      if (x < this.#min) this.#min = x;
      if (x > this.#max) this.#max = x;
    }
    const bin = ((page - 1) << 7) | ((high >>> 13) & 127);
    this.#counts[bin] = (this.#counts[bin] ?? 0) + 1;
  }

  /** @throws RangeError when the bounds differ: the result would depend on the order. */
  merge(other: DDSketch): void {
    if (other.pagesMax !== this.pagesMax) throw new RangeError("sketches with different bounds do not merge");
    if (this.#min > this.#max) this.#takeOver(other.state());
    else this.#fold(other.state());
  }

  /**
   * @param integral All values are integers. Bins then end at integers, and every value below 256 in magnitude has
   *   a bin to itself: its estimates are exact.
   * @returns null without values.
   */
  distribution(integral: boolean): BinnedValues | null {
    if (this.#min > this.#max) return null;
    return new BinnedValues(this.#bins(integral), this.#min, this.#max, ddsketchRelativeError);
  }

  #takeOver(state: DDSketchState): void {
    this.#zeros = state.zeros;
    this.#collapsedNegative = state.collapsedNegative;
    this.#collapsedPositive = state.collapsedPositive;
    this.#min = state.min;
    this.#max = state.max;
    this.#counts = state.counts;
    for (let place = 0; place < state.keys.length; place++) {
      const key = state.keys[place] ?? 0;
      this.#keys.push(key);
      this.#pageOf[key] = place + 1;
    }
  }

  #fold(state: DDSketchState): void {
    this.#zeros += state.zeros;
    this.#collapsedNegative += state.collapsedNegative;
    this.#collapsedPositive += state.collapsedPositive;
    this.#min = Math.min(this.#min, state.min);
    this.#max = Math.max(this.#max, state.max);
    for (const [i, key] of state.keys.entries()) {
      const theirs = state.counts.subarray(i * binsPerPage, (i + 1) * binsPerPage);
      if (this.#pageOf[key] === 0 && this.#allocate(key) === 0) {
        this.#addCollapsed(key, total(theirs));
        continue;
      }
      const ours = this.#page(key);
      for (let bin = 0; bin < binsPerPage; bin++) ours[bin] = (ours[bin] ?? 0) + (theirs[bin] ?? 0);
    }
  }

  #addNotFinite(x: number): void {
    if (Number.isNaN(x)) throw new RangeError("NaN has no rank");
    this.add(x > 0 ? Number.MAX_VALUE : -Number.MAX_VALUE);
  }

  #addCollapsed(key: number, count: number): void {
    if (key >= 2048) this.#collapsedNegative += count;
    else this.#collapsedPositive += count;
  }

  /** 1 + place of a new page for the key; 0 when all pages are taken by greater magnitudes. */
  #allocate(key: number): number {
    let place = this.#keys.length;
    if (place === this.pagesMax) {
      place = this.#leastPlace();
      const least = this.#keys[place] ?? 0;
      if (magnitudeOrder(key) < magnitudeOrder(least)) return 0;
      this.#addCollapsed(least, total(this.#page(least)));
      this.#page(least).fill(0);
      this.#pageOf[least] = 0;
    } else if ((place + 1) * binsPerPage > this.#counts.length) {
      const grown = new Float64Array(
        Math.min(Math.max(2, 2 * place) * binsPerPage, this.pagesMax * binsPerPage),
      );
      grown.set(this.#counts);
      this.#counts = grown;
    }
    this.#keys[place] = key;
    this.#pageOf[key] = place + 1;
    return place + 1;
  }

  #leastPlace(): number {
    let least = 0;
    for (const [place, key] of this.#keys.entries()) {
      if (magnitudeOrder(key) < magnitudeOrder(this.#keys[least] ?? 0)) least = place;
    }
    return least;
  }

  #page(key: number): Float64Array {
    const start = ((this.#pageOf[key] ?? 0) - 1) * binsPerPage;
    return this.#counts.subarray(start, start + binsPerPage);
  }

  #bins(integral: boolean): SketchBins {
    const bins = new SketchBins(integral, this.#keys.length);
    const ascending = this.#keys.slice().sort((a, b) => a - b);
    const positive = ascending.filter((key) => key < negativeKeys);
    const negative = ascending.slice(positive.length).reverse();
    for (const key of negative) bins.addNegative(key, this.#page(key));
    const least = this.#keys[this.#leastPlace()] ?? 0;
    bins.addAroundZero(this.#collapsedNegative, this.#zeros, this.#collapsedPositive, least);
    for (const key of positive) bins.addPositive(key, this.#page(key));
    return bins;
  }
}

/** Order in which pages are kept: by exponent, positive before negative. */
function magnitudeOrder(key: number): number {
  return (key & 2047) * 2 + (key < 2048 ? 1 : 0);
}

function total(counts: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < counts.length; i++) sum += counts[i] ?? 0;
  return sum;
}

import { ddsketchPagesFineMax, ddsketchPagesMax } from "../limits.ts";
import { BinnedValues } from "./distribution.ts";
import { binsPerPage, negativeKeysFrom, SketchBins } from "./sketch-bins.ts";
import { SketchTable } from "./sketch-table.ts";

/** Bins of this level are 2^-40 of their values wide: of nanoseconds since 1970, a millisecond. Page and bin are 52 bits, so that a number holds both. */
const ddsketchLevelFinest = 33;
/** A bin is a power of two: still within a third of every value. */
const ddsketchLevelCoarsest = -7;

/** Of the coarsest level. */
const negativeKeys = negativeKeysFrom(ddsketchLevelCoarsest);
/** Of a sketch without pages. */
const noCounts = new Float64Array(0);

const scratch = new Float64Array(1);
const scratchWords = new Uint32Array(scratch.buffer);
const highWord = new Uint8Array(new Uint16Array([1]).buffer)[0] === 1 ? 1 : 0;

/**
 * Counts by bin. `keys[i]` is the top 12 + level bits of a double (sign, exponent, the first of its mantissa); its 128
 * counts lie at `counts[128 i + (the next 7 bits)]`. Pages stand in any order; `state` gives them by ascending keys.
 */
export interface DDSketchState {
  readonly zeros: number;
  readonly collapsedNegative: number;
  readonly collapsedPositive: number;
  readonly min: number;
  readonly max: number;
  /** From `ddsketchLevelFinest` down to `ddsketchLevelCoarsest`. */
  readonly level: number;
  readonly keys: Float64Array;
  readonly counts: Float64Array;
}

/**
 * Largest relative error of an estimate. The widest bin, relative to its values, is the first of an exponent: at level 0
 * [1, 1 + 1/128). Its harmonic midpoint 2lu/(l + u) is off by at most (u − l)/(u + l) = 1/257 of the true value, 0.39 %.
 */
export function ddsketchRelativeError(level: number): number {
  return 1 / (2 ** (8 + level) + 1);
}

/**
 * Quantiles of a stream with a bounded relative error, in bins as fine as there is room for.
 *
 * Source: DDSketch, Masson, Rim, Lee 2019 (PVLDB 12:12), with the linearly interpolated logarithm as mapping: the bin of a
 * value is the high bits of its double, so `add` takes no logarithm. And UDDSketch, Epicoco et al. 2020 (IEEE Access 8):
 * bins are all made twice as wide whenever there are too many. Years, times, identifiers, degrees: of values that are
 * narrow beside their size, 0.39 % would be all there is to know.
 *
 * Exact: count, min, max, and every count of a bin. Error: an order statistic is off by `ddsketchRelativeError` of itself, a
 * quantile between two ranks of different sign by that share of the larger one. It is 0.39 % (level 0) or less for values of
 * up to `pagesMax` powers of two, 64 are 19 decades; 0.78 % for twice as many, and so on. Values below 2.3e-308 count as zero.
 * Memory: 4 KiB and 1 KiB a page, at most `pagesMax` pages. Where at the coarsest level these do not do, the pages of the least
 * magnitude (negative before positive) are collapsed into one count for each sign, without a relative bound.
 *
 * The level is the finest that needs no more than `ddsketchPagesFineMax` pages, or at 0 and below `pagesMax`: a part of the
 * values never needs more than the whole. A page that is among the highest `pagesMax` of the whole is so in every part, and
 * never collapses; a page that is not ends collapsed in every order. So the state depends on the multiset of values alone: not
 * on order, cut or merge.
 */
export class DDSketch {
  readonly pagesMax: number;
  #zeros = 0;
  #collapsedNegative = 0;
  #collapsedPositive = 0;
  #min = Number.POSITIVE_INFINITY;
  #max = Number.NEGATIVE_INFINITY;
  #level = ddsketchLevelFinest;
  /** Bins of the finest level that one holds. */
  #width = 1;
  readonly #table: SketchTable;
  #counts: Float64Array = noCounts;

  /** @param pagesMax 1 to 255; the same in all sketches that merge. */
  constructor(pagesMax = ddsketchPagesMax) {
    if (!(Number.isInteger(pagesMax) && pagesMax >= 1 && pagesMax <= 255)) {
      throw new RangeError(`pagesMax is 1 to 255, got ${pagesMax}`);
    }
    this.pagesMax = pagesMax;
    this.#table = new SketchTable(pagesMax);
  }

  /** @param state Taken over: its counts are the sketch's from here on. */
  static from(state: DDSketchState, pagesMax = ddsketchPagesMax): DDSketch {
    const sketch = new DDSketch(pagesMax);
    if (state.keys.length <= pagesMax) sketch.#takeOver(state);
    else sketch.#fold(state);
    return sketch;
  }

  state(): DDSketchState {
    const keys = this.#table.keys.slice().sort();
    const counts = new Float64Array(keys.length * binsPerPage);
    for (const [i, key] of keys.entries()) counts.set(this.#page(this.#table.placeOf(key)), i * binsPerPage);
    return {
      zeros: this.#zeros,
      collapsedNegative: this.#collapsedNegative,
      collapsedPositive: this.#collapsedPositive,
      min: this.#min,
      max: this.#max,
      level: this.#level,
      keys,
      counts,
    };
  }

  /** ±Infinity counts as the largest double. @throws RangeError for NaN. */
  add(x: number): void {
    if (!Number.isFinite(x)) {
      this.#addNotFinite(x);
      return;
    }
    // −0 becomes 0: which of the two came first must not show in the state.
    if (x < this.#min) this.#min = x + 0;
    if (x > this.#max) this.#max = x + 0;
    scratch[0] = x;
    const high = scratchWords[highWord] ?? 0;
    if (((high >>> 20) & 2047) === 0) this.#zeros++;
    else this.#addTo(high * 2 ** 20 + ((scratchWords[1 - highWord] ?? 0) >>> 12), 1);
  }

  /** @throws RangeError when the bounds differ: the result would depend on the order. */
  merge(other: DDSketch): void {
    if (other.pagesMax !== this.pagesMax) throw new RangeError("sketches with different bounds do not merge");
    if (this.#min > this.#max) this.#takeOver(other.state());
    else this.#fold(other.state());
  }

  /**
   * @param integral All values are integers. Bins then end at integers, and every value below 2^(8 + level) in magnitude has
   *   a bin to itself: its estimates are exact.
   * @returns null without values.
   */
  distribution(integral: boolean): BinnedValues | null {
    if (this.#min > this.#max) return null;
    return new BinnedValues(this.#bins(integral), this.#min, this.#max, ddsketchRelativeError(this.#level));
  }

  #takeOver(state: DDSketchState): void {
    this.#zeros = state.zeros;
    this.#collapsedNegative = state.collapsedNegative;
    this.#collapsedPositive = state.collapsedPositive;
    this.#min = state.min;
    this.#max = state.max;
    this.#level = state.level;
    this.#width = 2 ** (ddsketchLevelFinest - state.level);
    this.#counts = state.counts;
    for (const key of state.keys) this.#table.add(key);
  }

  #fold(state: DDSketchState): void {
    this.#zeros += state.zeros;
    this.#collapsedNegative += state.collapsedNegative;
    this.#collapsedPositive += state.collapsedPositive;
    this.#min = Math.min(this.#min, state.min);
    this.#max = Math.max(this.#max, state.max);
    while (this.#level > state.level) this.#coarsen();
    const width = 2 ** (ddsketchLevelFinest - state.level);
    for (const [i, key] of state.keys.entries()) {
      const theirs = state.counts.subarray(i * binsPerPage, (i + 1) * binsPerPage);
      for (const [bin, count] of theirs.entries()) {
        if (count > 0) this.#addTo((key * binsPerPage + bin) * width, count);
      }
    }
  }

  #addNotFinite(x: number): void {
    if (Number.isNaN(x)) throw new RangeError("NaN has no rank");
    this.add(x > 0 ? Number.MAX_VALUE : -Number.MAX_VALUE);
  }

  /** @param finest The bin, at the finest level: the high 52 bits of its doubles. */
  #addTo(finest: number, count: number): void {
    for (;;) {
      const bin = Math.floor(finest / this.#width);
      const key = Math.floor(bin / binsPerPage);
      const found = this.#table.placeOf(key);
      const place = found >= 0 ? found : this.#openPage(key);
      if (place >= 0) {
        const index = place * binsPerPage + bin - key * binsPerPage;
        this.#counts[index] = (this.#counts[index] ?? 0) + count;
        return;
      }
      if (this.#level === ddsketchLevelCoarsest) {
        this.#addCollapsed(key, count);
        return;
      }
      this.#coarsen();
    }
  }

  #addCollapsed(key: number, count: number): void {
    if (key >= negativeKeys) this.#collapsedNegative += count;
    else this.#collapsedPositive += count;
  }

  /** Place of a page for a key that has none; −1 when there is no room for one. */
  #openPage(key: number): number {
    const pagesMax = this.#level > 0 ? Math.min(ddsketchPagesFineMax, this.pagesMax) : this.pagesMax;
    if (this.#table.size < pagesMax) return this.#allocate(key);
    return this.#level > ddsketchLevelCoarsest ? -1 : this.#replaceLeast(key);
  }

  #allocate(key: number): number {
    const place = this.#table.add(key);
    if ((place + 1) * binsPerPage > this.#counts.length) {
      const grown = new Float64Array(
        Math.min(Math.max(2, 2 * place) * binsPerPage, this.pagesMax * binsPerPage),
      );
      grown.set(this.#counts);
      this.#counts = grown;
    }
    return place;
  }

  /** −1 when the key's own magnitude is less than that of all pages. */
  #replaceLeast(key: number): number {
    const least = this.#leastKey();
    if (magnitudeOrder(key) < magnitudeOrder(least)) return -1;
    const place = this.#table.placeOf(least);
    const page = this.#page(place);
    this.#addCollapsed(least, total(page));
    page.fill(0);
    this.#table.replace(place, key);
    return place;
  }

  /** Bins twice as wide: of each page half a page becomes. */
  #coarsen(): void {
    const keys = this.#table.keys.slice();
    const counts = this.#counts;
    this.#level--;
    this.#width *= 2;
    this.#table.clear();
    this.#counts = noCounts;
    for (const [place, key] of keys.entries()) {
      const halfKey = Math.floor(key / 2);
      const found = this.#table.placeOf(halfKey);
      const half = found >= 0 ? found : this.#allocate(halfKey);
      const to = half * binsPerPage + (key % 2) * (binsPerPage / 2);
      for (let bin = 0; bin < binsPerPage; bin++) {
        const index = to + (bin >>> 1);
        this.#counts[index] = (this.#counts[index] ?? 0) + (counts[place * binsPerPage + bin] ?? 0);
      }
    }
  }

  /** 0 without pages. */
  #leastKey(): number {
    const [first = 0, ...others] = this.#table.keys;
    return others.reduce((least, key) => (magnitudeOrder(key) < magnitudeOrder(least) ? key : least), first);
  }

  #page(place: number): Float64Array {
    return this.#counts.subarray(place * binsPerPage, (place + 1) * binsPerPage);
  }

  #bins(integral: boolean): SketchBins {
    const table = this.#table;
    const bins = new SketchBins(integral, table.size, this.#level);
    const ascending = table.keys.slice().sort();
    const positive = ascending.filter((key) => key < negativeKeysFrom(this.#level));
    const negative = ascending.subarray(positive.length).reverse();
    for (const key of negative) bins.addNegative(key, this.#page(table.placeOf(key)));
    bins.addAroundZero(this.#collapsedNegative, this.#zeros, this.#collapsedPositive, this.#leastKey());
    for (const key of positive) bins.addPositive(key, this.#page(table.placeOf(key)));
    return bins;
  }
}

/** Order in which pages are kept at the coarsest level: by exponent, positive before negative. */
function magnitudeOrder(key: number): number {
  return (key % negativeKeys) * 2 + (key < negativeKeys ? 1 : 0);
}

function total(counts: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < counts.length; i++) sum += counts[i] ?? 0;
  return sum;
}

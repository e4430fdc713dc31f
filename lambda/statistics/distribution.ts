/** What quantiles, histogram and outliers need to know about a set of numbers, exact or estimated. */
export interface Distribution {
  readonly method: "exact" | "ddsketch";
  readonly count: number;
  readonly min: number;
  readonly max: number;
  /** Largest relative error of a quantile; 0 when exact. */
  readonly relativeError: number;
  /** Number of values < x; a fraction of a bin is estimated linearly. */
  countBelow(x: number): number;
  /** Number of values ≤ x. */
  countAtMost(x: number): number;
  /**
   * Value at q ∈ [0, 1], interpolated linearly between the two neighbouring ranks of q(n − 1): type 7 of Hyndman &
   * Fan 1996, the default of R, numpy and pandas.
   */
  quantile(q: number): number;
  /** False where the bins that hold the quantile were collapsed, so that `relativeError` does not hold. */
  boundHoldsAt(q: number): boolean;
  /**
   * First and third quartile, for fences. Where one bin holds both they lie in it as if its values were spread evenly:
   * each as near to the true one as `relativeError` asks for, they would be one number, and all other values outliers.
   */
  quartiles(): readonly [number, number];
}

/** All values, sorted. */
export class SortedValues implements Distribution {
  readonly method = "exact";
  readonly relativeError = 0;
  readonly count: number;
  readonly min: number;
  readonly max: number;
  readonly #sorted: Float64Array;

  /** @param sorted ascending, at least one value. */
  constructor(sorted: Float64Array) {
    this.#sorted = sorted;
    this.count = sorted.length;
    this.min = at(sorted, 0);
    this.max = at(sorted, sorted.length - 1);
  }

  countBelow(x: number): number {
    return firstIndex(this.count, (rank) => at(this.#sorted, rank) >= x);
  }

  countAtMost(x: number): number {
    return firstIndex(this.count, (rank) => at(this.#sorted, rank) > x);
  }

  quantile(q: number): number {
    return interpolate(q, this.count, (rank) => at(this.#sorted, rank));
  }

  boundHoldsAt(): boolean {
    return true;
  }

  quartiles(): readonly [number, number] {
    return [this.quantile(0.25), this.quantile(0.75)];
  }
}

/**
 * Counts of values in adjoining intervals, ascending. An interval whose ends are equal is a single value. Of some 1,000 bins a
 * column's figures ask for a few, so edges are computed when they are asked for.
 */
export interface Bins {
  /** Values up to and with each bin. */
  readonly cumulative: Float64Array;
  lower(bin: number): number;
  upper(bin: number): number;
  /** Zeros alone, or values whose magnitude was given up: 0 stands for them. */
  isZero(bin: number): boolean;
  /** All values are integers: an interval then holds those from `lower` to below `upper`. */
  readonly integral: boolean;
  /** Ranks [from, to) that lie in bins whose resolution was given up. */
  readonly collapsedFrom: number;
  readonly collapsedTo: number;
}

export class BinnedValues implements Distribution {
  readonly method = "ddsketch";
  readonly count: number;
  readonly min: number;
  readonly max: number;
  readonly relativeError: number;
  readonly #bins: Bins;
  readonly #cumulative: Float64Array;

  /** @param bins at least one */
  constructor(bins: Bins, min: number, max: number, relativeError: number) {
    this.#bins = bins;
    this.#cumulative = bins.cumulative;
    this.count = at(this.#cumulative, this.#cumulative.length - 1);
    this.min = min;
    this.max = max;
    this.relativeError = relativeError;
  }

  countBelow(x: number): number {
    return this.#countBelowEdge(this.#bins.integral ? Math.ceil(x) : x);
  }

  countAtMost(x: number): number {
    // Beyond 2^53 one more is the same number.
    if (x >= this.max) return this.count;
    if (this.#bins.integral) return this.#countBelowEdge(Math.floor(x) + 1);
    const bins = this.#bins;
    const { length } = this.#cumulative;
    const bin = firstIndex(length, (each) => bins.lower(each) >= x);
    const isSingleValueAtX = bin < length && bins.lower(bin) === x && bins.upper(bin) === x;
    return this.countBelow(x) + (isSingleValueAtX ? at(this.#cumulative, bin) - this.#upTo(bin) : 0);
  }

  #countBelowEdge(x: number): number {
    if (x <= this.min) return 0;
    if (x > this.max) return this.count;
    const bins = this.#bins;
    const { length } = this.#cumulative;
    const bin = firstIndex(length, (each) => bins.upper(each) >= x);
    const before = this.#upTo(bin);
    if (bin >= length) return before;
    // Of the outermost bins as much as there are values in: all values may be in one.
    const start = Math.max(bins.lower(bin), this.min);
    const end = Math.min(bins.upper(bin), bins.integral ? this.max + 1 : this.max);
    if (x <= start || start >= end) return before;
    return before + (at(this.#cumulative, bin) - before) * ((x - start) / (end - start));
  }

  quantile(q: number): number {
    return this.#quantile(q, this.relativeError);
  }

  quartiles(): readonly [number, number] {
    const ranks = [Math.floor(0.25 * (this.count - 1)), Math.ceil(0.75 * (this.count - 1))] as const;
    const shared = this.#binOf(ranks[0]) === this.#binOf(ranks[1]);
    const error = shared ? Number.POSITIVE_INFINITY : this.relativeError;
    return [this.#quantile(0.25, error), this.#quantile(0.75, error)];
  }

  boundHoldsAt(q: number): boolean {
    const { collapsedFrom, collapsedTo } = this.#bins;
    const rank = q * (this.count - 1);
    return (
      collapsedFrom === collapsedTo || Math.ceil(rank) < collapsedFrom || Math.floor(rank) >= collapsedTo
    );
  }

  #quantile(q: number, error: number): number {
    const value = interpolate(q, this.count, (rank) => this.#estimate(rank, error));
    return Math.min(this.max, Math.max(this.min, value));
  }

  /**
   * Where the value would be if those of its bin were spread evenly, but off by no more than the relative `error` of any
   * value that the bin can hold: in the middle of a bin as wide as that allows.
   */
  #estimate(rank: number, error: number): number {
    const bins = this.#bins;
    const bin = this.#binOf(rank);
    if (bins.isZero(bin)) return 0;
    const least = Math.max(bins.lower(bin), this.min);
    const greatest = Math.min(bins.integral ? bins.upper(bin) - 1 : bins.upper(bin), this.max);
    if (!(least < greatest)) return least;
    const before = this.#upTo(bin);
    const share = (rank + 0.5 - before) / (at(this.#cumulative, bin) - before);
    const even = least + share * (greatest - least);
    return Math.min(Math.max(even, greatest - error * Math.abs(greatest)), least + error * Math.abs(least));
  }

  #binOf(rank: number): number {
    const cumulative = this.#cumulative;
    return firstIndex(cumulative.length, (bin) => at(cumulative, bin) > rank);
  }

  /** Values in the bins before this one. */
  #upTo(bin: number): number {
    return bin > 0 ? at(this.#cumulative, bin - 1) : 0;
  }
}

/** @throws RangeError for q outside of [0, 1]. */
function interpolate(q: number, count: number, valueAt: (rank: number) => number): number {
  if (!(q >= 0 && q <= 1)) throw new RangeError(`a quantile lies in [0, 1], got ${q}`);
  const position = q * (count - 1);
  const rank = Math.floor(position);
  const low = valueAt(rank);
  if (position === rank) return low;
  const high = valueAt(rank + 1);
  const share = position - rank;
  const range = high - low;
  return Number.isFinite(range) ? low + share * range : low * (1 - share) + high * share;
}

/** The first index for which the monotone `test` holds; the length when none does. */
function firstIndex(length: number, test: (index: number) => boolean): number {
  let low = 0;
  let high = length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (test(middle)) high = middle;
    else low = middle + 1;
  }
  return low;
}

function at(values: Float64Array, index: number): number {
  const value = values[index];
  if (value === undefined) throw new RangeError(`no element ${index} of ${values.length}`);
  return value;
}

/** Squares below this vanish in m4, deviations below 1e-75 that is: their skewness and kurtosis are lost. */
const m2Min = 1e-150;

/**
 * Plain numbers, as a kernel hands them over: the count, the mean (with what its rounding left, `meanLow`) and the
 * sums of powers of (x − mean).
 */
export interface MomentsState {
  readonly count: number;
  readonly mean: number;
  readonly meanLow: number;
  readonly m2: number;
  readonly m3: number;
  readonly m4: number;
}

/**
 * Mean, variance, skewness and kurtosis of a stream in one pass.
 *
 * Source: Welford 1962; Chan, Golub, LeVeque 1979; Pébay 2008 (SAND2008-6212), equations 2.1, 3.1.
 * Exact: the count; the zero variance of a constant column. All else is floating point: stable, and equal to 1e-9
 * relative however the data is ordered or cut (skewness and kurtosis near zero: absolute) unless the mean is more than
 * some 10^5 standard deviations from zero, where 2^−53 · √n · |mean| / stddev is the greater error.
 * Memory: 48 bytes. Input: finite numbers. What overflows (values past 1e154, squared) is answered by null.
 */
export class Moments {
  count = 0;
  #mean = 0;
  #meanLow = 0;
  #m2 = 0;
  #m3 = 0;
  #m4 = 0;

  static from(state: MomentsState): Moments {
    const moments = new Moments();
    moments.#take(state);
    return moments;
  }

  #take(state: MomentsState): void {
    this.count = state.count;
    this.#mean = state.mean;
    this.#meanLow = state.meanLow;
    this.#m2 = state.m2;
    this.#m3 = state.m3;
    this.#m4 = state.m4;
  }

  state(): MomentsState {
    return {
      count: this.count,
      mean: this.#mean,
      meanLow: this.#meanLow,
      m2: this.#m2,
      m3: this.#m3,
      m4: this.#m4,
    };
  }

  add(x: number): void {
    const before = this.count;
    const n = before + 1;
    this.count = n;
    const delta = x - this.#mean - this.#meanLow;
    const step = delta / n;
    const stepSquared = step * step;
    const term = delta * step * before;
    // The subtraction overflows where extremes of both signs meet; the mean itself never does.
    if (delta - delta === 0) this.#moveMean(step);
    else this.#mean += x / n - this.#mean / n;
    this.#m4 += term * stepSquared * (n * n - 3 * n + 3) + 6 * stepSquared * this.#m2 - 4 * step * this.#m3;
    this.#m3 += term * step * (n - 2) - 3 * step * this.#m2;
    this.#m2 += term;
  }

  /**
   * Add the first `length` values at once: three passes over the block, then one merge. No division per value:
   * 4 times the speed of `add` on blocks of 1,000, and at least as accurate.
   */
  addBlock(values: Float64Array, length: number): void {
    if (length === 0) return;
    let sum = 0;
    for (let i = 0; i < length; i++) sum += values[i] ?? 0;
    const rough = sum / length;
    // What rounding left of the sum, and half of a constant block's variance with it.
    let rest = 0;
    for (let i = 0; i < length; i++) rest += (values[i] ?? 0) - rough;
    const step = rest / length;
    const mean = rough + step;
    const meanLow = rough - mean + step;
    let m2 = 0;
    let m3 = 0;
    let m4 = 0;
    for (let i = 0; i < length; i++) {
      const delta = (values[i] ?? 0) - mean - meanLow;
      const square = delta * delta;
      m2 += square;
      m3 += square * delta;
      m4 += square * square;
    }
    if (mean - mean === 0) this.append({ count: length, mean, meanLow, m2, m3, m4 });
    else for (let i = 0; i < length; i++) this.add(values[i] ?? 0);
  }

  merge(other: Moments): void {
    this.append(other.state());
  }

  /** The mean moves by a step that is small beside it; what rounding takes away is kept. */
  #moveMean(step: number): void {
    const before = this.#mean;
    const after = before + step;
    const added = after - before;
    this.#meanLow += before - (after - added) + (step - added);
    this.#mean = after;
  }

  /** Merge plain numbers. */
  append({ count, mean, meanLow, m2, m3, m4 }: MomentsState): void {
    if (count === 0) return;
    if (this.count === 0) {
      // Not by the formula below, whose quotient rounds the mean.
      this.#take({ count, mean, meanLow, m2, m3, m4 });
      return;
    }
    const a = this.count;
    const b = count;
    const n = a + b;
    const delta = mean - this.#mean + (meanLow - this.#meanLow);
    const step = delta / n;
    const stepSquared = step * step;
    const m2Before = this.#m2;
    const m3Before = this.#m3;
    this.#m4 +=
      m4 +
      delta * step * stepSquared * a * b * (a * a - a * b + b * b) +
      6 * stepSquared * (a * a * m2 + b * b * m2Before) +
      4 * step * (a * m3 - b * m3Before);
    this.#m3 += m3 + delta * stepSquared * a * b * (a - b) + 3 * step * (a * m2 - b * m2Before);
    this.#m2 += m2 + delta * step * a * b;
    if (delta - delta === 0) this.#moveMean(step * b);
    else this.#mean = this.#mean * (a / n) + mean * (b / n);
    this.count = n;
  }

  /** Arithmetic mean; null without values. */
  mean(): number | null {
    return this.count > 0 ? finiteOrNull(this.#mean + this.#meanLow) : null;
  }

  /** Divided by n − 1; null below 2 values. */
  sampleVariance(): number | null {
    return this.count > 1 ? finiteOrNull(this.#m2 / (this.count - 1)) : null;
  }

  sampleStddev(): number | null {
    const variance = this.sampleVariance();
    return variance === null ? null : Math.sqrt(variance);
  }

  /**
   * Adjusted Fisher–Pearson coefficient G1, as pandas, Excel and SAS; null below 3 values, and where all values are
   * equal (0/0; pandas says 0 there) or as good as equal.
   */
  skewness(): number | null {
    const n = this.count;
    if (n < 3 || this.#m2 < m2Min) return null;
    return finiteOrNull(((n * Math.sqrt(n - 1)) / (n - 2)) * (this.#m3 / (this.#m2 * Math.sqrt(this.#m2))));
  }

  /** Excess kurtosis G2, unbiased under normality, as pandas; null below 4 values and where all values are equal. */
  excessKurtosis(): number | null {
    const n = this.count;
    if (n < 4 || this.#m2 < m2Min) return null;
    // Not m4 / m2²: the square overflows, and vanishes, long before the quotient does.
    const ratio = this.#m4 / this.#m2 / this.#m2;
    const scale = ((n + 1) * n * (n - 1)) / ((n - 2) * (n - 3));
    return finiteOrNull(scale * ratio - (3 * (n - 1) * (n - 1)) / ((n - 2) * (n - 3)));
  }
}

function finiteOrNull(x: number): number | null {
  return Number.isFinite(x) ? x : null;
}

/** The int and float cells of one column. */
import type { ColumnBudget } from "../statistics/column-budget.ts";
import type { Distribution } from "../statistics/distribution.ts";
import { Extremes, type ExtremesState } from "../statistics/extremes.ts";
import { histogram } from "../statistics/histogram.ts";
import { outliers } from "../statistics/outliers.ts";
import { Quantiles, type QuantilesState } from "../statistics/quantiles.ts";
import { NumberSums, type NumberSumsState } from "./number-sums.ts";
import type { NumberStatistics, QuantileSummary } from "./summary.ts";

/** Plain numbers, as the kernel hands them over. */
export interface NumberProfileState {
  readonly sums: NumberSumsState;
  readonly extremes: ExtremesState;
  readonly quantiles: QuantilesState;
  readonly zeros: number;
  readonly negatives: number;
  readonly fractions: number;
}

export class NumberProfile {
  readonly #budget: ColumnBudget;
  /** Of the segments before the present one, and of that. */
  #earlier: NumberSums | null = null;
  #sums = new NumberSums();
  #extremes = new Extremes();
  #quantiles: Quantiles;
  #zeros = 0;
  #negatives = 0;
  /** Values that are no integers: without any, quantiles and histogram are those of integers. */
  #fractions = 0;

  constructor(budget: ColumnBudget) {
    this.#budget = budget;
    this.#quantiles = new Quantiles(budget.quantiles);
  }

  static from(state: NumberProfileState, budget: ColumnBudget): NumberProfile {
    const profile = new NumberProfile(budget);
    profile.#sums = new NumberSums(state.sums);
    profile.#extremes = Extremes.from(state.extremes);
    profile.#quantiles = Quantiles.from(state.quantiles, budget.quantiles);
    profile.#zeros = state.zeros;
    profile.#negatives = state.negatives;
    profile.#fractions = state.fractions;
    return profile;
  }

  state(): NumberProfileState {
    return {
      sums: this.#allSums().state(),
      extremes: this.#extremes.state(),
      quantiles: this.#quantiles.state(),
      zeros: this.#zeros,
      negatives: this.#negatives,
      fractions: this.#fractions,
    };
  }

  get count(): number {
    return this.#extremes.count;
  }

  get zeros(): number {
    return this.#zeros;
  }

  /** @param integerText The trimmed cell of an int, whose digits a double may not hold; null for a float. */
  add(value: number, integerText: string | null): void {
    this.#sums.add(value);
    this.#extremes.add(value);
    this.#quantiles.add(value);
    if (value === 0) this.#zeros++;
    else if (value < 0) this.#negatives++;
    if (integerText === null && !Number.isInteger(value)) this.#fractions++;
    if (integerText !== null && !Number.isSafeInteger(value)) this.#extremes.addUnsafeInteger(integerText);
  }

  /** What is added from here on is added up on its own first. */
  beginSegment(): void {
    this.#earlier = this.#allSums();
    this.#sums = new NumberSums();
  }

  merge(other: NumberProfile): void {
    this.#sums = this.#allSums();
    this.#earlier = null;
    this.#sums.merge(other.#allSums());
    this.#extremes.merge(other.#extremes);
    this.#quantiles.merge(other.#quantiles);
    this.#zeros += other.#zeros;
    this.#negatives += other.#negatives;
    this.#fractions += other.#fractions;
  }

  /** A profile of both, leaving them as they are. */
  with(other: NumberProfile): NumberProfile {
    const both = new NumberProfile(this.#budget);
    both.merge(this);
    both.merge(other);
    return both;
  }

  /** Null without a number. */
  distribution(): Distribution | null {
    return this.#quantiles.distribution(this.#isIntegral);
  }

  /** Null without a number. */
  statistics(): NumberStatistics | null {
    const min = this.#extremes.min();
    const max = this.#extremes.max();
    const distribution = this.distribution();
    if (min === null || max === null || distribution === null) return null;
    const sums = this.#allSums();
    const sum = sums.sum.value();
    const variance = sums.moments.sampleVariance();
    // Of values around 1e-200, squares are no doubles any more.
    const isLost = variance === 0 && min < max;
    const minExact = this.#extremes.minExact();
    const maxExact = this.#extremes.maxExact();
    return {
      count: this.count,
      min,
      max,
      avg: sum === null ? sums.moments.mean() : sum / this.count,
      sum,
      variance: isLost ? null : variance,
      stddev: isLost ? null : sums.moments.sampleStddev(),
      zeros: this.#zeros,
      negatives: this.#negatives,
      skewness: sums.moments.skewness(),
      kurtosis: sums.moments.excessKurtosis(),
      quantiles: quantileSummary(distribution),
      histogram: histogram(distribution, this.#isIntegral),
      outliers: outliers(distribution),
      ...(minExact === null ? {} : { min_exact: minExact }),
      ...(maxExact === null ? {} : { max_exact: maxExact }),
    };
  }

  get #isIntegral(): boolean {
    return this.#fractions === 0;
  }

  #allSums(): NumberSums {
    if (this.#earlier === null) return this.#sums;
    const all = new NumberSums(this.#earlier.state());
    all.merge(this.#sums);
    return all;
  }
}

function quantileSummary(distribution: Distribution): QuantileSummary {
  const ranks = [0.01, 0.05, 0.25, 0.5, 0.75, 0.95, 0.99];
  const bounded = ranks.every((q) => distribution.boundHoldsAt(q));
  return {
    method: distribution.method,
    relative_error: bounded ? distribution.relativeError : null,
    p1: distribution.quantile(0.01),
    p5: distribution.quantile(0.05),
    p25: distribution.quantile(0.25),
    p50: distribution.quantile(0.5),
    p75: distribution.quantile(0.75),
    p95: distribution.quantile(0.95),
    p99: distribution.quantile(0.99),
  };
}

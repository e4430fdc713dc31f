/** The int and float cells of one column. */
import type { ColumnBudget } from "../statistics/column-budget.ts";
import { CompensatedSum, type CompensatedSumState } from "../statistics/compensated-sum.ts";
import type { Distribution } from "../statistics/distribution.ts";
import { Extremes, type ExtremesState } from "../statistics/extremes.ts";
import { histogram } from "../statistics/histogram.ts";
import { Moments, type MomentsState } from "../statistics/moments.ts";
import { outliers } from "../statistics/outliers.ts";
import { Quantiles, type QuantilesState } from "../statistics/quantiles.ts";
import type { NumberStatistics, QuantileSummary } from "./summary.ts";

/** Plain numbers, as the kernel hands them over. */
export interface NumberProfileState {
  readonly moments: MomentsState;
  readonly sum: CompensatedSumState;
  readonly extremes: ExtremesState;
  readonly quantiles: QuantilesState;
  readonly zeros: number;
  readonly negatives: number;
  readonly fractions: number;
}

export class NumberProfile {
  readonly #budget: ColumnBudget;
  #moments = new Moments();
  #sum = new CompensatedSum();
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
    profile.#moments = Moments.from(state.moments);
    profile.#sum = CompensatedSum.from(state.sum);
    profile.#extremes = Extremes.from(state.extremes);
    profile.#quantiles = Quantiles.from(state.quantiles, budget.quantiles);
    profile.#zeros = state.zeros;
    profile.#negatives = state.negatives;
    profile.#fractions = state.fractions;
    return profile;
  }

  get count(): number {
    return this.#extremes.count;
  }

  /** @param integerText The trimmed cell of an int, whose digits a double may not hold; null for a float. */
  add(value: number, integerText: string | null): void {
    this.#moments.add(value);
    this.#sum.add(value);
    this.#extremes.add(value);
    this.#quantiles.add(value);
    if (value === 0) this.#zeros++;
    else if (value < 0) this.#negatives++;
    if (integerText === null && !Number.isInteger(value)) this.#fractions++;
    if (integerText !== null && !Number.isSafeInteger(value)) this.#extremes.addUnsafeInteger(integerText);
  }

  merge(other: NumberProfile): void {
    this.#moments.merge(other.#moments);
    this.#sum.merge(other.#sum);
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
  statistics(): NumberStatistics | null {
    const min = this.#extremes.min();
    const max = this.#extremes.max();
    const integral = this.#fractions === 0;
    const distribution = this.#quantiles.distribution(integral);
    if (min === null || max === null || distribution === null) return null;
    const sum = this.#sum.value();
    const minExact = this.#extremes.minExact();
    const maxExact = this.#extremes.maxExact();
    return {
      count: this.count,
      min,
      max,
      avg: sum === null ? this.#moments.mean() : sum / this.count,
      sum,
      variance: this.#moments.sampleVariance(),
      stddev: this.#moments.sampleStddev(),
      zeros: this.#zeros,
      negatives: this.#negatives,
      skewness: this.#moments.skewness(),
      kurtosis: this.#moments.excessKurtosis(),
      quantiles: quantileSummary(distribution),
      histogram: histogram(distribution, integral),
      outliers: outliers(distribution),
      ...(minExact === null ? {} : { min_exact: minExact }),
      ...(maxExact === null ? {} : { max_exact: maxExact }),
    };
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

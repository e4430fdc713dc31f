/** The int and float cells of one column. */
import { CompensatedSum } from "../statistics/compensated-sum.ts";
import { Extremes } from "../statistics/extremes.ts";
import { Moments } from "../statistics/moments.ts";
import type { NumberStatistics } from "./summary.ts";

export class NumberProfile {
  readonly #moments = new Moments();
  readonly #sum = new CompensatedSum();
  readonly #extremes = new Extremes();
  #zeros = 0;
  #negatives = 0;

  /** @param integerText The trimmed cell of an int, whose digits a double may not hold; null for a float. */
  add(value: number, integerText: string | null): void {
    this.#moments.add(value);
    this.#sum.add(value);
    this.#extremes.add(value);
    if (value === 0) this.#zeros++;
    else if (value < 0) this.#negatives++;
    if (integerText !== null && !Number.isSafeInteger(value)) this.#extremes.addUnsafeInteger(integerText);
  }

  merge(other: NumberProfile): void {
    this.#moments.merge(other.#moments);
    this.#sum.merge(other.#sum);
    this.#extremes.merge(other.#extremes);
    this.#zeros += other.#zeros;
    this.#negatives += other.#negatives;
  }

  /** Null without a number. */
  statistics(): NumberStatistics | null {
    const min = this.#extremes.min();
    const max = this.#extremes.max();
    if (min === null || max === null) return null;
    const count = this.#extremes.count;
    const sum = this.#sum.value();
    const minExact = this.#extremes.minExact();
    const maxExact = this.#extremes.maxExact();
    return {
      count,
      min,
      max,
      avg: sum === null ? this.#moments.mean() : sum / count,
      sum,
      variance: this.#moments.sampleVariance(),
      stddev: this.#moments.sampleStddev(),
      zeros: this.#zeros,
      negatives: this.#negatives,
      ...(minExact === null ? {} : { min_exact: minExact }),
      ...(maxExact === null ? {} : { max_exact: maxExact }),
    };
  }
}

import { canonicalDecimalInteger, compareDecimalIntegers } from "./decimal-integer.ts";

export interface ExtremesState {
  readonly count: number;
  readonly min: number;
  readonly max: number;
  readonly minInteger: string | null;
  readonly maxInteger: string | null;
}

/**
 * Smallest and largest number; past ±2^53 also the exact integers, as text.
 *
 * Exact, and independent of order and cut. Memory: 40 bytes and the digits of two integers.
 * Every value goes to `add`; an integer that a double cannot hold goes to `addUnsafeInteger` as well. The fast case
 * never sees the text.
 */
export class Extremes {
  count = 0;
  #min = Number.POSITIVE_INFINITY;
  #max = Number.NEGATIVE_INFINITY;
  #minInteger: string | null = null;
  #maxInteger: string | null = null;

  static from(state: ExtremesState): Extremes {
    const extremes = new Extremes();
    extremes.count = state.count;
    extremes.#min = state.min;
    extremes.#max = state.max;
    extremes.#minInteger = state.minInteger;
    extremes.#maxInteger = state.maxInteger;
    return extremes;
  }

  state(): ExtremesState {
    return {
      count: this.count,
      min: this.#min,
      max: this.#max,
      minInteger: this.#minInteger,
      maxInteger: this.#maxInteger,
    };
  }

  /** A finite number. */
  add(x: number): void {
    this.count++;
    // −0 becomes 0: which of the two came first must not show in the state.
    if (x < this.#min) this.#min = x + 0;
    if (x > this.#max) this.#max = x + 0;
  }

  /** The text (`[+-]?digits`) of an integer beyond ±(2^53 − 1), beside its `add`. */
  addUnsafeInteger(text: string): void {
    const integer = canonicalDecimalInteger(text);
    if (this.#minInteger === null || compareDecimalIntegers(integer, this.#minInteger) < 0) {
      this.#minInteger = integer;
    }
    if (this.#maxInteger === null || compareDecimalIntegers(integer, this.#maxInteger) > 0) {
      this.#maxInteger = integer;
    }
  }

  merge(other: Extremes): void {
    this.count += other.count;
    if (other.#min < this.#min) this.#min = other.#min;
    if (other.#max > this.#max) this.#max = other.#max;
    if (other.#minInteger !== null) this.addUnsafeInteger(other.#minInteger);
    if (other.#maxInteger !== null) this.addUnsafeInteger(other.#maxInteger);
  }

  min(): number | null {
    return this.count > 0 ? this.#min : null;
  }

  max(): number | null {
    return this.count > 0 ? this.#max : null;
  }

  /** The exact minimum, where it is an integer that a double cannot hold; else null. */
  minExact(): string | null {
    return this.#minInteger !== null && Number(this.#minInteger) === this.#min ? this.#minInteger : null;
  }

  /** The exact maximum, where it is an integer that a double cannot hold; else null. */
  maxExact(): string | null {
    return this.#maxInteger !== null && Number(this.#maxInteger) === this.#max ? this.#maxInteger : null;
  }
}

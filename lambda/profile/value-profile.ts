/** Which values the cells of one kind have, by their text: how many distinct ones, and the most frequent. */
import type { ColumnBudget } from "../statistics/column-budget.ts";
import { Distinct, type DistinctState } from "../statistics/distinct.ts";
import { Frequent, type FrequentState } from "../statistics/frequent.ts";

/** Plain numbers, as the kernel hands them over. */
export interface ValueState {
  readonly distinct: DistinctState;
  readonly frequent: FrequentState;
}

export class ValueProfile {
  readonly distinct: Distinct;
  readonly #budget: ColumnBudget;
  /** Of the segments before the present one (see `segmentBytes`), and of that: the counters depend on the order. */
  #earlier: Frequent | null = null;
  /** Null where only the basic figures are asked for. */
  #frequent: Frequent | null = null;

  constructor(budget: ColumnBudget, state: ValueState | null = null) {
    this.#budget = budget;
    this.distinct =
      state === null ? new Distinct(budget.distinct) : Distinct.from(state.distinct, budget.distinct);
    if (budget.figures === "basic") return;
    this.#frequent =
      state === null ? new Frequent(budget.frequent) : Frequent.from(state.frequent, budget.frequent);
  }

  /** Null where only the basic figures are asked for. */
  get frequent(): Frequent | null {
    if (this.#earlier === null || this.#frequent === null) return this.#frequent;
    const all = Frequent.from(this.#earlier.state(), this.#budget.frequent);
    all.merge(this.#frequent);
    return all;
  }

  /** @param high,low The 64-bit hash of the trimmed text. */
  add(text: string, high: number, low: number): void {
    this.distinct.add(high, low);
    this.#frequent?.add(text, high, low);
  }

  /** What is added from here on is counted on its own first. */
  beginSegment(): void {
    if (this.#frequent === null) return;
    this.#earlier = this.frequent;
    this.#frequent = new Frequent(this.#budget.frequent);
  }

  merge(other: ValueProfile): void {
    this.distinct.merge(other.distinct);
    this.#frequent = this.frequent;
    this.#earlier = null;
    const theirs = other.frequent;
    if (theirs !== null) this.#frequent?.merge(theirs);
  }
}

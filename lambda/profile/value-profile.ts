/** Which values the cells of one kind have, by their text: how many distinct ones, and the most frequent. */
import type { ColumnBudget } from "../statistics/column-budget.ts";
import { Distinct } from "../statistics/distinct.ts";
import { Frequent } from "../statistics/frequent.ts";

export class ValueProfile {
  readonly distinct: Distinct;
  readonly frequent: Frequent;

  constructor(budget: ColumnBudget) {
    this.distinct = new Distinct(budget.distinct);
    this.frequent = new Frequent(budget.frequent);
  }

  /** @param high,low The 64-bit hash of the trimmed text. */
  add(text: string, high: number, low: number): void {
    this.distinct.add(high, low);
    this.frequent.add(text, high, low);
  }

  merge(other: ValueProfile): void {
    this.distinct.merge(other.distinct);
    this.frequent.merge(other.frequent);
  }
}

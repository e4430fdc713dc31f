/** What the driver keeps of a column: everything with text in it, and what the kernel leaves to it. */
import type { ColumnState, FilledKind } from "../profile/column-profile.ts";
import { type ExamplesState, exampleValue } from "../profile/examples.ts";
import { FormattedNumberProfile } from "../profile/formatted-number-profile.ts";
import type { CellExample } from "../profile/summary.ts";
import type { ColumnBudget } from "../statistics/column-budget.ts";
import { DistinctSample } from "../statistics/distinct-sample.ts";
import { Extremes } from "../statistics/extremes.ts";
import { parseFormattedNumber } from "../types/number-format.ts";
import { kindDate, kindFloat, kindInt, kindNullToken, kindString } from "./layout.ts";

const kindNumbers: Readonly<Record<FilledKind, number>> = {
  null_token: kindNullToken,
  int: kindInt,
  float: kindFloat,
  date: kindDate,
  string: kindString,
};

const greatestHigh = 0xffff_ffff;

export class ColumnNotes {
  /** Of integers that a double cannot hold, their texts; the kernel has the numbers. */
  readonly unsafeIntegers = new Extremes();
  /** Of the present segment. */
  formatted: FormattedNumberProfile | null = null;
  texts: DistinctSample | null = null;
  readonly #budget: ColumnBudget;
  readonly #sampleThresholdMax: number;
  readonly #examples = new Map<number, CellExample[]>();

  /** @param sampleThresholdMax what others know already of the greatest high half of a hash in the sample of texts */
  constructor(budget: ColumnBudget, sampleThresholdMax = greatestHigh) {
    this.#budget = budget;
    this.#sampleThresholdMax = sampleThresholdMax;
  }

  /** The greatest high half of a hash that the sample takes. */
  get sampleThreshold(): number {
    return Math.min(this.texts?.thresholdHigh ?? greatestHigh, this.#sampleThresholdMax);
  }

  addExample(kind: number, row: number, line: number, text: string): void {
    const examples = this.#examples.get(kind) ?? [];
    examples.push({ row, line, value: exampleValue(text) });
    this.#examples.set(kind, examples);
  }

  addFormattedNumber(text: string): void {
    const number = parseFormattedNumber(text);
    if (number === null) return;
    this.formatted ??= new FormattedNumberProfile(this.#budget);
    this.formatted.add(number);
  }

  /** @returns the greatest high half of a hash that the sample takes from now on */
  addText(high: number, low: number, text: string): number {
    this.texts ??= new DistinctSample(this.#budget.distinctSampleMax);
    this.texts.add(text, high, low);
    return this.sampleThreshold;
  }

  /** @param count cells of each kind */
  examples(count: (kind: number) => number): ColumnState["cells"] {
    const of = (kind: FilledKind): ExamplesState<CellExample> => {
      const number = kindNumbers[kind];
      return { count: count(number), first: this.#examples.get(number) ?? [] };
    };
    return {
      null_token: of("null_token"),
      int: of("int"),
      float: of("float"),
      date: of("date"),
      string: of("string"),
    };
  }
}

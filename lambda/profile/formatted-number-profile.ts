/**
 * The cells of one column that are formatted numbers. As with dates, a text such as `1,234` has two readings; the
 * texts that allow only one decide for the others.
 */
import type { ColumnBudget } from "../statistics/column-budget.ts";
import type { FormattedNumber, NumberSign } from "../types/number-format.ts";
import { byCount } from "./by-count.ts";
import { NumberProfile, type NumberProfileState } from "./number-profile.ts";

const numberSigns = ["brackets", "unicode_minus", "apart", "behind"] as const;

export type DecimalMark = "point" | "comma";

/** Plain numbers and texts. */
export interface FormattedNumberState {
  readonly count: number;
  readonly percent: number;
  readonly pointGrouped: number;
  readonly commaGrouped: number;
  readonly signs: Readonly<Record<NumberSign, number>>;
  readonly currencies: readonly (readonly [string, number])[];
  readonly asPoint: NumberProfileState;
  readonly asComma: NumberProfileState;
  readonly pointOnly: number;
  readonly commaOnly: number;
}

export class FormattedNumberProfile {
  count = 0;
  percent = 0;
  readonly signs: Record<NumberSign, number> = { brackets: 0, unicode_minus: 0, apart: 0, behind: 0 };
  #pointGrouped = 0;
  #commaGrouped = 0;
  readonly #currencies = new Map<string, number>();
  #asPoint: NumberProfile;
  #asComma: NumberProfile;
  #pointOnly = 0;
  #commaOnly = 0;

  constructor(budget: ColumnBudget) {
    this.#asPoint = new NumberProfile(budget);
    this.#asComma = new NumberProfile(budget);
  }

  static from(state: FormattedNumberState, budget: ColumnBudget): FormattedNumberProfile {
    const profile = new FormattedNumberProfile(budget);
    profile.count = state.count;
    profile.percent = state.percent;
    profile.#pointGrouped = state.pointGrouped;
    profile.#commaGrouped = state.commaGrouped;
    Object.assign(profile.signs, state.signs);
    for (const [currency, count] of state.currencies) profile.#currencies.set(currency, count);
    profile.#asPoint = NumberProfile.from(state.asPoint, budget);
    profile.#asComma = NumberProfile.from(state.asComma, budget);
    profile.#pointOnly = state.pointOnly;
    profile.#commaOnly = state.commaOnly;
    return profile;
  }

  state(): FormattedNumberState {
    return {
      count: this.count,
      percent: this.percent,
      pointGrouped: this.#pointGrouped,
      commaGrouped: this.#commaGrouped,
      signs: { ...this.signs },
      currencies: [...this.#currencies],
      asPoint: this.#asPoint.state(),
      asComma: this.#asComma.state(),
      pointOnly: this.#pointOnly,
      commaOnly: this.#commaOnly,
    };
  }

  /** What is added from here on is added up on its own first. */
  beginSegment(): void {
    this.#asPoint.beginSegment();
    this.#asComma.beginSegment();
  }

  add(number: FormattedNumber): void {
    const { pointDecimal, commaDecimal, currency, percent, sign } = number;
    this.count++;
    if (percent) this.percent++;
    if (number.pointGrouped) this.#pointGrouped++;
    if (number.commaGrouped) this.#commaGrouped++;
    if (sign !== null) this.signs[sign]++;
    if (currency !== null) this.#currencies.set(currency, (this.#currencies.get(currency) ?? 0) + 1);
    if (Number.isNaN(commaDecimal)) this.#pointOnly++;
    else this.#asComma.add(commaDecimal, null);
    if (Number.isNaN(pointDecimal)) this.#commaOnly++;
    else this.#asPoint.add(pointDecimal, null);
  }

  merge(other: FormattedNumberProfile): void {
    this.count += other.count;
    this.percent += other.percent;
    this.#pointGrouped += other.#pointGrouped;
    this.#commaGrouped += other.#commaGrouped;
    for (const sign of numberSigns) this.signs[sign] += other.signs[sign];
    for (const [currency, count] of other.#currencies)
      this.#currencies.set(currency, (this.#currencies.get(currency) ?? 0) + count);
    this.#asPoint.merge(other.#asPoint);
    this.#asComma.merge(other.#asComma);
    this.#pointOnly += other.#pointOnly;
    this.#commaOnly += other.#commaOnly;
  }

  /** The mark that more of the deciding texts have; `point`, as an assumption, when none decides. */
  get decimalMark(): DecimalMark {
    return this.#commaOnly > this.#pointOnly ? "comma" : "point";
  }

  get markDecided(): boolean {
    return this.#commaOnly + this.#pointOnly > 0;
  }

  /** Numbers with grouped digits, in the reading of `decimalMark`. */
  get grouped(): number {
    return this.decimalMark === "point" ? this.#pointGrouped : this.#commaGrouped;
  }

  /** Currencies as written, the most frequent first. */
  get currencies(): readonly (readonly [string, number])[] {
    return [...this.#currencies].sort(byCount);
  }

  /** The numbers in the reading of `decimalMark`. */
  numbers(): NumberProfile {
    return this.decimalMark === "point" ? this.#asPoint : this.#asComma;
  }
}

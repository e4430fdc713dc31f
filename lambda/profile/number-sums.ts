/**
 * What of a column's numbers is added up in doubles, so that it depends on their order: by segment (`segmentBytes`),
 * then over the segments in the order of the file.
 */
import { CompensatedSum, type CompensatedSumState } from "../statistics/compensated-sum.ts";
import { Moments, type MomentsState } from "../statistics/moments.ts";

export interface NumberSumsState {
  readonly moments: MomentsState;
  readonly sum: CompensatedSumState;
}

export class NumberSums {
  readonly moments: Moments;
  readonly sum: CompensatedSum;

  constructor(state: NumberSumsState | null = null) {
    this.moments = state === null ? new Moments() : Moments.from(state.moments);
    this.sum = state === null ? new CompensatedSum() : CompensatedSum.from(state.sum);
  }

  state(): NumberSumsState {
    return { moments: this.moments.state(), sum: this.sum.state() };
  }

  add(value: number): void {
    this.moments.add(value);
    this.sum.add(value);
  }

  /** Append what comes later in the file. */
  merge(later: NumberSums): void {
    this.append(later.state());
  }

  append({ moments, sum }: NumberSumsState): void {
    this.moments.append(moments);
    this.sum.append(sum);
  }
}

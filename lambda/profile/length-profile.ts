/** Lengths in Unicode code points. */
import type { StringStatistics } from "./summary.ts";

/** Plain numbers, as the kernel hands them over; `min` is Infinity without a text. */
export interface LengthState {
  readonly count: number;
  readonly min: number;
  readonly max: number;
  readonly sum: number;
}

export class LengthProfile {
  count = 0;
  #min = Number.POSITIVE_INFINITY;
  #max = 0;
  /** Exact: 2^53 characters are more than any file has. */
  #sum = 0;

  static from(state: LengthState): LengthProfile {
    const profile = new LengthProfile();
    profile.count = state.count;
    profile.#min = state.min;
    profile.#max = state.max;
    profile.#sum = state.sum;
    return profile;
  }

  /** Add `count` texts of the same length. */
  add(length: number, count = 1): void {
    this.count += count;
    this.#sum += length * count;
    if (length < this.#min) this.#min = length;
    if (length > this.#max) this.#max = length;
  }

  merge(other: LengthProfile): void {
    this.count += other.count;
    this.#sum += other.#sum;
    if (other.#min < this.#min) this.#min = other.#min;
    if (other.#max > this.#max) this.#max = other.#max;
  }

  /** Null without a text. */
  statistics(): Omit<StringStatistics, "shapes"> | null {
    if (this.count === 0) return null;
    return {
      count: this.count,
      length_min: this.#min,
      length_max: this.#max,
      length_avg: this.#sum / this.count,
    };
  }
}

/** Code points of a text: its UTF-16 units less one for each surrogate pair. */
export function codePoints(text: string): number {
  let pairs = 0;
  for (let at = 1; at < text.length; at++) {
    const unit = text.charCodeAt(at);
    if (unit < 0xdc00 || unit > 0xdfff) continue;
    const before = text.charCodeAt(at - 1);
    if (before >= 0xd800 && before <= 0xdbff) pairs++;
  }
  return text.length - pairs;
}

import type { Distribution } from "./distribution.ts";

export interface Outliers {
  /** Estimated when the method is a sketch: fences and counts are then as good as its bins. */
  readonly method: Distribution["method"];
  readonly fence_low: number;
  readonly fence_high: number;
  readonly below: number;
  readonly above: number;
  readonly count: number;
}

/**
 * Values beyond Q1 − 1.5 IQR or Q3 + 1.5 IQR (Tukey 1977), quartiles of type 7. Where half of all values are equal
 * the fences meet and every other value counts.
 * @returns null when a fence is no finite number.
 */
export function outliers(data: Distribution): Outliers | null {
  const [q1, q3] = data.quartiles();
  const reach = 1.5 * (q3 - q1);
  const fenceLow = q1 - reach;
  const fenceHigh = q3 + reach;
  if (!Number.isFinite(fenceLow) || !Number.isFinite(fenceHigh)) return null;
  const below = Math.round(data.countBelow(fenceLow));
  const above = Math.round(data.count - data.countAtMost(fenceHigh));
  return {
    method: data.method,
    fence_low: fenceLow,
    fence_high: fenceHigh,
    below,
    above,
    count: below + above,
  };
}

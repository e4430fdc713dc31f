import type { Share } from "./summary.ts";

/** Below what is all of it. */
const nearlyAll = 99.99;

/** `part` of `total` in percent, rounded to 2 decimals, to 100 only if it is all; 0 of nothing. */
export function percentage(part: number, total: number): number {
  if (total === 0) return 0;
  const rounded = Math.round((part / total) * 1e4) / 1e2;
  return part < total ? Math.min(rounded, nearlyAll) : rounded;
}

/** The same, but what is below a threshold is rounded down where it would be shown as high. @param thresholdShare 0 to 1 */
export function percentageBelow(part: number, total: number, thresholdShare: number): number {
  const rounded = percentage(part, total);
  const below = total > 0 && part / total < thresholdShare;
  return below && rounded >= percentage(thresholdShare, 1) ? Math.floor((part / total) * 1e4) / 1e2 : rounded;
}

export function share(count: number, total: number): Share {
  return { count, percentage: percentage(count, total) };
}

import type { Share } from "./summary.ts";

/** `part` of `total` in percent, rounded to 2 decimals; 0 of nothing. */
export function percentage(part: number, total: number): number {
  return total === 0 ? 0 : Math.round((part / total) * 1e4) / 1e2;
}

export function share(count: number, total: number): Share {
  return { count, percentage: percentage(count, total) };
}

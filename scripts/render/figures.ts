/** Numbers on a terminal: as the report has them, but statistics without grouping, to be copied into other programs. */
import { decimalText } from "../../lambda/report/decimal-text.ts";

export {
  countOf,
  formatBytes,
  formatCount,
  formatDuration,
  formatPercent,
  formatShare,
} from "../../lambda/report/figures.ts";

/** A statistic with six significant digits; very large and very small ones in scientific notation. */
export function formatStatistic(value: number): string {
  const magnitude = Math.abs(value);
  if (magnitude !== 0 && (magnitude >= 1e15 || magnitude < 1e-6)) return value.toExponential(5);
  return decimalText(value, magnitude >= 1e6 ? { fractionDigits: 2 } : { significantDigits: 6 }, null);
}

/** An extreme as it stands in the data: every digit that a double holds. */
export function formatExtreme(value: number): string {
  return String(value);
}

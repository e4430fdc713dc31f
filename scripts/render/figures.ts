/** Numbers on a terminal: as the report has them, but statistics without grouping, to be copied into other programs. */
export {
  countOf,
  formatBytes,
  formatCount,
  formatDuration,
  formatPercent,
  formatShare,
} from "../../lambda/report/figures.ts";

const decimal = new Intl.NumberFormat("en-US", { maximumFractionDigits: 2, useGrouping: false });
const significant = new Intl.NumberFormat("en-US", { maximumSignificantDigits: 6, useGrouping: false });

/** A statistic with six significant digits; very large and very small ones in scientific notation. */
export function formatStatistic(value: number): string {
  const magnitude = Math.abs(value);
  if (magnitude !== 0 && (magnitude >= 1e15 || magnitude < 1e-6)) return value.toExponential(5);
  return magnitude >= 1e6 ? decimal.format(value) : significant.format(value);
}

/** An extreme as it stands in the data: every digit that a double holds. */
export function formatExtreme(value: number): string {
  return Math.abs(value) >= 1e21 ? value.toExponential(5) : String(value);
}

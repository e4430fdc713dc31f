/** Numbers as people read them. English notation throughout, whatever the machine's locale, so that output is stable. */

const grouped = new Intl.NumberFormat("en-US", { maximumFractionDigits: 0 });
const decimal = new Intl.NumberFormat("en-US", { maximumFractionDigits: 2, useGrouping: false });
const significant = new Intl.NumberFormat("en-US", { maximumSignificantDigits: 6, useGrouping: false });

/** `1234567` → `1,234,567`. */
export function formatCount(count: number): string {
  return grouped.format(count);
}

/** `count(1, "row")` → `1 row`, `count(3, "row")` → `3 rows`. */
export function countOf(count: number, noun: string, plural = `${noun}s`): string {
  return `${formatCount(count)} ${count === 1 ? noun : plural}`;
}

/** A percentage that is one already: `2` → `2 %`. A share too small for two decimals is not shown as none. */
export function formatPercent(percentage: number, count = 0): string {
  if (count > 0 && percentage < 0.01) return "< 0.01 %";
  return `${decimal.format(percentage)} %`;
}

/** A share in [0, 1] as percent, cut downwards so that `0.99999` does not read as certainty. */
export function formatShare(share: number): string {
  return `${decimal.format(Math.floor(share * 10_000 + 1e-6) / 100)} %`;
}

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

/** Bytes in decimal units: `1500000` → `1.5 MB`. */
export function formatBytes(bytes: number): string {
  const units = ["B", "kB", "MB", "GB", "TB"];
  let value = bytes;
  let unit = 0;
  while (value >= 1000 && unit < units.length - 1) {
    value /= 1000;
    unit++;
  }
  const digits = unit === 0 || value >= 100 ? 0 : 1;
  return `${value.toFixed(digits)} ${units[unit] ?? ""}`;
}

/** Milliseconds as `12 ms`, `3.4 s` or `2 min 5 s`. */
export function formatDuration(durationMs: number): string {
  if (durationMs < 1000) return `${Math.max(0, Math.round(durationMs))} ms`;
  if (durationMs < 60_000) return `${(durationMs / 1000).toFixed(1)} s`;
  const seconds = Math.round(durationMs / 1000);
  return `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
}

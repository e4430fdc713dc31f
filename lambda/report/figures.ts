/** Numbers as people read them. English notation, whatever the machine's locale, so that reports are stable. */
import { decimalText } from "./decimal-text.ts";

/** Statistics are grouped from here on: a year must not read 2,024. */
const groupStatisticsFrom = 10_000;

/** `1234567` → `1,234,567`. */
export function formatCount(count: number): string {
  // As most are: there is nothing to round, nor to group.
  if (Number.isInteger(count) && count >= 0 && count < 1_000) return String(count);
  return decimalText(count, { fractionDigits: 0 }, 1_000);
}

/** `countOf(1, "row")` → `1 row`, `countOf(3, "row")` → `3 rows`. */
export function countOf(count: number, noun: string, plural = `${noun}s`): string {
  return `${formatCount(count)} ${count === 1 ? noun : plural}`;
}

/** What is a percentage already: `2` → `2 %`. A share too small for two decimals is not shown as none. */
export function formatPercent(percentage: number, count = 0): string {
  if (count > 0 && percentage < 0.01) return "< 0.01 %";
  return `${decimalText(percentage, { fractionDigits: 2 }, 1_000)} %`;
}

/** A share in [0, 1] as percent, rounded, but not up to certainty: `0.99999` is `99.99 %`. */
export function formatShare(share: number): string {
  const percentage = share < 1 ? Math.min(share * 100, 99.99) : share * 100;
  return `${decimalText(percentage, { fractionDigits: 2 }, 1_000)} %`;
}

/** A statistic; very large and very small ones in scientific notation. */
export function formatStatistic(value: number, digits = 6): string {
  if (isUnwieldy(value)) return scientific(value, Math.min(digits, 5));
  // Digits before the point are never rounded away.
  if (Math.abs(value) >= 10 ** digits) return formatCount(value);
  return decimalText(value, { significantDigits: digits }, groupStatisticsFrom);
}

/**
 * A figure beside others that lie within `span` of it, with as many digits as tell them apart: to a thousandth of the
 * span, and `digitsMin` at least. Of a span of 0 every digit that is certain.
 */
export function formatWithin(value: number, span: number, digitsMin = 5): string {
  const needed = span === 0 ? 15 : Math.ceil(Math.log10(Math.abs(value) / span)) + 3;
  const digits = Math.min(17, Math.max(digitsMin, needed));
  if (!isUnwieldy(value)) return formatStatistic(value, digits);
  // Of times in milliseconds, as an example, all digits are easier to compare than powers of ten.
  const isPlain = digits > 6 && Math.abs(value) >= 1 && Math.abs(value) <= Number.MAX_SAFE_INTEGER;
  return isPlain ? formatCount(value) : scientific(value, digits);
}

/** An extreme as it stands in the data: every digit that a double holds. */
export function formatExtreme(value: number): string {
  if (isUnwieldy(value) && !Number.isSafeInteger(value)) return scientific(value, 17);
  return decimalText(value, { fractionDigits: 20 }, groupStatisticsFrom);
}

function isUnwieldy(value: number): boolean {
  const magnitude = Math.abs(value);
  return magnitude !== 0 && (magnitude >= 1e12 || magnitude < 1e-6);
}

/** `1.5e300`, with at most so many significant digits. */
function scientific(value: number, digits: number): string {
  const shortest = value.toExponential();
  // More digits than tell it from its neighbours would only show how doubles are stored.
  const isShorter = shortest.replace(/^-|\.|e.*$/g, "").length <= digits;
  const [mantissa = "", exponent = ""] = (isShorter ? shortest : value.toExponential(digits - 1)).split("e");
  return `${Number(mantissa)}e${exponent.replace("+", "")}`;
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

/** Two significant digits, never in scientific notation: `$0.000012`. */
export function formatUsd(usd: number): string {
  if (usd === 0) return "$0";
  const digits = Math.max(2, 1 - Math.floor(Math.log10(Math.abs(usd))));
  return `$${usd.toFixed(Math.min(12, digits))}`;
}

/** ISO 8601 as people write it: `2026-01-02 03:04:05 UTC`, without UTC where no offset is known. */
export function formatInstant(iso: string): string {
  return iso
    .replace(/T(\d\d:\d\d:\d\d)(?:\.\d+)?$/, " $1")
    .replace(/T(\d\d:\d\d:\d\d)(?:\.\d+)?Z$/, " $1 UTC");
}

/** The values of a row: how they compare, count as numbers and are written. */
import type { BinWidth } from "./syntax.ts";

/** A point in time, in milliseconds since 1970; written as `2026-11-21 02:00:00.000` (UTC). */
interface Instant {
  readonly instantMs: number;
}

/** null: the event has no such field. */
export type Value = string | number | boolean | Instant | null;

function isInstant(value: Value): value is Instant {
  return typeof value === "object" && value !== null;
}

/** The number that a value stands for, null where it stands for none. Texts of digits count, as they do on AWS. */
export function toNumber(value: Value): number | null {
  if (value === null) return null;
  if (typeof value === "number") return value;
  if (typeof value === "boolean") return value ? 1 : 0;
  if (isInstant(value)) return value.instantMs;
  if (value.trim() === "") return null;
  const number = Number(value);
  return Number.isFinite(number) ? number : null;
}

export function toText(value: Value): string {
  if (value === null) return "";
  return isInstant(value) ? formatInstant(value.instantMs) : String(value);
}

/** Whether a condition holds: only true, or what a boolean function returned as 1. */
export function isTrue(value: Value): boolean {
  return value === true || value === 1;
}

/** `2026-11-21 02:00:00.000`, as GetQueryResults writes times. */
function formatInstant(ms: number): string {
  return new Date(ms).toISOString().replace("T", " ").replace("Z", "");
}

/** Numbers that the query calculated carry four decimals at the most; values taken from events stay as they are. */
export function formatValue(value: Value, calculated: boolean): string {
  if (typeof value === "number" && calculated) return String(Number(value.toFixed(4)));
  return toText(value);
}

/**
 * The order of `sort`, ascending: missing values, then texts (in natural order: `part 2` before `part 10`), then
 * numbers and times by size.
 */
export function compareValues(a: Value, b: Value): number {
  if (a === null || b === null) return Number(b === null) - Number(a === null);
  const x = toNumber(a);
  const y = toNumber(b);
  if (x !== null && y !== null) return x - y;
  if (x !== null || y !== null) return x === null ? -1 : 1;
  return naturalOrder(toText(a), toText(b));
}

function naturalOrder(a: string, b: string): number {
  const left = a.match(/\d+|\D+/g) ?? [];
  const right = b.match(/\d+|\D+/g) ?? [];
  for (let i = 0; i < Math.min(left.length, right.length); i++) {
    const x = left[i] ?? "";
    const y = right[i] ?? "";
    if (x === y) continue;
    const bothDigits = /^\d/.test(x) && /^\d/.test(y);
    if (bothDigits && x.length !== y.length) return x.length - y.length;
    return x < y ? -1 : 1;
  }
  return left.length - right.length;
}

/**
 * `=`, `<` and their kin: as numbers if both are, else as texts (case-sensitive). A missing value is neither equal
 * nor unequal nor smaller: null.
 */
export function compareForFilter(a: Value, b: Value): number | null {
  if (a === null || b === null) return null;
  const x = toNumber(a);
  const y = toNumber(b);
  if (x !== null && y !== null) return x - y;
  const left = toText(a);
  const right = toText(b);
  if (left === right) return 0;
  return left < right ? -1 : 1;
}

/** The beginning of the bin that a time falls into, UTC. */
export function binStartMs(ms: number, width: BinWidth): number {
  if (width.unit === "ms") return Math.floor(ms / width.count) * width.count;
  const date = new Date(ms);
  const months = date.getUTCFullYear() * 12 + date.getUTCMonth();
  const start = Math.floor(months / width.count) * width.count;
  return Date.UTC(Math.floor(start / 12), start % 12);
}

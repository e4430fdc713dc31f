/**
 * The proleptic Gregorian calendar in whole days since 1970-01-01, years 1 to 9999, without `Date`: the host's
 * constructor reads years 0 to 99 as 1900 to 1999 and depends on the local zone. Hinnant, "chrono-compatible
 * low-level date algorithms", 2013.
 */

export const dayMs = 86_400_000;

const monthDays = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

function isLeapYear(year: number): boolean {
  return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
}

/** Whether the calendar has this day. `month` 1 to 12; a year outside 1 to 9999 is never valid. */
export function isCalendarDay(year: number, month: number, day: number): boolean {
  if (year < 1 || year > 9999 || month < 1 || month > 12 || day < 1) return false;
  const last = month === 2 && isLeapYear(year) ? 29 : (monthDays[month - 1] ?? 0);
  return day <= last;
}

/** Days from 1970-01-01 to a valid calendar day. */
export function daysFromCivil(year: number, month: number, day: number): number {
  const y = month <= 2 ? year - 1 : year;
  const era = Math.floor(y / 400);
  const yearOfEra = y - era * 400;
  const dayOfYear = Math.floor((153 * (month > 2 ? month - 3 : month + 9) + 2) / 5) + day - 1;
  const dayOfEra = yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear;
  return era * 146_097 + dayOfEra - 719_468;
}

/**
 * ISO 8601 text of an instant in milliseconds since 1970-01-01T00:00:00Z: `yyyy-MM-dd`, with `time` also
 * `THH:mm:ss[.SSS]` (the fraction only when there is one), with `zone` a final `Z`.
 */
export function isoText(epochMs: number, time: boolean, zone: boolean): string {
  const iso = new Date(epochMs).toISOString();
  if (!time) return iso.slice(0, 10);
  const seconds = iso.endsWith(".000Z") ? iso.slice(0, -5) : iso.slice(0, -1);
  return zone ? `${seconds}Z` : seconds;
}

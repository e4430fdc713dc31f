/**
 * Calendar units over the proleptic Gregorian calendar in UTC. Times are milliseconds since 1970-01-01. Periods are
 * numbered: 0 of a unit up to the week holds 1970-01-01, 0 of a month and longer begins with year 0.
 */

const dayMs = 86_400_000;

interface FixedUnit {
  readonly ms: number;
  /** Start of period 0. */
  readonly originMs: number;
}

interface MonthsUnit {
  readonly months: number;
}

const units = {
  millisecond: { ms: 1, originMs: 0 },
  second: { ms: 1_000, originMs: 0 },
  minute: { ms: 60_000, originMs: 0 },
  hour: { ms: 3_600_000, originMs: 0 },
  day: { ms: dayMs, originMs: 0 },
  /** From Monday; 1970-01-01 was a Thursday. */
  week: { ms: 7 * dayMs, originMs: -3 * dayMs },
  month: { months: 1 },
  quarter: { months: 3 },
  year: { months: 12 },
  decade: { months: 120 },
  century: { months: 1_200 },
} as const satisfies Record<string, FixedUnit | MonthsUnit>;

export type CalendarUnit = keyof typeof units;

/** Number of the period that holds the time. */
export function periodOf(unit: CalendarUnit, epochMs: number): number {
  const u = units[unit];
  if ("ms" in u) return Math.floor((epochMs - u.originMs) / u.ms);
  return Math.floor(monthOfDay(Math.floor(epochMs / dayMs)) / u.months);
}

/** First millisecond of the period. */
export function periodStartMs(unit: CalendarUnit, period: number): number {
  const u = units[unit];
  return "ms" in u ? period * u.ms + u.originMs : dayOfMonth(period * u.months) * dayMs;
}

// Both from Hinnant, "chrono-Compatible Low-Level Date Algorithms": years begin in March, eras have 400 years. Not
// Date, which takes years 0 to 99 for 1900 to 1999 and is slower.
const daysPerEra = 146_097;
const daysToEpoch = 719_468;

/** Day since 1970-01-01 → 12 · year + (month − 1). */
function monthOfDay(day: number): number {
  const shifted = day + daysToEpoch;
  const era = Math.floor(shifted / daysPerEra);
  const dayOfEra = shifted - era * daysPerEra;
  const yearOfEra = Math.floor(
    (dayOfEra -
      Math.floor(dayOfEra / 1460) +
      Math.floor(dayOfEra / 36_524) -
      Math.floor(dayOfEra / (daysPerEra - 1))) /
      365,
  );
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const monthFromMarch = Math.floor((5 * dayOfYear + 2) / 153);
  return (era * 400 + yearOfEra) * 12 + monthFromMarch + 2;
}

/** 12 · year + (month − 1) → day since 1970-01-01 of the first of that month. */
function dayOfMonth(month: number): number {
  const fromMarch = month - 2;
  const year = Math.floor(fromMarch / 12);
  const monthFromMarch = fromMarch - year * 12;
  const era = Math.floor(year / 400);
  const yearOfEra = year - era * 400;
  const dayOfYear = Math.floor((153 * monthFromMarch + 2) / 5);
  const dayOfEra = yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear;
  return era * daysPerEra + dayOfEra - daysToEpoch;
}

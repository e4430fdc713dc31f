/** Numbers such as 20240229 that are days: how many of a column's are. */
import type { Distribution } from "../statistics/distribution.ts";
import { isCalendarDay } from "../types/calendar.ts";
import type { ColumnProfile } from "./column-profile.ts";
import type { Hint } from "./summary.ts";

const firstDay = 19000101;
const lastDay = 20991231;

/** Numbers between two Decembers, each with a margin for the bins of a sketch: 1500 to 9800 of 10,000 are no days of a year. */
const noDaysFrom = 1500;
const noDaysTo = 9800;

export interface CompactDays {
  readonly method: Hint["method"];
  /** Numbers of the column that are days from 1900 to 2099. */
  readonly days: number;
}

/**
 * By the sorted values while they are kept, else by the counts of the distinct numbers; where neither is known, an estimate, if the first
 * and the last are days: all but the numbers that the sketch has between the days of two years. Null if most are no days
 * for certain.
 */
export function compactDays(column: ColumnProfile, median: number): CompactDays | null {
  if (!isNear(median)) return null;
  const numbers = column.numbers?.distribution() ?? null;
  if (numbers === null) return null;
  if (numbers.method === "exact") return { method: "exact", days: daysOfMonths(numbers) };
  const counted = column.values("number").frequent?.unordered();
  if (counted?.method === "exact") {
    const days = counted.values.filter(({ value }) => isCompactDay(Number(value)));
    return { method: "exact", days: days.reduce((sum, { count }) => sum + count, 0) };
  }
  // The basic figures say nothing that the whole profile would say in another way.
  if (counted === undefined || !isCompactDay(numbers.min) || !isCompactDay(numbers.max)) return null;
  return { method: "sample", days: Math.round(estimatedDays(numbers)) };
}

function isNear(number: number): boolean {
  return number >= firstDay && number <= lastDay;
}

function isCompactDay(number: number): boolean {
  const year = Math.floor(number / 10_000);
  return isNear(number) && isCalendarDay(year, Math.floor(number / 100) % 100, number % 100);
}

/** Of integers, all kept: a month's days are adjoining numbers. */
function daysOfMonths(numbers: Distribution): number {
  let days = 0;
  for (let month = Math.floor(firstDay / 100); month <= Math.floor(lastDay / 100); month++) {
    const first = month * 100 + 1;
    if (!isCompactDay(first)) continue;
    const last = [31, 30, 29, 28].find((day) => isCompactDay(month * 100 + day)) ?? 0;
    days += numbers.countAtMost(month * 100 + last) - numbers.countBelow(first);
  }
  return days;
}

function estimatedDays(numbers: Distribution): number {
  let days = numbers.countAtMost(lastDay) - numbers.countBelow(firstDay);
  for (let year = Math.floor(firstDay / 10_000); year <= Math.floor(lastDay / 10_000); year++)
    days -= numbers.countBelow(year * 10_000 + noDaysTo) - numbers.countBelow(year * 10_000 + noDaysFrom);
  return days;
}

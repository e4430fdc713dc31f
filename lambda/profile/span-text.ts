// Without the formatting of a local date, whose `Intl.DateTimeFormat`s are made at import: 10 ms of every start.
import { UTCDateMini } from "@date-fns/utc/date/mini";
import { addMonths, differenceInCalendarMonths } from "date-fns";
import { dayMs } from "../types/calendar.ts";

const clockUnits = [
  ["day", dayMs],
  ["hour", 3_600_000],
  ["minute", 60_000],
  ["second", 1000],
] as const;

/**
 * The time from one instant to a later one in words, by its two largest units: "3 years 2 months", "45 minutes". By the
 * calendar and clock of UTC, whatever the machine's zone: a local clock skips an hour and repeats one.
 */
export function spanText(fromMs: number, toMs: number): string {
  const months = wholeMonths(fromMs, toMs);
  const counts: [count: number, unit: string][] = [
    [Math.floor(months / 12), "year"],
    [months % 12, "month"],
  ];
  let restMs = toMs - monthsLater(fromMs, months);
  for (const [unit, unitMs] of clockUnits) {
    counts.push([Math.floor(restMs / unitMs), unit]);
    restMs %= unitMs;
  }
  const words = counts
    .filter(([count]) => count > 0)
    .slice(0, 2)
    .map(([count, unit]) => `${count} ${unit}${count === 1 ? "" : "s"}`);
  return words.join(" ") || "0 seconds";
}

/** Context of date-fns: its dates are read in UTC. */
function utc(date: Date | number | string): Date {
  return new UTCDateMini(new Date(date).getTime());
}

/** Not `differenceInMonths` (date-fns 4.4): from one month's last day to the next month's it is 1 before the hour is reached. */
function wholeMonths(fromMs: number, toMs: number): number {
  const months = differenceInCalendarMonths(toMs, fromMs, { in: utc });
  return monthsLater(fromMs, months) > toMs ? months - 1 : months;
}

/** The same day of a later month at the same time; its last day where it has no such day. */
function monthsLater(epochMs: number, months: number): number {
  return addMonths(epochMs, months, { in: utc }).getTime();
}

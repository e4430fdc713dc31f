/** Dates such as 9999-12-31 that stand for none: known ones, far from the other dates, again and again. */
import { type CalendarUnit, periodOf, periodStartMs } from "../statistics/calendar.ts";
import type { CalendarHistogramState } from "../statistics/calendar-histogram.ts";
import { dayMs, daysFromCivil } from "../types/calendar.ts";
import { DateParser } from "../types/date.ts";
import { alertOf } from "./alert.ts";
import type { ColumnProfile } from "./column-profile.ts";
import { sampleValue } from "./sample-values.ts";
import type { ColumnRules } from "./summarize-column.ts";
import type { Alert, ColumnSummary } from "./summary.ts";
import { counted } from "./wording.ts";

/**
 * Ends of time that databases, spreadsheets and people have: of .NET, SQL Server, Excel and Access, Unix, SAP. January first of
 * a round year is none: 2000-01-01 is a day like any other.
 */
const sentinelDays = new Set(
  [
    [1, 1, 1],
    [1000, 1, 1],
    [1111, 11, 11],
    [1582, 10, 15],
    [1601, 1, 1],
    [1753, 1, 1],
    [1800, 1, 1],
    [1899, 12, 30],
    [1899, 12, 31],
    [1900, 1, 1],
    [1901, 1, 1],
    [1970, 1, 1],
    [2099, 12, 31],
    [2199, 12, 31],
    [2222, 2, 22],
    [2999, 12, 31],
    [3000, 1, 1],
    [9999, 1, 1],
    [9999, 12, 31],
  ].map(([year = 0, month = 0, day = 0]) => daysFromCivil(year, month, day)),
);

/** Of the time that the other dates span, what lies at least between them and a date that is none; and in any case so long. */
const distanceShareMin = 0.5;
const distanceMsMin = 5 * 365 * dayMs;
/** Of the values in the period of the date, as fine as they are counted, those that are this date. */
const ofPeriodShareMin = 0.9;

interface KnownDay {
  readonly text: string;
  readonly count: number;
  readonly instant: number;
}

interface Sentinel extends KnownDay {
  readonly period: number;
}

/** @param column,summary Of the same column: its summary may withhold the values. */
export function* dateSentinels(
  column: ColumnProfile,
  summary: ColumnSummary,
  rules: ColumnRules,
): Generator<Alert> {
  if (summary.type !== "date" || (summary.statistics?.span_days ?? 0) * dayMs < distanceMsMin) return;
  const times = column.dates?.times(rules.dateOrder) ?? null;
  if (times === null || !hasLoneEnd(times)) return;
  const known = knownDays(column, rules);
  const found = known.flatMap((day) => alone(day, times));
  const others = times.periods.filter((each) => !found.some(({ period }) => period === each));
  const [first] = others;
  const last = others[others.length - 1];
  if (first === undefined || last === undefined) return;
  const from = periodStartMs(times.unit, first);
  const to = periodStartMs(times.unit, last + 1);
  const distanceMin = Math.max(distanceMsMin, distanceShareMin * (to - from));
  for (const { text, count, instant } of found) {
    if (Math.max(from - instant, instant - to) < distanceMin) continue;
    const shown = sampleValue(text, rules.sampleValues);
    yield alertOf(summary.name)(
      "SENTINEL_VALUES",
      "warning",
      `${shown ?? "A date that often stands for none"} occurs ${counted(count, "time", "times")}, far from the other dates, and counts as a date. If it means "no value", state it as a null token.`,
      count,
    );
  }
}

/**
 * Whether the first periods, or the last ones, hold such a day and lie far from the others: else no text needs to be read,
 * and there are thousands of them.
 */
function hasLoneEnd({ unit, periods }: CalendarHistogramState): boolean {
  const isOther = (period: number) => !holdsSentinelDay(unit, period);
  const [first, last] = [periods.find(isOther), periods.findLast(isOther)];
  if (first === undefined || last === undefined) return periods.length > 0;
  const from = periodStartMs(unit, periods[0] ?? first);
  const to = periodStartMs(unit, (periods.at(-1) ?? last) + 1);
  return (
    periodStartMs(unit, first) - from >= distanceMsMin || to - periodStartMs(unit, last + 1) >= distanceMsMin
  );
}

function holdsSentinelDay(unit: CalendarUnit, period: number): boolean {
  const firstDay = Math.floor(periodStartMs(unit, period) / dayMs);
  const endDay = Math.ceil(periodStartMs(unit, period + 1) / dayMs);
  for (const day of sentinelDays) if (day >= firstDay && day < endDay) return true;
  return false;
}

function knownDays(column: ColumnProfile, { dateOrder }: ColumnRules): KnownDay[] {
  const parser = new DateParser(dateOrder);
  const repeated = (column.values("date").frequent?.unordered().values ?? []).filter(
    ({ count }) => count > 1,
  );
  const known = repeated.flatMap(({ value: text, count }) => {
    const reading = parser.parse(text);
    if (reading === null) return [];
    // All are the same day in both orders, or have one order only.
    const instant = Number.isNaN(reading.dayFirstMs) ? reading.monthFirstMs : reading.dayFirstMs;
    return sentinelDays.has(Math.floor(instant / dayMs)) ? [{ text, count, instant }] : [];
  });
  return known.sort((a, b) => b.count - a.count || (a.text < b.text ? -1 : 1));
}

/** Unless there are other dates in its period. */
function alone(day: KnownDay, { unit, periods, counts }: CalendarHistogramState): Sentinel[] {
  const period = periodOf(unit, day.instant);
  const inPeriod = counts[periods.indexOf(period)] ?? 0;
  return day.count < ofPeriodShareMin * inPeriod ? [] : [{ ...day, period }];
}

/** Counts of instants by calendar period, as in lambda/statistics/calendar-histogram.ts. */
import {
  instantsCapacity,
  instantsLevel,
  instantsPlacesAt,
  instantsSize,
  placeBytes,
  placeCount,
  placePeriod,
} from "../layout";
import { calendarPeriodsMax } from "./budget";
import { isInTable, monthFirst, monthInTable, monthsInTable } from "./dates-alike";
import { allocateTable, release } from "./memory";

export const dayMs: f64 = 86_400_000;
const levelDay: u32 = 4;
const levelLast: u32 = 7;
/** Milliseconds of a period, up to the day. */
const levelMs: StaticArray<f64> = [1, 1_000, 60_000, 3_600_000, 86_400_000];
/** Months of a period, from the level behind the day on. */
const levelMonths: StaticArray<i32> = [1, 12, 1_200];

/** Of one batch, u32 for each month of the table. */
const monthCounts = memory.data(200 * 12 * 4, 16);

const daysPerEra: i32 = 146_097;
const daysToEpoch: i32 = 719_468;

const capacityMin: u32 = 16;

/** Nothing is counted yet. */
export function hasNoPeriods(instants: usize): bool {
  return load<u32>(instants, instantsCapacity) === 0;
}

/** Instants that are known to lie on too many days: nothing is counted yet, and nothing will be by day. */
export function beginWithMonths(instants: usize): void {
  store<u32>(instants, levelDay + 1, instantsLevel);
}

export function countInstant(instants: usize, epochMs: f64, times: f64): void {
  raise(instants, periodOf(load<u32>(instants, instantsLevel), epochMs), times);
}

export function countInstants(instants: usize, values: usize, end: usize): void {
  let left = values;
  while (left < end) {
    left =
      load<u32>(instants, instantsLevel) > levelDay
        ? addMonths(instants, left, end)
        : addPeriods(instants, left, end);
  }
}

/** Count instants by the present level, as long as it is one of fixed length. @returns the first that is left */
function addPeriods(instants: usize, values: usize, end: usize): usize {
  const level = load<u32>(instants, instantsLevel);
  let last = periodOf(level, load<f64>(values));
  let run: f64 = 0;
  let at = values;
  for (; at < end; at += 8) {
    const period = periodOf(level, load<f64>(at));
    if (period === last) {
      run += 1;
      continue;
    }
    raise(instants, last, run);
    run = 0;
    // That may have made the periods longer.
    if (load<u32>(instants, instantsLevel) !== level) return at;
    run = 1;
    last = period;
  }
  raise(instants, last, run);
  return at;
}

/**
 * Count instants by their months first: there are few, and a table has them. 8 ns an instant instead of 16.
 *
 * @returns the first that is left, because its month is not in the table
 */
function addMonths(instants: usize, values: usize, end: usize): usize {
  let at = values;
  let least = monthsInTable;
  let greatest: u32 = 0;
  for (; at < end; at += 8) {
    const day = <i32>floor(load<f64>(at) / dayMs);
    if (!isInTable(day)) break;
    const month = <u32>(monthInTable(day) - monthFirst);
    const count = monthCounts + ((<usize>month) << 2);
    store<u32>(count, load<u32>(count) + 1);
    least = min(least, month);
    greatest = max(greatest, month);
  }
  for (let month = least; month <= greatest; month++) {
    const count = monthCounts + ((<usize>month) << 2);
    const times = <f64>load<u32>(count);
    if (times === 0) continue;
    store<u32>(count, 0);
    raise(
      instants,
      (<i64>month + monthFirst) / unchecked(levelMonths[load<u32>(instants, instantsLevel) - levelDay - 1]),
      times,
    );
  }
  if (at === end) return at;
  raise(instants, periodOf(load<u32>(instants, instantsLevel), load<f64>(at)), 1);
  return at + 8;
}

/**
 * Number of the period that holds the instant. Of instants in the years 0 to 9999, a quotient is never rounded up to
 * the next integer: it is at least 2^-48 below, relatively.
 */
function periodOf(level: u32, epochMs: f64): i64 {
  if (level <= levelDay) return <i64>floor(epochMs / unchecked(levelMs[level]));
  return <i64>(monthOfDay(<i32>floor(epochMs / dayMs)) / unchecked(levelMonths[level - levelDay - 1]));
}

function periodStart(level: u32, period: i64): f64 {
  if (level <= levelDay) return <f64>period * unchecked(levelMs[level]);
  return <f64>dayOfMonth(<i32>period * unchecked(levelMonths[level - levelDay - 1])) * dayMs;
}

/** Day since 1970-01-01 → 12 · year + (month − 1). The day lies in year 0 or later. */
function monthOfDay(day: i32): i32 {
  if (isInTable(day)) return monthInTable(day);
  const shifted = day + daysToEpoch;
  const era = shifted / daysPerEra;
  const dayOfEra = shifted - era * daysPerEra;
  const yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / (daysPerEra - 1)) / 365;
  const dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100);
  return (era * 400 + yearOfEra) * 12 + (5 * dayOfYear + 2) / 153 + 2;
}

/** 12 · year + (month − 1) → day since 1970-01-01 of the first of that month. */
function dayOfMonth(month: i32): i32 {
  // Year 0 begins in March of the year before it: a month less, and never negative thanks to the era added.
  const fromMarch = month - 2 + 4800;
  const year = fromMarch / 12;
  const era = year / 400;
  const yearOfEra = year - era * 400;
  const dayOfYear = (153 * (fromMarch - year * 12) + 2) / 5;
  const day = era * daysPerEra + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear;
  return day - daysToEpoch - daysPerEra;
}

function raise(instants: usize, period: i64, by: f64): void {
  let capacity = load<u32>(instants, instantsCapacity);
  let size = load<u32>(instants, instantsSize);
  if ((size + 1) << 1 > capacity) {
    resize(instants, load<u32>(instants, instantsLevel), max(capacityMin, 2 * capacity));
    capacity = load<u32>(instants, instantsCapacity);
  }
  const level = load<u32>(instants, instantsLevel);
  const place = placeOf(<usize>load<u32>(instants, instantsPlacesAt), capacity, level, period);
  const before = load<f64>(place, placeCount);
  store<f64>(place, before + by, placeCount);
  if (before !== 0) return;
  store<i64>(place, period, placePeriod);
  store<u32>(instants, ++size, instantsSize);
  if (size > calendarPeriodsMax) coarsen(instants);
}

/**
 * Periods by a longer unit, until they are few enough; in as many places as these need: days of twelve years in one of 1,000
 * columns become 144 months, in 8 KiB instead of 32.
 */
function coarsen(instants: usize): void {
  const capacity = load<u32>(instants, instantsCapacity);
  let size = load<u32>(instants, instantsSize);
  while (size > calendarPeriodsMax && load<u32>(instants, instantsLevel) !== levelLast) {
    resize(instants, nextLevel(instants), capacity);
    size = load<u32>(instants, instantsSize);
  }
  let fitting = capacity;
  while (fitting > capacityMin && size << 2 < fitting) fitting >>= 1;
  if (fitting < capacity) resize(instants, load<u32>(instants, instantsLevel), fitting);
}

/**
 * The next level on which periods may fall together. Days without a time of day do so by months only, and need no table
 * for each level between.
 */
function nextLevel(instants: usize): u32 {
  const level = load<u32>(instants, instantsLevel);
  if (level >= levelDay) return level + 1;
  const periodsOfDay = <i64>(dayMs / unchecked(levelMs[level]));
  const places = <usize>load<u32>(instants, instantsPlacesAt);
  const end = places + <usize>(load<u32>(instants, instantsCapacity) * placeBytes);
  for (let at = places; at < end; at += placeBytes) {
    if (load<f64>(at, placeCount) !== 0 && load<i64>(at, placePeriod) % periodsOfDay !== 0) return level + 1;
  }
  return levelDay + 1;
}

/** Periods from the month on lie side by side: those of a batch are in few lines of the cache. */
function placeOf(places: usize, capacity: u32, level: u32, period: i64): usize {
  const mask = capacity - 1;
  let index = level > levelDay ? <u32>period & mask : <u32>((<u64>period * 0x9e3779b97f4a7c15) >> 32) & mask;
  let place = places + <usize>(index * placeBytes);
  while (load<f64>(place, placeCount) !== 0 && load<i64>(place, placePeriod) !== period) {
    index = (index + 1) & mask;
    place = places + <usize>(index * placeBytes);
  }
  return place;
}

/** Move the counts to a table of this capacity, by the periods of this level. */
function resize(instants: usize, level: u32, capacity: u32): void {
  const before = <usize>load<u32>(instants, instantsPlacesAt);
  const beforeBytes = <usize>(load<u32>(instants, instantsCapacity) * placeBytes);
  const finer = load<u32>(instants, instantsLevel);
  const places = allocateTable(<usize>(capacity * placeBytes));
  let size: u32 = 0;
  for (let at = before; at < before + beforeBytes; at += placeBytes) {
    const count = load<f64>(at, placeCount);
    if (count === 0) continue;
    let period = load<i64>(at, placePeriod);
    if (level !== finer) period = periodOf(level, periodStart(finer, period));
    const place = placeOf(places, capacity, level, period);
    const held = load<f64>(place, placeCount);
    if (held === 0) size++;
    store<i64>(place, period, placePeriod);
    store<f64>(place, held + count, placeCount);
  }
  if (beforeBytes > 0) release(before, beforeBytes);
  store<u32>(instants, <u32>places, instantsPlacesAt);
  store<u32>(instants, capacity, instantsCapacity);
  store<u32>(instants, size, instantsSize);
  store<u32>(instants, level, instantsLevel);
}

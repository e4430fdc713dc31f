/** The dates of a column, as in lambda/profile/date-profile.ts: what each format allows, and the instants. */
import {
  datesDayFirst,
  datesFormatsAt,
  datesFormatsCapacity,
  datesFormatsLength,
  datesMonthFirst,
  datesSettled,
  formatAmbiguous,
  formatBytes,
  formatDayFirstOnly,
  formatMonthFirstOnly,
  formatNumber,
  formatSettled,
} from "../layout";
import { addInstant, addInstants, prepareInstants, settleInstants } from "./instants";
import { allocate, release } from "./memory";

const capacityMin: u32 = 4;

export function prepareDateState(dates: usize): void {
  prepareInstants(dates + datesSettled);
  prepareInstants(dates + datesDayFirst);
  prepareInstants(dates + datesMonthFirst);
}

/** Dates of one format whose day and month are certain, one after the other. */
export function addSettled(dates: usize, instants: usize, length: i32): void {
  addInstants(dates + datesSettled, instants, length);
}

/** The segment ends. */
export function settleDates(dates: usize): void {
  settleInstants(dates + datesSettled);
}

/** How many of those there were of a format. */
export function countSettled(dates: usize, format: i32, count: i32): void {
  raiseCount(countsOf(dates, <f64>format) + formatSettled, <f64>count);
}

/** The same date several times. */
export function addDates(dates: usize, dayFirst: f64, monthFirst: f64, format: i32, times: f64): void {
  if (dayFirst !== monthFirst) {
    addSwappable(dates, dayFirst, monthFirst, format, times);
    return;
  }
  raiseCount(countsOf(dates, <f64>format) + formatSettled, times);
  addInstant(dates + datesSettled, dayFirst, times);
}

/** A date with two readings, or with one where the format has two. */
export function addSwappable(dates: usize, dayFirst: f64, monthFirst: f64, format: i32, times: f64): void {
  const counts = countsOf(dates, <f64>format);
  if (Number.isNaN(monthFirst)) {
    raiseCount(counts + formatDayFirstOnly, times);
    addInstant(dates + datesSettled, dayFirst, times);
  } else if (Number.isNaN(dayFirst)) {
    raiseCount(counts + formatMonthFirstOnly, times);
    addInstant(dates + datesSettled, monthFirst, times);
  } else {
    raiseCount(counts + formatAmbiguous, times);
    addInstant(dates + datesDayFirst, dayFirst, times);
    addInstant(dates + datesMonthFirst, monthFirst, times);
  }
}

function raiseCount(count: usize, by: f64): void {
  store<f64>(count, load<f64>(count) + by);
}

/** The counts of a format. Most columns have one or two. */
function countsOf(dates: usize, format: f64): usize {
  const length = load<u32>(dates, datesFormatsLength);
  const formats = <usize>load<u32>(dates, datesFormatsAt);
  for (let i: u32 = 0; i < length; i++) {
    const at = formats + <usize>(i * formatBytes);
    if (load<f64>(at, formatNumber) === format) return at;
  }
  const capacity = load<u32>(dates, datesFormatsCapacity);
  if (length === capacity) growFormats(dates, capacity);
  const at = <usize>load<u32>(dates, datesFormatsAt) + <usize>(length * formatBytes);
  store<f64>(at, format, formatNumber);
  store<u32>(dates, length + 1, datesFormatsLength);
  return at;
}

function growFormats(dates: usize, capacity: u32): void {
  const grown = max(capacityMin, 2 * capacity);
  const region = allocate(<usize>(grown * formatBytes));
  const before = <usize>load<u32>(dates, datesFormatsAt);
  if (capacity > 0) {
    memory.copy(region, before, <usize>(capacity * formatBytes));
    release(before, <usize>(capacity * formatBytes));
  }
  store<u32>(dates, <u32>region, datesFormatsAt);
  store<u32>(dates, grown, datesFormatsCapacity);
}

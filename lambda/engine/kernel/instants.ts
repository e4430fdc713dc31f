/**
 * The instants of a column: how many, the extremes, and counts by calendar period (calendar.ts).
 *
 * Those that come first wait. Dates of some years lie on more days than are counted apart; once that is certain, they are counted
 * by month from the beginning, instead of filling a table by day that is then thrown away (1,000 columns: 8 % of the time).
 */
import { instantsCount, instantsMax, instantsMin, instantsWaiting, listLength } from "../layout";
import { calendarPeriodsMax, isBasic } from "./budget";
import { beginWithMonths, countInstant, countInstants, dayMs, hasNoPeriods } from "./calendar";
import { dayFirst, isInTable } from "./dates-alike";
import { appendDoubles, releaseList } from "./double-list";

/** A bit for each day of the table of months. */
const daysSeen = memory.data(9_136, 16);
const daysSeenBytes: usize = 9_136;

export function prepareInstants(instants: usize): void {
  store<f64>(instants, Infinity, instantsMin);
  store<f64>(instants, -Infinity, instantsMax);
}

export function addInstant(instants: usize, epochMs: f64, times: f64): void {
  store<f64>(instants, load<f64>(instants, instantsCount) + times, instantsCount);
  store<f64>(instants, min(load<f64>(instants, instantsMin), epochMs), instantsMin);
  store<f64>(instants, max(load<f64>(instants, instantsMax), epochMs), instantsMax);
  if (isBasic) return;
  settleInstants(instants);
  countInstant(instants, epochMs, times);
}

export function addInstants(instants: usize, values: usize, length: i32): void {
  const end = values + ((<usize>length) << 3);
  let least = load<f64>(instants, instantsMin);
  let greatest = load<f64>(instants, instantsMax);
  for (let at = values; at < end; at += 8) {
    const epochMs = load<f64>(at);
    least = min(least, epochMs);
    greatest = max(greatest, epochMs);
  }
  store<f64>(instants, load<f64>(instants, instantsCount) + <f64>length, instantsCount);
  store<f64>(instants, least, instantsMin);
  store<f64>(instants, greatest, instantsMax);
  if (isBasic || (hasNoPeriods(instants) && wait(instants, values, <u32>length))) return;
  countInstants(instants, values, end);
}

/** Count those that wait. */
export function settleInstants(instants: usize): void {
  const waiting = <usize>load<u32>(instants, instantsWaiting);
  if (waiting === 0) return;
  countInstants(instants, waiting, waiting + ((<usize>waitingIn(instants)) << 3));
  releaseList(instants + instantsWaiting);
}

/** @returns false when those that waited were counted, because the values would be too many with them */
function wait(instants: usize, values: usize, length: u32): bool {
  const held = waitingIn(instants);
  if (held + length <= 2 * calendarPeriodsMax) {
    appendDoubles(instants + instantsWaiting, values, length);
    return true;
  }
  memory.fill(daysSeen, 0, daysSeenBytes);
  const days = newDays(<usize>load<u32>(instants, instantsWaiting), held) + newDays(values, length);
  if (days > calendarPeriodsMax) beginWithMonths(instants);
  settleInstants(instants);
  return false;
}

function waitingIn(instants: usize): u32 {
  return load<u32>(instants, instantsWaiting + listLength);
}

/** Days that no instant before lies on, of those that the table of months has. */
function newDays(values: usize, length: u32): u32 {
  const end = values + ((<usize>length) << 3);
  let days: u32 = 0;
  for (let at = values; at < end; at += 8) {
    const day = <i32>floor(load<f64>(at) / dayMs);
    if (!isInTable(day)) continue;
    const bit = <u32>(day - dayFirst);
    const word = daysSeen + <usize>((bit >> 5) << 2);
    const seen = load<u32>(word);
    days += ~(seen >> (bit & 31)) & 1;
    store<u32>(word, seen | (1 << (bit & 31)));
  }
  return days;
}

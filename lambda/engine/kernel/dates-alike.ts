/**
 * Dates and times in the form that nearly all have, one after the other: `2024-01-31`, alone or with a time to the
 * second, alone or with a `Z`. Each has to look like the one before it.
 */
import { kindDate } from "../layout";
import { firstDayOfMonth } from "./dates";
import { valueBytesLog2 } from "./gather";

/** Years of the table of months. */
const yearFirst: u32 = 1900;
const years: u32 = 200;

/** For each month: the day since 1970-01-01 of its first, times 32, and the number of its days. */
const months = memory.data((200 * 12 + 1) * 4, 16);
/** The first day of the table. */
export const dayFirst: i32 = -25_567;
const dayLast: i32 = 47_481;
const monthsPerDay: f64 = 1 / 30.436875;

/** Fill the table. */
export function prepareDates(): void {
  for (let i: u32 = 0; i <= years * 12; i++) {
    const first = firstDayOfMonth(<i32>(yearFirst + i / 12), <i32>(i % 12) + 1);
    const next = firstDayOfMonth(<i32>(yearFirst + (i + 1) / 12), <i32>((i + 1) % 12) + 1);
    store<i32>(months + <usize>(i << 2), (first << 5) + next - first);
  }
}

/** Whether the table has the day. */
export function isInTable(day: i32): bool {
  return <u32>(day - dayFirst) <= <u32>(dayLast - dayFirst);
}

/** The first month of the table, as `monthInTable` counts, and how many it has. */
export const monthFirst: i32 = 1900 * 12;
export const monthsInTable: u32 = 200 * 12;

/** 12 · year + (month − 1) of a day that the table has. */
export function monthInTable(day: i32): i32 {
  // Months differ from their average by less than one.
  const near = <i32>(<f64>(day - dayFirst) * monthsPerDay);
  const at = months + ((<usize>near) << 2);
  const month = near + i32(day >= load<i32>(at, 4) >> 5) - i32(day < load<i32>(at) >> 5);
  return monthFirst + month;
}

/** Lanes with digits in the date, and in the time when its 16 bytes end with it: `4-01-31T12:34:56`. */
const dateDigits: u32 = 0b11_0110_1111;
const timeDigits: u32 = 0b1101_1011_0110_1101;

/**
 * Read values from one on, as long as each has the length and all but the digits of the one before it.
 *
 * @param values see gather.ts @param kinds of the values, a byte each; written
 * @param instants doubles, one for each value that is read; written
 * @param first not 0
 * @returns the first value that is left
 */
export function readDatesAlike(values: usize, kinds: usize, instants: usize, first: i32, end: i32): i32 {
  let at = values + ((<usize>first) << valueBytesLog2);
  const atEnd = values + ((<usize>end) << valueBytesLog2);
  const model = at - ((<usize>1) << valueBytesLog2);
  const modelFrom = <usize>load<u32>(model);
  const bytes = <u32>load<u32>(model, 4) - <u32>modelFrom;
  const hasTime = bytes === 19 || (bytes === 20 && <u32>load<u8>(modelFrom, 19) === 0x5a);
  if (!hasTime && bytes !== 10) return first;
  const timeMask: u32 = hasTime ? 0xffff : 0;
  const dateModel = v128.load(modelFrom);
  const timeModel = v128.load(modelFrom, 3);
  let kindAt = kinds + <usize>first;
  let instantAt = instants;
  for (; at < atEnd; at += (<usize>1) << valueBytesLog2) {
    const from = <usize>load<u32>(at);
    if (load<u32>(at, 4) - <u32>from !== bytes) break;
    const date = i8x16.sub(v128.load(from), i8x16.splat(0x30));
    const time = i8x16.sub(v128.load(from, 3), i8x16.splat(0x30));
    const dateIsDigit = <u32>i8x16.bitmask(i8x16.lt_u(date, i8x16.splat(10)));
    const timeIsDigit = <u32>i8x16.bitmask(i8x16.lt_u(time, i8x16.splat(10)));
    const dateAlike = <u32>i8x16.bitmask(i8x16.eq(v128.load(from), dateModel));
    const timeAlike = <u32>i8x16.bitmask(i8x16.eq(v128.load(from, 3), timeModel));
    const isOdd =
      ((dateIsDigit ^ dateDigits) & 0x3ff) |
      (~(dateDigits | dateAlike) & 0x3ff) |
      (((timeIsDigit ^ timeDigits) | ~(timeDigits | timeAlike)) & timeMask) |
      (u32(bytes === 20) & u32(<u32>load<u8>(from, 19) !== 0x5a));
    // Pairs of digits: century, year, month, day, hour, minute, second.
    const tens = v128.or(
      i8x16.swizzle(date, i8x16(0, -1, 2, -1, 5, -1, 8, -1, -1, -1, -1, -1, -1, -1, -1, -1)),
      i8x16.swizzle(time, i8x16(-1, -1, -1, -1, -1, -1, -1, -1, 8, -1, 11, -1, 14, -1, -1, -1)),
    );
    const ones = v128.or(
      i8x16.swizzle(date, i8x16(1, -1, 3, -1, 6, -1, 9, -1, -1, -1, -1, -1, -1, -1, -1, -1)),
      i8x16.swizzle(time, i8x16(-1, -1, -1, -1, -1, -1, -1, -1, 9, -1, 12, -1, 15, -1, -1, -1)),
    );
    const pairs = i16x8.add(i16x8.mul(tens, i16x8.splat(10)), ones);
    const year = i16x8.extract_lane_u(pairs, 0) * 100 + i16x8.extract_lane_u(pairs, 1) - yearFirst;
    if (isOdd | u32(year >= years)) break;
    const monthInYear = <u32>i16x8.extract_lane_u(pairs, 2) - 1;
    const month = load<i32>(months + <usize>((year * 12 + min<u32>(monthInYear, 12)) << 2));
    const day = <u32>i16x8.extract_lane_u(pairs, 3) - 1;
    const hour = <u32>i16x8.extract_lane_u(pairs, 4) & timeMask;
    const minute = <u32>i16x8.extract_lane_u(pairs, 5) & timeMask;
    const second = <u32>i16x8.extract_lane_u(pairs, 6) & timeMask;
    const isWrong =
      u32(monthInYear > 11) | u32(day >= <u32>(month & 31)) | u32(hour > 23) | u32(max(minute, second) > 59);
    if (isWrong !== 0) break;
    const seconds = <i64>((month >> 5) + <i32>day) * 86_400 + <i64>((hour * 60 + minute) * 60 + second);
    store<f64>(instantAt, <f64>(seconds * 1000));
    instantAt += 8;
    store<u8>(kindAt++, kindDate);
  }
  return <i32>(<u32>((at - values) >> valueBytesLog2));
}

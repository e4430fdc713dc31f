/**
 * Dates by position. Clocks of twelve hours, weekdays and what else is rare are left to the driver. Shapes and parts are
 * numbered as in lambda/types/date-format.ts.
 */
import { kindDate, orderDayFirst, orderMonthFirst } from "../layout";
import { isWeekday, letterRun, monthOf, monthOfThreeLetters } from "./month-names";
import { notNumber, undecided } from "./numbers";

/** What is no date by the rules of this file. */
const notDate: i32 = notNumber;

const dayMs: f64 = 86_400_000;

const shapeYearFirst = 0;
const shapeYearFirstUnpadded = 3;
const shapeNumeric = 6;
const shapeNumericShortYear = 9;
const shapeDayName = 12;
const shapeDayFullName = 18;
const shapeNameDay = 24;
const shapeNameDayFull = 26;
const timeBits = 64;

const withTime = 1;
const withT = 2;
const withSeconds = 4;
const withFraction = 8;
const withZone = 32;

/** Shortest and longest text of any format, in bytes. */
const dateBytesMin: usize = 6;
const dateBytesMax: usize = 80;

/** Of the last date that was read; a reading that the calendar forbids is NaN. */
export let dayFirstMs: f64 = 0;
export let monthFirstMs: f64 = 0;
export let dateFormat: i32 = 0;

/** The driver has read a date. */
export function setDate(dayFirst: f64, monthFirst: f64, format: i32): void {
  dayFirstMs = dayFirst;
  monthFirstMs = monthFirst;
  dateFormat = format;
}

let statedOrder: i32 = 0;

export function setDateOrder(order: i32): void {
  statedOrder = order;
}

function isDigit(at: usize): bool {
  return <u32>load<u8>(at) - 0x30 < 10;
}

/** Value of two digits; 100 or more when there is another byte. */
function twoDigits(at: usize): i32 {
  const tens = <u32>load<u8>(at) - 0x30;
  const ones = <u32>load<u8>(at, 1) - 0x30;
  return tens < 10 && ones < 10 ? <i32>(tens * 10 + ones) : 100;
}

/** Years of two digits as POSIX has them: 69 to 99 are of the last century. */
function fullYear(year: i32): i32 {
  return year >= 69 ? 1900 + year : 2000 + year;
}

/** Number of digits at `at`, `most` at the most. */
function digitRun(at: usize, to: usize, most: usize): usize {
  const limit = min(to, at + most);
  let end = at;
  while (end < limit && isDigit(end)) end++;
  return end - at;
}

function oneOrTwoDigits(at: usize, digits: usize): i32 {
  return digits === 2 ? twoDigits(at) : <i32>load<u8>(at) - 0x30;
}

function daysInMonth(year: i32, month: i32): i32 {
  if (month === 2) return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28;
  // Of the first seven months the odd ones are long, then the even ones.
  return 30 + ((month + (month >> 3)) & 1);
}

/** Days from 1970-01-01 to the first of a month of the years 1 to 9999. */
export function firstDayOfMonth(year: i32, month: i32): i32 {
  const y = month <= 2 ? year - 1 : year;
  const era = y / 400;
  const yearOfEra = y - era * 400;
  const dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5;
  const dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear;
  return era * 146_097 + dayOfEra - 719_468;
}

/** Milliseconds from 1970-01-01 to a day of the years 1 to 9999; NaN where the calendar has no such day. */
function dayInstant(year: i32, month: i32, day: i32): f64 {
  if (year < 1 || <u32>(month - 1) > 11 || day < 1) return NaN;
  if (day > 28 && day > daysInMonth(year, month)) return NaN;
  return <f64>(firstDayOfMonth(year, month) + day - 1) * dayMs;
}

/** 0, 1, 2 for the separators `-`, `/`, `.`; −1 for anything else. */
function separatorIndex(byte: u32): i32 {
  return byte === 0x2d ? 0 : byte === 0x2f ? 1 : byte === 0x2e ? 2 : -1;
}

/** Read a trimmed cell that is no number: date, `notDate` or `undecided`. */
export function readDate(from: usize, to: usize): i32 {
  const bytes = to - from;
  if (bytes < dateBytesMin || bytes > dateBytesMax) return notDate;
  if (!isDigit(from)) return readMonthNameFirst(from, to);
  return isPaddedYearFirst(from, to) ? readPadded(from, to) : readNumeric(from, to);
}

/** Whether a blank or a `T` stands between date and time. */
function isMark(at: usize): bool {
  return <u32>load<u8>(at) === 0x20 || <u32>load<u8>(at) === 0x54;
}

/** A comma, or a colon as in logs of web servers, is left to the driver. */
function otherMark(at: usize): i32 {
  return <u32>load<u8>(at) === 0x2c || <u32>load<u8>(at) === 0x3a ? undecided : notDate;
}

/** Lanes 0 to 3, 5 and 6, 8 and 9. */
const paddedDigits: u32 = 0b11_0110_1111;

/** Whether the text begins like `2024-01-31`, with any bytes for the separators. */
function isPaddedYearFirst(from: usize, to: usize): bool {
  if (to - from < 10) return false;
  const digits = i8x16.lt_u(i8x16.sub(v128.load(from), i8x16.splat(0x30)), i8x16.splat(10));
  return (<u32>i8x16.bitmask(digits) & 0x3ff) === paddedDigits;
}

/** The same as `readNumeric`, for what nearly all dates in files look like. */
function readPadded(from: usize, to: usize): i32 {
  const separator = <u32>load<u8>(from, 4);
  const separated = separatorIndex(separator);
  if (separated < 0 || <u32>load<u8>(from, 7) !== separator) return notDate;
  const timeAt = from + 10;
  if (timeAt < to && !isMark(timeAt)) return otherMark(timeAt);
  const digits = i8x16.sub(v128.load(from), i8x16.splat(0x30));
  const tens = i8x16.swizzle(digits, i8x16(0, -1, 2, -1, 5, -1, 8, -1, -1, -1, -1, -1, -1, -1, -1, -1));
  const ones = i8x16.swizzle(digits, i8x16(1, -1, 3, -1, 6, -1, 9, -1, -1, -1, -1, -1, -1, -1, -1, -1));
  const pairs = i16x8.add(i16x8.mul(tens, i16x8.splat(10)), ones);
  const year = <i32>i16x8.extract_lane_u(pairs, 0) * 100 + <i32>i16x8.extract_lane_u(pairs, 1);
  dayFirstMs = dayInstant(year, <i32>i16x8.extract_lane_u(pairs, 2), <i32>i16x8.extract_lane_u(pairs, 3));
  monthFirstMs = dayFirstMs;
  if (Number.isNaN(dayFirstMs)) return notDate;
  dateFormat = (shapeYearFirst + separated) * timeBits;
  return timeAt === to ? kindDate : readTime(timeAt, to);
}

/** Dates of digits and separators in any of their shapes. */
function readNumeric(from: usize, to: usize): i32 {
  const bytes = to - from;
  const digits = digitRun(from, to, 5);
  // Five or more: perhaps `20240131T123456`.
  if (digits === 5 && bytes > 8 && <u32>load<u8>(from, 8) === 0x54) return undecided;
  if (digits === 3 || digits === 5 || digits === bytes) return notDate;
  const separator = <u32>load<u8>(from + digits);
  const separated = separatorIndex(separator);
  const second = from + digits + 1;
  const secondDigits = digitRun(second, to, 3);
  if (secondDigits === 0) return digits < 3 ? readDayMonthName(from, digits, separator, to) : notDate;
  if (separated < 0 || secondDigits === 3) return notDate;
  const separatorAt = second + secondDigits;
  if (separatorAt >= to || <u32>load<u8>(separatorAt) !== separator) return notDate;
  const third = separatorAt + 1;
  const thirdDigits = digitRun(third, to, 5);
  const timeAt = third + thirdDigits;
  if (timeAt < to && !isMark(timeAt)) return otherMark(timeAt);
  const b = oneOrTwoDigits(second, secondDigits);
  let shape: i32;
  if (digits === 4) {
    if (thirdDigits !== 1 && thirdDigits !== 2) return notDate;
    shape = (secondDigits === 2 && thirdDigits === 2 ? shapeYearFirst : shapeYearFirstUnpadded) + separated;
    const year = twoDigits(from) * 100 + twoDigits(from + 2);
    dayFirstMs = dayInstant(year, b, oneOrTwoDigits(third, thirdDigits));
    monthFirstMs = dayFirstMs;
    if (Number.isNaN(dayFirstMs)) return notDate;
  } else {
    if (thirdDigits !== 2 && thirdDigits !== 4) return notDate;
    shape = (thirdDigits === 2 ? shapeNumericShortYear : shapeNumeric) + separated;
    const a = oneOrTwoDigits(from, digits);
    let year = twoDigits(third);
    year = thirdDigits === 4 ? year * 100 + twoDigits(third + 2) : fullYear(year);
    dayFirstMs = statedOrder === orderMonthFirst ? NaN : dayInstant(year, b, a);
    monthFirstMs = statedOrder === orderDayFirst ? NaN : dayInstant(year, a, b);
    if (Number.isNaN(dayFirstMs) && Number.isNaN(monthFirstMs)) return notDate;
  }
  dateFormat = shape * timeBits;
  return timeAt === to ? kindDate : readTime(timeAt, to);
}

/** Read `HH:mm[:ss[.f…]]` and an offset, from the `T` or blank on, into the date; other clocks are undecided. */
function readTime(markAt: usize, to: usize): i32 {
  const at = markAt + 1;
  if (to - at < 5 || <u32>load<u8>(at, 2) !== 0x3a) return undecided;
  const hour = twoDigits(at);
  const minute = twoDigits(at + 3);
  let format = withTime | (<u32>load<u8>(markAt) === 0x54 ? withT : 0);
  let second = 0;
  let fractionMs = 0;
  let end = at + 5;
  if (to - end >= 3 && <u32>load<u8>(end) === 0x3a) {
    second = twoDigits(end + 1);
    format |= withSeconds;
    end += 3;
    if (to - end >= 2 && (<u32>load<u8>(end) === 0x2e || <u32>load<u8>(end) === 0x2c)) {
      const digits = digitRun(end + 1, to, 10);
      if (digits < 1 || digits > 9) return undecided;
      for (let i: usize = 0; i < 3; i++) {
        fractionMs = fractionMs * 10 + (i < digits ? <i32>load<u8>(end + 1 + i) - 0x30 : 0);
      }
      format |= withFraction;
      end += 1 + digits;
    }
  }
  let offsetMinutes = 0;
  if (end < to) {
    if (end + 1 === to && <u32>load<u8>(end) === 0x5a) {
      format |= withZone;
    } else if (end + 6 === to && <u32>load<u8>(end, 3) === 0x3a) {
      const zoneSign = <u32>load<u8>(end);
      const hours = twoDigits(end + 1);
      const minutes = twoDigits(end + 4);
      if ((zoneSign !== 0x2b && zoneSign !== 0x2d) || hours > 18 || minutes > 59) return undecided;
      offsetMinutes = zoneSign === 0x2d ? -(hours * 60 + minutes) : hours * 60 + minutes;
      format |= withZone;
    } else {
      return undecided;
    }
  }
  if (hour > 23 || minute > 59 || second > 59) return undecided;
  const timeMs = <f64>(((hour * 60 + minute - offsetMinutes) * 60 + second) * 1000 + fractionMs);
  dayFirstMs += timeMs;
  monthFirstMs += timeMs;
  dateFormat |= format;
  return kindDate;
}

/** `4 Mar 2024`, `04-MARCH-24`: a day of one or two digits, and the separator behind it. */
function readDayMonthName(from: usize, digits: usize, separator: u32, to: usize): i32 {
  if (separator !== 0x20 && separator !== 0x2d && separator !== 0x2f) return notDate;
  const nameAt = from + digits + 1;
  const letters = letterRun(nameAt, to);
  const month = monthOf(nameAt, letters);
  const yearAt = nameAt + letters + 1;
  if (month === 0 || yearAt >= to || <u32>load<u8>(yearAt - 1) !== separator) return notDate;
  const yearDigits = digitRun(yearAt, to, 5);
  if (yearDigits !== 2 && yearDigits !== 4) return notDate;
  const year =
    yearDigits === 4 ? twoDigits(yearAt) * 100 + twoDigits(yearAt + 2) : fullYear(twoDigits(yearAt));
  const separated = separator === 0x2d ? 1 : separator === 0x2f ? 2 : 0;
  const shape = (letters > 3 ? shapeDayFullName : shapeDayName) + (yearDigits === 2 ? 3 : 0) + separated;
  return readNamed(year, month, oneOrTwoDigits(from, digits), shape, yearAt + yearDigits, to);
}

/** `Mar 4, 2024`, `March 04 2024`. */
function readMonthNameFirst(from: usize, to: usize): i32 {
  // Most words end here, before their letters are counted.
  if (monthOfThreeLetters(from) === 0) return isWeekday(from) ? undecided : notDate;
  const letters = letterRun(from, to);
  const month = monthOf(from, letters);
  const dayAt = from + letters + 1;
  if (month === 0 || dayAt >= to || <u32>load<u8>(dayAt - 1) !== 0x20) return notDate;
  const digits = digitRun(dayAt, to, 3);
  if (digits !== 1 && digits !== 2) return notDate;
  const behindDay = dayAt + digits;
  const comma: usize = behindDay < to && <u32>load<u8>(behindDay) === 0x2c ? 1 : 0;
  const yearAt = behindDay + comma + 1;
  if (yearAt >= to || <u32>load<u8>(yearAt - 1) !== 0x20 || digitRun(yearAt, to, 5) !== 4) return notDate;
  const year = twoDigits(yearAt) * 100 + twoDigits(yearAt + 2);
  const shape = (letters > 3 ? shapeNameDayFull : shapeNameDay) + (comma === 1 ? 0 : 1);
  return readNamed(year, month, oneOrTwoDigits(dayAt, digits), shape, yearAt + 4, to);
}

function readNamed(year: i32, month: i32, day: i32, shape: i32, timeAt: usize, to: usize): i32 {
  if (timeAt < to && !isMark(timeAt)) return otherMark(timeAt);
  dayFirstMs = dayInstant(year, month, day);
  monthFirstMs = dayFirstMs;
  if (Number.isNaN(dayFirstMs)) return notDate;
  dateFormat = shape * timeBits;
  return timeAt === to ? kindDate : readTime(timeAt, to);
}

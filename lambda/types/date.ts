/**
 * Dates as PROFILE-SPEC §4 has them. A regular expression finds the shape, the calendar decides. Where day and
 * month can be told apart only by the column, both readings are given.
 *
 * Instants are milliseconds since 1970-01-01T00:00:00Z; finer fractions of a second are cut off. A time without
 * an offset is read as UTC, which keeps the order within a column.
 */
import { dayMs, daysFromCivil, isCalendarDay } from "./calendar.ts";

export type DateOrder = "day_first" | "month_first";

/** The readings of one cell. A reading that the calendar forbids is NaN; at least one is a number. */
export interface DateReading {
  /** Year-first and named-month dates have one reading, given in both fields. */
  dayFirstMs: number;
  monthFirstMs: number;
  /** See `dateFormatName`. */
  format: number;
}

/** Date shapes; the index is the upper part of the format number. Those of two numbers are named day first. */
const shapes = [
  "yyyy-MM-dd",
  "yyyy/MM/dd",
  "yyyy.MM.dd",
  "yyyy-M-d",
  "yyyy/M/d",
  "yyyy.M.d",
  "d-M-yyyy",
  "d/M/yyyy",
  "d.M.yyyy",
  "d-M-yy",
  "d/M/yy",
  "d.M.yy",
  "d MMM yyyy",
  "d-MMM-yyyy",
  "d/MMM/yyyy",
  "d MMM yy",
  "d-MMM-yy",
  "d/MMM/yy",
  "d MMMM yyyy",
  "d-MMMM-yyyy",
  "d/MMMM/yyyy",
  "d MMMM yy",
  "d-MMMM-yy",
  "d/MMMM/yy",
  "MMM d, yyyy",
  "MMM d yyyy",
  "MMMM d, yyyy",
  "MMMM d yyyy",
] as const;

const yearFirst = 0;
const yearFirstUnpadded = 3;
const numeric = 6;
const numericShortYear = 9;
const dayName = 12;
const dayFullName = 18;
const nameDay = 24;
const nameDayFull = 26;

/** Time variants; the lower 6 bits of the format number. */
const withTime = 1;
const withT = 2;
const withSeconds = 4;
const withFraction = 8;
const withHalfDay = 16;
const withZone = 32;
const timeBits = 64;

const monthNames = [
  "january",
  "february",
  "march",
  "april",
  "may",
  "june",
  "july",
  "august",
  "september",
  "october",
  "november",
  "december",
];

/** Month by lower-case English name, long or of three letters, and `sept`. */
const months = new Map<string, number>([
  ...monthNames.map((name, i): [string, number] => [name, i + 1]),
  ...monthNames.map((name, i): [string, number] => [name.slice(0, 3), i + 1]),
  ["sept", 9],
]);

const yearMonthDay = /^(\d{4})([-/.])(\d{1,2})\2(\d{1,2})(?:([T ])(.+))?$/;
const twoNumbersYear = /^(\d{1,2})([-/.])(\d{1,2})\2(\d{4}|\d{2})(?:([T ])(.+))?$/;
const dayMonthNameYear = /^(\d{1,2})([ \-/])([A-Za-z]{3,9})\2(\d{4}|\d{2})(?:([T ])(.+))?$/;
const monthNameDayYear = /^([A-Za-z]{3,9}) (\d{1,2})(,?) (\d{4})(?:([T ])(.+))?$/;
const clock =
  /^(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,](\d{1,9}))?)?(?: ?([AaPp])\.?[Mm]\.?)?(?: ?([Zz]|UTC|GMT|[+-]\d{2}(?::?\d{2})?))?$/;

/** Longest text that any format allows: `September 30, 2024 11:59:59.123456789 p.m. +00:00` and some. */
const dateCharsMax = 60;

/** Two-digit years as POSIX has them: 69 to 99 are 1969 to 1999, 00 to 68 are 2000 to 2068. */
function fullYear(text: string): number {
  const year = Number(text);
  if (text.length !== 2) return year;
  return year >= 69 ? 1900 + year : 2000 + year;
}

function dayInstant(year: number, month: number, day: number): number {
  return isCalendarDay(year, month, day) ? daysFromCivil(year, month, day) * dayMs : Number.NaN;
}

function separatorIndex(separator: string | undefined): number {
  return separator === "/" ? 1 : separator === "." ? 2 : 0;
}

function offsetMs(zone: string): number {
  if (zone[0] !== "+" && zone[0] !== "-") return 0;
  const digits = zone.slice(1).replace(":", "");
  const hours = Number(digits.slice(0, 2));
  const minutes = digits.length > 2 ? Number(digits.slice(2)) : 0;
  if (hours > 18 || minutes > 59) return Number.NaN;
  const ms = (hours * 60 + minutes) * 60_000;
  return zone[0] === "-" ? -ms : ms;
}

/** Reads dates cell by cell. One object is reused for the result: take the figures before the next call. */
export class DateParser {
  readonly #order: DateOrder | null;
  readonly #reading: DateReading = { dayFirstMs: 0, monthFirstMs: 0, format: 0 };
  #timeMs = 0;
  #timeFormat = 0;

  /** `order` states how `03/04/2024` is to be read; then dates that only fit the other order are no dates. */
  constructor(order: DateOrder | null = null) {
    this.#order = order;
  }

  /** The readings of a trimmed text; null when it is no date. */
  parse(text: string): DateReading | null {
    if (text.length < 6 || text.length > dateCharsMax) return null;
    const first = text.charCodeAt(0);
    if (first < 0x30 || first > 0x39) return this.#monthNameFirst(text);
    return this.#yearFirst(text) ?? this.#twoNumbers(text) ?? this.#dayAndMonthName(text);
  }

  #yearFirst(text: string): DateReading | null {
    const match = yearMonthDay.exec(text);
    if (match === null) return null;
    const [, year = "", separator, month = "", day = "", mark, time] = match;
    const padded = month.length === 2 && day.length === 2;
    const shape = (padded ? yearFirst : yearFirstUnpadded) + separatorIndex(separator);
    return this.#single(dayInstant(Number(year), Number(month), Number(day)), shape, mark, time);
  }

  #twoNumbers(text: string): DateReading | null {
    const match = twoNumbersYear.exec(text);
    if (match === null) return null;
    const [, a = "", separator, b = "", yearText = "", mark, time] = match;
    if (!this.#readTime(mark, time)) return null;
    const year = fullYear(yearText);
    const dayFirst = this.#order === "month_first" ? Number.NaN : dayInstant(year, Number(b), Number(a));
    const monthFirst = this.#order === "day_first" ? Number.NaN : dayInstant(year, Number(a), Number(b));
    if (Number.isNaN(dayFirst) && Number.isNaN(monthFirst)) return null;
    const shape = (yearText.length === 2 ? numericShortYear : numeric) + separatorIndex(separator);
    return this.#result(dayFirst, monthFirst, shape);
  }

  #dayAndMonthName(text: string): DateReading | null {
    const match = dayMonthNameYear.exec(text);
    if (match === null) return null;
    const [, day = "", separator, name = "", year = "", mark, time] = match;
    const month = months.get(name.toLowerCase());
    if (month === undefined) return null;
    const separated = separator === "-" ? 1 : separator === "/" ? 2 : 0;
    const shape = (name.length > 3 ? dayFullName : dayName) + (year.length === 2 ? 3 : 0) + separated;
    return this.#single(dayInstant(fullYear(year), month, Number(day)), shape, mark, time);
  }

  #monthNameFirst(text: string): DateReading | null {
    const month = months.get(text.slice(0, 3).toLowerCase());
    if (month === undefined) return null;
    const match = monthNameDayYear.exec(text);
    if (match === null) return null;
    const [, name = "", day = "", comma, year = "", mark, time] = match;
    if (months.get(name.toLowerCase()) !== month) return null;
    const shape = (name.length > 3 ? nameDayFull : nameDay) + (comma === "," ? 0 : 1);
    return this.#single(dayInstant(Number(year), month, Number(day)), shape, mark, time);
  }

  #single(
    instant: number,
    shape: number,
    mark: string | undefined,
    time: string | undefined,
  ): DateReading | null {
    if (Number.isNaN(instant) || !this.#readTime(mark, time)) return null;
    return this.#result(instant, instant, shape);
  }

  #result(dayFirst: number, monthFirst: number, shape: number): DateReading {
    const reading = this.#reading;
    reading.dayFirstMs = dayFirst + this.#timeMs;
    reading.monthFirstMs = monthFirst + this.#timeMs;
    reading.format = shape * timeBits + this.#timeFormat;
    return reading;
  }

  /** Sets the time of day of the current text; false when what follows the date is no time. */
  #readTime(mark: string | undefined, time: string | undefined): boolean {
    this.#timeMs = 0;
    this.#timeFormat = 0;
    if (time === undefined) return true;
    const match = clock.exec(time);
    if (match === null) return false;
    const [, hourText, minuteText, secondText, fraction, half, zone] = match;
    let hour = Number(hourText);
    const minute = Number(minuteText);
    const second = Number(secondText ?? 0);
    if (half !== undefined) {
      if (hour < 1 || hour > 12) return false;
      hour = (hour % 12) + (half === "p" || half === "P" ? 12 : 0);
    }
    if (hour > 23 || minute > 59 || second > 59) return false;
    const offset = zone === undefined ? 0 : offsetMs(zone);
    if (Number.isNaN(offset)) return false;
    const fractionMs = fraction === undefined ? 0 : Number(fraction.slice(0, 3).padEnd(3, "0"));
    this.#timeMs = ((hour * 60 + minute) * 60 + second) * 1000 + fractionMs - offset;
    this.#timeFormat =
      withTime |
      (mark === "T" ? withT : 0) |
      (secondText === undefined ? 0 : withSeconds) |
      (fraction === undefined ? 0 : withFraction) |
      (half === undefined ? 0 : withHalfDay) |
      (zone === undefined ? 0 : withZone);
    return true;
  }
}

/** Whether cells of this format carry a time of day. */
export function formatHasTime(format: number): boolean {
  return (format & withTime) !== 0;
}

/** Whether cells of this format state an offset from UTC. */
export function formatHasZone(format: number): boolean {
  return (format & withZone) !== 0;
}

/** Whether day and month of this format are told apart by order alone. */
export function formatHasOrder(format: number): boolean {
  const shape = Math.floor(format / timeBits);
  return shape >= numeric && shape < dayName;
}

/** Whether points stand between day, month and year. */
export function formatHasPoints(format: number): boolean {
  return shapes[Math.floor(format / timeBits)]?.includes(".") === true;
}

/** The format as Unicode date field symbols, e.g. `M/d/yyyy HH:mm`. */
export function dateFormatName(format: number, order: DateOrder): string {
  const shape = shapes[Math.floor(format / timeBits)] ?? "";
  const date = order === "month_first" && formatHasOrder(format) ? shape.replace(/^d(.)M/, "M$1d") : shape;
  if (!formatHasTime(format)) return date;
  const hours = (format & withHalfDay) === 0 ? "HH:mm" : "h:mm";
  const seconds = (format & withSeconds) === 0 ? "" : ":ss";
  const fraction = (format & withFraction) === 0 ? "" : ".SSS";
  const half = (format & withHalfDay) === 0 ? "" : " a";
  const zone = formatHasZone(format) ? "XXX" : "";
  const mark = (format & withT) === 0 ? " " : "'T'";
  return `${date}${mark}${hours}${seconds}${fraction}${half}${zone}`;
}

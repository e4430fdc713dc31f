/**
 * Dates of numbers and of English names (the shapes are in date-format.ts), with a time and a weekday or without. A regular
 * expression finds the shape, the calendar decides, for the weekday as well. Where day and month can be told apart only by
 * the column, both readings are given.
 *
 * Instants are milliseconds since 1970-01-01T00:00:00Z; finer fractions of a second are cut off. A time without
 * an offset is read as UTC, which keeps the order within a column.
 */
import { dayMs, daysFromCivil, isCalendarDay } from "./calendar.ts";
import { formatOf, has, shape } from "./date-format.ts";

export type DateOrder = "day_first" | "month_first";

/** The readings of one cell. A reading that the calendar forbids is NaN; at least one is a number. */
export interface DateReading {
  /** Year-first and named-month dates have one reading, given in both fields. */
  dayFirstMs: number;
  monthFirstMs: number;
  /** See `dateFormatName`. */
  format: number;
}

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

const yearMonthDay = /^(\d{4})([-/.])(\d{1,2})\2(\d{1,2})(?:(T|,? )(.+))?$/;
const twoNumbersYear = /^(\d{1,2})([-/.])(\d{1,2})\2(\d{4}|\d{2})(?:(T|,? )(.+))?$/;
/** With a colon before the time in logs of web servers. */
const dayMonthNameYear = /^(\d{1,2})([ \-/])([A-Za-z]{3,9})\2(\d{4}|\d{2})(?:(T|,? |(?<=\/\d{4}):)(.+))?$/;
const monthNameDayYear = /^([A-Za-z]{3,9}) (\d{1,2})(,?) (\d{4})(?:(T|,? )(.+))?$/;
/** As C, `date` and the web have it: `Thu Mar  4 06:03:16 2024`. The weekday is not there any more. */
const monthDayTimeYear =
  /^([A-Za-z]{3}) {1,2}(\d{1,2}) (\d{2}:\d{2}:\d{2}(?: [AaPp][Mm])?(?: \S+)?) (\d{4})$/;
/** Without separators, as in calendars. */
const basicDateTime =
  /^(\d{4})(\d{2})(\d{2})T(\d{2})(\d{2})(?:(\d{2})([.,]\d+)?)?(Z|[+-]\d{2}(?::?\d{2})?)?$/;
/** 1970-01-01 was a Thursday. */
const weekdays = ["thu", "fri", "sat", "sun", "mon", "tue", "wed"];
const weekday = new RegExp(`^(${weekdays.join("|")})(,?) (.+)$`, "i");
const clock =
  /^(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,](\d{1,9}))?)?(?:[ \u00a0\u202f]?([AaPp])\.?[Mm]\.?)?(?:( ?)([Zz]|UTC|GMT|(?:UTC|GMT)?[+-]\d{2}(?::?\d{2})?)(?: \((?:[A-Z]{1,5}|[A-Z][A-Za-z ]{2,40} Time)\))?)?$/;

/** Longest text that any format allows: `Sun Sep 29 2024 06:03:16 GMT+0200 (Central European Summer Time)` and some. */
const dateCharsMax = 75;

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
  const [, sign, offset = ""] = /([+-])(.+)/.exec(zone) ?? [];
  if (sign === undefined) return 0;
  const digits = offset.replace(":", "");
  const hours = Number(digits.slice(0, 2));
  const minutes = digits.length > 2 ? Number(digits.slice(2)) : 0;
  if (hours > 18 || minutes > 59) return Number.NaN;
  const ms = (hours * 60 + minutes) * 60_000;
  return sign === "-" ? -ms : ms;
}

/** Between date and time. */
const marks = new Map([
  ["T", has.timeMark],
  [", ", has.timeComma],
  [":", has.timeColon],
]);

/** Reads dates cell by cell. One object is reused for the result: take the figures before the next call. */
export class DateParser {
  readonly #order: DateOrder | null;
  readonly #reading: DateReading = { dayFirstMs: 0, monthFirstMs: 0, format: 0 };
  #timeMs = 0;
  #timeParts = 0;

  /** `order` states how `03/04/2024` is to be read; then dates that only fit the other order are no dates. */
  constructor(order: DateOrder | null = null) {
    this.#order = order;
  }

  /** The readings of a trimmed text; null when it is no date. */
  parse(text: string): DateReading | null {
    if (text.length < 6 || text.length > dateCharsMax) return null;
    const [, name = "", comma, rest] = weekday.exec(text) ?? [];
    if (rest === undefined) return this.#withoutWeekday(text);
    const reading = this.#withoutWeekday(rest) ?? (comma === "" ? this.#timeBeforeYear(rest) : null);
    if (reading === null) return null;
    reading.dayFirstMs = this.#onWeekday(name, reading.dayFirstMs);
    reading.monthFirstMs = this.#onWeekday(name, reading.monthFirstMs);
    if (Number.isNaN(reading.dayFirstMs) && Number.isNaN(reading.monthFirstMs)) return null;
    reading.format |= has.weekday | (comma === "" ? 0 : has.weekdayComma);
    return reading;
  }

  /** NaN unless the day that was read, as it is written, is that weekday. */
  #onWeekday(name: string, instant: number): number {
    const day = Math.round((instant - this.#timeMs) / dayMs);
    return weekdays[((day % 7) + 7) % 7] === name.toLowerCase() ? instant : Number.NaN;
  }

  #withoutWeekday(text: string): DateReading | null {
    const first = text.charCodeAt(0);
    if (first < 0x30 || first > 0x39) return this.#monthNameFirst(text);
    return (
      this.#yearFirst(text) ?? this.#twoNumbers(text) ?? this.#dayAndMonthName(text) ?? this.#basic(text)
    );
  }

  #yearFirst(text: string): DateReading | null {
    const match = yearMonthDay.exec(text);
    if (match === null) return null;
    const [, year = "", separator, month = "", day = "", mark, time] = match;
    const padded = month.length === 2 && day.length === 2;
    const number = (padded ? shape.yearFirst : shape.yearFirstUnpadded) + separatorIndex(separator);
    return this.#single(dayInstant(Number(year), Number(month), Number(day)), number, mark, time);
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
    const number =
      (yearText.length === 2 ? shape.numericShortYear : shape.numeric) + separatorIndex(separator);
    return this.#result(dayFirst, monthFirst, number);
  }

  #dayAndMonthName(text: string): DateReading | null {
    const match = dayMonthNameYear.exec(text);
    if (match === null) return null;
    const [, day = "", separator, name = "", year = "", mark, time] = match;
    const month = months.get(name.toLowerCase());
    if (month === undefined) return null;
    const separated = separator === "-" ? 1 : separator === "/" ? 2 : 0;
    const group = name.length > 3 ? shape.dayFullName : shape.dayName;
    const number = group + (year.length === 2 ? 3 : 0) + separated;
    return this.#single(dayInstant(fullYear(year), month, Number(day)), number, mark, time);
  }

  #monthNameFirst(text: string): DateReading | null {
    const month = months.get(text.slice(0, 3).toLowerCase());
    if (month === undefined) return null;
    const match = monthNameDayYear.exec(text);
    if (match === null) return null;
    const [, name = "", day = "", comma, year = "", mark, time] = match;
    if (months.get(name.toLowerCase()) !== month) return null;
    const number = (name.length > 3 ? shape.nameDayFull : shape.nameDay) + (comma === "," ? 0 : 1);
    return this.#single(dayInstant(Number(year), month, Number(day)), number, mark, time);
  }

  #timeBeforeYear(text: string): DateReading | null {
    const [, name = "", day = "", time, year = ""] = monthDayTimeYear.exec(text) ?? [];
    const month = months.get(name.toLowerCase());
    if (month === undefined) return null;
    const reading = this.#single(dayInstant(Number(year), month, Number(day)), shape.nameDay + 1, " ", time);
    if (reading !== null) reading.format |= has.timeBeforeYear;
    return reading;
  }

  #basic(text: string): DateReading | null {
    const match = basicDateTime.exec(text);
    if (match === null) return null;
    const [, year, month, day, hour, minute, second, fraction = "", zone = ""] = match;
    const time = `${hour}:${minute}${second === undefined ? "" : `:${second}`}${fraction}${zone}`;
    return this.#single(dayInstant(Number(year), Number(month), Number(day)), shape.basic, "T", time);
  }

  #single(
    instant: number,
    number: number,
    mark: string | undefined,
    time: string | undefined,
  ): DateReading | null {
    if (Number.isNaN(instant) || !this.#readTime(mark, time)) return null;
    return this.#result(instant, instant, number);
  }

  /** @param number of the shape */
  #result(dayFirst: number, monthFirst: number, number: number): DateReading {
    const reading = this.#reading;
    reading.dayFirstMs = dayFirst + this.#timeMs;
    reading.monthFirstMs = monthFirst + this.#timeMs;
    reading.format = formatOf(number, this.#timeParts);
    return reading;
  }

  /** Sets the time of day of the current text; false when what follows the date is no time. */
  #readTime(mark: string | undefined, time: string | undefined): boolean {
    this.#timeMs = 0;
    this.#timeParts = 0;
    if (time === undefined) return true;
    const match = clock.exec(time);
    if (match === null) return false;
    const [, hourText, minuteText, secondText, fraction, half, blank, zone] = match;
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
    this.#timeParts =
      has.time |
      (marks.get(mark ?? "") ?? 0) |
      (secondText === undefined ? 0 : has.seconds) |
      (fraction === undefined ? 0 : has.fraction) |
      (half === undefined ? 0 : has.halfDay) |
      (zone === undefined ? 0 : has.zone) |
      (blank === " " ? has.zoneBlank : 0);
    return true;
  }
}

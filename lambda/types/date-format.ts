/**
 * Formats of dates as numbers: a shape, and bits for what stands beside it. The kernel has the same shapes and lower bits
 * (lambda/engine/kernel/dates.ts); formats with an upper bit are read here only.
 */
import type { DateOrder } from "./date.ts";

/** Date shapes by their number. Those of two numbers are named day first. */
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
  "yyyyMMdd",
] as const;

/** Numbers of the first shape of each group. */
export const shape = {
  yearFirst: 0,
  yearFirstUnpadded: 3,
  numeric: 6,
  numericShortYear: 9,
  dayName: 12,
  dayFullName: 18,
  nameDay: 24,
  nameDayFull: 26,
  basic: 28,
} as const;

/** Bits of a format number; its shape is between those up to `zone` and the others. */
export const has = {
  time: 1,
  timeMark: 2,
  seconds: 4,
  fraction: 8,
  halfDay: 16,
  zone: 32,
  weekday: 1 << 12,
  /** Behind the weekday. */
  weekdayComma: 1 << 13,
  /** Between date and time. */
  timeComma: 1 << 14,
  timeColon: 1 << 15,
  timeBeforeYear: 1 << 16,
  /** Before the offset. */
  zoneBlank: 1 << 17,
} as const;

const shapeShift = 6;
const shapeMask = 63;

/** @param parts bits of `has` */
export function formatOf(shapeNumber: number, parts: number): number {
  return (shapeNumber << shapeShift) | parts;
}

function shapeOf(format: number): number {
  return (format >> shapeShift) & shapeMask;
}

/** Whether cells of this format carry a time of day. */
export function formatHasTime(format: number): boolean {
  return (format & has.time) !== 0;
}

/** Whether cells of this format state an offset from UTC. */
export function formatHasZone(format: number): boolean {
  return (format & has.zone) !== 0;
}

/** Whether day and month of this format are told apart by order alone. */
export function formatHasOrder(format: number): boolean {
  const number = shapeOf(format);
  return number >= shape.numeric && number < shape.dayName;
}

/** Whether points stand between day, month and year. */
export function formatHasPoints(format: number): boolean {
  return shapes[shapeOf(format)]?.includes(".") === true;
}

/** The format as Unicode date field symbols, e.g. `M/d/yyyy HH:mm`. */
export function dateFormatName(format: number, order: DateOrder): string {
  const dayFirst = shapes[shapeOf(format)] ?? "";
  const date =
    order === "month_first" && formatHasOrder(format) ? dayFirst.replace(/^d(.)M/, "M$1d") : dayFirst;
  const weekday = (format & has.weekday) === 0 ? "" : (format & has.weekdayComma) === 0 ? "EEE " : "EEE, ";
  if (!formatHasTime(format)) return weekday + date;
  const time = clockName(format);
  if ((format & has.timeBeforeYear) !== 0) return weekday + date.replace(" yyyy", ` ${time} yyyy`);
  return `${weekday}${date}${markName(format)}${time}`;
}

function markName(format: number): string {
  if ((format & has.timeMark) !== 0) return "'T'";
  if ((format & has.timeComma) !== 0) return ", ";
  return (format & has.timeColon) === 0 ? " " : ":";
}

function clockName(format: number): string {
  const colon = shapeOf(format) === shape.basic ? "" : ":";
  const hours = (format & has.halfDay) === 0 ? `HH${colon}mm` : `h${colon}mm`;
  const seconds = (format & has.seconds) === 0 ? "" : `${colon}ss`;
  const fraction = (format & has.fraction) === 0 ? "" : ".SSS";
  const half = (format & has.halfDay) === 0 ? "" : " a";
  const blank = (format & has.zoneBlank) === 0 ? "" : " ";
  const zone = formatHasZone(format) ? `${blank}XXX` : "";
  return `${hours}${seconds}${fraction}${half}${zone}`;
}

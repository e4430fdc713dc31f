/** The kinds of a column's values, and what numbers and dates among them are worth. */
import {
  columnDatesAt,
  datesBytes,
  kindDate,
  kindNullToken,
  kindString,
  replyBytes,
  replyDayFirst,
  replyFormat,
  replyMonthFirst,
  replyNumber,
} from "../layout";
import { addSettled, addSwappable, countSettled, prepareDateState } from "./date-column";
import { dateFormat, dayFirstMs, monthFirstMs, readDate, setDate } from "./dates";
import { readDatesAlike } from "./dates-alike";
import { mayBeFormattedNumber } from "./formatted-numbers";
import { listedMax, valueBytesLog2, valueCount, values } from "./gather";
import { classify, formattedNumber } from "./host";
import { allocate } from "./memory";
import { datesAreTokens, isNullToken, numbersAreTokens } from "./null-tokens";
import { notNumber, readNumbers, readOddNumber, readShortNumbers, undecided } from "./numbers";
import { batchRowsMax } from "./records";
import { takeWords } from "./words";

/** See `replyNumber`. */
export const replyAt: usize = memory.data(replyBytes, 8);

/** One byte a value. */
export let kinds: usize = 0;
/** Doubles, without gaps: the numbers; the dates whose day and month are certain. */
export let numbers: usize = 0;
export let numbersLength: i32 = 0;
let instants: usize = 0;
/** One byte a value, as far as anybody asks: whether the driver was told of it, or asked what it is. */
let asked: usize = 0;

/** Ends of what was written to both. */
let numbersEnd: usize = 0;
let instantsEnd: usize = 0;
/** Format of the last certain date, and where its run of equal formats begins. */
let runFormat: i32 = -1;
let runStart: usize = 0;

/** Once the batch has its size. */
export function reserveClassified(): void {
  kinds = allocate(<usize>batchRowsMax);
  asked = allocate(<usize>max(batchRowsMax, listedMax));
  numbers = allocate((<usize>batchRowsMax) << 3);
  instants = allocate((<usize>batchRowsMax) << 3);
}

/** Before what is listed is classified. */
export function forgetDriverWasAsked(): void {
  memory.fill(asked, 0, <usize>listedMax);
}

/** Of a listed value. */
export function driverWasAskedOf(value: i32): bool {
  return load<u8>(asked + <usize>value) !== 0;
}

/** Kinds of the values that were gathered. @param index of the column @param column its state */
export function classifyValues(index: i32, column: usize): void {
  const count = valueCount;
  numbersEnd = numbers;
  instantsEnd = instants;
  runStart = instants;
  runFormat = -1;
  let value = 0;
  // A value is nearly always of the kind of the one before: runs of one kind, and one by one where they end.
  let kind = kindNullToken;
  while (value < count) {
    const next = takeRun(kind, value, count);
    value = next;
    if (next < count) kind = classifyOne(index, column, value++);
  }
  numbersLength = <i32>(<u32>(numbersEnd - numbers) >> 3);
  if (instantsEnd === instants) return;
  endRun(column);
  addSettled(datesOf(column), instants, <i32>(<u32>(instantsEnd - instants) >> 3));
}

/** Take values as long as they are what the kind says, for certain and in its most usual form. @returns the first that is left */
function takeRun(kind: i32, value: i32, count: i32): i32 {
  if (kind === kindString) return takeWords(values, kinds, value, count);
  if (kind === kindDate) return takeDates(value, count);
  return kind === kindNullToken || numbersAreTokens ? value : takeNumbers(value, count);
}

function takeNumbers(value: i32, count: i32): i32 {
  let next = value;
  let taken = true;
  while (taken && next < count) {
    const shortEnd = readShortNumbers(values, kinds, numbersEnd, next, count);
    numbersEnd += (<usize>(shortEnd - next)) << 3;
    next = readNumbers(values, kinds, numbersEnd, shortEnd, count);
    numbersEnd += (<usize>(next - shortEnd)) << 3;
    taken = next > shortEnd;
  }
  return next;
}

/** Dates in the form of the one before, which began the run of its format. */
function takeDates(value: i32, count: i32): i32 {
  if (datesAreTokens || instantsEnd === runStart) return value;
  const next = readDatesAlike(values, kinds, instantsEnd, value, count);
  instantsEnd += (<usize>(next - value)) << 3;
  return next;
}

/** @returns the kind of the value */
function classifyOne(index: i32, column: usize, value: i32): i32 {
  const cell = values + ((<usize>value) << valueBytesLog2);
  const from = <usize>load<u32>(cell);
  const to = <usize>load<u32>(cell, 4);
  const kindAt = kinds + <usize>value;
  if (isNullToken(from, to)) {
    store<u8>(kindAt, kindNullToken);
    return kindNullToken;
  }
  if (takeNumbers(value, value + 1) > value) return <i32>load<u8>(kindAt);
  let kind = readOddNumber(from, to);
  if (kind === notNumber) kind = readDate(from, to);
  if (kind === notNumber) kind = kindString;
  else if (kind === undecided) kind = decided(index, value, from, to);
  store<u8>(kindAt, kind);
  if (kind === kindDate) addDate(column);
  else if (kind === kindString && mayBeFormattedNumber(from, to)) {
    store<u8>(asked + <usize>value, 1);
    formattedNumber(index, from, to);
  }
  return kind;
}

/** What the driver says, its number or date taken over. */
function decided(index: i32, value: i32, from: usize, to: usize): i32 {
  store<u8>(asked + <usize>value, 1);
  const kind = classify(index, from, to);
  if (kind === kindDate) {
    setDate(
      load<f64>(replyAt, replyDayFirst),
      load<f64>(replyAt, replyMonthFirst),
      <i32>load<f64>(replyAt, replyFormat),
    );
  } else if (kind !== kindString) {
    store<f64>(numbersEnd, load<f64>(replyAt, replyNumber));
    numbersEnd += 8;
  }
  return kind;
}

/** The date that was read last. */
function addDate(column: usize): void {
  if (dayFirstMs !== monthFirstMs) {
    addSwappable(datesOf(column), dayFirstMs, monthFirstMs, dateFormat, 1);
    return;
  }
  if (dateFormat !== runFormat) {
    endRun(column);
    runFormat = dateFormat;
    runStart = instantsEnd;
  }
  store<f64>(instantsEnd, dayFirstMs);
  instantsEnd += 8;
}

function endRun(column: usize): void {
  if (instantsEnd > runStart)
    countSettled(datesOf(column), runFormat, <i32>(<u32>(instantsEnd - runStart) >> 3));
}

function datesOf(column: usize): usize {
  let dates = <usize>load<u32>(column, columnDatesAt);
  if (dates !== 0) return dates;
  dates = allocate(datesBytes);
  prepareDateState(dates);
  store<u32>(column, <u32>dates, columnDatesAt);
  return dates;
}

/**
 * Decimal text → the nearest double, for numbers of up to 15 digits: digits and power of ten are then exact doubles,
 * and their quotient is the correctly rounded value (Clinger 1990). Everything else that might be a number is left
 * to the driver.
 */
import { kindFloat, kindInt } from "../layout";

export const notNumber: i32 = -1;
export const undecided: i32 = -2;

const digitsMax: usize = 15;

/** Of the last number that was read. Never −0. */
export let numberValue: f64 = 0;

/** The driver has read a number. */
export function setNumber(value: f64): void {
  numberValue = value;
}

/** 10^n, exact up to n = 22. */
const powersOfTen: StaticArray<f64> = [
  1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15,
];

/** At n · 16: lanes 0 to 15 with those above 15 − n each taken from the lane before, so that the byte at 15 − n drops out. */
const dropLane = memory.data(16 * 16);
/** At n · 16: the last n lanes. */
const lastLanes = memory.data(17 * 16);

/** Fill the tables. */
export function prepareNumbers(): void {
  for (let n = 0; n < 17; n++) {
    for (let lane = 0; lane < 16; lane++) {
      store<u8>(lastLanes + <usize>(n * 16 + lane), lane >= 16 - n ? 0xff : 0);
      if (n < 16) store<u8>(dropLane + <usize>(n * 16 + lane), lane <= 15 - n ? lane - 1 : lane);
    }
  }
}

/** Value of 16 digits (0 to 9 a lane, the most significant first), of which the first is 0. */
function valueOf(digits: v128): f64 {
  // Pairs, then fours, then eights.
  const tens = i16x8.mul(v128.and(digits, i16x8.splat(0xff)), i16x8.splat(10));
  const pairs = i16x8.add(tens, i16x8.shr_u(digits, 8));
  const fours = i32x4.dot_i16x8_s(pairs, i32x4.splat(0x0001_0064));
  const eights = i32x4.dot_i16x8_s(i16x8.narrow_i32x4_s(fours, fours), i32x4.splat(0x0001_2710));
  const high = <i64>i32x4.extract_lane(eights, 0);
  return <f64>(high * 100_000_000 + <i64>i32x4.extract_lane(eights, 1));
}

/**
 * Read a trimmed, not empty cell: int, float, `notNumber` or `undecided`. The 16 bytes before and behind the cell
 * have to be readable.
 */
export function readNumber(from: usize, to: usize): i32 {
  const first = <u32>load<u8>(from);
  const sign = first === 0x2d || first === 0x2b ? 1 : 0;
  if (sign === 0 && first - 0x30 > 9 && first !== 0x2e) return notNumber;
  const start = from + <usize>sign;
  const bytes = to - start;
  if (bytes === 0) return notNumber;
  if (bytes > 16) return readLongNumber(start, to);
  const lanes = v128.load(lastLanes + (bytes << 4));
  const text = v128.load(to - 16);
  let digits = i8x16.sub(text, i8x16.splat(0x30));
  const others = <u32>i8x16.bitmask(v128.and(i8x16.gt_u(digits, i8x16.splat(9)), lanes));
  const leadingZero = <u32>load<u8>(start) === 0x30;
  if (others === 0) {
    if (bytes > digitsMax) return leadingZero ? notNumber : undecided;
    if (leadingZero && bytes > 1) return notNumber;
    const value = valueOf(v128.and(digits, lanes));
    numberValue = first === 0x2d ? 0 - value : value;
    return kindInt;
  }
  const pointLane: usize = <usize>ctz(others);
  if ((others & (others - 1)) !== 0 || <u32>load<u8>(to - 16 + pointLane) !== 0x2e) {
    return mayHaveExponent(text, lanes) ? undecided : notNumber;
  }
  const fraction: usize = 15 - pointLane;
  const digitCount = bytes - 1;
  const wholeDigits = digitCount - fraction;
  if (digitCount === 0 || (leadingZero && wholeDigits > 1)) return notNumber;
  if (digitCount > digitsMax) return undecided;
  digits = i8x16.swizzle(digits, v128.load(dropLane + (fraction << 4)));
  const value =
    valueOf(v128.and(digits, v128.load(lastLanes + (digitCount << 4)))) /
    unchecked(powersOfTen[<i32>(<u32>fraction)]);
  numberValue = first === 0x2d ? 0 - value : value;
  return kindFloat;
}

/** Lanes that hold what numbers are made of: digits, `+ - .`, `e` and `E`; a comma more does no harm. */
function numberBytes(text: v128, exponents: v128): v128 {
  const digits = i8x16.lt_u(i8x16.sub(text, i8x16.splat(0x30)), i8x16.splat(10));
  const marks = i8x16.lt_u(i8x16.sub(text, i8x16.splat(0x2b)), i8x16.splat(4));
  return v128.or(digits, v128.or(marks, exponents));
}

function exponentBytes(text: v128): v128 {
  return i8x16.eq(v128.or(text, i8x16.splat(0x20)), i8x16.splat(0x65));
}

/** Whether nothing but what numbers are made of stands in the lanes, an `e` or `E` among it. */
function mayHaveExponent(text: v128, lanes: v128): bool {
  const exponents = exponentBytes(text);
  if (!v128.any_true(v128.and(exponents, lanes))) return false;
  return i8x16.all_true(v128.or(numberBytes(text, exponents), v128.not(lanes)));
}

/** More than 16 bytes. */
function readLongNumber(start: usize, to: usize): i32 {
  for (let at = start; at + 16 <= to; at += 16) {
    const text = v128.load(at);
    if (!i8x16.all_true(numberBytes(text, exponentBytes(text)))) return notNumber;
  }
  const last = v128.load(to - 16);
  return i8x16.all_true(numberBytes(last, exponentBytes(last))) ? undecided : notNumber;
}

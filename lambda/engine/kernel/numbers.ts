/**
 * Decimal text → the nearest double, for numbers of up to 15 digits: digits and power of ten are then exact doubles,
 * and their quotient is the correctly rounded value (Clinger 1990). Everything else that might be a number is left
 * to the driver.
 */
import { kindInt } from "../layout";
import { valueBytesLog2 } from "./gather";

export const notNumber: i32 = -1;
export const undecided: i32 = -2;

const digitsMax: usize = 15;

/** At n: 10^(n − 1), exact; the first is for numbers without a point. */
const powersOfTen: StaticArray<f64> = [
  1, 1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15,
];

/**
 * At n · 16: lanes 0 to 15 with those above 16 − n each taken from the lane before, so that the byte at 16 − n drops out;
 * none does at 0.
 */
const dropLane = memory.data(17 * 16, 16);
/** At n · 16: the last n lanes. */
const lastLanes = memory.data(17 * 16, 16);

/** Fill the tables. */
export function prepareNumbers(): void {
  for (let n = 0; n < 17; n++) {
    for (let lane = 0; lane < 16; lane++) {
      store<u8>(lastLanes + <usize>(n * 16 + lane), lane >= 16 - n ? 0xff : 0);
      store<u8>(dropLane + <usize>(n * 16 + lane), n > 0 && lane <= 16 - n ? lane - 1 : lane);
    }
  }
}

/** Value of 16 digits (0 to 9 a lane, the most significant first), of which the first is 0. */
function valueOf(digits: v128): i64 {
  // Pairs, then fours, then eights.
  const tens = i16x8.mul(v128.and(digits, i16x8.splat(0xff)), i16x8.splat(10));
  const pairs = i16x8.add(tens, i16x8.shr_u(digits, 8));
  const fours = i32x4.dot_i16x8_s(pairs, i32x4.splat(0x0001_0064));
  const eights = i32x4.dot_i16x8_s(i16x8.narrow_i32x4_s(fours, fours), i32x4.splat(0x0001_2710));
  return <i64>i32x4.extract_lane(eights, 0) * 100_000_000 + <i64>i32x4.extract_lane(eights, 1);
}

/**
 * Read values from one on, as long as they are numbers of up to 8 characters behind the sign, which nearly all are: a
 * word holds them, and costs half of what a vector does. All that varies from number to number, the sign, the place of
 * the point and whether there is one, goes without a branch.
 *
 * @param values see gather.ts @param kinds of the values, a byte each; written
 * @param numbers doubles, one for each value that is read; written
 * @returns the first value that is left
 */
export function readShortNumbers(values: usize, kinds: usize, numbers: usize, first: i32, end: i32): i32 {
  let at = values + ((<usize>first) << valueBytesLog2);
  const atEnd = values + ((<usize>end) << valueBytesLog2);
  let kindAt = kinds + <usize>first;
  let numberAt = numbers;
  for (; at < atEnd; at += (<usize>1) << valueBytesLog2) {
    const from = <usize>load<u32>(at);
    const to = <usize>load<u32>(at, 4);
    const mark = <u32>load<u8>(from);
    const negative = u32(mark === 0x2d);
    const start = from + <usize>(negative | u32(mark === 0x2b));
    const bytes = <u32>(to - start);
    // Unsigned: no bytes are too many.
    if (bytes - 1 > 7) break;
    // The digits, 0 to 9 a byte, the last one on top; zeros before the first.
    const unused = (64 - ((<u64>bytes) << 3)) & 63;
    const text = ((load<u64>(to - 8) ^ 0x3030303030303030) >> unused) << unused;
    // The top bit of each byte that is no digit; of those in front of the first one that is none, it may be wrong.
    const others = (text | (text + 0x7676767676767676)) & 0x8080808080808080;
    const hasPoint = u32(others !== 0);
    // Everything up to that byte, and before it.
    const through = others ^ (others - 1);
    const before = through >> 8;
    const place = <u32>(ctz<u64>(others) >> 3);
    const isOdd =
      (others & (others - 1)) |
      (<u64>hasPoint * ((text ^ 0x1e1e1e1e1e1e1e1e) & (through ^ before))) |
      <u64>(u32(bytes === hasPoint) | (u32(<i32>(place + bytes) > 9) & u32(<u32>load<u8>(start) === 0x30)));
    if (isOdd !== 0) break;
    const withoutPoint = ((text & before) << 8) | (text & ~through);
    // Pairs, then fours, then eights.
    let whole = (select<u64>(withoutPoint, text, hasPoint !== 0) * 2561) >> 8;
    whole = ((whole & 0x00ff00ff00ff00ff) * 6553601) >> 16;
    whole = ((whole & 0x0000ffff0000ffff) * 42949672960001) >> 32;
    const signed = (<i64>whole ^ -(<i64>negative)) + <i64>negative;
    store<f64>(numberAt, <f64>signed / unchecked(powersOfTen[8 - place]));
    numberAt += 8;
    store<u8>(kindAt++, kindInt + hasPoint);
  }
  return <i32>(<u32>((at - values) >> valueBytesLog2));
}

/**
 * Read values from one on, as long as they are numbers of up to 15 digits. All that varies from number to number, the
 * sign, the place of the point and whether there is one, goes without a branch.
 *
 * @param values see gather.ts @param kinds of the values, a byte each; written
 * @param numbers doubles, one for each value that is read; written
 * @returns the first value that is left
 */
export function readNumbers(values: usize, kinds: usize, numbers: usize, first: i32, end: i32): i32 {
  let numberAt = numbers;
  let value = first;
  for (; value < end; value++) {
    const cell = values + ((<usize>value) << valueBytesLog2);
    const from = <usize>load<u32>(cell);
    const to = <usize>load<u32>(cell, 4);
    const mark = <u32>load<u8>(from);
    const negative = i32(mark === 0x2d);
    const start = from + <usize>(negative | i32(mark === 0x2b));
    const bytes = to - start;
    // Unsigned: no bytes are too many.
    if (<u32>bytes - 1 > 15) break;
    const text = v128.load(to - 16);
    const digits = i8x16.sub(text, i8x16.splat(0x30));
    const others = <u32>(
      i8x16.bitmask(v128.and(i8x16.gt_u(digits, i8x16.splat(9)), v128.load(lastLanes + (bytes << 4))))
    );
    const hasPoint = i32(others !== 0);
    const pointLane = <usize>ctz(others | 0x1_0000);
    const digitCount = <i32>(<u32>bytes) - hasPoint;
    const wholeDigits = <i32>(<u32>(pointLane + bytes)) - 16;
    const isOdd =
      i32((others & (others - 1)) !== 0) |
      (hasPoint & i32(<u32>load<u8>(to - 16 + pointLane) !== 0x2e)) |
      i32(<u32>(digitCount - 1) > 14) |
      (i32(wholeDigits > 1) & i32(<u32>load<u8>(start) === 0x30));
    if (isOdd) break;
    const dropped = <usize>16 - pointLane;
    const lanes = v128.load(lastLanes + ((<usize>digitCount) << 4));
    const whole = valueOf(v128.and(i8x16.swizzle(digits, v128.load(dropLane + (dropped << 4))), lanes));
    const signed = (whole ^ -(<i64>negative)) + <i64>negative;
    store<f64>(numberAt, <f64>signed / unchecked(powersOfTen[<i32>(<u32>dropped)]));
    numberAt += 8;
    store<u8>(kinds + <usize>value, kindInt + hasPoint);
  }
  return value;
}

/**
 * Whether a trimmed, not empty cell that `readNumbers` has left may still be a number: `undecided`, or `notNumber`. The
 * 16 bytes before and behind the cell have to be readable.
 */
export function readOddNumber(from: usize, to: usize): i32 {
  const first = <u32>load<u8>(from);
  const sign = first === 0x2d || first === 0x2b ? 1 : 0;
  if (sign === 0 && first - 0x30 > 9 && first !== 0x2e) return notNumber;
  const start = from + <usize>sign;
  const bytes = to - start;
  if (bytes > 16) return readLongNumber(start, to);
  const lanes = v128.load(lastLanes + (bytes << 4));
  const text = v128.load(to - 16);
  const isDigits = !v128.any_true(
    v128.and(i8x16.gt_u(i8x16.sub(text, i8x16.splat(0x30)), i8x16.splat(9)), lanes),
  );
  // A zero in front makes it a code.
  if (isDigits) return bytes > digitsMax && <u32>load<u8>(start) !== 0x30 ? undecided : notNumber;
  return mayHaveExponent(text, lanes) ? undecided : notNumber;
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

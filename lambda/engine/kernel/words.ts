/** Texts that are nothing but texts, told from their first 16 bytes. */
import { kindString } from "../layout";
import { lettersMax } from "./formatted-numbers";
import { valueBytesLog2 } from "./gather";
import { mayBeNullToken } from "./null-tokens";

/**
 * Take values from one on, as long as they begin with a letter and are, for certain, neither a null token nor a date nor
 * a formatted number. Dates that begin with a letter have a blank and a digit in their first 16 bytes; formatted
 * numbers have a digit, and not more letters than a currency.
 *
 * @param values see gather.ts @param kinds of the values, a byte each; written
 * @returns the first value that is left
 */
export function takeWords(values: usize, kinds: usize, first: i32, end: i32): i32 {
  let at = values + ((<usize>first) << valueBytesLog2);
  const atEnd = values + ((<usize>end) << valueBytesLog2);
  let kindAt = kinds + <usize>first;
  for (; at < atEnd; at += (<usize>1) << valueBytesLog2) {
    const from = <usize>load<u32>(at);
    const to = <usize>load<u32>(at, 4);
    const text = v128.load(from);
    const lanes = ((<u32>1) << min<u32>(<u32>(to - from), 16)) - 1;
    const lower = v128.or(text, i8x16.splat(0x20));
    const letters =
      <u32>i8x16.bitmask(i8x16.lt_u(i8x16.sub(lower, i8x16.splat(0x61)), i8x16.splat(26))) & lanes;
    const digits =
      <u32>i8x16.bitmask(i8x16.lt_u(i8x16.sub(text, i8x16.splat(0x30)), i8x16.splat(10))) & lanes;
    const blanks = <u32>i8x16.bitmask(i8x16.eq(text, i8x16.splat(0x20))) & lanes;
    const isDate = u32(digits !== 0) & u32(blanks !== 0);
    const isFormatted = u32(popcnt(letters) <= lettersMax) & (u32(digits !== 0) | u32(lanes === 0xffff));
    if (((letters & 1) ^ 1) | isDate | isFormatted) break;
    if (mayBeNullToken(from, to)) break;
    store<u8>(kindAt++, kindString);
  }
  return <i32>(<u32>((at - values) >> valueBytesLog2));
}

export const lf: u32 = 0x0a;
export const cr: u32 = 0x0d;

/** @returns how many bytes from `from` to `end` have this value */
export function countBytes(from: usize, end: usize, value: i32): i32 {
  const wanted = i8x16.splat(<i8>value);
  let count = 0;
  let at = from;
  for (; at + 16 <= end; at += 16) count += popcnt(i8x16.bitmask(i8x16.eq(v128.load(at), wanted)));
  for (; at < end; at++) count += i32(<i32>load<u8>(at) === value);
  return count;
}

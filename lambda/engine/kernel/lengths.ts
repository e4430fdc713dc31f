/** Code points: every byte of UTF-8 but those that continue a character. The 16 bytes behind have to be readable. */
export function codePoints(from: usize, to: usize): i32 {
  let continued = 0;
  let at = from;
  for (; at + 16 <= to; at += 16) {
    continued += popcnt(i8x16.bitmask(i8x16.lt_s(v128.load(at), i8x16.splat(-64))));
  }
  const rest = <u32>(to - at);
  const bits = <u32>i8x16.bitmask(i8x16.lt_s(v128.load(at), i8x16.splat(-64))) & (((<u32>1) << rest) - 1);
  return <i32>(<u32>(to - from)) - continued - <i32>popcnt(bits);
}

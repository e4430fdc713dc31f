/** Physical lines of a text in pieces, counted on its own, so that the reader's account can be checked; and whether it is ASCII. */

import { noteNotAscii } from "./text";

let endsWithCr = false;

/** Line ends (CRLF, LF, CR) of the next piece of the text; a CR that ended the last one has been counted. */
export function countLineEnds(from: usize, bytes: usize): i32 {
  if (bytes === 0) return 0;
  const end = from + bytes;
  let ends = 0;
  // Every LF and every CR, less one for each pair.
  let afterCr: u32 = endsWithCr ? 1 : 0;
  let at = from;
  let all = i8x16.splat(0);
  for (; at + 16 <= end; at += 16) {
    const text = v128.load(at);
    all = v128.or(all, text);
    const lfs = <u32>i8x16.bitmask(i8x16.eq(text, i8x16.splat(0x0a)));
    const crs = <u32>i8x16.bitmask(i8x16.eq(text, i8x16.splat(0x0d)));
    ends += popcnt(lfs & ~((crs << 1) | afterCr)) + popcnt(crs);
    afterCr = crs >> 15;
  }
  for (; at < end; at++) {
    const byte = load<u8>(at);
    all = v128.or(all, i8x16.splat(byte));
    if (byte === 0x0d || (byte === 0x0a && afterCr === 0)) ends++;
    afterCr = byte === 0x0d ? 1 : 0;
  }
  endsWithCr = afterCr !== 0;
  if (i8x16.bitmask(all) !== 0) noteNotAscii(end);
  return ends;
}

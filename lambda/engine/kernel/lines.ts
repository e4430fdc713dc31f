/** Physical lines of a text in pieces, counted on its own, so that the reader's account can be checked; and whether it is ASCII. */

import { noteNotAscii } from "./text";

/** Bytes that are looked at together: so many vectors that the LFs in each of their lanes fit a byte. */
const blockBytes: usize = 255 * 16;

let endsWithCr = false;

/** Line ends (CRLF, LF, CR) of the next piece of the text; a CR that ended the last one has been counted. */
export function countLineEnds(from: usize, bytes: usize): i32 {
  const end = from + bytes;
  let ends = 0;
  for (let at = from; at < end; at += blockBytes) ends += countInBlock(at, min(at + blockBytes, end));
  return ends;
}

/** Most texts have no CR: LFs alone are counted in a third of the time. */
function countInBlock(from: usize, end: usize): i32 {
  const vectorsEnd = from + ((end - from) & ~15);
  let all = i8x16.splat(0);
  let crs = i8x16.splat(0);
  let lfs = i8x16.splat(0);
  for (let at = from; at < vectorsEnd; at += 16) {
    const text = v128.load(at);
    all = v128.or(all, text);
    crs = v128.or(crs, i8x16.eq(text, i8x16.splat(0x0d)));
    lfs = i8x16.sub(lfs, i8x16.eq(text, i8x16.splat(0x0a)));
  }
  let ends = sumOfLanes(lfs);
  let hasCr = endsWithCr || v128.any_true(crs);
  for (let at = vectorsEnd; at < end; at++) {
    const byte = load<u8>(at);
    all = v128.or(all, i8x16.splat(byte));
    if (byte === 0x0a) ends++;
    else if (byte === 0x0d) hasCr = true;
  }
  if (i8x16.bitmask(all) !== 0) noteNotAscii(end);
  return hasCr ? countWithCrs(from, vectorsEnd, end) : ends;
}

function sumOfLanes(bytes: v128): i32 {
  const sums = i32x4.extadd_pairwise_i16x8_u(i16x8.extadd_pairwise_i8x16_u(bytes));
  return (
    i32x4.extract_lane(sums, 0) +
    i32x4.extract_lane(sums, 1) +
    i32x4.extract_lane(sums, 2) +
    i32x4.extract_lane(sums, 3)
  );
}

/** Every LF and every CR, less one for each pair. */
function countWithCrs(from: usize, vectorsEnd: usize, end: usize): i32 {
  let ends = 0;
  let afterCr: u32 = endsWithCr ? 1 : 0;
  for (let at = from; at < vectorsEnd; at += 16) {
    const text = v128.load(at);
    const lfs = <u32>i8x16.bitmask(i8x16.eq(text, i8x16.splat(0x0a)));
    const crs = <u32>i8x16.bitmask(i8x16.eq(text, i8x16.splat(0x0d)));
    ends += popcnt(lfs & ~((crs << 1) | afterCr)) + popcnt(crs);
    afterCr = crs >> 15;
  }
  for (let at = vectorsEnd; at < end; at++) {
    const byte = load<u8>(at);
    if (byte === 0x0d || (byte === 0x0a && afterCr === 0)) ends++;
    afterCr = byte === 0x0d ? 1 : 0;
  }
  endsWithCr = afterCr !== 0;
  return ends;
}

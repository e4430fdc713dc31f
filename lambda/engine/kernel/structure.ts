/**
 * Where the bytes are that may end a cell or quote it, as a list: 64 bytes at a time, without a branch on how many there
 * are and where, which no predictor knows (Langdale & Lemire 2019, "Parsing gigabytes of JSON per second").
 */

/** Of text whose bytes are listed at once: the list stays in the first-level cache. */
const pieceBytes: usize = 4096;
const blockBytes: usize = 64;
/** Written at a time, whether there are so many or not. */
const writtenAtLeast: usize = 8;

/** u32 addresses. */
export const structureList: usize = memory.data((4096 + 64 + 8) * 4, 16);
/** End of the text that was looked at. */
export let listedTo: usize = 0;

/** Nothing from `at` on was looked at. */
export function beginList(at: usize): void {
  listedTo = at;
}

/** Make the list anew, of what follows. The 64 bytes behind the text have to be readable. @returns its end */
export function listStructure(end: usize, delimiters: v128, quotes: v128): usize {
  const stop = min(end, listedTo + pieceBytes);
  let to = structureList;
  let block = listedTo;
  for (; block < stop; block += blockBytes) {
    let bits =
      structure(block, delimiters, quotes) |
      (structure(block + 16, delimiters, quotes) << 16) |
      (structure(block + 32, delimiters, quotes) << 32) |
      (structure(block + 48, delimiters, quotes) << 48);
    if (block + blockBytes > end) bits &= ((<u64>1) << (<u64>(end - block))) - 1;
    const listEnd = to + ((<usize>popcnt<u64>(bits)) << 2);
    store<u32>(to, <u32>block + <u32>ctz<u64>(bits));
    bits &= bits - 1;
    store<u32>(to, <u32>block + <u32>ctz<u64>(bits), 4);
    bits &= bits - 1;
    store<u32>(to, <u32>block + <u32>ctz<u64>(bits), 8);
    bits &= bits - 1;
    store<u32>(to, <u32>block + <u32>ctz<u64>(bits), 12);
    bits &= bits - 1;
    store<u32>(to, <u32>block + <u32>ctz<u64>(bits), 16);
    bits &= bits - 1;
    store<u32>(to, <u32>block + <u32>ctz<u64>(bits), 20);
    bits &= bits - 1;
    store<u32>(to, <u32>block + <u32>ctz<u64>(bits), 24);
    bits &= bits - 1;
    store<u32>(to, <u32>block + <u32>ctz<u64>(bits), 28);
    bits &= bits - 1;
    for (to += writtenAtLeast << 2; to < listEnd; to += 4) {
      store<u32>(to, <u32>block + <u32>ctz<u64>(bits));
      bits &= bits - 1;
    }
    to = listEnd;
  }
  listedTo = block;
  return to;
}

/** Bits of the bytes among the 16 at `at` that are delimiters, quotes, LF or CR. */
function structure(at: usize, delimiters: v128, quotes: v128): u64 {
  const bytes = v128.load(at);
  return <u64>(
    (<u32>(
      i8x16.bitmask(
        v128.or(
          v128.or(i8x16.eq(bytes, delimiters), i8x16.eq(bytes, quotes)),
          v128.or(i8x16.eq(bytes, i8x16.splat(0x0a)), i8x16.eq(bytes, i8x16.splat(0x0d))),
        ),
      )
    ))
  );
}

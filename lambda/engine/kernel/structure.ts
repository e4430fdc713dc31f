/**
 * Where the bytes are that may end a cell or quote it, as a list: 64 bytes at a time, without a branch on how many there
 * are and where, which no predictor knows (Langdale & Lemire 2019, "Parsing gigabytes of JSON per second"). Which of them
 * are no delimiters is listed besides: between two of these, nothing has to be looked at.
 */

/** Of text whose bytes are listed at once: the lists stay in the first-level cache. */
export const pieceBytes: usize = 4096;
export const blockBytes: usize = 64;
/** Written at a time, whether there are so many or not. */
const writtenAtLeast: usize = 8;
const marksWrittenAtLeast: usize = 3;

/** Before a list, so that a vector that begins one entry earlier lies in it. */
const guardBytes: usize = 16;
const listBytes: usize = (4096 + 64 + 8) * 4;

/** u32 addresses of delimiters, quotes, LF and CR. */
export const structureList: usize = memory.data(listBytes + guardBytes, 16) + guardBytes;
export let structureEnd: usize = 0;
/** u32 addresses in `structureList` of those that are quotes, LF or CR. */
export const markList: usize = memory.data(listBytes, 16);
export let markEnd: usize = 0;
/** End of the text that was looked at. */
export let listedTo: usize = 0;

/** Nothing from `at` on was looked at. */
export function beginList(at: usize): void {
  listedTo = at;
  structureEnd = structureList;
  markEnd = markList;
}

/** Make the lists anew, of what follows. The 64 bytes behind the text have to be none that mean something. */
export function listStructure(end: usize, delimiters: v128, quotes: v128): void {
  const stop = min(end, listedTo + pieceBytes);
  let to = structureList;
  let marksTo = markList;
  let block = listedTo;
  for (; block < stop; block += blockBytes) {
    let marks =
      marksOf(block, quotes) |
      (marksOf(block + 16, quotes) << 16) |
      (marksOf(block + 32, quotes) << 32) |
      (marksOf(block + 48, quotes) << 48);
    let bits = marks | bitsOf(block, delimiters);

    const marksEnd = marksTo + ((<usize>popcnt<u64>(marks)) << 2);
    store<u32>(marksTo, placeOf(marks, bits, to));
    marks &= marks - 1;
    store<u32>(marksTo, placeOf(marks, bits, to), 4);
    marks &= marks - 1;
    store<u32>(marksTo, placeOf(marks, bits, to), 8);
    marks &= marks - 1;
    for (marksTo += marksWrittenAtLeast << 2; marksTo < marksEnd; marksTo += 4) {
      store<u32>(marksTo, placeOf(marks, bits, to));
      marks &= marks - 1;
    }
    marksTo = marksEnd;

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
  structureEnd = to;
  markEnd = marksTo;
}

/** Where the first of the marks is listed, when the first of the bits is at `to`. */
export function placeOf(marks: u64, bits: u64, to: usize): u32 {
  return <u32>(to + ((<usize>popcnt<u64>(bits & (marks - 1) & ~marks)) << 2));
}

/** Bits of those among the 64 bytes of a block that are this one. */
export function bitsOf(block: usize, byte: v128): u64 {
  return (
    equalBits(block, byte) |
    (equalBits(block + 16, byte) << 16) |
    (equalBits(block + 32, byte) << 32) |
    (equalBits(block + 48, byte) << 48)
  );
}

function equalBits(at: usize, byte: v128): u64 {
  return <u64>(<u32>i8x16.bitmask(i8x16.eq(v128.load(at), byte)));
}

/** Bits of the bytes among the 16 at `at` that are quotes, LF or CR. */
function marksOf(at: usize, quotes: v128): u64 {
  const bytes = v128.load(at);
  return <u64>(
    (<u32>(
      i8x16.bitmask(
        v128.or(
          i8x16.eq(bytes, quotes),
          v128.or(i8x16.eq(bytes, i8x16.splat(0x0a)), i8x16.eq(bytes, i8x16.splat(0x0d))),
        ),
      )
    ))
  );
}

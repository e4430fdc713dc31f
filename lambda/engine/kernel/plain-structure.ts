/**
 * As structure.ts, of text whose quotes are where they should be: delimiters and line ends within quotes are left out by
 * the parity of the quotes before them (Langdale & Lemire 2019, "Parsing gigabytes of JSON per second"). Then all that is
 * listed ends a cell. Text whose quotes are elsewhere is told apart, not read.
 */
import { cr, lf } from "./bytes";
import { bitsOf, blockBytes, markList, pieceBytes, placeOf, structureList } from "./structure";

/** Written at a time, whether there are so many or not. */
const writtenAtLeast: usize = 8;
const opensWrittenAtLeast: usize = 2;

/** Within quotes: u32 address in the grid of the cell with doubled quotes, for each of these; or with a line end, one more than it. */
export const withinList: usize = <usize>memory.data(2 * 4096 * 4, 16);
/** Bytes of it that may be left of the pieces before. */
export const withinKeptMax: usize = 4096 * 4;
export let withinEnd: usize = withinList;

/** End of the u32 addresses of delimiters and LFs in `structureList`. */
export let plainEnd: usize = 0;
/** End of the addresses in `markList`: where in `structureList` the end of a quoted cell is. */
export let opensEnd: usize = 0;
/** End of the text that was looked at. */
export let plainTo: usize = 0;
/** LFs of the piece that are ends, and those of them that are behind a CR. */
export let lineFeeds: u32 = 0;
export let crlfs: u32 = 0;

/** Of the byte before the piece, as bit 0: it ends a cell, closes a cell, is a CR. */
let endsBefore: u64 = 1;
let closesBefore: u64 = 0;
let crBefore: u64 = 0;
/** All ones within quotes. */
let insideBefore: u64 = 0;
/** CRs are looked for from the first one on. */
let expectsCr: bool = false;

/** A record begins at `at`. */
export function beginPlain(at: usize): void {
  plainTo = at;
  plainEnd = structureList;
  opensEnd = markList;
  withinEnd = withinList;
  endsBefore = 1;
  closesBefore = 0;
  crBefore = 0;
  insideBefore = 0;
}

/** Those before `at` are done with. */
export function dropWithin(at: usize): void {
  memory.copy(withinList, at, withinEnd - at);
  withinEnd -= at - withinList;
}

/**
 * Make the lists anew, of what follows. The 64 bytes behind the text have to be none that mean something.
 *
 * @param quoting all ones, or 0 where nothing quotes
 * @param cell in the grid, which the first end that is listed belongs to
 * @returns whether the text is plain: quotes only around cells and doubled in them, no CR but before LF
 */
export function listPlain(end: usize, delimiters: v128, quotes: v128, quoting: u64, cell: usize): bool {
  const stop = min(end, plainTo + pieceBytes);
  let to = structureList;
  let opensTo = markList;
  // A quoted cell that goes on from the piece before.
  if (opensEnd > markList && <usize>load<u32>(opensEnd - 4) === plainEnd) {
    store<u32>(opensTo, <u32>structureList);
    opensTo += 4;
  }
  const gridShift = cell - (structureList << 1);
  let ends = endsBefore;
  let closed = closesBefore;
  let inside = insideBefore;
  let feeds: u32 = 0;
  let odd: u64 = 0;
  crlfs = 0;
  let block = plainTo;
  for (; block < stop; block += blockBytes) {
    let feed = bitsOf(block, i8x16.splat(<i8>lf));
    let bits = feed | bitsOf(block, delimiters);
    const quote = quoting & bitsOf(block, quotes);
    if ((quote | inside | closed) !== 0) {
      const quoted = prefixXor(quote) ^ inside;
      inside = <u64>(<i64>quoted >> 63);
      bits &= ~quoted;
      const closes = quote & ~quoted;
      const afterClose = (closes << 1) | closed;
      closed = closes >> 63;
      const loose = afterClose & ~(bits | quote);
      if (loose !== 0) odd |= loose & ~bitsOf(block, i8x16.splat(<i8>cr));
      let opens = quote & quoted;
      const feedsWithin = feed & quoted;
      feed &= ~quoted;
      let marks = (opens & afterClose) | feedsWithin;
      opens &= ~afterClose;
      odd |= opens & ~((bits << 1) | ends);
      for (; marks !== 0; marks &= marks - 1) {
        const isFeed = u32((feedsWithin & marks & (0 - marks)) !== 0);
        store<u32>(withinEnd, (<u32>gridShift + (placeOf(marks, bits, to) << 1)) | isFeed);
        withinEnd += 4;
      }
      const listEnd = opensTo + ((<usize>popcnt<u64>(opens)) << 2);
      store<u32>(opensTo, placeOf(opens, bits, to));
      opens &= opens - 1;
      store<u32>(opensTo, placeOf(opens, bits, to), 4);
      opens &= opens - 1;
      for (opensTo += opensWrittenAtLeast << 2; opensTo < listEnd; opensTo += 4) {
        store<u32>(opensTo, placeOf(opens, bits, to));
        opens &= opens - 1;
      }
      opensTo = listEnd;
    }
    if (expectsCr || hasCr(block)) odd |= takeCrs(block, feed);
    ends = bits >> 63;
    feeds += <u32>popcnt<u64>(feed);

    // As structure.ts writes its list. One function of both would be called, and records alone take 1.14 of the time.
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
  endsBefore = ends;
  closesBefore = closed;
  insideBefore = inside;
  plainTo = block;
  plainEnd = to;
  opensEnd = opensTo;
  lineFeeds = feeds;
  return odd === 0;
}

/** Each bit becomes the parity of itself and those below it. */
function prefixXor(bits: u64): u64 {
  let parity = bits ^ (bits << 1);
  parity ^= parity << 2;
  parity ^= parity << 4;
  parity ^= parity << 8;
  parity ^= parity << 16;
  return parity ^ (parity << 32);
}

/** @param feeds those that are ends @returns what is behind a CR and no LF */
function takeCrs(block: usize, feeds: u64): u64 {
  expectsCr = true;
  const crs = bitsOf(block, i8x16.splat(<i8>cr));
  const after = (crs << 1) | crBefore;
  crBefore = crs >> 63;
  crlfs += <u32>popcnt<u64>(after & feeds);
  return after & ~bitsOf(block, i8x16.splat(<i8>lf));
}

function hasCr(block: usize): bool {
  const crs = i8x16.splat(<i8>cr);
  return v128.any_true(
    v128.or(
      v128.or(i8x16.eq(v128.load(block), crs), i8x16.eq(v128.load(block, 16), crs)),
      v128.or(i8x16.eq(v128.load(block, 32), crs), i8x16.eq(v128.load(block, 48), crs)),
    ),
  );
}

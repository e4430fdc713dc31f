/**
 * Tells texts that may be formatted numbers, such as `$1,234.50`, from the bulk of those that are none. What passes is
 * read by the driver (lambda/types/number-format.ts), so this may err on one side only.
 */

/** `formattedNumberCharsMax` of the limits, each of up to 3 bytes in the texts that matter. */
const bytesMax: usize = 120;

/** Of ASCII: digits, blank, and `$ % ' ( ) + , - .`, with no letters. */
function isMark(byte: u32): bool {
  return byte - 0x30 < 10 || byte - 0x24 < 2 || byte - 0x27 < 3 || byte - 0x2b < 4 || byte === 0x20;
}

/** Longest currency: `USD`, `CA$`; two of the three may be letters of another mark, not more. */
export const lettersMax: u32 = 3;

export function mayBeFormattedNumber(from: usize, to: usize): bool {
  const bytes = to - from;
  if (bytes > bytesMax) return false;
  // Words end here: more letters than a currency has among the first 16 bytes.
  const lower = v128.or(v128.load(from), i8x16.splat(0x20));
  const found = <u32>i8x16.bitmask(i8x16.lt_u(i8x16.sub(lower, i8x16.splat(0x61)), i8x16.splat(26)));
  const among = bytes < 16 ? found & (((<u32>1) << (<u32>bytes)) - 1) : found;
  if (popcnt(among) > lettersMax) return false;
  let digits = 0;
  let letters: u32 = 0;
  let signIsBehind = false;
  for (let at = from; at < to; at++) {
    const byte = <u32>load<u8>(at);
    if (byte - 0x30 < 10) {
      // A sign stands before all digits, or behind them.
      if (signIsBehind) return false;
      digits++;
    } else if ((byte | 0x20) - 0x61 < 26) {
      if (++letters > lettersMax) return false;
    } else if (byte < 0x80 && !isMark(byte) && !isSpace(byte)) {
      return false;
    } else if (byte === 0x2b || byte === 0x2d) {
      signIsBehind = digits > 0;
    }
  }
  if (digits === 0) return false;
  // A code: digits with a zero in front, and neither currency nor percent sign around them.
  if (<u32>load<u8>(from) === 0x30 && <u32>load<u8>(from, 1) - 0x30 < 10 && <u32>load<u8>(to - 1) - 0x30 < 10)
    return false;
  return true;
}

/** What `trim` takes away between the parts. */
function isSpace(byte: u32): bool {
  return byte - 9 < 5;
}

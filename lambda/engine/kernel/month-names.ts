/** English names of months and weekdays. */

/** Number of ASCII letters at `at`, ten at the most. */
export function letterRun(at: usize, to: usize): usize {
  const limit = min(to, at + 10);
  let end = at;
  while (end < limit && (<u32>load<u8>(end) | 0x20) - 0x61 < 26) end++;
  return end - at;
}

/** Letters of the English names behind the third, as little-endian bytes. */
const nameEnds: StaticArray<u64> = [
  0x79726175, 0x7972617572, 0x6863, 0x6c69, 0, 0x65, 0x79, 0x747375, 0x7265626d6574, 0x7265626f, 0x7265626d65,
  0x7265626d65,
];
const nameEndOfSept: u64 = 0x74;

/** Month by its English name, whole or of three letters, or `sept`; 0 when it is none. */
export function monthOf(at: usize, letters: usize): i32 {
  if (letters < 3 || letters > 9) return 0;
  const month = monthOfThreeLetters(at);
  if (letters === 3 || month === 0) return month;
  const lower = load<u64>(at, 3) | 0x2020202020202020;
  const end = lower & (((<u64>1) << ((<u64>(letters - 3)) << 3)) - 1);
  return end === unchecked(nameEnds[month - 1]) || (month === 9 && end === nameEndOfSept) ? month : 0;
}

/** Bit n for the n-th letter of the alphabet. */
const monthInitials: u32 = 0b10001110010001010010;

export function monthOfThreeLetters(at: usize): i32 {
  const letters =
    ((<u32>load<u8>(at)) << 16) | ((<u32>load<u8>(at, 1)) << 8) | <u32>load<u8>(at, 2) | 0x202020;
  // One of a, d, f, j, m, n, o, s.
  if (((monthInitials >> ((letters >> 16) & 31)) & 1) === 0) return 0;
  switch (letters) {
    case 0x6a616e: // jan
      return 1;
    case 0x666562: // feb
      return 2;
    case 0x6d6172: // mar
      return 3;
    case 0x617072: // apr
      return 4;
    case 0x6d6179: // may
      return 5;
    case 0x6a756e: // jun
      return 6;
    case 0x6a756c: // jul
      return 7;
    case 0x617567: // aug
      return 8;
    case 0x736570: // sep
      return 9;
    case 0x6f6374: // oct
      return 10;
    case 0x6e6f76: // nov
      return 11;
    case 0x646563: // dec
      return 12;
    default:
      return 0;
  }
}

/** Whether the text begins with an English weekday of three letters, and a comma or a blank behind it. */
export function isWeekday(at: usize): bool {
  const behind = <u32>load<u8>(at, 3);
  if (behind !== 0x2c && behind !== 0x20) return false;
  switch ((load<u32>(at) & 0xffffff) | 0x202020) {
    case 0x6e6f6d: // mon
    case 0x657574: // tue
    case 0x646577: // wed
    case 0x756874: // thu
    case 0x697266: // fri
    case 0x746173: // sat
    case 0x6e7573: // sun
      return true;
    default:
      return false;
  }
}

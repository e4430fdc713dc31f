/** White space as `String.prototype.trim` has it, in UTF-8. */

/** Bytes of the white-space character that begins at `at`; 0 when there is none. */
function spaceBytes(at: usize, to: usize): usize {
  const byte = <u32>load<u8>(at);
  if (byte < 0x80) return byte === 0x20 || byte - 9 < 5 ? 1 : 0;
  if (byte === 0xc2) return to - at >= 2 && load<u8>(at, 1) === 0xa0 ? 2 : 0;
  if (byte < 0xe1 || to - at < 3) return 0;
  const rest = ((<u32>load<u8>(at, 1)) << 8) | <u32>load<u8>(at, 2);
  return isSpaceOfThree(byte, rest) ? 3 : 0;
}

/** U+1680, U+2000 to U+200A, U+2028, U+2029, U+202F, U+205F, U+3000, U+FEFF by their lead and other bytes. */
function isSpaceOfThree(lead: u32, rest: u32): bool {
  if (lead === 0xe1) return rest === 0x9a80;
  if (lead === 0xe2)
    return rest - 0x8080 <= 10 || rest === 0x80a8 || rest === 0x80a9 || rest === 0x80af || rest === 0x819f;
  if (lead === 0xe3) return rest === 0x8080;
  return lead === 0xef && rest === 0xbbbf;
}

/** Address of the first byte behind leading white space. */
export function trimmedStart(from: usize, to: usize): usize {
  let at = from;
  while (at < to) {
    const bytes = spaceBytes(at, to);
    if (bytes === 0) break;
    at += bytes;
  }
  return at;
}

/** Address behind the last byte before trailing white space. */
export function trimmedEnd(from: usize, to: usize): usize {
  let end = to;
  while (end > from) {
    const byte = <u32>load<u8>(end - 1);
    if (byte < 0x80) {
      if (byte !== 0x20 && byte - 9 >= 5) break;
      end--;
    } else if (end - from >= 2 && spaceBytes(end - 2, end) === 2) {
      end -= 2;
    } else if (end - from >= 3 && spaceBytes(end - 3, end) === 3) {
      end -= 3;
    } else {
      break;
    }
  }
  return end;
}

export function isBlank(from: usize, to: usize): bool {
  return trimmedStart(from, to) === to;
}

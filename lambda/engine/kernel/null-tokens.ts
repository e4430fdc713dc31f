/** The texts that stand for "no value". A filter by first byte and length spares nearly all cells the comparison. */
import { allocate } from "./memory";

/** For each first byte: bit n is set when a token with it has n bytes (63: that many or more). */
const lengthsByFirst = memory.data(256 * 8);

/** For each last byte: 1 when a token ends with it. Or else every ninth six-digit number, like `1.#IND`, is compared. */
const lastBytes = memory.data(256);

/** Whether one of them may be a number, as -999, or a date, as 1900-01-01: then all of these are compared as well. */
export let numbersAreTokens: bool = false;
export let datesAreTokens: bool = false;

/** Pairs of u32: address and length of each token. */
let tokens: usize = 0;
let count: i32 = 0;

export function reserveNullTokens(tokenCount: i32): void {
  if (tokenCount > 0) tokens = allocate((<usize>tokenCount) << 3);
}

/** @returns where the token's bytes are to be written; call `finishNullToken` then */
export function addNullToken(bytes: i32): usize {
  const at = allocate(<usize>max(bytes, 1));
  store<u32>(tokens + ((<usize>count) << 3), <u32>at);
  store<u32>(tokens + ((<usize>count) << 3), <u32>bytes, 4);
  count++;
  return at;
}

export function finishNullToken(at: usize, bytes: i32): void {
  const last = load<u8>(at + <usize>bytes - 1);
  store<u8>(lastBytes + <usize>last, 1);
  const endsInDigit = <u32>last - 0x30 < 10;
  if (endsInDigit || <u32>last === 0x2e) numbersAreTokens = true;
  // No date that is read in a run is shorter.
  if (bytes >= 10 && <u32>load<u8>(at) - 0x30 < 10) datesAreTokens = true;
  const lengths = lengthsByFirst + ((<usize>load<u8>(at)) << 3);
  store<u64>(lengths, load<u64>(lengths) | ((<u64>1) << min(bytes, 63)));
}

/** Whether a trimmed, not empty cell may be one of the tokens. */
export function mayBeNullToken(from: usize, to: usize): bool {
  const lengths = load<u64>(lengthsByFirst + ((<usize>load<u8>(from)) << 3));
  return ((lengths >> min<u64>(to - from, 63)) & <u64>load<u8>(lastBytes + <usize>load<u8>(to - 1))) !== 0;
}

/** Whether a trimmed, not empty cell is one of the tokens. */
export function isNullToken(from: usize, to: usize): bool {
  return mayBeNullToken(from, to) && isOneOf(from, to - from);
}

function isOneOf(from: usize, bytes: usize): bool {
  for (let i = 0; i < count; i++) {
    const token = tokens + ((<usize>i) << 3);
    if (<usize>load<u32>(token, 4) !== bytes) continue;
    if (memory.compare(<usize>load<u32>(token), from, bytes) === 0) return true;
  }
  return false;
}

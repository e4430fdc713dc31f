/** The hash of lambda/statistics/hash64.ts, which has the formula. */

const multiplier: u64 = 0xc6a4a7935bd1e995;
const seed: u64 = 0x9e3779b97f4a7c15;
const firstEnd: u64 = 0xff51afd7ed558ccd;
const secondEnd: u64 = 0xc4ceb9fe1a85ec53;

/** State before the first word of `bytes` bytes. */
export function begun(bytes: u64): u64 {
  return seed ^ (bytes * multiplier);
}

export function mixed(hash: u64, word: u64): u64 {
  const h = (hash ^ word) * multiplier;
  return h ^ (h >> 32);
}

/** Of a row: the words are the hashes of its cells. */
export function mixedRow(state: u64, hash: u64): u64 {
  return state * multiplier + hash;
}

export function finished(hash: u64): u64 {
  let h = hash * firstEnd;
  h = (h ^ (h >> 32)) * secondEnd;
  return h ^ (h >> 32);
}

/** At n · 8: the first n bytes of a word. */
const firstBytes = memory.data(9 * 8, 8);

/** Fill the table. */
export function prepareHashes(): void {
  for (let n = 0; n < 8; n++) store<u64>(firstBytes + ((<usize>n) << 3), ((<u64>1) << ((<u64>n) << 3)) - 1);
  store<u64>(firstBytes + 64, ~(<u64>0));
}

/**
 * State after up to 16 bytes. Both words in any case: the lengths of cells are what a branch predictor gets wrong.
 *
 * @param first The 8 bytes from `to - bytes` on, whatever lies behind the text.
 */
export function mixedShort(first: u64, to: usize, bytes: usize): u64 {
  const one = mixed(begun(<u64>bytes), first & load<u64>(firstBytes + (min<usize>(bytes, 8) << 3)));
  const two = mixed(one, load<u64>(to - 8));
  return select<u64>(two, one, bytes > 8);
}

/** State after more than 16 bytes. */
export function mixedLong(from: usize, to: usize): u64 {
  let hash = begun(<u64>(to - from));
  for (let at = from; at + 16 < to; at += 16) hash = mixed(mixed(hash, load<u64>(at)), load<u64>(at, 8));
  return mixed(mixed(hash, load<u64>(to - 16)), load<u64>(to - 8));
}

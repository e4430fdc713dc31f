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
  let k = word * multiplier;
  k ^= k >> 47;
  return (hash ^ (k * multiplier)) * multiplier;
}

export function finished(hash: u64): u64 {
  let h = hash;
  h = (h ^ (h >> 33)) * firstEnd;
  h = (h ^ (h >> 33)) * secondEnd;
  return h ^ (h >> 33);
}

/** Hash of the bytes. The 16 bytes behind them have to be readable. */
export function hashOf(from: usize, to: usize): u64 {
  const bytes = to - from;
  const hash = begun(<u64>bytes);
  if (bytes > 16) return hashOfLong(hash, from, to);
  // Both words in any case: the lengths of cells are what a branch predictor gets wrong.
  const one = mixed(hash, load<u64>(from) & lowBytes(bytes));
  const two = mixed(one, load<u64>(from, 8) & lowBytes(bytes - min(bytes, 8)));
  return finished(bytes > 8 ? two : bytes > 0 ? one : hash);
}

function hashOfLong(begin: u64, from: usize, to: usize): u64 {
  let hash = begin;
  let at = from;
  for (; at + 8 <= to; at += 8) hash = mixed(hash, load<u64>(at));
  return finished(at < to ? mixed(hash, load<u64>(at) & lowBytes(to - at)) : hash);
}

/** Mask of the first bytes of a word; of all from 8 on. */
function lowBytes(bytes: usize): u64 {
  return bytes < 8 ? ((<u64>1) << ((<u64>bytes) << 3)) - 1 : ~(<u64>0);
}

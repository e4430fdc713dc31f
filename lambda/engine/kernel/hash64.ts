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

/** Hash of the bytes. The 8 bytes behind them have to be readable. */
export function hashOf(from: usize, to: usize): u64 {
  let hash = begun(<u64>(to - from));
  let at = from;
  for (; at + 8 <= to; at += 8) hash = mixed(hash, load<u64>(at));
  const rest = <u64>(to - at);
  if (rest > 0) hash = mixed(hash, load<u64>(at) & (((<u64>1) << (rest << 3)) - 1));
  return finished(hash);
}

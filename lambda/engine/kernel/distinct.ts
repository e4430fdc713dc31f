/** Distinct hashes, as in lambda/statistics/distinct.ts: a set of them, then HyperLogLog. */
import { registerValues, valuesRegistersAt, valuesSetAt, valuesSetCapacity, valuesSetSize } from "../layout";
import { distinctMax, hyperLogLogPrecision } from "./budget";
import { countBytes } from "./bytes";
import { allocateTable, release } from "./memory";

const capacityMin: u32 = 16;

/** u32 for each value of a register. */
const registerCounts = memory.data(64 * 4, 4);

/** Values from which on nearly every cache line of the registers is met. */
const valuesToFetchFor: i32 = 256;
const cacheLineBytes: usize = 64;

/**
 * Bring the registers into the cache before so many values. Each value would wait for a line of its own; from end to end,
 * the processor fetches ahead (1,000 columns, whose registers are in no cache: 2 % of the time).
 */
export function fetchRegisters(values: usize, count: i32): void {
  const registers = <usize>load<u32>(values, valuesRegistersAt);
  if (registers === 0 || count < valuesToFetchFor) return;
  const end = registers + ((<usize>1) << hyperLogLogPrecision);
  for (let at = registers; at < end; at += cacheLineBytes) load<u64>(at);
}

export function addDistinct(values: usize, hash: u64): void {
  const registers = <usize>load<u32>(values, valuesRegistersAt);
  if (registers !== 0) raiseRegister(registers, hash);
  else addToSet(values, hash);
}

export function raiseRegister(registers: usize, hash: u64): void {
  const precision = <u64>hyperLogLogPrecision;
  const register = registers + <usize>(hash >> (64 - precision));
  // A bit behind the end of the hash stops the count of zeros there.
  const rank = <u32>clz<u64>((hash << precision) | ((<u64>1) << (precision - 1))) + 1;
  if (rank > <u32>load<u8>(register)) store<u8>(register, rank);
}

/**
 * How many registers have each value, for the estimate: sixteen at a time, and few values occur.
 *
 * @returns where the counts are, until the next call
 */
export function countRegisters(registers: usize): usize {
  const end = registers + ((<usize>1) << hyperLogLogPrecision);
  let left = <i32>(<u32>(end - registers));
  for (let value = 0; value < registerValues; value++) {
    const count = left === 0 ? 0 : countBytes(registers, end, value);
    left -= count;
    store<u32>(registerCounts + ((<usize>value) << 2), <u32>count);
  }
  return registerCounts;
}

function addToSet(values: usize, hash: u64): void {
  const kept = hash === 0 ? 1 : hash;
  let capacity = load<u32>(values, valuesSetCapacity);
  const size = load<u32>(values, valuesSetSize);
  if (4 * (size + 1) > 3 * capacity) {
    growSet(values, capacity);
    capacity = load<u32>(values, valuesSetCapacity);
  }
  const place = placeIn(<usize>load<u32>(values, valuesSetAt), capacity, kept);
  if (load<u64>(place) === kept) return;
  store<u64>(place, kept);
  store<u32>(values, size + 1, valuesSetSize);
  if (size + 1 > distinctMax) toRegisters(values, capacity);
}

/** So many more hashes can be put into the set as it is. */
export function setRoom(values: usize): u32 {
  const filled = (load<u32>(values, valuesSetCapacity) >> 2) * 3;
  return min(filled, distinctMax) - load<u32>(values, valuesSetSize);
}

/** Where the hash is, or would be. */
function placeIn(set: usize, capacity: u32, hash: u64): usize {
  const mask = capacity - 1;
  let index = <u32>hash & mask;
  let place = set + ((<usize>index) << 3);
  while (load<u64>(place) !== hash && load<u64>(place) !== 0) {
    index = (index + 1) & mask;
    place = set + ((<usize>index) << 3);
  }
  return place;
}

function growSet(values: usize, capacity: u32): void {
  const grown = max(capacityMin, 2 * capacity);
  const before = <usize>load<u32>(values, valuesSetAt);
  const set = allocateTable((<usize>grown) << 3);
  const end = before + ((<usize>capacity) << 3);
  for (let at = before; at < end; at += 8) {
    const hash = load<u64>(at);
    if (hash !== 0) store<u64>(placeIn(set, grown, hash), hash);
  }
  if (capacity > 0) release(before, (<usize>capacity) << 3);
  store<u32>(values, <u32>set, valuesSetAt);
  store<u32>(values, grown, valuesSetCapacity);
}

function toRegisters(values: usize, capacity: u32): void {
  const registers = allocateTable((<usize>1) << hyperLogLogPrecision);
  const set = <usize>load<u32>(values, valuesSetAt);
  const end = set + ((<usize>capacity) << 3);
  for (let at = set; at < end; at += 8) {
    const hash = load<u64>(at);
    if (hash !== 0) raiseRegister(registers, hash);
  }
  release(set, (<usize>capacity) << 3);
  store<u32>(values, <u32>registers, valuesRegistersAt);
  store<u32>(values, 0, valuesSetAt);
  store<u32>(values, 0, valuesSetCapacity);
  store<u32>(values, 0, valuesSetSize);
}

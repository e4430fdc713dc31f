/** The loops that nearly all values take: each is counted by one store, and everything is in locals. */
import {
  valuesCount,
  valuesCountersCapacity,
  valuesCountsAt,
  valuesErrorMax,
  valuesFilterAt,
  valuesHashesAt,
  valuesRegistersAt,
  valuesSetAt,
  valuesSetCapacity,
  valuesSetSize,
} from "../layout";
import { filterSlots, hyperLogLogPrecision, isBasic } from "./budget";
import { addDistinct, raiseRegister, setRoom } from "./distinct";
import { nextThreshold, thresholdLasts } from "./filter";
import { valueBytesLog2, valueHash } from "./gather";

/**
 * Count values one after the other, as long as each is counted by one store: it has a counter already; or the filter holds
 * it back, and it is no distinct value more, or one only in a register. That is nearly all values.
 *
 * @param values the state @param gathered see `values` of gather.ts
 * @param sampleThreshold new values with a high half up to it are left to the caller
 * @returns the first value that is left
 */
export function addKnownValues(
  values: usize,
  gathered: usize,
  first: i32,
  end: i32,
  sampleThreshold: i64,
): i32 {
  const at = gathered + ((<usize>first) << valueBytesLog2);
  // Every hash above it; of those up to it the sample has to be told.
  const sampled = (<u64>(sampleThreshold + 1)) << 32;
  let left: usize = 0;
  if (load<f64>(values, valuesErrorMax) === 0) {
    left = addRepeated(values, at, gathered + ((<usize>end) << valueBytesLog2));
  } else if (isBasic) {
    left = addAllDistinct(values, at, gathered + ((<usize>end) << valueBytesLog2));
  } else {
    const atEnd = gathered + ((<usize>min<i32>(end, first + <i32>thresholdLasts(values))) << valueBytesLog2);
    left =
      load<u32>(values, valuesRegistersAt) === 0
        ? addFromSet(values, at, atEnd, sampled)
        : addToRegisters(values, at, atEnd, sampled);
  }
  const counted = <u32>((left - at) >> valueBytesLog2);
  store<u32>(values, load<u32>(values, valuesCount) + counted, valuesCount);
  return first + <i32>counted;
}

/** Count values from `from` to `end`, as long as they have come at least twice before. @returns where the first lies that has not */
function addRepeated(values: usize, from: usize, end: usize): usize {
  const hashes = <usize>load<u32>(values, valuesHashesAt);
  const counts = <usize>load<u32>(values, valuesCountsAt);
  const mask = (load<u32>(values, valuesCountersCapacity) - 1) << 3;
  let at = from;
  for (; at < end; at += (<usize>1) << valueBytesLog2) {
    const hash = load<u64>(at, valueHash);
    let place = ((<u32>hash) << 3) & mask;
    let held = load<u64>(hashes + <usize>place);
    while (held !== hash && held !== 0) {
      place = (place + 8) & mask;
      held = load<u64>(hashes + <usize>place);
    }
    if (held === 0) break;
    const count = load<f64>(counts + <usize>place);
    if (count === 0) break;
    store<f64>(counts + <usize>place, count + 1);
  }
  return at;
}

/**
 * Once counts have an error: values that the filter holds back, as long as the set of the distinct ones knows them or has
 * room for them; and those that have come at least twice since they passed it.
 */
function addFromSet(values: usize, from: usize, end: usize, sampled: u64): usize {
  const hashes = <usize>load<u32>(values, valuesHashesAt);
  const counts = <usize>load<u32>(values, valuesCountsAt);
  const mask = (load<u32>(values, valuesCountersCapacity) - 1) << 3;
  const filter = <usize>load<u32>(values, valuesFilterAt);
  const filterMask = filterSlots - 1;
  const threshold = nextThreshold(values);
  const set = <usize>load<u32>(values, valuesSetAt);
  const setMask = (load<u32>(values, valuesSetCapacity) - 1) << 3;
  const room = setRoom(values);
  let left = room;
  let at = from;
  for (; at < end; at += (<usize>1) << valueBytesLog2) {
    const hash = load<u64>(at, valueHash);
    const slot = filter + <usize>(<u32>hash & filterMask);
    const heldBack = <u32>load<u8>(slot);
    if (heldBack < threshold) {
      if (hash < sampled) break;
      let setPlace = ((<u32>hash) << 3) & setMask;
      let inSet = load<u64>(set + <usize>setPlace);
      while (inSet !== hash && inSet !== 0) {
        setPlace = (setPlace + 8) & setMask;
        inSet = load<u64>(set + <usize>setPlace);
      }
      if (inSet === 0) {
        if (left === 0 || hash === 0) break;
        left--;
        store<u64>(set + <usize>setPlace, hash);
      }
      store<u8>(slot, heldBack + 1);
      continue;
    }
    let place = ((<u32>hash) << 3) & mask;
    let held = load<u64>(hashes + <usize>place);
    while (held !== hash && held !== 0) {
      place = (place + 8) & mask;
      held = load<u64>(hashes + <usize>place);
    }
    if (held === 0) break;
    const count = load<f64>(counts + <usize>place);
    if (count === 0) break;
    store<f64>(counts + <usize>place, count + 1);
  }
  store<u32>(values, load<u32>(values, valuesSetSize) + room - left, valuesSetSize);
  return at;
}

/** The same where distinct values are registers, which those that are new as well raise. */
function addToRegisters(values: usize, from: usize, end: usize, sampled: u64): usize {
  const hashes = <usize>load<u32>(values, valuesHashesAt);
  const counts = <usize>load<u32>(values, valuesCountsAt);
  const mask = (load<u32>(values, valuesCountersCapacity) - 1) << 3;
  const filter = <usize>load<u32>(values, valuesFilterAt);
  const filterMask = filterSlots - 1;
  const threshold = nextThreshold(values);
  const registers = <usize>load<u32>(values, valuesRegistersAt);
  const precision = <u64>hyperLogLogPrecision;
  const rankStop = (<u64>1) << (precision - 1);
  let at = from;
  for (; at < end; at += (<usize>1) << valueBytesLog2) {
    const hash = load<u64>(at, valueHash);
    const slot = filter + <usize>(<u32>hash & filterMask);
    const heldBack = <u32>load<u8>(slot);
    if (heldBack < threshold) {
      if (hash < sampled) break;
      store<u8>(slot, heldBack + 1);
      const register = registers + <usize>(hash >> (64 - precision));
      const rank = <u32>clz<u64>((hash << precision) | rankStop) + 1;
      if (rank > <u32>load<u8>(register)) store<u8>(register, rank);
      continue;
    }
    let place = ((<u32>hash) << 3) & mask;
    let held = load<u64>(hashes + <usize>place);
    while (held !== hash && held !== 0) {
      place = (place + 8) & mask;
      held = load<u64>(hashes + <usize>place);
    }
    if (held === 0) break;
    const count = load<f64>(counts + <usize>place);
    if (count === 0) break;
    store<f64>(counts + <usize>place, count + 1);
  }
  return at;
}

/** Where nobody asks for frequent values: each is a distinct value more, or not. @returns `end` */
function addAllDistinct(values: usize, from: usize, end: usize): usize {
  let at = from;
  let registers = <usize>load<u32>(values, valuesRegistersAt);
  for (; at < end && registers === 0; at += (<usize>1) << valueBytesLog2) {
    addDistinct(values, load<u64>(at, valueHash));
    registers = <usize>load<u32>(values, valuesRegistersAt);
  }
  for (; at < end; at += (<usize>1) << valueBytesLog2) raiseRegister(registers, load<u64>(at, valueHash));
  return end;
}

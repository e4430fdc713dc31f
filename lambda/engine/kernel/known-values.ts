/** The loops that nearly all values take: each is counted by one store, and everything is in locals. */
import {
  valuesCountersCapacity,
  valuesCountersSize,
  valuesCountsAt,
  valuesErrorMax,
  valuesHashesAt,
  valuesRegistersAt,
  valuesSetAt,
  valuesSetCapacity,
} from "../layout";
import { countersMax, hyperLogLogPrecision } from "./budget";
import { valueBytesLog2, valueHash } from "./gather";

/**
 * Count values one after the other, as long as each is counted by one store: it has a counter already; or counts have
 * an error and there is room, so that a new one needs neither text nor table, and is one distinct value more only in a
 * register. That is nearly all values.
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
  const atEnd = gathered + ((<usize>end) << valueBytesLog2);
  // Every hash above it; of those up to it the sample has to be told.
  const sampled = (<u64>(sampleThreshold + 1)) << 32;
  const left =
    load<f64>(values, valuesErrorMax) === 0
      ? addRepeated(values, at, atEnd)
      : load<u32>(values, valuesRegistersAt) === 0
        ? addFromSet(values, at, atEnd, sampled)
        : addToRegisters(values, at, atEnd, sampled);
  return <i32>(<u32>((left - gathered) >> valueBytesLog2));
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

/** The same once counts have an error, where values of the distinct ones open a counter. */
function addFromSet(values: usize, from: usize, end: usize, sampled: u64): usize {
  const hashes = <usize>load<u32>(values, valuesHashesAt);
  const counts = <usize>load<u32>(values, valuesCountsAt);
  const mask = (load<u32>(values, valuesCountersCapacity) - 1) << 3;
  const set = <usize>load<u32>(values, valuesSetAt);
  const setMask = (load<u32>(values, valuesSetCapacity) - 1) << 3;
  let room = countersMax - load<u32>(values, valuesCountersSize);
  let at = from;
  for (; at < end; at += (<usize>1) << valueBytesLog2) {
    const hash = load<u64>(at, valueHash);
    let place = ((<u32>hash) << 3) & mask;
    let held = load<u64>(hashes + <usize>place);
    while (held !== hash && held !== 0) {
      place = (place + 8) & mask;
      held = load<u64>(hashes + <usize>place);
    }
    if (held !== 0) {
      const count = load<f64>(counts + <usize>place);
      if (count === 0) break;
      store<f64>(counts + <usize>place, count + 1);
      continue;
    }
    if (room === 0 || hash < sampled) break;
    let setPlace = ((<u32>hash) << 3) & setMask;
    let inSet = load<u64>(set + <usize>setPlace);
    while (inSet !== hash && inSet !== 0) {
      setPlace = (setPlace + 8) & setMask;
      inSet = load<u64>(set + <usize>setPlace);
    }
    if (inSet === 0) break;
    room--;
    store<u64>(hashes + <usize>place, hash);
  }
  store<u32>(values, countersMax - room, valuesCountersSize);
  return at;
}

/** The same where distinct values are registers, which those that are new as well raise. */
function addToRegisters(values: usize, from: usize, end: usize, sampled: u64): usize {
  const hashes = <usize>load<u32>(values, valuesHashesAt);
  const counts = <usize>load<u32>(values, valuesCountsAt);
  const mask = (load<u32>(values, valuesCountersCapacity) - 1) << 3;
  const registers = <usize>load<u32>(values, valuesRegistersAt);
  const precision = <u64>hyperLogLogPrecision;
  const rankStop = (<u64>1) << (precision - 1);
  let room = countersMax - load<u32>(values, valuesCountersSize);
  let at = from;
  for (; at < end; at += (<usize>1) << valueBytesLog2) {
    const hash = load<u64>(at, valueHash);
    let place = ((<u32>hash) << 3) & mask;
    let held = load<u64>(hashes + <usize>place);
    while (held !== hash && held !== 0) {
      place = (place + 8) & mask;
      held = load<u64>(hashes + <usize>place);
    }
    if (held !== 0) {
      const count = load<f64>(counts + <usize>place);
      if (count === 0) break;
      store<f64>(counts + <usize>place, count + 1);
      continue;
    }
    if (room === 0 || hash < sampled) break;
    room--;
    store<u64>(hashes + <usize>place, hash);
    const register = registers + <usize>(hash >> (64 - precision));
    const rank = <u32>clz<u64>((hash << precision) | rankStop) + 1;
    if (rank > <u32>load<u8>(register)) store<u8>(register, rank);
  }
  store<u32>(values, countersMax - room, valuesCountersSize);
  return at;
}

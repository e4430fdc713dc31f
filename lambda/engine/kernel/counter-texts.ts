/** The texts of the counters of a column's values, one after the other, as far as they are shown. */
import {
  textNotKept,
  valuesCountersCapacity,
  valuesHashesAt,
  valuesTextRefsAt,
  valuesTextsAt,
  valuesTextsCapacity,
  valuesTextsSize,
} from "../layout";
import { frequentTextUnitsMax } from "./budget";
import { allocate, release } from "./memory";

const textsCapacityMin: u32 = 64;
/** Texts are copied 16 bytes at a time. */
const textsSlack: u32 = 16;

/** Keep the text of the counter at `place`, unless it was before. */
export function keepText(values: usize, place: usize, from: usize, to: usize): void {
  const ref = <usize>load<u32>(values, valuesTextRefsAt) + place;
  if (load<u32>(ref, 4) !== textNotKept) return;
  const bytes = <u32>(shownEnd(from, to) - from);
  const text = reserveTextOf(values, bytes);
  copyText(<usize>load<u32>(values, valuesTextsAt) + <usize>text, from, bytes);
  store<u32>(ref, text);
  store<u32>(ref, bytes, 4);
}

/** Of the counter at `place`, whose text was kept. */
export function textStartAt(values: usize, place: usize): usize {
  const ref = <usize>load<u32>(values, valuesTextRefsAt) + place;
  return <usize>load<u32>(values, valuesTextsAt) + <usize>load<u32>(ref);
}

export function textEndAt(values: usize, place: usize): usize {
  const ref = <usize>load<u32>(values, valuesTextRefsAt) + place;
  return textStartAt(values, place) + <usize>load<u32>(ref, 4);
}

/** End of the part of a text that is kept: one UTF-16 unit more than is shown tells that there was more. */
function shownEnd(from: usize, to: usize): usize {
  const units = <usize>frequentTextUnitsMax + 1;
  if (to - from <= units) return to;
  let taken: usize = 0;
  let at = from;
  while (at < to && taken < units) {
    const byte = <u32>load<u8>(at);
    const bytes: usize = byte < 0x80 ? 1 : byte < 0xe0 ? 2 : byte < 0xf0 ? 3 : 4;
    taken += bytes === 4 ? 2 : 1;
    at += bytes;
  }
  return min(at, to);
}

/** Room at the end of the texts. @returns its offset */
function reserveTextOf(values: usize, bytes: u32): u32 {
  const size = load<u32>(values, valuesTextsSize);
  const capacity = load<u32>(values, valuesTextsCapacity);
  const needed = size + bytes + textsSlack;
  if (needed > capacity) {
    const grown = max(textsCapacityMin, 2 * needed);
    const texts = allocate(<usize>grown);
    const before = <usize>load<u32>(values, valuesTextsAt);
    if (capacity > 0) {
      memory.copy(texts, before, <usize>size);
      release(before, <usize>capacity);
    }
    store<u32>(values, <u32>texts, valuesTextsAt);
    store<u32>(values, grown, valuesTextsCapacity);
  }
  store<u32>(values, size + bytes, valuesTextsSize);
  return size;
}

/** Sixteen bytes at a time, the last ones too many: `memory.copy` is a call out of WebAssembly. */
function copyText(to: usize, from: usize, bytes: u32): void {
  for (let at: usize = 0; at < <usize>bytes; at += 16) v128.store(to + at, v128.load(from + at));
}

/** Drop the texts whose counters are gone. */
export function compactTexts(values: usize): void {
  const bytes = (<usize>load<u32>(values, valuesCountersCapacity)) << 3;
  const hashes = <usize>load<u32>(values, valuesHashesAt);
  const refs = <usize>load<u32>(values, valuesTextRefsAt);
  const texts = <usize>load<u32>(values, valuesTextsAt);
  const compacted = allocate(<usize>load<u32>(values, valuesTextsCapacity));
  let size: u32 = 0;
  for (let i: usize = 0; i < bytes; i += 8) {
    const textBytes = load<u32>(refs + i, 4);
    if (load<u64>(hashes + i) === 0 || textBytes === textNotKept) continue;
    copyText(compacted + <usize>size, texts + <usize>load<u32>(refs + i), textBytes);
    store<u32>(refs + i, size);
    size += textBytes;
  }
  release(texts, <usize>load<u32>(values, valuesTextsCapacity));
  store<u32>(values, <u32>compacted, valuesTextsAt);
  store<u32>(values, size, valuesTextsSize);
}

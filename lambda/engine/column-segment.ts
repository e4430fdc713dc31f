/**
 * What of a column depends on the order of its cells, for one segment of the text (`segmentBytes`): plain data, so that
 * it can come from another thread. It is read out of the kernel's memory at the end of a segment, and begun anew.
 */
import { type ColumnState, type ValueKind, valueKinds } from "../profile/column-profile.ts";
import { FormattedNumberProfile, type FormattedNumberState } from "../profile/formatted-number-profile.ts";
import { NumberSums, type NumberSumsState } from "../profile/number-sums.ts";
import type { ValueState } from "../profile/value-profile.ts";
import type { ColumnBudget } from "../statistics/column-budget.ts";
import { Extremes } from "../statistics/extremes.ts";
import { Frequent, type FrequentCounters } from "../statistics/frequent.ts";
import { Quantiles } from "../statistics/quantiles.ts";
import type { KernelMemory } from "./kernel-memory.ts";
import * as layout from "./layout.ts";

/** Counters of frequent values; text `i` has `textRefs[2i + 1]` bytes from `textRefs[2i]` on, or `textNotKept`. */
export interface SegmentCounters extends FrequentCounters {
  readonly textRefs: Uint32Array;
  readonly texts: Uint8Array;
}

export interface ColumnSegment {
  readonly sums: NumberSumsState | null;
  readonly counters: Readonly<Partial<Record<ValueKind, SegmentCounters>>>;
  readonly formatted: FormattedNumberState | null;
}

const valueKindNumbers: Readonly<Record<ValueKind, number>> = {
  null_token: layout.valuesNullToken,
  number: layout.valuesNumber,
  date: layout.valuesDate,
  string: layout.valuesString,
};

/**
 * @param at the column's address
 * @param countOf values of a kind in this segment
 * @param lasting false: it is folded before the next column is asked for, so that its counters need no copies
 */
export function columnSegment(
  memory: KernelMemory,
  at: number,
  countOf: (kind: ValueKind) => number,
  formatted: FormattedNumberProfile | null,
  lasting: boolean,
): ColumnSegment {
  room.clear();
  const numbersAt = memory.u32(at + layout.columnNumbersAt);
  const counters: Partial<Record<ValueKind, SegmentCounters>> = {};
  for (const kind of valueKinds) {
    const valuesAt = memory.u32(at + layout.columnValuesAt + 4 * valueKindNumbers[kind]);
    if (valuesAt !== 0) counters[kind] = segmentCounters(memory, valuesAt, countOf(kind), lasting);
  }
  return {
    sums: numbersAt === 0 ? null : numberSums(memory, numbersAt),
    counters,
    formatted: formatted?.state() ?? null,
  };
}

function numberSums(memory: KernelMemory, at: number): NumberSumsState {
  const number = (offset: number): number => memory.f64(at + offset);
  return {
    moments: {
      count: number(layout.numbersCount),
      mean: number(layout.numbersMean),
      meanLow: number(layout.numbersMeanLow),
      m2: number(layout.numbersM2),
      m3: number(layout.numbersM3),
      m4: number(layout.numbersM4),
    },
    sum: { sum: number(layout.numbersSum), compensation: number(layout.numbersCompensation) },
  };
}

/** Room for the counters of one column, those of each kind behind one another. */
class CounterRoom {
  hashes = new Uint32Array(0);
  counts = new Float64Array(0);
  textRefs = new Uint32Array(0);
  #taken = 0;

  clear(): void {
    this.#taken = 0;
  }

  /** @returns where there is room for so many */
  take(counters: number): number {
    if (this.#taken + counters > this.counts.length) {
      const capacity = 2 * (this.#taken + counters);
      this.hashes = new Uint32Array(2 * capacity);
      this.counts = new Float64Array(capacity);
      this.textRefs = new Uint32Array(2 * capacity);
      this.#taken = 0;
    }
    const from = this.#taken;
    this.#taken += counters;
    return from;
  }
}

/** The same for all columns: with arrays of their own, 1,000 columns make 5,000 of them a segment. */
const room = new CounterRoom();

function segmentCounters(memory: KernelMemory, at: number, count: number, lasting: boolean): SegmentCounters {
  const from = room.take(memory.u32(at + layout.valuesCountersSize));
  const to = readCounters(memory, at, from);
  const textsAt = memory.u32(at + layout.valuesTextsAt);
  const texts = memory.bytes.subarray(textsAt, textsAt + memory.u32(at + layout.valuesTextsSize));
  const counters = {
    count,
    errorMax: memory.f64(at + layout.valuesErrorMax),
    hashes: room.hashes.subarray(2 * from, 2 * to),
    counts: room.counts.subarray(from, to),
    textRefs: room.textRefs.subarray(2 * from, 2 * to),
    texts,
  };
  if (!lasting) return counters;
  return {
    ...counters,
    hashes: counters.hashes.slice(),
    counts: counters.counts.slice(),
    textRefs: counters.textRefs.slice(),
    texts: Uint8Array.prototype.slice.call(texts),
  };
}

/** Counters in the kernel's memory → `room`. @returns the place behind the last one */
function readCounters(memory: KernelMemory, at: number, from: number): number {
  const { words, doubles } = memory;
  const { hashes, counts, textRefs } = room;
  const places = memory.u32(at + layout.valuesCountersCapacity);
  const hashesAt = memory.u32(at + layout.valuesHashesAt) / 4;
  const refsAt = memory.u32(at + layout.valuesTextRefsAt) / 4;
  const repeatsAt = memory.u32(at + layout.valuesCountsAt) / 8;
  let counter = from;
  for (let place = 0; place < places; place++) {
    const low = words[hashesAt + 2 * place] ?? 0;
    const high = words[hashesAt + 2 * place + 1] ?? 0;
    if ((high | low) === 0) continue;
    hashes[2 * counter] = high;
    hashes[2 * counter + 1] = low;
    counts[counter] = 1 + (doubles[repeatsAt + place] ?? 0);
    textRefs[2 * counter] = words[refsAt + 2 * place] ?? 0;
    textRefs[2 * counter + 1] = words[refsAt + 2 * place + 1] ?? 0;
    counter++;
  }
  return counter;
}

/** Sums and counters of a column start from nothing. */
export function clearSegment(memory: KernelMemory, at: number): void {
  const numbersAt = memory.u32(at + layout.columnNumbersAt);
  if (numbersAt !== 0) {
    for (let offset = layout.numbersCount; offset <= layout.numbersCompensation; offset += 8)
      memory.setF64(numbersAt + offset, 0);
  }
  for (const kind of valueKinds) {
    const valuesAt = memory.u32(at + layout.columnValuesAt + 4 * valueKindNumbers[kind]);
    if (valuesAt !== 0) clearCounters(memory, valuesAt);
  }
}

function clearCounters(memory: KernelMemory, at: number): void {
  const words = 2 * memory.u32(at + layout.valuesCountersCapacity);
  const fill = (address: number, word: number): void => {
    const from = memory.u32(at + address) / 4;
    memory.words.fill(word, from, from + words);
  };
  fill(layout.valuesHashesAt, 0);
  fill(layout.valuesCountsAt, 0);
  fill(layout.valuesTextRefsAt, layout.textNotKept);
  memory.setU32(at + layout.valuesCountersSize, 0);
  memory.setU32(at + layout.valuesRepeated, 0);
  memory.setU32(at + layout.valuesPlacesSize, 0);
  memory.setU32(at + layout.valuesTextsSize, 0);
  memory.setU32(at + layout.valuesCount, 0);
  memory.setU32(at + layout.valuesFilteredFrom, 0);
  memory.setF64(at + layout.valuesErrorMax, 0);
}

/** The segments of a column, added up in the order of the file. */
export class ColumnTotals {
  readonly #budget: ColumnBudget;
  readonly #sums = new NumberSums();
  readonly #frequent: Partial<Record<ValueKind, Frequent>> = {};
  #formatted: FormattedNumberProfile | null = null;

  constructor(budget: ColumnBudget) {
    this.#budget = budget;
  }

  /** Append the next segment. */
  add(segment: ColumnSegment): void {
    if (segment.sums !== null) this.#sums.merge(new NumberSums(segment.sums));
    for (const kind of valueKinds) {
      const counters = segment.counters[kind];
      if (counters !== undefined) this.#append(kind, counters);
    }
    if (segment.formatted === null) return;
    this.#formatted ??= new FormattedNumberProfile(this.#budget);
    this.#formatted.merge(FormattedNumberProfile.from(segment.formatted, this.#budget));
  }

  #append(kind: ValueKind, counters: SegmentCounters): void {
    const { textRefs, texts } = counters;
    const bytes = Buffer.from(texts.buffer, texts.byteOffset, texts.byteLength);
    this.#frequent[kind] ??= new Frequent(this.#budget.frequent);
    this.#frequent[kind].append(counters, (counter) => {
      const from = textRefs[2 * counter] ?? 0;
      const length = textRefs[2 * counter + 1] ?? 0;
      return length === layout.textNotKept ? null : bytes.toString("utf8", from, from + length);
    });
  }

  /** The state of a column of which all else is known: in place of two states that were to be merged. */
  completed(column: ColumnState): ColumnState {
    const values: Partial<Record<ValueKind, ValueState>> = {};
    for (const kind of valueKinds) {
      const known = column.values[kind];
      if (known === undefined) continue;
      values[kind] = { ...known, frequent: this.#frequent[kind]?.state() ?? known.frequent };
    }
    return {
      ...column,
      values,
      numbers: column.numbers && { ...column.numbers, sums: this.#sums.state() },
      formatted: this.#formatted?.state() ?? null,
    };
  }

  /** The state of a column of which nothing else is known. */
  state(): ColumnState {
    const values: Partial<Record<ValueKind, ValueState>> = {};
    for (const kind of valueKinds) {
      const frequent = this.#frequent[kind];
      if (frequent !== undefined) values[kind] = { distinct: noneDistinct, frequent: frequent.state() };
    }
    const sums = this.#sums.state();
    return {
      empty: 0,
      cells: noExamples,
      values,
      numbers: sums.moments.count === 0 ? null : { ...noNumbers, sums },
      dates: null,
      formatted: this.#formatted?.state() ?? null,
      texts: null,
      lengths: noLengths,
      nullTokenLengths: noLengths,
    };
  }
}

const none = { count: 0, first: [] } as const;
export const noExamples: ColumnState["cells"] = {
  null_token: none,
  int: none,
  float: none,
  date: none,
  string: none,
};
const noLengths = { count: 0, sum: 0, min: Number.POSITIVE_INFINITY, max: 0 } as const;
const noneDistinct = { count: 0, hashes: new Uint32Array(0), registers: null } as const;
const noNumbers = {
  extremes: new Extremes().state(),
  quantiles: new Quantiles().state(),
  zeros: 0,
  negatives: 0,
  fractions: 0,
} as const;

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
 */
export function columnSegment(
  memory: KernelMemory,
  at: number,
  countOf: (kind: ValueKind) => number,
  formatted: FormattedNumberProfile | null,
): ColumnSegment {
  const numbersAt = memory.u32(at + layout.columnNumbersAt);
  const counters: Partial<Record<ValueKind, SegmentCounters>> = {};
  for (const kind of valueKinds) {
    const valuesAt = memory.u32(at + layout.columnValuesAt + 4 * valueKindNumbers[kind]);
    if (valuesAt !== 0) counters[kind] = segmentCounters(memory, valuesAt, countOf(kind));
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

function segmentCounters(memory: KernelMemory, at: number, count: number): SegmentCounters {
  const places = memory.u32(at + layout.valuesCountersCapacity);
  const size = memory.u32(at + layout.valuesCountersSize);
  const words = memory.u32s(memory.u32(at + layout.valuesHashesAt), 2 * places);
  const refs = memory.u32s(memory.u32(at + layout.valuesTextRefsAt), 2 * places);
  const repeats = memory.f64s(memory.u32(at + layout.valuesCountsAt), places);
  const textsAt = memory.u32(at + layout.valuesTextsAt);
  const textsEnd = textsAt + memory.u32(at + layout.valuesTextsSize);
  const hashes = new Uint32Array(2 * size);
  const counts = new Float64Array(size);
  const textRefs = new Uint32Array(2 * size);
  let counter = 0;
  for (let place = 0; place < places; place++) {
    const low = words[2 * place] ?? 0;
    const high = words[2 * place + 1] ?? 0;
    if ((high | low) === 0) continue;
    hashes[2 * counter] = high;
    hashes[2 * counter + 1] = low;
    counts[counter] = 1 + (repeats[place] ?? 0);
    textRefs[2 * counter] = refs[2 * place] ?? 0;
    textRefs[2 * counter + 1] = refs[2 * place + 1] ?? 0;
    counter++;
  }
  return {
    count,
    errorMax: memory.f64(at + layout.valuesErrorMax),
    hashes,
    counts,
    textRefs,
    texts: Uint8Array.from(memory.bytes.subarray(textsAt, textsEnd)),
  };
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
  const bytes = 8 * memory.u32(at + layout.valuesCountersCapacity);
  const fill = (address: number, byte: number): void => {
    const region = memory.u32(at + address);
    memory.bytes.fill(byte, region, region + bytes);
  };
  fill(layout.valuesHashesAt, 0);
  fill(layout.valuesCountsAt, 0);
  fill(layout.valuesTextRefsAt, 0xff);
  memory.setU32(at + layout.valuesCountersSize, 0);
  memory.setU32(at + layout.valuesRepeated, 0);
  memory.setU32(at + layout.valuesPlacesSize, 0);
  memory.setU32(at + layout.valuesTextsSize, 0);
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

  /** With one more segment, leaving this as it is. */
  with(segment: ColumnSegment | null): ColumnTotals {
    const all = new ColumnTotals(this.#budget);
    all.#sums.merge(this.#sums);
    for (const kind of valueKinds) {
      const frequent = this.#frequent[kind];
      if (frequent !== undefined)
        all.#frequent[kind] = Frequent.from(frequent.state(), this.#budget.frequent);
    }
    if (this.#formatted !== null)
      all.#formatted = FormattedNumberProfile.from(this.#formatted.state(), this.#budget);
    if (segment !== null) all.add(segment);
    return all;
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

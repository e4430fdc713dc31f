/**
 * What of a column depends on the order of its cells, for one segment of the text (`segmentBytes`): plain data, so that
 * it can come from another thread. It is read out of the kernel's memory at the end of a segment, and begun anew.
 */
import { isAscii } from "node:buffer";
import { type ColumnState, type ValueKind, valueKinds } from "../profile/column-profile.ts";
import { FormattedNumberProfile, type FormattedNumberState } from "../profile/formatted-number-profile.ts";
import { NumberSums, type NumberSumsState } from "../profile/number-sums.ts";
import type { ValueState } from "../profile/value-profile.ts";
import type { ColumnBudget } from "../statistics/column-budget.ts";
import { Extremes } from "../statistics/extremes.ts";
import { Frequent, type FrequentCounters } from "../statistics/frequent.ts";
import type { CounterTexts } from "../statistics/hash-counters.ts";
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

/** Ascending, as the kernel lists their counters. */
const valueKindNumbers: Readonly<Record<ValueKind, number>> = {
  null_token: layout.valuesNullToken,
  number: layout.valuesNumber,
  date: layout.valuesDate,
  string: layout.valuesString,
};

/**
 * @param at the column's address
 * @param countersAt where the kernel has listed its counters; null where nobody asks for frequent values
 * @param countOf values of a kind in this segment
 * @param lasting false: it is folded before the next column is asked for, so that its counters need no copies
 */
export function columnSegment(
  memory: KernelMemory,
  at: number,
  countersAt: number | null,
  countOf: (kind: ValueKind) => number,
  formatted: FormattedNumberProfile | null,
  lasting: boolean,
): ColumnSegment {
  const numbersAt = memory.u32(at + layout.columnNumbersAt);
  return {
    sums: numbersAt === 0 ? null : numberSums(memory, numbersAt),
    counters: countersAt === null ? {} : columnCounters(memory, at, countersAt, countOf, lasting),
    formatted: formatted?.state() ?? null,
  };
}

function columnCounters(
  memory: KernelMemory,
  at: number,
  countersAt: number,
  countOf: (kind: ValueKind) => number,
  lasting: boolean,
): ColumnSegment["counters"] {
  const counters: Partial<Record<ValueKind, SegmentCounters>> = {};
  let listedAt = countersAt;
  for (const kind of valueKinds) {
    const valuesAt = memory.u32(at + layout.columnValuesAt + 4 * valueKindNumbers[kind]);
    if (valuesAt === 0) continue;
    const listed = segmentCounters(memory, valuesAt, listedAt, countOf(kind), lasting);
    counters[kind] = listed;
    listedAt += listed.counts.length * layout.listedCounterBytes;
  }
  return counters;
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

/** @param listedAt where its counters are listed */
function segmentCounters(
  memory: KernelMemory,
  at: number,
  listedAt: number,
  count: number,
  lasting: boolean,
): SegmentCounters {
  const { bytes, words, doubles } = memory;
  const size = memory.u32(at + layout.valuesCountersSize);
  const textsAt = memory.u32(at + layout.valuesTextsAt);
  const hashesFrom = listedAt / 4;
  const countsFrom = listedAt / 8 + size;
  const refsFrom = hashesFrom + 4 * size;
  const counters = {
    count,
    errorMax: memory.f64(at + layout.valuesErrorMax),
    hashes: words.subarray(hashesFrom, hashesFrom + 2 * size),
    counts: doubles.subarray(countsFrom, countsFrom + size),
    textRefs: words.subarray(refsFrom, refsFrom + 2 * size),
    texts: bytes.subarray(textsAt, textsAt + memory.u32(at + layout.valuesTextsSize)),
  };
  if (!lasting) return counters;
  return {
    ...counters,
    hashes: counters.hashes.slice(),
    counts: counters.counts.slice(),
    textRefs: counters.textRefs.slice(),
    texts: Uint8Array.prototype.slice.call(counters.texts),
  };
}

/** V8 copies what is shorter, and keeps the whole text for what is not. */
const slicedCharsMin = 13;

/** Read when they are asked for: of most columns of numbers and dates, only those that are shown. */
class SegmentTexts implements CounterTexts {
  readonly #refs: Uint32Array;
  readonly #bytes: Buffer;
  /** All texts; null where not all are ASCII, undefined before the first is asked for. */
  #ascii: string | null | undefined;

  /** @param lasting whether they are to outlast the segment */
  constructor({ textRefs, texts }: SegmentCounters, lasting: boolean) {
    // From another thread come plain bytes.
    const bytes = Buffer.from(texts.buffer, texts.byteOffset, texts.byteLength);
    this.#bytes = lasting ? Buffer.from(bytes) : bytes;
    this.#refs = lasting ? textRefs.slice() : textRefs;
  }

  has(counter: number): boolean {
    return this.#refs[2 * counter + 1] !== layout.textNotKept;
  }

  at(counter: number): string | null {
    const from = this.#refs[2 * counter] ?? 0;
    const length = this.#refs[2 * counter + 1] ?? 0;
    if (length === layout.textNotKept) return null;
    // Decoded at once, texts of a few characters take a third of the time; a longer slice would keep all of them alive.
    if (this.#ascii === undefined) this.#ascii = isAscii(this.#bytes) ? this.#bytes.toString("latin1") : null;
    return this.#ascii !== null && length < slicedCharsMin
      ? this.#ascii.slice(from, from + length)
      : this.#bytes.toString("utf8", from, from + length);
  }
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
    if (segment.sums !== null) this.#sums.append(segment.sums);
    for (const kind of valueKinds) {
      const counters = segment.counters[kind];
      if (counters !== undefined) this.#append(kind, counters);
    }
    if (segment.formatted === null) return;
    this.#formatted ??= new FormattedNumberProfile(this.#budget);
    this.#formatted.merge(FormattedNumberProfile.from(segment.formatted, this.#budget));
  }

  #append(kind: ValueKind, counters: SegmentCounters): void {
    const frequent = this.#frequent[kind] ?? new Frequent(this.#budget.frequent);
    this.#frequent[kind] = frequent;
    // Taken over with the counters, or asked for at once: the kernel may not have them any more when they are.
    const texts = new SegmentTexts(counters, frequent.size === 0);
    frequent.append({ ...counters, texts });
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

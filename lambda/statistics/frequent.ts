import { frequentCountersMax, frequentExactMax, frequentShownMax, frequentTextCharsMax } from "../limits.ts";
import { FrequentFilter } from "./frequent-filter.ts";
import { HashCounters, type HashCountersState } from "./hash-counters.ts";

export interface FrequentLimits {
  /** Distinct values that are counted exactly in any order, and counters once counts have an error; at least 2. */
  readonly exactMax: number;
  /** Counters as long as counts have no error; at least `exactMax`. */
  readonly countersMax: number;
  /** Characters kept of a text. */
  readonly textCharsMax: number;
}

/** Texts are null where a count of 1 is within `errorMax`, so that it is shown neither now nor after a merge. */
export interface FrequentState extends HashCountersState {
  readonly count: number;
  readonly errorMax: number;
}

/** Of these many first values one has to be a repetition, or there is no use in more counters. */
const newPerRepetitionMax = 16;

const defaultLimits: FrequentLimits = {
  exactMax: frequentExactMax,
  countersMax: frequentCountersMax,
  textCharsMax: frequentTextCharsMax,
};

/** Counters without their texts. */
export type FrequentCounters = Omit<FrequentState, "texts">;

export interface FrequentValue {
  readonly value: string;
  /** The value is longer than shown. */
  readonly truncated: boolean;
  /** At least so often, and at most `error_max` more often. */
  readonly count: number;
}

export interface FrequentValues {
  readonly method: "exact" | "misra_gries";
  /** 0 when exact. */
  readonly error_max: number;
  /** By falling count, equal ones by text, unless it says otherwise. A sketch shows only values whose count is above `error_max`. */
  readonly values: readonly FrequentValue[];
}

/**
 * The most frequent values: exact up to `exactMax` distinct ones, and up to `countersMax` if they repeat; beyond,
 * Misra–Gries behind a filter.
 *
 * Source: Misra & Gries 1982, with the decrements put off until the counters are full, as in the merge of Agarwal
 * et al. 2013 ("Mergeable Summaries"); the filter is that of Zhou et al. 2018 ("Cold Filter") in its simplest form. State:
 * counters of (hash, count, text), n, and `errorMax`. `add` raises the counter of its hash or opens one. When the counters
 * are full, let c be the (k + 1)-th largest count, with k = ⌊exactMax / 2⌋: subtract c from all, drop those without a rest,
 * add c to `errorMax`. They are full above `countersMax`, once counts have an error above `exactMax`; and at `exactMax` + 1
 * already if fewer than one in `newPerRepetitionMax` values was a repetition so far: unique values would fill all for nothing.
 * From then on a value without a counter is only counted by the slot of its hash, and opens a counter when the slot has
 * reached the threshold (2, and 3 more for each value a slot has had on average); what it lost before is at most that, and part of
 * `errorMax`. `merge` adds the counters of both up and reduces them in the same way; filters are not merged.
 * Exact: everything, up to `exactMax` distinct hashes. Error: a count is low by at most `errorMax`, which is at most n / (k + 1)
 * for the counters and 2 + 3n / slots for each filter, with at least 8 slots for each of `exactMax`; at the defaults and in one
 * segment n / 423 + 2, in practice a third of it. A value more frequent than `errorMax` is present for certain.
 * Order: up to `exactMax` distinct values the answer is exact in every order, cut and merge; every exact answer is the same.
 * Beyond, whether it is exact and which counters are left depends on the order (what does not, a linear sketch from
 * which texts can be read back, takes many times the memory and time), the bounds do not. The same cells in the same order
 * give the same state. A shown value has a count above `errorMax`: what merely happens to have a counter left is not shown.
 * Memory: some 40 bytes and the text a counter, a byte a slot; at most 2 MB at the default limits.
 */
export class Frequent {
  readonly limits: FrequentLimits;
  /** Values added, repetitions included. */
  count = 0;
  /** Of the counters alone. */
  #errorMax = 0;
  /** Null as long as counts have no error. */
  #filter: FrequentFilter | null = null;
  readonly #counters: HashCounters;

  /** @param limits the same in all states that merge. */
  constructor(limits: FrequentLimits = defaultLimits) {
    const { exactMax, countersMax, textCharsMax } = limits;
    if (!(exactMax >= 2)) throw new RangeError(`exactMax is at least 2, got ${exactMax}`);
    if (!(countersMax >= exactMax))
      throw new RangeError(`countersMax is at least exactMax, ${exactMax}, got ${countersMax}`);
    this.limits = limits;
    this.#counters = new HashCounters(textCharsMax);
  }

  /** @param state Taken over: its counters are those of the new one from here on. */
  static from(state: FrequentState, limits?: FrequentLimits): Frequent {
    const frequent = new Frequent(limits);
    if (state.counts.length <= frequent.#capacity) frequent.#takeOver(state);
    else frequent.append(state);
    return frequent;
  }

  state(): FrequentState {
    return { count: this.count, errorMax: this.errorMax, ...this.#counters.state() };
  }

  /** Counters. */
  get size(): number {
    return this.#counters.size;
  }

  /** See `FrequentState`. */
  get errorMax(): number {
    return this.#errorMax + (this.#filter?.threshold(this.count) ?? 0);
  }

  /** @param high,low the 64-bit hash of the whole text, which is its identity. */
  add(text: string, high: number, low: number): void {
    this.count++;
    if (this.#errorMax > 0 && !this.#passes(low)) return;
    const counters = this.#counters;
    const sizeBefore = counters.size;
    const counter = counters.raise(high, low, 1);
    if (!counters.hasText(counter)) counters.keepText(counter, text);
    if (counters.size > this.#capacity || (counters.size > sizeBefore && this.#isHopeless)) this.#reduce();
  }

  merge(other: Frequent): void {
    if (this.count === 0) this.#takeOver(other.state());
    else this.append(other.state());
  }

  /** Merge. @param later nothing of it is kept, but its texts where there were no counters before (`size`) */
  append(later: FrequentState): void {
    // With what this one's filter has kept back; a filter of its own begins with the next value that is added.
    this.#errorMax = this.errorMax + later.errorMax;
    this.#filter = null;
    this.count += later.count;
    if (this.#counters.size === 0) this.#copy(later);
    else this.#addUp(later);
    if (this.#counters.size > this.#capacity) this.#reduce();
  }

  result(shownMax = frequentShownMax): FrequentValues {
    return this.#values(this.#counters.firstAbove(this.errorMax, shownMax));
  }

  /** All values that `result` can show, in no particular order. */
  unordered(): FrequentValues {
    return this.#values(this.#counters.above(this.errorMax));
  }

  get #capacity(): number {
    return this.#errorMax === 0 ? this.limits.countersMax : this.limits.exactMax;
  }

  /** At the first value past `exactMax`: hardly one of them came again. */
  get #isHopeless(): boolean {
    const { exactMax } = this.limits;
    const { size } = this.#counters;
    return this.#errorMax === 0 && size === exactMax + 1 && newPerRepetitionMax * (this.count - size) < size;
  }

  /** @param low of a hash @returns whether a counter is due to its value */
  #passes(low: number): boolean {
    this.#filter ??= new FrequentFilter(this.limits.exactMax, this.count - 1, this.#lowHashes());
    return this.#filter.passes(low, this.count);
  }

  *#lowHashes(): Generator<number> {
    for (let i = 0; i < this.#counters.size; i++) yield this.#counters.lowHash(i);
  }

  #copy({ hashes, counts, texts }: FrequentState): void {
    this.#counters.takeOver({ hashes: hashes.slice(), counts: counts.slice(), texts });
  }

  #addUp(later: FrequentState): void {
    const counters = this.#counters;
    // Some segments more fit: one of 1,000 columns has 22 counters on average.
    counters.reserveFor(later.counts.length);
    if (this.#errorMax === 0) {
      counters.addAlike(later);
      return;
    }
    for (let i = 0; i < later.counts.length; i++) {
      const counter = counters.raise(
        later.hashes[2 * i] ?? 0,
        later.hashes[2 * i + 1] ?? 0,
        later.counts[i] ?? 0,
      );
      if (!counters.hasText(counter)) counters.keepText(counter, later.texts.at(i) ?? null);
    }
  }

  #takeOver(state: FrequentState): void {
    this.count = state.count;
    this.#errorMax = state.errorMax;
    this.#filter = null;
    this.#counters.takeOver(state);
  }

  #reduce(): void {
    const decrement = this.#counters.countAtRank(Math.floor(this.limits.exactMax / 2));
    this.#counters.subtract(decrement);
    this.#errorMax += decrement;
  }

  #values(counters: readonly number[]): FrequentValues {
    const { errorMax } = this;
    return {
      method: errorMax === 0 ? "exact" : "misra_gries",
      error_max: errorMax,
      values: counters.map((counter) => this.#shown(counter)),
    };
  }

  #shown(counter: number): FrequentValue {
    const text = this.#counters.text(counter) ?? "";
    const { textCharsMax } = this.limits;
    const truncated = text.length > textCharsMax;
    return {
      value: truncated ? cut(text, textCharsMax) : text,
      truncated,
      count: this.#counters.count(counter),
    };
  }
}

/** The first `length` units, without half a character at the end. */
function cut(text: string, length: number): string {
  const last = text.charCodeAt(length - 1);
  return text.slice(0, last >= 0xd800 && last <= 0xdbff ? length - 1 : length);
}

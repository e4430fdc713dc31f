import { frequentCountersMax, frequentExactMax, frequentShownMax, frequentTextCharsMax } from "../limits.ts";

export interface FrequentLimits {
  /** Distinct values that are counted exactly in any order, and counters once counts have an error; at least 2. */
  readonly exactMax: number;
  /** Counters as long as counts have no error; at least `exactMax`. */
  readonly countersMax: number;
  /** Characters kept of a text. */
  readonly textCharsMax: number;
}

/**
 * One counter an index; `hashes` holds [high, low]. `texts` are at most one character longer than shown; null where a
 * count of 1 is within `errorMax`, so that it is shown neither now nor after a merge.
 */
export interface FrequentState {
  readonly count: number;
  readonly errorMax: number;
  readonly hashes: Uint32Array;
  readonly counts: Float64Array;
  readonly texts: readonly (string | null)[];
}

/** Of these many first values one has to be a repetition, or there is no use in more counters. */
const newPerRepetitionMax = 16;
/** Of the filter, for each of `exactMax`. */
const slotsPerCounter = 8;
const thresholdMin = 2;
/** Of a slot: the values that it belongs to are counted by counters. */
const slotOpen = 255;

/** Slots of the filter: a power of two. */
export function filterSlots(exactMax: number): number {
  return 2 ** Math.ceil(Math.log2(slotsPerCounter * exactMax));
}

const defaultLimits: FrequentLimits = {
  exactMax: frequentExactMax,
  countersMax: frequentCountersMax,
  textCharsMax: frequentTextCharsMax,
};

/** Of one without a counter. */
const none = { hashes: new Uint32Array(0), counts: new Float64Array(0), index: new Uint32Array(0) } as const;

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
  /** By the lowest bits of a hash: values without a counter, or `slotOpen`. Null as long as counts have no error. */
  #filter: Uint8Array | null = null;
  /** `count` when it was made. */
  #filteredFrom = 0;
  #size = 0;
  #texts: (string | null)[] = [];
  #hashes: Uint32Array = none.hashes;
  #counts: Float64Array = none.counts;
  /**
   * Place (from the low half of the hash, linear probing, at most half full) → 1 + counter; 0: free. Empty until a counter
   * is looked up: most counters that are taken over are only shown.
   */
  #index: Uint32Array = none.index;

  /** @param limits the same in all states that merge. */
  constructor(limits: FrequentLimits = defaultLimits) {
    const { exactMax, countersMax } = limits;
    if (!(exactMax >= 2)) throw new RangeError(`exactMax is at least 2, got ${exactMax}`);
    if (!(countersMax >= exactMax))
      throw new RangeError(`countersMax is at least exactMax, ${exactMax}, got ${countersMax}`);
    this.limits = limits;
  }

  /** @param state Taken over: its counters are those of the new one from here on. */
  static from(state: FrequentState, limits?: FrequentLimits): Frequent {
    const frequent = new Frequent(limits);
    if (state.counts.length <= frequent.#capacity) frequent.#takeOver(state);
    else frequent.#fold(state);
    return frequent;
  }

  state(): FrequentState {
    return {
      count: this.count,
      errorMax: this.errorMax,
      hashes: this.#hashes.slice(0, 2 * this.#size),
      counts: this.#counts.slice(0, this.#size),
      texts: this.#texts.slice(0, this.#size),
    };
  }

  /** See `FrequentState`. */
  get errorMax(): number {
    return this.#errorMax + (this.#filter === null ? 0 : this.#threshold(this.#filter));
  }

  /** @param high,low the 64-bit hash of the whole text, which is its identity. */
  add(text: string, high: number, low: number): void {
    this.count++;
    if (this.#errorMax > 0 && !this.#passes(low)) return;
    const sizeBefore = this.#size;
    const counter = this.#raise(high, low, 1);
    if ((this.#texts[counter] ?? null) === null) this.#keepText(counter, text);
    if (this.#size > this.#capacity || (this.#size > sizeBefore && this.#isHopeless)) this.#reduce();
  }

  merge(other: Frequent): void {
    if (this.count === 0) this.#takeOver(other.state());
    else this.#fold(other.state());
  }

  /**
   * Merge counters whose texts take time to make. @param textOf the text of a counter, as in `FrequentState`; asked only
   * where there is none yet
   */
  append(later: FrequentCounters, textOf: (counter: number) => string | null): void {
    // With what this one's filter has kept back; a filter of its own begins with the next value that is added.
    this.#errorMax = this.errorMax + later.errorMax;
    this.#filter = null;
    this.count += later.count;
    if (this.#size === 0) this.#copy(later, textOf);
    else this.#addUp(later, textOf);
    if (this.#size > this.#capacity) this.#reduce();
  }

  #copy(later: FrequentCounters, textOf: (counter: number) => string | null): void {
    this.#size = later.counts.length;
    this.#hashes = later.hashes.slice();
    this.#counts = later.counts.slice();
    this.#index = none.index;
    for (let i = 0; i < this.#size; i++) this.#keepText(i, textOf(i));
  }

  #addUp(later: FrequentCounters, textOf: (counter: number) => string | null): void {
    const sizeMax = this.#size + later.counts.length;
    // Some segments more fit: one of 1,000 columns has 22 counters on average.
    if (sizeMax > this.#counts.length) this.#reserve(2 * sizeMax);
    for (let i = 0; i < later.counts.length; i++) {
      const counter = this.#raise(
        later.hashes[2 * i] ?? 0,
        later.hashes[2 * i + 1] ?? 0,
        later.counts[i] ?? 0,
      );
      if ((this.#texts[counter] ?? null) === null) this.#keepText(counter, textOf(i));
    }
  }

  result(shownMax = frequentShownMax): FrequentValues {
    const { errorMax } = this;
    // The first ones so far, in their order: of thousands of counters hardly any is placed.
    const first: number[] = [];
    for (let i = 0; i < this.#size; i++) {
      if ((this.#counts[i] ?? 0) <= errorMax) continue;
      const last = first.length < shownMax ? undefined : first[shownMax - 1];
      if (last !== undefined && this.#compare(i, last) > 0) continue;
      let place = first.length;
      while (place > 0 && this.#compare(i, first[place - 1] ?? i) < 0) place--;
      first.splice(place, 0, i);
      if (first.length > shownMax) first.pop();
    }
    return this.#values(first);
  }

  /** All values that `result` can show, in no particular order. */
  unordered(): FrequentValues {
    const { errorMax } = this;
    const counters: number[] = [];
    for (let i = 0; i < this.#size; i++) if ((this.#counts[i] ?? 0) > errorMax) counters.push(i);
    return this.#values(counters);
  }

  get #capacity(): number {
    return this.#errorMax === 0 ? this.limits.countersMax : this.limits.exactMax;
  }

  /** At the first value past `exactMax`: hardly one of them came again. */
  get #isHopeless(): boolean {
    const { exactMax } = this.limits;
    return (
      this.#errorMax === 0 &&
      this.#size === exactMax + 1 &&
      newPerRepetitionMax * (this.count - this.#size) < this.#size
    );
  }

  /** @param low of a hash @returns whether a counter is due to its value */
  #passes(low: number): boolean {
    this.#filter ??= this.#newFilter();
    const filter = this.#filter;
    const slot = low & (filter.length - 1);
    const held = filter[slot] ?? 0;
    const passes = held >= this.#threshold(filter);
    filter[slot] = passes ? slotOpen : held + 1;
    return passes;
  }

  /** Values that a slot holds back at present. */
  #threshold(filter: Uint8Array): number {
    const average = (this.count - this.#filteredFrom) / filter.length;
    return Math.min(slotOpen - 1, thresholdMin + Math.floor(3 * average));
  }

  /** What has a counter passes. */
  #newFilter(): Uint8Array {
    const filter = new Uint8Array(filterSlots(this.limits.exactMax));
    for (let i = 0; i < this.#size; i++) {
      filter[(this.#hashes[2 * i + 1] ?? 0) & (filter.length - 1)] = slotOpen;
    }
    this.#filteredFrom = this.count - 1;
    return filter;
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
    const text = this.#texts[counter] ?? "";
    const truncated = text.length > this.limits.textCharsMax;
    const value = truncated ? cut(text, this.limits.textCharsMax) : text;
    return { value, truncated, count: this.#counts[counter] ?? 0 };
  }

  /** By falling count, then by text; by hash where what was kept of two texts is equal. */
  #compare(a: number, b: number): number {
    const byCount = (this.#counts[b] ?? 0) - (this.#counts[a] ?? 0);
    if (byCount !== 0) return byCount;
    const aText = this.#texts[a] ?? "";
    const bText = this.#texts[b] ?? "";
    if (aText !== bText) return aText < bText ? -1 : 1;
    const byHigh = (this.#hashes[2 * a] ?? 0) - (this.#hashes[2 * b] ?? 0);
    return byHigh !== 0 ? byHigh : (this.#hashes[2 * a + 1] ?? 0) - (this.#hashes[2 * b + 1] ?? 0);
  }

  #takeOver(state: FrequentState): void {
    this.count = state.count;
    this.#errorMax = state.errorMax;
    this.#filter = null;
    this.#size = state.counts.length;
    this.#hashes = state.hashes;
    this.#counts = state.counts;
    this.#texts = state.texts.slice();
    this.#index = none.index;
  }

  #fold(state: FrequentState): void {
    this.append(state, (counter) => state.texts[counter] ?? null);
  }

  /** @returns the counter, whose text is still to be kept when it is new */
  #raise(high: number, low: number, by: number): number {
    if (this.#index.length === 0) this.#reindex();
    const mask = this.#index.length - 1;
    let place = low & mask;
    for (;;) {
      const counter = (this.#index[place] ?? 0) - 1;
      if (counter < 0) break;
      if (this.#hashes[2 * counter + 1] === low && this.#hashes[2 * counter] === high) {
        this.#counts[counter] = (this.#counts[counter] ?? 0) + by;
        return counter;
      }
      place = (place + 1) & mask;
    }
    if (this.#size === this.#counts.length) {
      this.#reserve(Math.max(8, 2 * this.#size));
      return this.#raise(high, low, by);
    }
    const counter = this.#size++;
    this.#index[place] = counter + 1;
    this.#hashes[2 * counter] = high;
    this.#hashes[2 * counter + 1] = low;
    this.#counts[counter] = by;
    this.#texts[counter] = null;
    return counter;
  }

  #keepText(counter: number, text: string | null): void {
    this.#texts[counter] = text === null ? null : this.#bounded(text);
  }

  /** One character more than is shown tells that there was more. */
  #bounded(text: string): string {
    const kept = this.limits.textCharsMax + 1;
    // Joined anew, because a slice would keep the whole text alive.
    return text.length > kept ? text.slice(0, kept).split("").join("") : text;
  }

  /** Room for so many counters. */
  #reserve(counters: number): void {
    const counts = new Float64Array(counters);
    counts.set(this.#counts);
    this.#counts = counts;
    const hashes = new Uint32Array(2 * counts.length);
    hashes.set(this.#hashes);
    this.#hashes = hashes;
    this.#index = none.index;
  }

  #reindex(): void {
    const places = 2 ** Math.ceil(Math.log2(2 * Math.max(8, this.#counts.length)));
    if (this.#index.length === places) this.#index.fill(0);
    else this.#index = new Uint32Array(places);
    const mask = this.#index.length - 1;
    for (let counter = 0; counter < this.#size; counter++) {
      let place = (this.#hashes[2 * counter + 1] ?? 0) & mask;
      while (this.#index[place] !== 0) place = (place + 1) & mask;
      this.#index[place] = counter + 1;
    }
  }

  #reduce(): void {
    const decrement = this.#countAtRank(Math.floor(this.limits.exactMax / 2));
    let kept = 0;
    for (let i = 0; i < this.#size; i++) {
      const rest = (this.#counts[i] ?? 0) - decrement;
      if (rest <= 0) continue;
      this.#counts[kept] = rest;
      this.#hashes[2 * kept] = this.#hashes[2 * i] ?? 0;
      this.#hashes[2 * kept + 1] = this.#hashes[2 * i + 1] ?? 0;
      this.#texts[kept] = this.#texts[i] ?? null;
      kept++;
    }
    this.#size = kept;
    this.#texts.length = kept;
    this.#errorMax += decrement;
    this.#reindex();
  }

  /** The (rank + 1)-th largest count. */
  #countAtRank(rank: number): number {
    let repeated = 0;
    for (let i = 0; i < this.#size; i++) if ((this.#counts[i] ?? 0) > 1) repeated++;
    // Nearly always so in columns of unique values, where this runs every few hundred cells.
    if (repeated <= rank) return 1;
    const ascending = this.#counts.slice(0, this.#size).sort();
    return ascending[this.#size - 1 - rank] ?? 0;
  }
}

/** The first `length` units, without half a character at the end. */
function cut(text: string, length: number): string {
  const last = text.charCodeAt(length - 1);
  return text.slice(0, last >= 0xd800 && last <= 0xdbff ? length - 1 : length);
}

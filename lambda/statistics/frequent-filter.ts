/**
 * What stands before the counters of frequent values: a byte for each group of hashes, which counts their values until they
 * are many enough for counters of their own. Zhou et al. 2018 ("Cold Filter") in its simplest form.
 */

/** For each value that has a counter at the most. */
const slotsPerCounter = 8;
const thresholdMin = 2;
/** Of a slot: the values that it belongs to are counted by counters. */
const slotOpen = 255;

/** Slots of the filter: a power of two. */
export function filterSlots(exactMax: number): number {
  return 2 ** Math.ceil(Math.log2(slotsPerCounter * exactMax));
}

export class FrequentFilter {
  /** By the lowest bits of a hash: values without a counter, or `slotOpen`. */
  readonly #slots: Uint8Array;
  /** Values before the first one that came here. */
  readonly #countBefore: number;

  /** @param lowHashes low halves of the hashes that have a counter: they pass */
  constructor(exactMax: number, countBefore: number, lowHashes: Iterable<number>) {
    this.#slots = new Uint8Array(filterSlots(exactMax));
    this.#countBefore = countBefore;
    for (const low of lowHashes) this.#slots[low & (this.#slots.length - 1)] = slotOpen;
  }

  /**
   * Values that a slot holds back at present: 2, and 3 more for each that a slot has had on average.
   * @param count of all values so far
   */
  threshold(count: number): number {
    const average = (count - this.#countBefore) / this.#slots.length;
    return Math.min(slotOpen - 1, thresholdMin + Math.floor(3 * average));
  }

  /** @param low half of a hash @param count of all values, this one included @returns whether a counter is due to it */
  passes(low: number, count: number): boolean {
    const slot = low & (this.#slots.length - 1);
    const held = this.#slots[slot] ?? 0;
    const passes = held >= this.threshold(count);
    this.#slots[slot] = passes ? slotOpen : held + 1;
    return passes;
  }
}

import { distinctExactMax, hyperLogLogPrecision } from "../limits.ts";
import { Hash64Set } from "./hash64-set.ts";
import { HyperLogLog } from "./hyperloglog.ts";

const noHashes = new Uint32Array(0);

export interface DistinctLimits {
  /** Distinct hashes kept one by one before the sketch takes over. */
  readonly exactMax: number;
  readonly precision: number;
}

export interface DistinctState {
  readonly count: number;
  /** [high, low] of each hash, while they are few; else empty. */
  readonly hashes: Uint32Array;
  readonly registers: Uint8Array | null;
  /** How many registers have each value, where they were counted already. */
  readonly registerCounts?: Uint32Array;
}

export interface DistinctCount {
  readonly distinct: number;
  readonly method: "exact" | "hyperloglog";
  /** Relative: the estimate is within it in 68 %, within twice of it in 95 % of all cases. 0 when exact. */
  readonly standard_error: number;
}

/**
 * The number of distinct values, by their 64-bit hashes: a set up to `exactMax`, HyperLogLog beyond.
 *
 * "Exact" means of the hashes: that any two of n distinct values share one has a chance of n² / 2^65, 2.7e-12 at
 * 10,000. The sketch takes over when the number of distinct hashes passes the bound, and has seen all of them: so
 * state and answer are independent of order, cut and merge.
 * Memory: up to 128 KiB of hashes, then 16 KiB of registers (at the default limits).
 */
export class Distinct {
  readonly limits: DistinctLimits;
  /** Values added, repetitions included. */
  count = 0;
  /** Made with the first value. */
  #set: Hash64Set | null = null;
  /** Distinct hashes in place of the set, for as long as nothing is added: a set of 10,000 takes a millisecond to build. */
  #handedOver: Uint32Array | null = null;
  #sketch: HyperLogLog | null = null;

  /** @param limits the same in all states that merge. */
  constructor(limits: DistinctLimits = { exactMax: distinctExactMax, precision: hyperLogLogPrecision }) {
    this.limits = limits;
  }

  /** @param state Taken over: its registers are those of the sketch from here on. */
  static from(state: DistinctState, limits?: DistinctLimits): Distinct {
    const distinct = new Distinct(limits);
    if (state.registers !== null)
      distinct.#sketch = new HyperLogLog(distinct.limits.precision, state.registers, state.registerCounts);
    if (state.registers === null && state.hashes.length <= 2 * distinct.limits.exactMax)
      distinct.#handedOver = state.hashes;
    else distinct.#addHashes(state.hashes);
    distinct.count = state.count;
    return distinct;
  }

  state(): DistinctState {
    return { count: this.count, hashes: this.#hashes(), registers: this.#sketch?.registers() ?? null };
  }

  add(high: number, low: number): void {
    this.count++;
    // The set keeps the hash 0 as 1, so the sketch must see it so as well.
    if (this.#sketch !== null) this.#sketch.add(high, (high | low) === 0 ? 1 : low);
    else this.#addToSet(this.#set ?? this.#newSet(), high, low);
  }

  merge(other: Distinct): void {
    const count = this.count + other.count;
    if (this.count === 0 && other.#sketch === null) {
      this.#handedOver = other.#hashes();
    } else if (this.count === 0 && other.#sketch !== null) {
      this.#sketch = new HyperLogLog(this.limits.precision, other.#sketch.registers());
    } else {
      this.#addHashes(other.#hashes());
      if (other.#sketch !== null) this.#toSketch().merge(other.#sketch);
    }
    this.count = count;
  }

  result(): DistinctCount {
    if (this.#sketch === null) {
      const distinct = this.#set?.size ?? (this.#handedOver?.length ?? 0) / 2;
      return { distinct, method: "exact", standard_error: 0 };
    }
    // More than the set could hold and no more than there were values: both are known for certain.
    const estimate = Math.max(this.limits.exactMax + 1, Math.round(this.#sketch.estimate()));
    return {
      distinct: Math.min(this.count, estimate),
      method: "hyperloglog",
      standard_error: this.#sketch.standardError,
    };
  }

  #addHashes(hashes: Uint32Array): void {
    for (let i = 0; i < hashes.length; i += 2) this.add(hashes[i] ?? 0, hashes[i + 1] ?? 0);
  }

  /** [high, low] of each hash that is kept. */
  #hashes(): Uint32Array {
    return this.#handedOver ?? this.#set?.toArray() ?? noHashes;
  }

  #addToSet(set: Hash64Set, high: number, low: number): void {
    if (set.add(high, low) && set.size > this.limits.exactMax) this.#toSketch();
  }

  /** With what was handed over. */
  #newSet(): Hash64Set {
    const set = new Hash64Set();
    const hashes = this.#hashes();
    for (let i = 0; i < hashes.length; i += 2) set.add(hashes[i] ?? 0, hashes[i + 1] ?? 0);
    this.#set = set;
    this.#handedOver = null;
    return set;
  }

  #toSketch(): HyperLogLog {
    if (this.#sketch !== null) return this.#sketch;
    const sketch = new HyperLogLog(this.limits.precision);
    const hashes = this.#hashes();
    this.#handedOver = null;
    for (let i = 0; i < hashes.length; i += 2) sketch.add(hashes[i] ?? 0, hashes[i + 1] ?? 0);
    this.#sketch = sketch;
    this.#set = null;
    return sketch;
  }
}

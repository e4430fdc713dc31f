import { distinctSampleMax, frequentTextCharsMax } from "../limits.ts";

/** `hashes` holds [high, low] of each text. Ascending. */
export interface DistinctSampleState {
  readonly hashes: Uint32Array;
  readonly texts: readonly string[];
}

/** What a key of a hash has for each unit of the high half. */
const keyOfHigh = 0x20_0000;

interface Sampled {
  readonly high: number;
  readonly low: number;
  readonly text: string;
}

/**
 * A uniform sample of the distinct texts of a column: those `sizeMax` whose 64-bit hashes are the smallest.
 *
 * Source: bottom-k sampling, Cohen & Kaplan 2007 (KMV of Bar-Yossef et al. 2002 keeps the hashes only). A share of
 * the distinct texts is estimated with a standard error of at most 0.5 / √sizeMax, 3.1 % of a full sample; it is
 * exact while there are no more than `sizeMax` distinct texts. The k smallest of a union are among the k smallest
 * of its parts: state and answer are independent of order, cut and merge.
 * A text whose hash is above the largest kept costs one comparison, and nearly all are.
 * Memory: twice `sizeMax` texts, cut to `frequentTextCharsMax` characters; some 100 KB.
 */
export class DistinctSample {
  readonly sizeMax: number;
  /**
   * Unordered and with more than `sizeMax` entries between two trims. By 53 bits of the hash, whose order is the same; that
   * two of some hundred share them has a chance of 1e-11.
   */
  readonly #held = new Map<number, Sampled>();
  #thresholdHigh = 0x1_0000_0000;

  /** @param sizeMax the same in all states that merge. */
  constructor(sizeMax = distinctSampleMax) {
    if (!(sizeMax >= 1)) throw new RangeError(`sizeMax is at least 1, got ${sizeMax}`);
    this.sizeMax = sizeMax;
  }

  static from(state: DistinctSampleState, sizeMax?: number): DistinctSample {
    const sample = new DistinctSample(sizeMax);
    for (const [i, text] of state.texts.entries())
      sample.add(text, state.hashes[2 * i] ?? 0, state.hashes[2 * i + 1] ?? 0);
    return sample;
  }

  /** Texts whose hash has a greater high half are not taken any more. */
  get thresholdHigh(): number {
    return this.#thresholdHigh;
  }

  state(): DistinctSampleState {
    const sampled = this.#ascending();
    return {
      hashes: Uint32Array.from(sampled.flatMap(({ high, low }) => [high, low])),
      texts: sampled.map(({ text }) => text),
    };
  }

  /** @param high,low the 64-bit hash of the whole text, which is its identity. */
  add(text: string, high: number, low: number): void {
    if (high > this.#thresholdHigh) return;
    const key = high * keyOfHigh + (low >>> 11);
    if (this.#held.has(key)) return;
    this.#held.set(key, { high, low, text: bounded(text) });
    if (this.#held.size >= 2 * this.sizeMax) this.#trim();
  }

  merge(other: DistinctSample): void {
    for (const { text, high, low } of other.#ascending()) this.add(text, high, low);
  }

  /** The texts, at most `frequentTextCharsMax` characters of each. */
  texts(): readonly string[] {
    return this.#ascending().map(({ text }) => text);
  }

  #ascending(): Sampled[] {
    return Array.from(this.#keys(), (key) => this.#held.get(key)).filter((sampled) => sampled !== undefined);
  }

  /** The smallest. */
  #keys(): Float64Array {
    return Float64Array.from(this.#held.keys()).sort().subarray(0, this.sizeMax);
  }

  #trim(): void {
    const keys = this.#keys();
    const greatest = keys[keys.length - 1] ?? 0;
    for (const key of this.#held.keys()) if (key > greatest) this.#held.delete(key);
    this.#thresholdHigh = Math.floor(greatest / keyOfHigh);
  }
}

function bounded(text: string): string {
  // Joined anew, because a slice would keep the whole text alive.
  return text.length > frequentTextCharsMax ? text.slice(0, frequentTextCharsMax).split("").join("") : text;
}

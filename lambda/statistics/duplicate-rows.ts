import { distinctRowsExactMax } from "../limits.ts";

const capacityMin = 1024;

/** Odd, so that its multiples go through each place of a table once. */
const scatter = 0x9e3779b1 | 0;

/** `counts[i]` rows have the hash `hashes[2i]`, `hashes[2i + 1]` (high, low), whose first `depth` bits are zero. */
export interface DuplicateRowsState {
  readonly rows: number;
  readonly depth: number;
  readonly hashes: Uint32Array;
  readonly counts: Float64Array;
}

/** A sample of rows: all of them at depth 0, else those whose hashes begin with so many zero bits. */
export interface RowSample {
  /** Of which it was taken. */
  readonly rows: number;
  readonly depth: number;
  /** Distinct rows in it. */
  readonly size: number;
  /** Sums of how often each of them came again, and of the squares of that. */
  readonly repeated: number;
  readonly repeatedSquares: number;
}

export interface DuplicateRowCount {
  /** Rows that repeat an earlier one: rows less distinct rows, as pandas' `duplicated().sum()`. */
  readonly count: number;
  readonly method: "exact" | "adaptive_sampling";
  /** Of `count`, in rows, itself estimated from the sample; 0 when exact. */
  readonly standard_error: number;
}

/** Standard errors by which the two estimates may differ: more happens by chance to one table in a million. */
const deviationsMax = 5;

/**
 * What the sample says of all rows. Its own duplicates, scaled up, are the better estimate as long as they are spread over
 * many rows: 0 where there are none. They miss a row that comes half a million times and is not in the sample, or count it
 * twice; rows less distinct rows do not.
 */
export function duplicateRowCount(sample: RowSample): DuplicateRowCount {
  const { rows, depth, size, repeated, repeatedSquares } = sample;
  const scale = 2 ** depth;
  if (scale === 1) return { count: repeated, method: "exact", standard_error: 0 };
  const scaledUp = repeated * scale;
  const scaledUpError = Math.sqrt(scale * (scale - 1) * repeatedSquares);
  const difference = rows - size * scale;
  const differenceError = Math.sqrt(scale * (scale - 1) * size);
  const isMissing = Math.abs(scaledUp - difference) > deviationsMax * differenceError;
  const [count, standardError] =
    isMissing || differenceError < scaledUpError
      ? [difference, differenceError]
      : // That nothing of one more row was seen is no certainty.
        [scaledUp, Math.max(scaledUpError, scale)];
  return {
    count: Math.min(rows - size, Math.max(repeated, count)),
    method: "adaptive_sampling",
    standard_error: standardError,
  };
}

/**
 * Duplicate rows by 64-bit row hash: exact up to `exactMax` distinct rows, from a sample beyond.
 *
 * Source: adaptive sampling, Wegman 1984; Flajolet 1990. When more than `exactMax` distinct hashes are held, only
 * those stay whose first bit is zero, then whose first two are, and so on: every distinct row is in the sample with
 * the chance 2^−depth, and with all its repetitions. Two estimates follow from it (`duplicateRowCount`): 2^depth times the
 * duplicates in the sample (Horvitz–Thompson), and the rows less 2^depth times the distinct ones. Both are unbiased.
 * "Exact" means of the hashes; that two of n different rows share one has a chance of n² / 2^65, 7e-8 at 1.6 million.
 * The depth is the least that leaves at most `exactMax` hashes of the whole, hence in no part greater: state and
 * answer are independent of order, cut and merge.
 * Memory: 16 bytes a place, at most 3/4 full, doubling from 16 KiB to 32 MiB at the default; half as much again
 * while it grows.
 */
export class DuplicateRows {
  readonly exactMax: number;
  rows = 0;
  #depth = 0;
  #size = 0;
  #capacity = capacityMin;
  /** [high, low] of each place; free where the count is 0. */
  #hashes = new Uint32Array(2 * capacityMin);
  #counts = new Float64Array(capacityMin);
  /** Sums over the sampled rows of (count − 1), and of its square. */
  #repeated = 0;
  #repeatedSquares = 0;

  /** @param exactMax the same in all states that merge. */
  constructor(exactMax = distinctRowsExactMax) {
    if (!(exactMax >= 1)) throw new RangeError(`exactMax is at least 1, got ${exactMax}`);
    this.exactMax = exactMax;
  }

  static from(state: DuplicateRowsState, exactMax?: number): DuplicateRows {
    const duplicates = new DuplicateRows(exactMax);
    duplicates.rows = state.rows;
    duplicates.#fold(state.depth, state.hashes, state.counts, false);
    return duplicates;
  }

  state(): DuplicateRowsState {
    const hashes = new Uint32Array(2 * this.#size);
    const counts = new Float64Array(this.#size);
    let length = 0;
    for (let place = 0; place < this.#capacity; place++) {
      const count = this.#counts[place] ?? 0;
      if (count === 0) continue;
      hashes[2 * length] = this.#hashes[2 * place] ?? 0;
      hashes[2 * length + 1] = this.#hashes[2 * place + 1] ?? 0;
      counts[length++] = count;
    }
    return { rows: this.rows, depth: this.#depth, hashes, counts };
  }

  add(high: number, low: number): void {
    this.rows++;
    this.#raise(high, low, 1);
  }

  merge(other: DuplicateRows): void {
    this.rows += other.rows;
    this.#reserve(this.#size + other.#size);
    this.#fold(other.#depth, other.#hashes, other.#counts, this.#size + other.#size > this.exactMax);
  }

  result(): DuplicateRowCount {
    return duplicateRowCount({
      rows: this.rows,
      depth: this.#depth,
      size: this.#size,
      repeated: this.#repeated,
      repeatedSquares: this.#repeatedSquares,
    });
  }

  /**
   * Entries whose count is 0 are free places.
   *
   * @param scattered Take them from all over the table instead of in order. Two full tables have no room in one of
   * their size before the sample has shrunk: in order, they would fill it from the front without a gap, and each search
   * would go through all of that.
   */
  #fold(depth: number, hashes: Uint32Array, counts: Float64Array, scattered: boolean): void {
    if (depth > this.#depth) {
      this.#depth = depth;
      this.#rebuild();
    }
    const mask = counts.length - 1;
    for (let step = 0; step < counts.length; step++) {
      const i = scattered ? Math.imul(step, scatter) & mask : step;
      const count = counts[i] ?? 0;
      if (count > 0) this.#raise(hashes[2 * i] ?? 0, hashes[2 * i + 1] ?? 0, count);
    }
  }

  #raise(high: number, low: number, by: number): void {
    if (!this.#isSampled(high)) return;
    const mask = this.#capacity - 1;
    let place = low & mask;
    for (;;) {
      const count = this.#counts[place] ?? 0;
      if (count === 0) break;
      if (this.#hashes[2 * place] === high && this.#hashes[2 * place + 1] === low) {
        this.#counts[place] = count + by;
        this.#repeated += by;
        this.#repeatedSquares += (count + by - 1) ** 2 - (count - 1) ** 2;
        return;
      }
      place = (place + 1) & mask;
    }
    this.#hashes[2 * place] = high;
    this.#hashes[2 * place + 1] = low;
    this.#counts[place] = by;
    this.#repeated += by - 1;
    this.#repeatedSquares += (by - 1) ** 2;
    this.#size++;
    while (this.#size > this.exactMax) {
      this.#depth++;
      this.#rebuild();
    }
    if (4 * this.#size > 3 * this.#capacity) {
      this.#capacity *= 2;
      this.#rebuild();
    }
  }

  /**
   * Make room for so many rows at once. What comes out of another table is in the order of its places: put into a table
   * that is to grow yet, it would fill the beginning of that up, and search through it for every row.
   */
  #reserve(rows: number): void {
    const capacity = this.#capacity;
    while (4 * Math.min(rows, this.exactMax) > 3 * this.#capacity) this.#capacity *= 2;
    if (this.#capacity > capacity) this.#rebuild();
  }

  #isSampled(high: number): boolean {
    return this.#depth === 0 || high >>> (32 - this.#depth) === 0;
  }

  /** Into a table of the present capacity and depth. */
  #rebuild(): void {
    const hashes = this.#hashes;
    const counts = this.#counts;
    this.#hashes = new Uint32Array(2 * this.#capacity);
    this.#counts = new Float64Array(this.#capacity);
    this.#size = 0;
    this.#repeated = 0;
    this.#repeatedSquares = 0;
    const mask = this.#capacity - 1;
    for (let i = 0; i < counts.length; i++) {
      const count = counts[i] ?? 0;
      const high = hashes[2 * i] ?? 0;
      if (count === 0 || !this.#isSampled(high)) continue;
      const low = hashes[2 * i + 1] ?? 0;
      let place = low & mask;
      while (this.#counts[place] !== 0) place = (place + 1) & mask;
      this.#hashes[2 * place] = high;
      this.#hashes[2 * place + 1] = low;
      this.#counts[place] = count;
      this.#repeated += count - 1;
      this.#repeatedSquares += (count - 1) ** 2;
      this.#size++;
    }
  }
}

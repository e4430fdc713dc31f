/**
 * Duplicate rows of what several have read, each by the rule of duplicate-rows.ts: their hashes lie in lists by their
 * lowest bits, and what is equal is in the lists of one number. So a table of one such list at a time does, which fits
 * the cache, where a table of all rows would not.
 */
import { distinctRowsExactMax } from "../limits.ts";
import { type DuplicateRowCount, duplicateRowCount } from "./duplicate-rows.ts";

/** The distinct rows of a part. */
export interface RowLists {
  /** Of the part. */
  readonly rows: number;
  /** The hashes begin with so many zero bits. */
  readonly depth: number;
  /** [low, high] of each hash, list after list. */
  readonly words: Uint32Array<ArrayBuffer>;
  /** End of each list, in hashes. */
  readonly ends: Uint32Array<ArrayBuffer>;
  /** How many rows have each hash; null where all have one. */
  readonly counts: Float64Array<ArrayBuffer> | null;
}

/** Leading zeros of a 64-bit hash: 0 to 64. */
const depths = 65;

/** @param parts of one table; as many lists in each @param exactMax the same as theirs */
export function countDuplicates(
  parts: readonly RowLists[],
  exactMax = distinctRowsExactMax,
): DuplicateRowCount {
  let rows = 0;
  let depth = 0;
  for (const part of parts) {
    rows += part.rows;
    depth = Math.max(depth, part.depth);
  }
  const sums = new SumsByDepth();
  const table = new RowTable(longestList(parts));
  const lists = parts[0]?.ends.length ?? 0;
  for (let list = 0; list < lists; list++) {
    for (const part of parts) table.add(part, list, depth);
    table.moveTo(sums);
  }
  let sample = sums.from(depth);
  // The least depth that leaves few enough.
  while (sample.size > exactMax) sample = sums.from(++depth);
  return duplicateRowCount({ rows, depth, ...sample });
}

/** Of distinct rows, by the leading zeros of their hashes: how many there are, and how often they came again. */
class SumsByDepth {
  readonly #size = new Float64Array(depths);
  readonly #repeated = new Float64Array(depths);
  readonly #repeatedSquares = new Float64Array(depths);

  add(zeros: number, count: number): void {
    const again = count - 1;
    this.#size[zeros] = (this.#size[zeros] ?? 0) + 1;
    this.#repeated[zeros] = (this.#repeated[zeros] ?? 0) + again;
    this.#repeatedSquares[zeros] = (this.#repeatedSquares[zeros] ?? 0) + again * again;
  }

  from(depth: number): { size: number; repeated: number; repeatedSquares: number } {
    const sum = (sums: Float64Array): number => sums.subarray(depth).reduce((a, b) => a + b, 0);
    return {
      size: sum(this.#size),
      repeated: sum(this.#repeated),
      repeatedSquares: sum(this.#repeatedSquares),
    };
  }
}

/** Hashes of the longest list of all parts together. */
function longestList(parts: readonly RowLists[]): number {
  let longest = 0;
  for (let list = 0; list < (parts[0]?.ends.length ?? 0); list++) {
    const hashes = parts.reduce((sum, part) => sum + (part.ends[list] ?? 0) - startOf(part, list), 0);
    longest = Math.max(longest, hashes);
  }
  return longest;
}

function startOf({ ends }: RowLists, list: number): number {
  return list === 0 ? 0 : (ends[list - 1] ?? 0);
}

/** The rows of one list of all parts, each once. Its arrays serve for all lists: made anew, they took half of the time. */
class RowTable {
  /** By the bits of a hash: 1 + the index of a row. Half of the places stay free. */
  readonly #places: Int32Array;
  readonly #words: Uint32Array;
  readonly #counts: Float64Array;
  #rows = 0;

  constructor(rowsMax: number) {
    this.#places = new Int32Array(2 ** Math.ceil(Math.log2(2 * rowsMax + 1)));
    this.#words = new Uint32Array(2 * rowsMax);
    this.#counts = new Float64Array(rowsMax);
  }

  /** @param depth leading zeros without which a hash is in no sample of all parts */
  add(part: RowLists, list: number, depth: number): void {
    const { words, ends, counts } = part;
    const end = ends[list] ?? 0;
    for (let at = startOf(part, list); at < end; at++) {
      const low = words[2 * at] ?? 0;
      const high = words[2 * at + 1] ?? 0;
      if (leadingZeros(low, high) < depth) continue;
      this.#raise(low, high, counts === null ? 1 : (counts[at] ?? 0));
    }
  }

  #raise(low: number, high: number, by: number): void {
    const places = this.#places;
    const words = this.#words;
    const mask = places.length - 1;
    // The lowest bits are the number of the list.
    let place = (low >>> 8) & mask;
    for (;;) {
      const row = (places[place] ?? 0) - 1;
      if (row < 0) break;
      if (words[2 * row] === low && words[2 * row + 1] === high) {
        this.#counts[row] = (this.#counts[row] ?? 0) + by;
        return;
      }
      place = (place + 1) & mask;
    }
    words[2 * this.#rows] = low;
    words[2 * this.#rows + 1] = high;
    this.#counts[this.#rows] = by;
    places[place] = ++this.#rows;
  }

  /** Every row of the table, which is empty then. */
  moveTo(sums: SumsByDepth): void {
    for (let row = 0; row < this.#rows; row++) {
      const zeros = leadingZeros(this.#words[2 * row] ?? 0, this.#words[2 * row + 1] ?? 0);
      sums.add(zeros, this.#counts[row] ?? 0);
    }
    this.#places.fill(0);
    this.#rows = 0;
  }
}

function leadingZeros(low: number, high: number): number {
  return high === 0 ? 32 + Math.clz32(low) : Math.clz32(high);
}

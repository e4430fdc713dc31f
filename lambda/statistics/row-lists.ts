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
  const lists = parts[0]?.ends.length ?? 0;
  for (let list = 0; list < lists; list++) addList(parts, list, sums);
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

  add(low: number, high: number, count: number): void {
    const zeros = high === 0 ? 32 + Math.clz32(low) : Math.clz32(high);
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

/** The rows of one list of all parts, each once. */
function addList(parts: readonly RowLists[], list: number, sums: SumsByDepth): void {
  const bounds = parts.map(({ ends }) => [list === 0 ? 0 : (ends[list - 1] ?? 0), ends[list] ?? 0] as const);
  const hashes = bounds.reduce((sum, [start, end]) => sum + end - start, 0);
  const words = new Uint32Array(2 * hashes);
  const counts = new Float64Array(hashes);
  // 1 + the index of a hash; half of the places stay free.
  const places = new Int32Array(2 ** Math.ceil(Math.log2(2 * hashes + 1)));
  const mask = places.length - 1;
  let distinct = 0;
  for (const [i, part] of parts.entries()) {
    const [start, end] = bounds[i] ?? [0, 0];
    for (let at = start; at < end; at++) {
      const low = part.words[2 * at] ?? 0;
      const high = part.words[2 * at + 1] ?? 0;
      const count = part.counts === null ? 1 : (part.counts[at] ?? 0);
      // The lowest bits are the number of the list.
      let place = (low >>> 8) & mask;
      for (;;) {
        const index = (places[place] ?? 0) - 1;
        if (index < 0) {
          places[place] = ++distinct;
          words[2 * distinct - 2] = low;
          words[2 * distinct - 1] = high;
          counts[distinct - 1] = count;
          break;
        }
        if (words[2 * index] === low && words[2 * index + 1] === high) {
          counts[index] = (counts[index] ?? 0) + count;
          break;
        }
        place = (place + 1) & mask;
      }
    }
  }
  for (let i = 0; i < distinct; i++) sums.add(words[2 * i] ?? 0, words[2 * i + 1] ?? 0, counts[i] ?? 0);
}

/** What a kernel has found out about its rows as wholes, after the last one. */
import type { RowSample } from "../statistics/duplicate-rows.ts";
import type { RowLists } from "../statistics/row-lists.ts";
import type { Kernel } from "./kernel-instance.ts";
import type { KernelMemory } from "./kernel-memory.ts";
import * as layout from "./layout.ts";

export function rowSample(kernel: Kernel): RowSample {
  return {
    rows: kernel.rowsBefore.value,
    depth: kernel.sampleDepth.value,
    size: kernel.sampleSize.value,
    repeated: kernel.sampleRepeated.value,
    repeatedSquares: kernel.sampleRepeatedSquares.value,
  };
}

/** Of a table without columns. */
export const noRows: RowSample = { rows: 0, depth: 0, size: 0, repeated: 0, repeatedSquares: 0 };

/** The rows of the sample. Copies. */
export function rowLists(kernel: Kernel, memory: KernelMemory): RowLists {
  const { rows, depth, size } = rowSample(kernel);
  const words = new Uint32Array(2 * size);
  const ends = new Uint32Array(layout.rowPartitions);
  // First of all: for it the memory may grow.
  const countsAt = kernel.repeatsSize.value > 0 ? kernel.countRows() : 0;
  let end = 0;
  for (let partition = 0; partition < layout.rowPartitions; partition++) {
    const at = kernel.rowLists.value + partition * layout.partitionBytes;
    const start = memory.u32(at + layout.partitionStart);
    const hashes = (memory.u32(at + layout.partitionEnd) - start) / 8;
    words.set(memory.words.subarray(start / 4, start / 4 + 2 * hashes), 2 * end);
    end += hashes;
    ends[partition] = end;
  }
  return { rows, depth, words, ends, counts: countsAt === 0 ? null : memory.f64s(countsAt, size) };
}

export function noRowLists(): RowLists {
  return {
    rows: 0,
    depth: 0,
    words: new Uint32Array(0),
    ends: new Uint32Array(layout.rowPartitions),
    counts: null,
  };
}

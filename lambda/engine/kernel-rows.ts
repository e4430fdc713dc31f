/** What a kernel has found out about its rows as wholes, after the last one. */
import type { RowSample } from "../statistics/duplicate-rows.ts";
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

/** The sample of a part of a table, as it is handed to another thread. */
export interface RowHashes {
  readonly rows: number;
  readonly depth: number;
  /** u64 of each distinct row. */
  readonly distinct: Uint8Array<ArrayBuffer>;
  /** u64 and double of those that came again: how often. */
  readonly repeats: Uint8Array<ArrayBuffer>;
}

const hashBytes = 8;
const repeatBytes = 16;
/** Of hashes that are handed over at once. */
const pieceBytes = 1024 * 1024;

/** Copies. */
export function rowHashes(kernel: Kernel, memory: KernelMemory): RowHashes {
  const { rows, depth, size } = rowSample(kernel);
  const repeatsBytes = repeatBytes * kernel.repeatsSize.value;
  // First of all: for it the memory may grow.
  const repeatsAt = kernel.listRepeats();
  const repeats = Uint8Array.from(memory.bytes.subarray(repeatsAt, repeatsAt + repeatsBytes));
  kernel.releaseRows(repeatsAt, repeatsBytes);
  const distinct = new Uint8Array(hashBytes * size);
  let end = 0;
  for (let partition = 0; partition < layout.rowPartitions; partition++) {
    const at = kernel.rowLists.value + partition * layout.partitionBytes;
    const list = memory.bytes.subarray(
      memory.u32(at + layout.partitionStart),
      memory.u32(at + layout.partitionEnd),
    );
    distinct.set(list, end);
    end += list.length;
  }
  return { rows, depth, distinct, repeats };
}

/** Take over the rows of other parts. @returns the sample of all */
export function adoptRows(kernel: Kernel, memory: KernelMemory, parts: readonly RowHashes[]): RowSample {
  const region = kernel.reserveRows(pieceBytes);
  let rows = kernel.rowsBefore.value;
  for (const part of parts) {
    rows += part.rows;
    kernel.deepenSample(part.depth);
    for (const piece of pieces(part.distinct)) {
      memory.bytes.set(piece, region);
      kernel.addRows(region, piece.length / hashBytes);
    }
    for (const piece of pieces(part.repeats)) {
      memory.bytes.set(piece, region);
      kernel.adoptRepeats(region, piece.length / repeatBytes);
    }
  }
  kernel.releaseRows(region, pieceBytes);
  kernel.finishRows();
  return { ...rowSample(kernel), rows };
}

function* pieces(bytes: Uint8Array): Generator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += pieceBytes) yield bytes.subarray(at, at + pieceBytes);
}

/** How much the kernel takes at a time. A function of the number of columns only: in every thread the batches are the same. */

/** With its grid of cells it stays in a second-level cache of 1 MiB. */
const sliceBytesMin = 256 * 1024;
const batchCellsMin = 64 * 1024;

/** Columns up to which that is enough rows. */
const columnsNarrow = 64;
/** Up to 8 MiB of text, and 16 MiB of grid. */
const factorMax = 32;

export interface BatchSize {
  /** Of text; a power of two. */
  readonly sliceBytes: number;
  /** Of a batch at the most. */
  readonly cellsMax: number;
}

/**
 * The states of many columns fit into no cache: each has to find its own anew in every batch, so that has to have some
 * hundred rows. Twice as fast at 1,000 columns.
 *
 * @param sliceBytesLeast other than the default in tests only
 */
export function batchSizeFor(columns: number, sliceBytesLeast = sliceBytesMin): BatchSize {
  const times = Math.max(1, columns / columnsNarrow);
  const factor = Math.min(factorMax, 2 ** Math.ceil(Math.log2(times)));
  return { sliceBytes: factor * sliceBytesLeast, cellsMax: factor * batchCellsMin };
}

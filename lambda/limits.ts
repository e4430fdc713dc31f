/**
 * Every bound of the profiler, with its unit in the name and its reason beside it. What goes past a bound is
 * reported, never silently dropped.
 */

/** Bytes read before the dialect is decided: enough for some hundred rows of a wide table. */
export const sniffBytes = 64 * 1024;

/** Bytes of one record (all its lines). A longer one is a quote that was never closed, not a record. */
export const recordBytesMax = 16 * 1024 * 1024;

/** Columns of one table. 100,000 columns of minimal state still fit in 512 MB. */
export const columnsMax = 100_000;

/** Examples kept for each kind of bad cell and bad row: enough to see a pattern, few enough to read. */
export const examplesMax = 5;

/** Characters of an example's value; the rest is cut off and marked. */
export const exampleCharsMax = 100;

/** Characters of a column name as used in the summary; longer names are cut and reported. */
export const columnNameCharsMax = 255;

/** Share of the non-missing cells that must fit for a column to be called int, float or date. */
export const typeShareMin = 0.9;

/** Decompressed bytes for each compressed byte. gzip itself cannot exceed 1,032. */
export const decompressionRatioMax = 1_000;

/** Compressed bytes below which the ratio is not judged: a short run of equal bytes compresses extremely well. */
export const decompressionRatioFloorBytes = 1024 * 1024;

/** Bytes of a DynamoDB item that we fill at the most; the service's own limit is 400 KB. */
export const itemBytesMax = 300 * 1024;

/** Milliseconds before the function's end at which it stops reading and writes what it has. */
export const timeoutReserveMs = 5_000;

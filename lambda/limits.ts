/**
 * Every bound of the profiler, with its unit in the name and its reason beside it. What goes past a bound is
 * reported, never silently dropped.
 */

/** Bytes read before the dialect is decided: enough for some hundred rows of a wide table. */
export const sniffBytes = 64 * 1024;

/** Bytes of one record: all its lines, but for the line end behind it. A longer one is a quote that was never closed, not a record. */
export const recordBytesMax = 16 * 1024 * 1024;

/**
 * Text of one segment. What depends on the order of values (sums of doubles, counters of frequent values) is taken by
 * segment and added up in the order of the file, so that a profile does not depend on how many threads made it. A
 * segment is some 100 ms of work: little enough for threads to end at about the same time. Of 16 MiB, what begins anew in
 * each (counters, dictionaries) costs 5 % more time; of 64, 5 % less, but a function that deals them to threads holds four.
 */
export const segmentBytes = 32 * 1024 * 1024;

/**
 * Bytes of a file from which on several threads read it unless otherwise stated. Another thread costs some 200 ms: its
 * start, code that is not compiled yet, two states to merge.
 */
export const parallelBytesMin = 256 * 1024 * 1024;

/** Threads that read one text: beyond, one thread cannot deal it out fast enough. */
export const threadsMax = 16;

/** Columns of one table: as many as Excel has. Full of distinct values they take 430 MB of a function's 512. */
export const columnsMax = 16_384;

/** Examples kept for each kind of bad cell and bad row: enough to see a pattern, few enough to read. */
export const examplesMax = 5;

/** Characters of an example's value; the rest is cut off and marked. */
export const exampleCharsMax = 100;

/** Characters of a column name as used in the summary; longer names are cut and reported. */
export const columnNameCharsMax = 255;

/** Share of the non-missing cells that must fit for a column to be called int, float or date. */
export const typeShareMin = 0.9;

/** Decompressed bytes for each compressed byte. gzip itself cannot exceed 1,032, zstd 30,000. */
export const decompressionRatioMax = 1_000;

/**
 * Compressed bytes that every file is taken to have when its ratio is judged, for a short run of equal bytes compresses
 * extremely well: so much times `decompressionRatioMax`, 1,000 MiB, no file is refused for.
 */
export const decompressionRatioFloorBytes = 1024 * 1024;

/** Bytes of a DynamoDB item that we fill at the most; the service's own limit is 400 KB. */
export const itemBytesMax = 300 * 1024;

/**
 * Milliseconds before the function's end at which it stops reading and writes what it has, on one core; with a share of one
 * as much longer. A profile of 1,000 columns takes a second to write, one of 5,000 three.
 */
export const timeoutReserveMs = 5_000;

/** Numbers of a column kept for exact quantiles: 80 KB. Beyond, a sketch is smaller. */
export const quantileValuesExactMax = 10_000;

/** Pages (1 KiB each) of a quantile sketch. With an error of 0.39 % there is one for each sign and exponent: 64 powers of two are 19 decades. */
export const ddsketchPagesMax = 64;

/**
 * Pages of a sketch up to which its bins stay finer than that: some 2,000 to 4,000 bins, however narrow the range. With
 * 16 they are twice as wide; with 64 most columns' sketches take twice the memory.
 */
export const ddsketchPagesFineMax = 32;

/** Distinct values of a column counted exactly: 128 KiB of hashes. Beyond, 16 KiB of HyperLogLog. */
export const distinctExactMax = 10_000;

/** HyperLogLog precision p: 2^p registers of a byte, standard error 1.04 / 2^(p/2) = 0.81 %. */
export const hyperLogLogPrecision = 14;

/** Distinct values of a column whose frequencies are counted exactly in any order; beyond, the error is stated. */
export const frequentExactMax = 1_000;

/**
 * Counters of frequent values as long as they are exact, which they are up to here where values repeat: dates of 20 years.
 * In wider tables fewer: 5,115 for each of 30 columns, 1,534 of 100.
 */
export const frequentCountersMax = 8_000;

/** Characters (UTF-16 units) kept of a frequent value; its identity is the hash of the whole. */
export const frequentTextCharsMax = 100;

/** Most frequent values shown of a column. */
export const frequentShownMax = 10;

/** Characters of a shape; longer ones are prose, and cut. */
export const shapeCharsMax = 60;

/** Bins of a histogram of numbers: as many as a reader takes in. */
export const histogramBinsMax = 20;

/** Bins of a histogram of dates: a month of days, five years of months. */
export const dateHistogramBinsMax = 62;

/** Occupied bins of a column's date counts: 11 years of days; 64 KiB in the kernel. Beyond, the calendar unit grows. */
export const calendarBinsMax = 4_096;

/** Distinct rows whose repetitions are counted exactly: 3/4 of 2^21 places of 16 bytes, 32 MiB. */
export const distinctRowsExactMax = 1_572_864;

/**
 * Bytes of all columns' statistics together, of which each gets a share (column-budget.ts): less than the full counters from 20
 * columns on, than the full set of distinct values from 193 on, than all values for exact quantiles from 315 on.
 */
export const columnStatisticsBytesMax = 96 * 1024 * 1024;

/** Distinct texts of a column that are looked at closely (shapes, e-mail addresses, URLs …): shares within 3 %. */
export const distinctSampleMax = 256;

/** Characters of a text that may be a formatted number, e.g. `(USD 1.234.567.890,12)`. */
export const formattedNumberCharsMax = 40;

/** Percent of a column's values for which a hint must hold: as tolerant as the types themselves. */
export const hintPercentageMin = 90;

/**
 * Percent of a column's values that must be formatted numbers for the format to be the column's: with as many, a decision
 * on a type is called close. Fewer are slips, which are told as invalid values.
 */
export const formattedPercentageMin = 5;

/** Percent of missing values from which on a column is called mostly missing. */
export const highMissingPercentage = 50;

/** Share above or below the type threshold within which a decision is called close. */
export const closeDecisionShare = 0.05;

/** Columns shown in an HTML report: some 6 MB. More than a browser lays out at ease, and than anyone reads. */
export const reportColumnsMax = 1_000;

/** Bytes of a large object asked for at once: some 90 ms of one S3 connection, a few times its time to first byte. */
export const rangeBytes = 8 * 1024 * 1024;

/** Ranges of one object held or asked for at once: 64 MiB, eight S3 connections of some 90 MB/s. */
export const rangesAheadMax = 8;

/**
 * Share of a function's memory for ranges read ahead: one range for each 256 MB. Its CPU grows with its memory, and no
 * more than one connection's bytes are read and profiled in 256 MB's share of a core; further ones only cost.
 */
export const readAheadMemoryShare = 1 / 32;

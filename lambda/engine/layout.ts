/**
 * What the kernel and its driver agree on: numbers and offsets in linear memory. Compiled by both TypeScript and
 * AssemblyScript, so it may hold nothing but constants.
 */

/** Kinds of cells, in the order of their counts in a column's state. */
export const kindEmpty = 0;
export const kindNullToken = 1;
export const kindInt = 2;
export const kindFloat = 3;
export const kindDate = 4;
export const kindString = 5;
export const kindCount = 6;

/** Orders of day and month, as `configure` takes them. */
export const orderUnstated = 0;
export const orderDayFirst = 1;
export const orderMonthFirst = 2;

/** Why `readRecords` stopped. */
export const stoppedForMore = 0;
/** The batch is full: profile it and go on. */
export const stoppedForBatch = 1;
/** The record between `recordAt` and `recordEnd` is the driver's to read. */
export const stoppedForRecord = 2;
/** The text ends inside quotes. */
export const stoppedForQuote = 3;

/** Rows that are odd as rows. */
export const oddShort = 0;
export const oddLong = 1;
export const oddStrayQuotes = 2;
export const oddRowKinds = 3;

/** Line ends seen, as bits. */
export const terminatorLf = 1;
export const terminatorCrlf = 2;
export const terminatorCr = 4;

/** Kinds of cells whose values are counted together. */
export const valuesNullToken = 0;
export const valuesNumber = 1;
export const valuesDate = 2;
export const valuesString = 3;
export const valueKinds = 4;

/**
 * Offsets in states, in bytes. Everything is a double unless it says otherwise; `…At` are u32 addresses, 0 for what is
 * not there yet.
 */

/** A column: counts by kind; lengths of cells with a value, and of null tokens: sum, least, greatest. */
export const columnCounts = 0;
export const columnLengthSum = 48;
export const columnLengthMin = 56;
export const columnLengthMax = 64;
export const columnNullLengthSum = 72;
export const columnNullLengthMin = 80;
export const columnNullLengthMax = 88;
/** Addresses of a state of values for each kind. */
export const columnValuesAt = 96;
export const columnNumbersAt = 112;
export const columnDatesAt = 116;
/** u32: the greatest high half of a hash that the sample of texts still takes. */
export const columnSampleThreshold = 120;
/** u32 address of its dictionary, and whether it is in use: see kernel/dictionary.ts. */
export const columnDictionaryAt = 124;
export const columnDictionaryMode = 128;
export const columnBytes = 144;

/** Values of one kind: the set or HyperLogLog of their hashes, the counters of the frequent ones. */
/** u32: counters above 1. */
export const valuesRepeated = 0;
export const valuesErrorMax = 8;
/** u32: hashes of 8 bytes in open addressing; 0 is free. */
export const valuesSetAt = 16;
export const valuesSetCapacity = 20;
export const valuesSetSize = 24;
/** One byte each. */
export const valuesRegistersAt = 28;
/** What a register may be: less than this. */
export const registerValues = 64;
/** Counters, in open addressing: u64 hashes, 0 where a place is free; doubles, the counts less one. */
export const valuesHashesAt = 32;
export const valuesCountsAt = 36;
export const valuesCountersCapacity = 40;
export const valuesCountersSize = 44;
/** u32 offset and u32 bytes of the text of each counter. */
export const valuesTextRefsAt = 48;
export const valuesTextsAt = 52;
export const valuesTextsSize = 56;
export const valuesTextsCapacity = 60;
/** u32 places of the counters above 1, as long as they are few: see kernel/repeated-places.ts. */
export const valuesPlacesAt = 64;
export const valuesPlacesSize = 68;
/** u32: values of this segment, and how many there were when counts got an error. */
export const valuesCount = 72;
export const valuesFilteredFrom = 76;
/** The filter in front of the counters, from then on: one byte a slot. */
export const valuesFilterAt = 80;
export const valuesBytes = 88;

/** A counter that is listed: its hash, its count, and where its text is. See kernel/segment.ts. */
export const listedCounterBytes = 24;

/** In place of a text's bytes: it was not kept, because the counter cannot be shown. */
export const textNotKept = 0xffff_ffff;

/** Numbers. */
export const numbersCount = 0;
export const numbersMean = 8;
export const numbersMeanLow = 16;
export const numbersM2 = 24;
export const numbersM3 = 32;
export const numbersM4 = 40;
export const numbersSum = 48;
export const numbersCompensation = 56;
export const numbersMin = 64;
export const numbersMax = 72;
export const numbersZeros = 80;
export const numbersNegatives = 88;
export const numbersFractions = 96;
/** Doubles one by one, as long as there is no sketch. */
export const numbersExact = 104;
export const numbersSketchAt = 116;
export const numbersBytes = 120;

/**
 * A quantile sketch: counts; u32 pages in use, i32 level (see `DDSketch`); a table from keys to pages, u8 by the key's hash;
 * u64 key of each page, from 1 on, as 0 is no page; doubles by page and bin.
 */
export const sketchZeros = 0;
export const sketchCollapsedNegative = 8;
export const sketchCollapsedPositive = 16;
export const sketchPages = 24;
export const sketchLevel = 28;
export const sketchPageOf = 32;
export const sketchPageOfBytes = 4096;
export const sketchKeys = 4128;
/** Of the first page. */
export const sketchCounts = 6176;
export const sketchPageBytes = 1024;

/** A list of doubles: u32 address, u32 length, u32 capacity. */
export const listLength = 4;
export const listCapacity = 8;

/** Dates: instants with one reading, and those with two as day first and as month first; then the formats. */
export const datesSettled = 0;
export const datesDayFirst = 56;
export const datesMonthFirst = 112;
export const datesFormatsAt = 168;
export const datesFormatsLength = 172;
export const datesFormatsCapacity = 176;
export const datesBytes = 184;

/**
 * Instants, with a histogram: u32 level (0 to 7, see `CalendarHistogram`), u32 places, u32 places in use; and a list
 * of those that wait to be counted.
 */
export const instantsCount = 0;
export const instantsMin = 8;
export const instantsMax = 16;
export const instantsLevel = 24;
export const instantsPlacesAt = 28;
export const instantsCapacity = 32;
export const instantsSize = 36;
export const instantsWaiting = 40;
/** A place: i64 period, count; free where the count is 0. */
export const placePeriod = 0;
export const placeCount = 8;
export const placeBytes = 16;

/** A date format: its number, and how its cells could be read. */
export const formatNumber = 0;
export const formatDayFirstOnly = 8;
export const formatMonthFirstOnly = 16;
export const formatSettled = 24;
export const formatAmbiguous = 32;
export const formatBytes = 40;

/** What the driver answers about a cell it classified: the number, or both readings and the format of the date. */
export const replyNumber = 0;
export const replyDayFirst = 0;
export const replyMonthFirst = 8;
export const replyFormat = 16;
export const replyBytes = 24;

/** Lists of row hashes, by their lowest bits. */
export const rowPartitionsLog2 = 8;
export const rowPartitions = 256;
/** Of a list: u32 address of its first hash, and of what follows the last one. */
export const partitionStart = 0;
export const partitionEnd = 4;
export const partitionBytes = 16;

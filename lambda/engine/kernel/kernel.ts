/** What the driver calls. The state of the kernel is one table: every table has an instance of its own. */
import { reserveColumns } from "./columns";
import { setDateOrder } from "./dates";
import { prepareDates } from "./dates-alike";
import { reserveDuplicateRows } from "./duplicate-rows";
import { prepareHashes } from "./hash64";
import { reserveFrequent } from "./misra-gries";
import { prepareNumbers } from "./numbers";
import { reserveBatch, setDialect } from "./records";

export { setBudget } from "./budget";
export { columns, profileColumns, replyAt, settleColumns } from "./columns";
export { countRegisters } from "./distinct";
export {
  addRows,
  adoptRepeats,
  deepenSample,
  finishRows,
  listRepeats,
  releaseRows,
  repeatsSize,
  reserveRows,
  rowLists,
  sampleDepth,
  sampleRepeated,
  sampleRepeatedSquares,
  sampleSize,
} from "./duplicate-rows";
export { countLineEnds } from "./lines";
export { addNullToken, finishNullToken, reserveNullTokens } from "./null-tokens";
export { oddRowCount } from "./odd-rows";
export {
  batchRows,
  blankLines,
  clearBatch,
  commitRow,
  line,
  nextRowAt,
  readRecords,
  recordEnd,
  recordLines,
  rowsBefore,
  skipLines,
  terminators,
} from "./records";
export { clearSegment, listCounters, listHashes } from "./segment";
export { extendText, recordAt, reserveText, textEnd } from "./text";

/** First of all. @param quote 256 for none @param dateOrder one of `order…` */
export function configure(delimiter: u32, quote: u32, dateOrder: i32): void {
  setDialect(delimiter, quote);
  setDateOrder(dateOrder);
  prepareDates();
  prepareHashes();
  prepareNumbers();
}

/** Once the table's width is known and the budget of its columns is set, before its first row. */
export function beginTable(width: i32, cellsMax: i32, rowsMax: i32, distinctRowsMax: u32): void {
  reserveBatch(width, cellsMax, rowsMax);
  reserveColumns();
  reserveFrequent();
  reserveDuplicateRows(distinctRowsMax);
}

/** What a kernel is told before it reads: how the text is written, and what is kept of each column. */
import type { Dialect } from "../csv/dialect.ts";
import { distinctRowsExactMax } from "../limits.ts";
import type { ColumnBudget } from "../statistics/column-budget.ts";
import type { CellRules } from "../types/cell.ts";
import { defaultNullTokens } from "../types/null-tokens.ts";
import { batchSizeFor } from "./batch-size.ts";
import type { Kernel } from "./kernel-instance.ts";
import type { KernelMemory } from "./kernel-memory.ts";
import * as layout from "./layout.ts";

/** Rows of a batch at the most. */
export const batchRowsMax = 16 * 1024;

/**
 * Room for the states of columns of a text that is not short, reserved at once: the kernel takes page after page, and V8
 * collects garbage for nearly each of them (1,000 columns: 240 times 3 ms).
 */
const columnStateBytes = 128 * 1024;
/** Of 16,384 columns (see `columnsMax`); less than the smallest functions have, whose systems would refuse it. */
const columnStatesBytesMax = 384 * 1024 * 1024;

/** What the kernel calls "no quote". */
const noQuote = 256;

/** Once, before anything else. */
export function configureKernel(
  kernel: Kernel,
  memory: KernelMemory,
  { delimiter, quote }: Dialect,
  { dateOrder = null, nullTokens = defaultNullTokens }: CellRules,
): void {
  const orders = { day_first: layout.orderDayFirst, month_first: layout.orderMonthFirst };
  kernel.configure(
    delimiter.charCodeAt(0),
    quote?.charCodeAt(0) ?? noQuote,
    dateOrder === null ? layout.orderUnstated : orders[dateOrder],
  );
  const encoded = nullTokens.map((token) => Buffer.from(token)).filter((token) => token.length > 0);
  kernel.reserveNullTokens(encoded.length);
  for (const token of encoded) {
    const at = kernel.addNullToken(token.length);
    memory.bytes.set(token, at);
    kernel.finishNullToken(at, token.length);
  }
}

/** Once the columns are known. @param rowsMax of a batch; `batchRowsMax` unless the text is short */
export function beginKernelTable(
  kernel: Kernel,
  memory: KernelMemory,
  { figures, quantiles, distinct, frequent, calendarBinsMax }: ColumnBudget,
  columnCount: number,
  rowsMax: number,
): void {
  kernel.setBudget(
    quantiles.valuesExactMax,
    quantiles.pagesMax,
    distinct.exactMax,
    distinct.precision,
    frequent.exactMax,
    frequent.countersMax,
    frequent.textCharsMax,
    calendarBinsMax,
    figures === "basic" ? 1 : 0,
  );
  kernel.beginTable(columnCount, batchSizeFor(columnCount).cellsMax, rowsMax, distinctRowsExactMax);
  if (rowsMax === batchRowsMax)
    memory.reserve(Math.min(columnCount * columnStateBytes, columnStatesBytesMax));
}

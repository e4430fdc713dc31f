/** The kernel's sample of rows is the one of lambda/statistics/duplicate-rows.ts, on both sides of its bound. */
import fc from "fast-check";
import { expect, it } from "vitest";
import { instantiateKernel, type Kernel } from "../../lambda/engine/kernel-instance.ts";
import { KernelMemory } from "../../lambda/engine/kernel-memory.ts";
import { kernelModule } from "../../lambda/engine/kernel-module.ts";
import * as layout from "../../lambda/engine/layout.ts";
import { columnBudget } from "../../lambda/statistics/column-budget.ts";
import { DuplicateRows, duplicateRowCount } from "../../lambda/statistics/duplicate-rows.ts";

const unasked = (): never => {
  throw new Error("the driver is not asked about these rows");
};

/** Rows of one cell, read in batches of so many. */
function readRows(rows: readonly string[], distinctRowsMax: number, batchRows: number): Kernel {
  const kernel = instantiateKernel(kernelModule(), {
    classify: unasked,
    example: () => undefined,
    oddRow: unasked,
    formattedNumber: () => undefined,
    sampleText: () => 0,
  });
  const memory = new KernelMemory(kernel.memory);
  const { quantiles, distinct, frequent, calendarBinsMax } = columnBudget(1);
  kernel.configure(0x2c, 0x22, layout.orderUnstated);
  kernel.setBudget(
    quantiles.valuesExactMax,
    quantiles.pagesMax,
    distinct.exactMax,
    distinct.precision,
    frequent.exactMax,
    frequent.countersMax,
    100,
    calendarBinsMax,
  );
  kernel.reserveNullTokens(0);
  kernel.beginTable(1, batchRows, batchRows, distinctRowsMax);
  const text = Buffer.from(`${rows.join("\n")}\n`);
  const at = kernel.reserveText(text.length);
  memory.bytes.set(text, at);
  kernel.extendText(text.length);
  for (let stopped = -1; stopped !== layout.stoppedForMore; ) {
    stopped = kernel.readRecords(0);
    kernel.profileColumns();
    kernel.clearBatch();
  }
  kernel.finishRows();
  return kernel;
}

/** [low, high] of each distinct row, and how many rows have it. */
function* entriesOf(kernel: Kernel): Generator<{ low: number; high: number; count: number }> {
  const counts = new Float64Array(kernel.memory.buffer, kernel.countRows(), kernel.sampleSize.value);
  const view = new DataView(kernel.memory.buffer);
  let entry = 0;
  for (let partition = 0; partition < layout.rowPartitions; partition++) {
    const list = kernel.rowLists.value + partition * layout.partitionBytes;
    const end = view.getUint32(list + layout.partitionEnd, true);
    for (let at = view.getUint32(list + layout.partitionStart, true); at < end; at += 8) {
      const low = view.getUint32(at, true);
      expect(low % layout.rowPartitions).toBe(partition);
      yield { low, high: view.getUint32(at + 4, true), count: counts[entry++] ?? 0 };
    }
  }
}

function sampleOf(kernel: Kernel, rows: number) {
  return {
    rows,
    depth: kernel.sampleDepth.value,
    size: kernel.sampleSize.value,
    repeated: kernel.sampleRepeated.value,
    repeatedSquares: kernel.sampleRepeatedSquares.value,
  };
}

function compare(rows: readonly string[], distinctRowsMax: number, batchRows: number): void {
  const all = [...entriesOf(readRows(rows, 1_000_000, batchRows))];
  const expected = new DuplicateRows(distinctRowsMax);
  for (const { low, high, count } of all) for (let i = 0; i < count; i++) expected.add(high, low);
  expect(all.length).toBe(new Set(rows).size);
  const bounded = readRows(rows, distinctRowsMax, batchRows);
  expect(duplicateRowCount(sampleOf(bounded, rows.length))).toEqual(expected.result());
  const { depth, counts } = expected.state();
  expect(sampleOf(bounded, rows.length)).toMatchObject({ depth, size: counts.length });
  const found = Array.from(entriesOf(bounded), ({ low, high, count }) => `${high}:${low}=${count}`);
  const wanted = all
    .filter(({ high }) => depth === 0 || high >>> (32 - depth) === 0)
    .map(({ low, high, count }) => `${high}:${low}=${count}`);
  expect(found.sort()).toEqual(wanted.sort());
}

it("few rows, any bound", () => {
  fc.assert(
    fc.property(
      fc.array(fc.nat(80), { minLength: 1, maxLength: 300 }),
      fc.integer({ min: 1, max: 90 }),
      fc.integer({ min: 1, max: 50 }),
      (rows, distinctRowsMax, batchRows) =>
        compare(
          rows.map((row) => `r${row}`),
          distinctRowsMax,
          batchRows,
        ),
    ),
    { numRuns: 200 },
  );
});

it.each([
  ["all distinct, at the bound", 60_000, 60_000],
  ["all distinct, one above it", 60_000, 59_999],
  ["all distinct, far above it", 60_000, 1_000],
  ["each three times", 20_000, 7_000],
  ["mostly the same", 300, 100],
])("lists that are full: %s", (_, distinct, distinctRowsMax) => {
  const rows = Array.from({ length: 60_000 }, (_, i) => `row ${(i * 7_919) % distinct}`);
  compare(rows, distinctRowsMax, 1_000);
});

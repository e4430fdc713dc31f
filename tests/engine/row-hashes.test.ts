/** The kernel's sample of rows is the one of lambda/statistics/duplicate-rows.ts, on both sides of its bound, also in parts. */
import fc from "fast-check";
import { expect, it } from "vitest";
import { instantiateKernel, type Kernel } from "../../lambda/engine/kernel-instance.ts";
import { KernelMemory } from "../../lambda/engine/kernel-memory.ts";
import { kernelModule } from "../../lambda/engine/kernel-module.ts";
import { adoptRows, rowHashes, rowSample } from "../../lambda/engine/kernel-rows.ts";
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
    0,
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
  const { distinct, repeats } = rowHashes(kernel, new KernelMemory(kernel.memory));
  const hashes = new Uint32Array(distinct.buffer);
  const repeatWords = new Uint32Array(repeats.buffer);
  const repeatTimes = new Float64Array(repeats.buffer);
  const again = new Map<string, number>();
  for (let i = 0; i < repeatTimes.length; i += 2)
    again.set(`${repeatWords[2 * i]}:${repeatWords[2 * i + 1]}`, repeatTimes[i + 1] ?? 0);
  for (let i = 0; i < hashes.length; i += 2) {
    const [low = 0, high = 0] = hashes.subarray(i, i + 2);
    yield { low, high, count: 1 + (again.get(`${low}:${high}`) ?? 0) };
  }
}

function compare(rows: readonly string[], distinctRowsMax: number, batchRows: number): void {
  const all = [...entriesOf(readRows(rows, 1_000_000, batchRows))];
  const expected = new DuplicateRows(distinctRowsMax);
  for (const { low, high, count } of all) for (let i = 0; i < count; i++) expected.add(high, low);
  expect(all.length).toBe(new Set(rows).size);
  const bounded = readRows(rows, distinctRowsMax, batchRows);
  expect(duplicateRowCount(rowSample(bounded))).toEqual(expected.result());
  const { depth, counts } = expected.state();
  expect(rowSample(bounded)).toMatchObject({ depth, size: counts.length });
  const found = Array.from(entriesOf(bounded), entryText);
  const wanted = all.filter(({ high }) => depth === 0 || high >>> (32 - depth) === 0).map(entryText);
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

function entryText({ low, high, count }: { low: number; high: number; count: number }): string {
  return `${high}:${low}=${count}`;
}

/** One kernel takes over what others have read. */
function compareParts(parts: readonly (readonly string[])[], distinctRowsMax: number): void {
  const [own, ...others] = parts.map((rows) => readRows(rows, distinctRowsMax, 500));
  if (own === undefined) throw new RangeError("there is no part");
  const handedOver = others.map((kernel) => rowHashes(kernel, new KernelMemory(kernel.memory)));
  const sample = adoptRows(own, new KernelMemory(own.memory), handedOver);
  const whole = readRows(parts.flat(), distinctRowsMax, 500);
  expect(sample).toEqual(rowSample(whole));
  expect([...entriesOf(own)].map(entryText).sort()).toEqual([...entriesOf(whole)].map(entryText).sort());
}

it("parts that are taken over count as one, whatever their depths", () => {
  const part = fc.array(fc.nat(60).map(String), { minLength: 1, maxLength: 60 });
  fc.assert(
    fc.property(
      fc.array(part, { minLength: 1, maxLength: 4 }),
      fc.integer({ min: 1, max: 70 }),
      (parts, distinctRowsMax) => compareParts(parts, distinctRowsMax),
    ),
  );
});

it.each([
  ["no part above the bound, all together are", 40_000, 30_000],
  ["one part above the bound", 40_000, 20_000],
  ["each row in two parts, more than go over at once", 150_000, 1_000_000],
])("long parts: %s", (_, rows, distinctRowsMax) => {
  const numbers = Array.from({ length: rows }, (_, i) => `row ${i}`);
  compareParts([numbers.slice(0, rows / 4), numbers.slice(rows / 8), numbers.slice(-10)], distinctRowsMax);
});

/**
 * The kernel counts dates by month from the beginning once they lie on too many days, and lets the first ones wait until
 * that is certain. Nothing of it is to be seen in what it has counted, by whatever period.
 */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ColumnNotes } from "../../lambda/engine/column-notes.ts";
import { columnState } from "../../lambda/engine/column-state.ts";
import { instantiateKernel } from "../../lambda/engine/kernel-instance.ts";
import { KernelMemory } from "../../lambda/engine/kernel-memory.ts";
import { kernelModule } from "../../lambda/engine/kernel-module.ts";
import { beginKernelTable, configureKernel } from "../../lambda/engine/kernel-setup.ts";
import * as layout from "../../lambda/engine/layout.ts";
import {
  CalendarHistogram,
  type CalendarHistogramState,
} from "../../lambda/statistics/calendar-histogram.ts";
import { columnBudget } from "../../lambda/statistics/column-budget.ts";
import { comma } from "../csv/read.ts";

/** Periods that are counted apart at the most: twice as many dates may wait. */
const binsMax = 64;
const enough = 2 * binsMax;

const unasked = (): never => {
  throw new Error("the driver is not asked about these dates");
};

/** The dates as a column of one table, so many in a batch; a segment ends behind each of `segmentEnds` batches. */
function countedByKernel(
  texts: readonly string[],
  batchRows: number,
  segmentEnds: readonly number[],
): CalendarHistogramState | undefined {
  const kernel = instantiateKernel(kernelModule(), {
    classify: unasked,
    example: () => undefined,
    oddRow: unasked,
    formattedNumber: unasked,
    sampleText: unasked,
  });
  const memory = new KernelMemory(kernel.memory);
  const budget = {
    ...columnBudget(1),
    // Hardly any counters, so that no column of unique dates is looked up.
    frequent: { exactMax: 16, countersMax: 16, textCharsMax: 100 },
    calendarBinsMax: binsMax,
  };
  configureKernel(kernel, memory, comma, {});
  beginKernelTable(kernel, memory, budget, 1, batchRows);
  const text = Buffer.from(`${texts.join("\n")}\n`);
  const at = kernel.reserveText(text.length);
  memory.bytes.set(text, at);
  kernel.extendText(text.length);
  let stopped = -1;
  for (let batch = 0; stopped !== layout.stoppedForMore; batch++) {
    stopped = kernel.readRecords(1);
    kernel.profileColumns();
    kernel.clearBatch();
    if (segmentEnds.includes(batch)) {
      kernel.settleColumns();
      kernel.clearSegment(kernel.columns.value);
    }
  }
  kernel.settleColumns();
  const state = columnState(kernel, memory, kernel.columns.value, new ColumnNotes(budget), budget);
  return state.dates?.settled.histogram;
}

const dayMs = 86_400_000;
const textOf = (epochMs: number): string =>
  epochMs % dayMs === 0
    ? new Date(epochMs).toISOString().slice(0, 10)
    : `${new Date(epochMs).toISOString().slice(0, 19)}Z`;

function expectSameCounts(
  instants: readonly number[],
  batchRows: number,
  segmentEnds: readonly number[],
): CalendarHistogramState {
  const histogram = new CalendarHistogram(binsMax);
  for (const instant of instants) histogram.add(instant);
  const expected = histogram.state();
  expect(countedByKernel(instants.map(textOf), batchRows, segmentEnds)).toEqual(expected);
  return expected;
}

const scattered = (i: number): number => (i * 7_919) % 1_021;
const rows = Array.from({ length: 10 * binsMax }, (_, i) => i);

describe("dates of a column", () => {
  it.each([
    ["on too many days", rows.map((i) => scattered(i) * dayMs), "month"],
    ["on too many days, with times of day", rows.map((i) => scattered(i) * dayMs + i * 1000), "month"],
    ["as many as may wait", rows.slice(0, enough).map((i) => scattered(i) * dayMs), "month"],
    ["one more than may wait", rows.slice(0, enough + 1).map((i) => scattered(i) * dayMs), "month"],
    ["one alone", [dayMs], "millisecond"],
    ["on as many days as are counted apart", rows.map((i) => (i % binsMax) * dayMs), "millisecond"],
    ["on one day more", rows.map((i) => (i % (binsMax + 1)) * dayMs), "month"],
    ["on few days first", rows.map((i) => (i < enough ? i % 9 : i) * dayMs), "month"],
    ["on too many days first, then on one", rows.map((i) => (i < enough + 1 ? i : 0) * dayMs), "month"],
    ["before the years of the table of months", rows.map((i) => (-40_000 - scattered(i)) * dayMs), "month"],
    ["after them", rows.map((i) => (60_000 + scattered(i)) * dayMs), "month"],
    ["on both sides of its end", rows.map((i) => (46_900 + scattered(i)) * dayMs), "month"],
    ["of several centuries", rows.map((i) => (-90_000 + 250 * i) * dayMs), "century"],
    ["of many years", rows.map((i) => (-20_000 + 30 * i) * dayMs), "year"],
    ["within an hour", rows.map((i) => scattered(i) * 3000), "minute"],
    ["of some days, by the second", rows.map((i) => scattered(i) * 100_000 + 1000), "hour"],
  ])("%s", (_, instants, unit) => {
    for (const batchRows of [1, 50, enough, 10_000]) {
      for (const segmentEnds of [[], [0], [1, 2]]) {
        expect(expectSameCounts(instants, batchRows, segmentEnds).unit).toBe(unit);
      }
    }
  });

  it("are the same in any order, batch and segment", () => {
    const seconds = fc.integer({ min: -5_000_000_000, max: 6_000_000_000 });
    fc.assert(
      fc.property(
        fc.array(fc.tuple(seconds, fc.boolean()), { minLength: 1, maxLength: 400 }),
        fc.constantFrom(1, 60, 60 * 60, 86_400, 86_400 * 30),
        fc.integer({ min: 1, max: 200 }),
        fc.array(fc.nat(5), { maxLength: 3 }),
        (drawn, spread, batchRows, segmentEnds) => {
          const instants = drawn.map(([second, isDay]) => {
            const ms = (Math.floor(second / (86_400 * 365)) * 86_400 + (second % 500) * spread) * 1000;
            return isDay ? Math.floor(ms / dayMs) * dayMs : ms;
          });
          expectSameCounts(instants, batchRows, segmentEnds);
        },
      ),
      { numRuns: 200 },
    );
  });
});

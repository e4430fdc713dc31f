/**
 * The state of a column in the kernel's memory → the plain numbers that the statistics' classes take: all but what
 * depends on the order of cells (column-segment.ts).
 */
import type { ColumnState, ValueKind } from "../profile/column-profile.ts";
import type { DateProfileState, FormatCounts, InstantsState } from "../profile/date-profile.ts";
import type { NumberProfileState } from "../profile/number-profile.ts";
import { NumberSums } from "../profile/number-sums.ts";
import type { ValueState } from "../profile/value-profile.ts";
import { type CalendarHistogramState, calendarLevels } from "../statistics/calendar-histogram.ts";
import type { ColumnBudget } from "../statistics/column-budget.ts";
import type { DDSketchState } from "../statistics/ddsketch.ts";
import type { DistinctState } from "../statistics/distinct.ts";
import type { ExtremesState } from "../statistics/extremes.ts";
import type { ColumnNotes } from "./column-notes.ts";
import type { Kernel } from "./kernel-instance.ts";
import type { KernelMemory } from "./kernel-memory.ts";
import * as layout from "./layout.ts";

/** @param at the column's address @param notes what the driver kept of it */
export function columnState(
  kernel: Pick<Kernel, "countRegisters" | "listHashes">,
  memory: KernelMemory,
  at: number,
  notes: ColumnNotes,
  budget: ColumnBudget,
): ColumnState {
  const count = (kind: number): number => memory.f64(at + layout.columnCounts + 8 * kind);
  const numbersAt = memory.u32(at + layout.columnNumbersAt);
  const datesAt = memory.u32(at + layout.columnDatesAt);
  const typed =
    count(layout.kindInt) + count(layout.kindFloat) + count(layout.kindDate) + count(layout.kindString);
  return {
    empty: count(layout.kindEmpty),
    cells: notes.examples(count),
    values: valueStates(kernel, memory, at, count, budget),
    numbers:
      numbersAt === 0
        ? null
        : numberState(
            memory,
            numbersAt,
            count(layout.kindInt) + count(layout.kindFloat),
            notes.unsafeIntegers.state(),
          ),
    dates: datesAt === 0 ? null : dateState(memory, datesAt),
    formatted: null,
    texts: notes.texts?.state() ?? null,
    lengths: lengths(memory, at + layout.columnLengthSum, typed),
    nullTokenLengths: lengths(memory, at + layout.columnNullLengthSum, count(layout.kindNullToken)),
  };
}

function lengths(memory: KernelMemory, at: number, count: number) {
  return { count, sum: memory.f64(at), min: memory.f64(at + 8), max: memory.f64(at + 16) };
}

/** Kinds of values, and of the cells that have them. */
const valueCells: readonly (readonly [ValueKind, number, readonly number[]])[] = [
  ["null_token", layout.valuesNullToken, [layout.kindNullToken]],
  ["number", layout.valuesNumber, [layout.kindInt, layout.kindFloat]],
  ["date", layout.valuesDate, [layout.kindDate]],
  ["string", layout.valuesString, [layout.kindString]],
];

const noCounters: ValueState["frequent"] = {
  count: 0,
  errorMax: 0,
  hashes: new Uint32Array(0),
  counts: new Float64Array(0),
  texts: [],
};
const noSums = new NumberSums().state();

function valueStates(
  kernel: Pick<Kernel, "countRegisters" | "listHashes">,
  memory: KernelMemory,
  columnAt: number,
  countOf: (kind: number) => number,
  budget: ColumnBudget,
): Partial<Record<ValueKind, ValueState>> {
  const states: Partial<Record<ValueKind, ValueState>> = {};
  for (const [kind, index, cellKinds] of valueCells) {
    const at = memory.u32(columnAt + layout.columnValuesAt + 4 * index);
    if (at === 0) continue;
    const count = cellKinds.reduce((sum, cellKind) => sum + countOf(cellKind), 0);
    states[kind] = { distinct: distinctState(kernel, memory, at, count, budget), frequent: noCounters };
  }
  return states;
}

function distinctState(
  kernel: Pick<Kernel, "countRegisters" | "listHashes">,
  memory: KernelMemory,
  at: number,
  count: number,
  budget: ColumnBudget,
): DistinctState {
  const registersAt = memory.u32(at + layout.valuesRegistersAt);
  if (registersAt !== 0) {
    const countsAt = kernel.countRegisters(registersAt) / 4;
    return {
      count,
      hashes: new Uint32Array(0),
      registers: memory.copy(registersAt, 2 ** budget.distinct.precision),
      registerCounts: memory.words.slice(countsAt, countsAt + layout.registerValues),
    };
  }
  const hashesAt = kernel.listHashes(at) / 4;
  const hashes = memory.words.slice(hashesAt, hashesAt + 2 * memory.u32(at + layout.valuesSetSize));
  return { count, hashes, registers: null };
}

function numberState(
  memory: KernelMemory,
  at: number,
  count: number,
  unsafeIntegers: Pick<ExtremesState, "minInteger" | "maxInteger">,
): NumberProfileState {
  const number = (offset: number): number => memory.f64(at + offset);
  const sketchAt = memory.u32(at + layout.numbersSketchAt);
  const min = number(layout.numbersMin);
  const max = number(layout.numbersMax);
  return {
    sums: noSums,
    extremes: {
      count,
      min,
      max,
      minInteger: unsafeIntegers.minInteger,
      maxInteger: unsafeIntegers.maxInteger,
    },
    quantiles: {
      values: memory.f64s(
        memory.u32(at + layout.numbersExact),
        memory.u32(at + layout.numbersExact + layout.listLength),
      ),
      sketch: sketchAt === 0 ? null : sketchState(memory, sketchAt, min, max),
    },
    zeros: number(layout.numbersZeros),
    negatives: number(layout.numbersNegatives),
    fractions: number(layout.numbersFractions),
  };
}

function sketchState(memory: KernelMemory, at: number, min: number, max: number): DDSketchState {
  const pages = memory.u32(at + layout.sketchPages);
  const countsPerPage = layout.sketchPageBytes / 8;
  return {
    zeros: memory.f64(at + layout.sketchZeros),
    collapsedNegative: memory.f64(at + layout.sketchCollapsedNegative),
    collapsedPositive: memory.f64(at + layout.sketchCollapsedPositive),
    min,
    max,
    level: memory.u32(at + layout.sketchLevel) | 0,
    // Behind that of no page.
    keys: memory.u64s(at + layout.sketchKeys + 8, pages),
    counts: memory.f64s(at + layout.sketchCounts, pages * countsPerPage),
  };
}

function dateState(memory: KernelMemory, at: number): DateProfileState {
  const formats = new Map<number, FormatCounts>();
  const formatsAt = memory.u32(at + layout.datesFormatsAt);
  for (let i = 0; i < memory.u32(at + layout.datesFormatsLength); i++) {
    const format = formatsAt + i * layout.formatBytes;
    formats.set(memory.f64(format + layout.formatNumber), {
      dayFirstOnly: memory.f64(format + layout.formatDayFirstOnly),
      monthFirstOnly: memory.f64(format + layout.formatMonthFirstOnly),
      settled: memory.f64(format + layout.formatSettled),
      ambiguous: memory.f64(format + layout.formatAmbiguous),
    });
  }
  return {
    formats,
    settled: instantsState(memory, at + layout.datesSettled),
    asDayFirst: instantsState(memory, at + layout.datesDayFirst),
    asMonthFirst: instantsState(memory, at + layout.datesMonthFirst),
  };
}

function instantsState(memory: KernelMemory, at: number): InstantsState {
  return {
    count: memory.f64(at + layout.instantsCount),
    min: memory.f64(at + layout.instantsMin),
    max: memory.f64(at + layout.instantsMax),
    histogram: calendarState(memory, at),
  };
}

function calendarState(memory: KernelMemory, at: number): CalendarHistogramState {
  const placesAt = memory.u32(at + layout.instantsPlacesAt);
  const capacity = memory.u32(at + layout.instantsCapacity);
  const size = memory.u32(at + layout.instantsSize);
  const { words, doubles } = memory;
  const periods = new Float64Array(size);
  const countOf = new Map<number, number>();
  for (let place = placesAt; place < placesAt + capacity * layout.placeBytes; place += layout.placeBytes) {
    const count = doubles[(place + layout.placeCount) / 8] ?? 0;
    if (count === 0) continue;
    const at32 = (place + layout.placePeriod) / 4;
    // Low and high half of an i64.
    const period = (words[at32] ?? 0) + ((words[at32 + 1] ?? 0) | 0) * 2 ** 32;
    periods[countOf.size] = period;
    countOf.set(period, count);
  }
  periods.sort();
  return {
    unit: calendarLevels[memory.u32(at + layout.instantsLevel)] ?? "century",
    periods,
    counts: periods.map((period) => countOf.get(period) ?? 0),
  };
}

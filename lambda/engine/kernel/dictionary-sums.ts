/** What the repetitions of a dictionary's values add up to: the same as if each had been profiled by itself. */
import {
  columnDatesAt,
  columnDictionaryMode,
  columnLengthSum,
  columnNullLengthSum,
  columnNumbersAt,
  kindDate,
  kindFloat,
  kindInt,
  kindNullToken,
} from "../layout";
import { countersMax } from "./budget";
import { addCount, addToLengths } from "./column-counts";
import { addDates } from "./date-column";
import {
  clearDictionary,
  entryDayFirst,
  entryFormat,
  entryKind,
  entryLength,
  entryMonthFirst,
  entryNumber,
  entryOf,
  modeOff,
  modeUndecided,
  placeBytes,
  placeEntry,
  placeRepeated,
  tableEnd,
  tableStart,
} from "./dictionary";
import { addRepetitions } from "./frequent";
import { allocate } from "./memory";
import { addWeightedMoments } from "./moments";
import { addWeightedQuantiles } from "./quantiles";
import { groupOf, valuesOf } from "./values";

/** Pairs of doubles: numbers and how often they came again. */
let weighted: usize = 0;
let weightedEnd: usize = 0;

/** Once the budget is set. */
export function reserveWeighted(): void {
  weighted = allocate((<usize>countersMax) << 4);
}

/** The values of a column are many: from here on each is profiled by itself. */
export function giveUpDictionary(column: usize): void {
  takeOver(column);
  store<u32>(column, modeOff, columnDictionaryMode);
}

/** The segment ends, and the next one may have a dictionary. */
export function settleDictionary(column: usize): void {
  takeOver(column);
  store<u32>(column, modeUndecided, columnDictionaryMode);
}

function takeOver(column: usize): void {
  const start = tableStart(column);
  if (start === 0) return;
  const end = tableEnd(column);
  weightedEnd = weighted;
  for (let place = start; place < end; place += placeBytes) {
    const repeated = load<u32>(place, placeRepeated);
    if (repeated > 0)
      addEntry(column, load<u64>(place), entryOf(column, load<u32>(place, placeEntry)), <f64>repeated);
  }
  if (weightedEnd > weighted) {
    const numbers = <usize>load<u32>(column, columnNumbersAt);
    addWeightedMoments(numbers, weighted, weightedEnd);
    addWeightedQuantiles(numbers, weighted, weightedEnd);
  }
  clearDictionary(column);
}

function addEntry(column: usize, hash: u64, entry: usize, times: f64): void {
  const kind = <i32>load<u32>(entry, entryKind);
  addCount(column, kind, times);
  addToLengths(
    column,
    <f64>load<u32>(entry, entryLength) * times,
    kind === kindNullToken ? columnNullLengthSum : columnLengthSum,
  );
  addRepetitions(valuesOf(column, groupOf(kind)), hash, times);
  if (kind === kindInt || kind === kindFloat) {
    store<f64>(weightedEnd, load<f64>(entry, entryNumber));
    store<f64>(weightedEnd, times, 8);
    weightedEnd += 16;
  } else if (kind === kindDate) {
    addDates(
      <usize>load<u32>(column, columnDatesAt),
      load<f64>(entry, entryDayFirst),
      load<f64>(entry, entryMonthFirst),
      load<i32>(entry, entryFormat),
      times,
    );
  }
}

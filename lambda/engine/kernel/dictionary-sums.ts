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
import { addCount, addToLengths } from "./column-counts";
import { textEndAt, textStartAt } from "./counter-texts";
import { addDates } from "./date-column";
import { dateFormat, dayFirstMs, monthFirstMs, readDate } from "./dates";
import {
  dropDictionary,
  entriesOf,
  entryKind,
  entryLength,
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
import { allocate, release } from "./memory";
import { addWeightedMoments } from "./moments";
import { addWeightedQuantiles } from "./quantiles";
import { groupOf, valuesOf } from "./values";

/** Pairs of doubles: numbers and how often they came again. */
let weighted: usize = 0;
let weightedBytes: usize = 0;
let weightedEnd: usize = 0;

/** Room for one pair a value. */
function reserveWeighted(entries: u32): void {
  const bytes = (<usize>entries) << 4;
  if (bytes <= weightedBytes) return;
  if (weightedBytes > 0) release(weighted, weightedBytes);
  weighted = allocate(bytes);
  weightedBytes = bytes;
}

/** The values of a column are too many, or not to be kept: from here on each is profiled by itself. */
export function giveUpDictionary(column: usize): void {
  settleRepetitions(column);
  if (tableStart(column) !== 0) dropDictionary(column);
  store<u32>(column, modeOff, columnDictionaryMode);
}

/** The segment ends, and the next one may have a dictionary. */
export function settleDictionary(column: usize): void {
  giveUpDictionary(column);
  store<u32>(column, modeUndecided, columnDictionaryMode);
}

/** Take over what there is so far, and go on. */
export function settleRepetitions(column: usize): void {
  const start = tableStart(column);
  if (start === 0) return;
  const end = tableEnd(column);
  reserveWeighted(entriesOf(column));
  weightedEnd = weighted;
  for (let place = start; place < end; place += placeBytes) {
    const repeated = load<u32>(place, placeRepeated);
    if (repeated === 0) continue;
    addEntry(column, load<u64>(place), entryOf(column, load<u32>(place, placeEntry)), repeated);
    store<u32>(place, 0, placeRepeated);
  }
  if (weightedEnd === weighted) return;
  const numbers = <usize>load<u32>(column, columnNumbersAt);
  addWeightedMoments(numbers, weighted, weightedEnd);
  addWeightedQuantiles(numbers, weighted, weightedEnd);
}

function addEntry(column: usize, hash: u64, entry: usize, repeated: u32): void {
  const kind = <i32>load<u32>(entry, entryKind);
  const times = <f64>repeated;
  addCount(column, kind, times);
  addToLengths(
    column,
    <f64>load<u32>(entry, entryLength) * times,
    kind === kindNullToken ? columnNullLengthSum : columnLengthSum,
  );
  const values = valuesOf(column, groupOf(kind));
  const counter = addRepetitions(values, hash, repeated);
  if (kind === kindInt || kind === kindFloat) {
    store<f64>(weightedEnd, load<f64>(entry, entryNumber));
    store<f64>(weightedEnd, times, 8);
    weightedEnd += 16;
  } else if (kind === kindDate) {
    readDate(textStartAt(values, counter), textEndAt(values, counter));
    addDates(<usize>load<u32>(column, columnDatesAt), dayFirstMs, monthFirstMs, dateFormat, times);
  }
}

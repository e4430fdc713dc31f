/**
 * Where the counters above 1 are. Nearly always they are few, and a list of them spares a search through all places when
 * counters are full: 16 → 8 ms of 100 MB. A list that has become too long, or whose table has moved, is given up.
 */
import { valuesPlacesAt, valuesPlacesSize, valuesRepeated } from "../layout";
import { allocate } from "./memory";

const placesMax: u32 = 128;

/** One more counter is above 1. @param place offset in the table */
export function notePlace(values: usize, place: usize): void {
  const repeated = load<u32>(values, valuesRepeated);
  store<u32>(values, repeated + 1, valuesRepeated);
  if (load<u32>(values, valuesPlacesSize) !== repeated || repeated === placesMax) return;
  let places = <usize>load<u32>(values, valuesPlacesAt);
  if (places === 0) {
    places = allocate((<usize>placesMax) << 2);
    store<u32>(values, <u32>places, valuesPlacesAt);
  }
  store<u32>(places + ((<usize>repeated) << 2), <u32>place);
  store<u32>(values, repeated + 1, valuesPlacesSize);
}

/** Whether the list has all of them. */
export function placesAreListed(values: usize): bool {
  return load<u32>(values, valuesPlacesSize) === load<u32>(values, valuesRepeated);
}

/** Offset in the table of the counter of this number. */
export function placeAt(values: usize, index: u32): usize {
  return <usize>load<u32>(<usize>load<u32>(values, valuesPlacesAt) + ((<usize>index) << 2));
}

/** No counter is above 1. */
export function clearPlaces(values: usize): void {
  store<u32>(values, 0, valuesRepeated);
  store<u32>(values, 0, valuesPlacesSize);
}

/** The table has moved. */
export function forgetPlaces(values: usize): void {
  if (load<u32>(values, valuesRepeated) > 0) store<u32>(values, 0xffff_ffff, valuesPlacesSize);
}

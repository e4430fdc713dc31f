interface CountedValue {
  readonly value: string;
  readonly count: number;
}

/** Order of texts with their counts: the most frequent first, of equally many the first by its units. */
export function byCount(
  [text, count]: readonly [string, number],
  [otherText, otherCount]: readonly [string, number],
): number {
  return otherCount - count || (text < otherText ? -1 : 1);
}

/** The same order of values with their counts. */
export function valuesByCount(a: CountedValue, b: CountedValue): number {
  return byCount([a.value, a.count], [b.value, b.count]);
}

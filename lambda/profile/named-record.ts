/**
 * An object from names that come out of files: without a prototype, so that `__proto__` and `constructor` are names
 * like any other. JSON and deep comparison treat it as a plain object.
 */
export function namedRecord<Value>(entries: Iterable<readonly [string, Value]>): Record<string, Value> {
  const record: Record<string, Value> = Object.create(null);
  for (const [name, value] of entries) record[name] = value;
  return record;
}
